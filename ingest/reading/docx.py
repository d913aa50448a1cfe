"""Word documents: headings, paragraphs, table rows and notes; what a reader would not see is left out and told."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.reading import package, tables, word_styles
from ingest.reading.clean import clean
from ingest.reading.colours import alike
from ingest.reading.faults import TooMany
from ingest.reading.notes import CommentsLeftOut, DeletedText, HiddenText, Note
from ingest.reading.numbering import Numbering
from ingest.reading.pieces import Block, Extracted, Told
from ingest.reading.tables import Cell
from ingest.reading.theme import WHITE, A, Rgb, Theme, W
from ingest.reading.word_styles import Styles, on, shade, value

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
MOST_BLOCKS, DEPTH = 100_000, 40
TINY_HALF_POINTS = 4  # a font of two points
GONE = {f"{W}del", f"{W}moveFrom"}


@dataclass
class _Left:
    """What was left out, counted while reading."""

    hidden: int = 0
    deleted: int = 0
    footnotes: list[tuple[str, str]] = field(default_factory=list)  # (kind, id) in the order of mention


def read(path: str, told: Told) -> Extracted:
    """Raises Encrypted, Bomb, Broken, TooMany."""
    with package.opened(path) as archive:
        main = package.main_part(archive, "word/document.xml")
        links = {kind: name for kind, name in package.relations(archive, main).values()}
        theme = package.theme(archive, links.get("theme"))
        styles = word_styles.styles(_optional(archive, links.get("styles")), theme)
        numbering = Numbering.of(_optional(archive, links.get("numbering")))
        root = package.tree(archive, main)
        left = _Left()
        body = root.find(f"{W}body")
        blocks = list(_blocks(body if body is not None else root, styles, numbering, left, 0))
        blocks += _footnotes(archive, links, styles, left)
        comments = _optional(archive, links.get("comments"))
        count = 0 if comments is None else len(comments.findall(f"{W}comment"))
    title = next((block.text for block in blocks if block.level == 1), None)
    return Extracted(title, tuple(blocks), tuple(_notes(left, count)))


def _notes(left: _Left, comments: int) -> Iterator[Note]:
    for kind, count in ((HiddenText, left.hidden), (DeletedText, left.deleted), (CommentsLeftOut, comments)):
        if count:
            yield kind(count=count).note()


def _optional(archive: zipfile.ZipFile, name: str | None) -> Any:
    return package.tree(archive, name) if name and name in archive.namelist() else None


def _blocks(parent: Any, styles: Styles, numbering: Numbering, left: _Left, depth: int) -> Iterator[Block]:
    """Paragraphs and tables below an element, in order. Raises TooMany."""
    if depth > DEPTH:
        return
    for count, one in enumerate(parent):
        if count > MOST_BLOCKS:
            raise TooMany(limit=MOST_BLOCKS)
        if one.tag == f"{W}p":
            yield from _paragraph(one, styles, numbering, left)
        elif one.tag == f"{W}tbl":
            yield from _table(one, styles, numbering, left, depth)
        elif one.tag in GONE:
            left.deleted += _has_text(one)
        elif one.tag == f"{W}sdt":
            inner = one.find(f"{W}sdtContent")
            if inner is not None:
                yield from _blocks(inner, styles, numbering, left, depth + 1)
        elif one.tag in (f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"):
            yield from _blocks(one, styles, numbering, left, depth + 1)


def _paragraph(one: Any, styles: Styles, numbering: Numbering, left: _Left) -> Iterator[Block]:
    style = value(one, f"{W}pPr/{W}pStyle")
    text = clean("".join(_words(one, style, styles, left, 0)))
    if text:
        number = numbering.next(_list_of(one, style, styles))
        outline = value(one, f"{W}pPr/{W}outlineLvl")
        level = int(outline) + 1 if outline.isdigit() and int(outline) < 6 else styles.levels.get(style, 0)
        yield Block(f"{number}{text}" if number else text, level if len(text) <= 200 else 0)
    for box in _boxes(one):
        yield from _blocks(box, styles, numbering, left, DEPTH - 2)


def _boxes(one: Any) -> list[Any]:
    """Text boxes of a paragraph, once each: newer and older notations stand side by side."""
    boxes = [
        box for box in one.iter(f"{W}txbxContent") if not any(up.tag == f"{MC}Fallback" for up in box.iterancestors())
    ]
    return [box for box in boxes if not any(up.tag == f"{W}txbxContent" and up in boxes for up in box.iterancestors())]


def _list_of(one: Any, style: str, styles: Styles) -> tuple[str, str] | None:
    """(list, level) of a paragraph that Word numbers itself."""
    number = value(one, f"{W}pPr/{W}numPr/{W}numId")
    if number:
        return number, value(one, f"{W}pPr/{W}numPr/{W}ilvl") or "0"
    return styles.numbered.get(style)


def _words(parent: Any, style: str, styles: Styles, left: _Left, depth: int) -> Iterator[str]:
    """The visible characters below a paragraph of this style or what stands in it."""
    if depth > DEPTH:
        return
    for one in parent:
        if one.tag == f"{W}r":
            if _unseen(one, style, styles):
                left.hidden += _has_text(one)
            else:
                yield from _run(one, left)
        elif one.tag in GONE:
            left.deleted += _has_text(one)
        elif one.tag in (f"{W}pPr", f"{W}rPr"):
            continue
        elif isinstance(one.tag, str) and one.tag != f"{W}txbxContent":
            yield from _words(one, style, styles, left, depth + 1)


def _run(run: Any, left: _Left) -> Iterator[str]:
    for one in run:
        if one.tag == f"{W}t":
            yield one.text or ""
        elif one.tag == f"{W}tab":
            yield " "
        elif one.tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif one.tag == f"{W}noBreakHyphen":
            yield "-"
        elif one.tag == f"{W}delText":
            left.deleted += 1
        elif one.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            kind = "footnotes" if one.tag.endswith("footnoteReference") else "endnotes"
            left.footnotes.append((kind, one.get(f"{W}id") or ""))


def _unseen(run: Any, style: str, styles: Styles) -> bool:
    """Vanished, in the colour of what lies behind, or of a tiny size, by itself or by its styles."""
    about = run.find(f"{W}rPr")
    look = styles.of_run(about, style)
    if look.vanish or (about is not None and on(about.find(f"{W}webHidden"))):
        return True
    if look.half_points is not None and look.half_points <= TINY_HALF_POINTS:
        return True
    if not look.colour:
        return False
    ground = _ground(run, about, look, styles)
    return bool(ground) and alike(look.colour, ground)


def _ground(run: Any, about: Any, look: word_styles.Letters, styles: Styles) -> Rgb:
    """What lies behind: the run's, paragraph's, cell's or table's shading, a text box, the page; () where unknown."""
    own = word_styles.letters(about, styles.theme).ground if about is not None else None
    if own is not None:
        return own
    for up in run.iterancestors():
        found: Rgb | None = None
        if up.tag == f"{W}p":
            found = shade(up.find(f"{W}pPr"), styles.theme) or look.ground
        elif up.tag == f"{W}tc":
            found = shade(up.find(f"{W}tcPr"), styles.theme)
        elif up.tag == f"{W}tbl":
            found = shade(up.find(f"{W}tblPr"), styles.theme)
            if found is None and value(up, f"{W}tblPr/{W}tblStyle") in styles.shading:
                return ()
        elif up.tag == f"{W}txbxContent":
            found = _box(up, styles.theme)
        elif up.tag == f"{W}document":
            found = styles.theme.word(up.find(f"{W}background"), "color")
        if found is not None:
            return found
    return WHITE


def _box(content: Any, theme: Theme) -> Rgb | None:
    """What fills a text box; None for nothing, () where it cannot be told."""
    shape = next((up for up in content.iterancestors() if up.tag == f"{WPS}wsp"), None)
    about = shape.find(f"{WPS}spPr") if shape is not None else None
    if about is None:
        return ()
    if about.find(f"{A}noFill") is not None:
        return None
    return theme.drawing(about.find(f"{A}solidFill")) or ()


def _table(table: Any, styles: Styles, numbering: Numbering, left: _Left, depth: int) -> Iterator[Block]:
    """Rows as `head: cell; …` where the table has a head, else as cells with bars; a layout table as its paragraphs."""
    rows: list[list[Cell]] = []
    heads = 0  # rows at the top that Word prints again on each page
    for row in table.iter(f"{W}tr"):
        if row.getparent() is not table and row.getparent().getparent() is not table:
            continue  # of a table within a cell
        if on(row.find(f"{W}trPr/{W}hidden")):
            left.hidden += _has_text(row)
            continue
        if row.find(f"{W}trPr/{W}del") is not None:
            left.deleted += _has_text(row)
            continue
        cells = [Cell("")] * _count(value(row, f"{W}trPr/{W}gridBefore"), 0)
        for cell in row.iter(f"{W}tc"):
            if next(up for up in cell.iterancestors(f"{W}tr")) is row:
                merged = cell.find(f"{W}tcPr/{W}vMerge")
                text = " ".join(
                    " ".join(block.text.split()) for block in _blocks(cell, styles, numbering, left, depth + 1)
                )
                goes_on = merged is not None and merged.get(f"{W}val") != "restart"
                one = _above(rows, len(cells)) if goes_on and not text else Cell(text)
                cells += [one] * _count(value(cell, f"{W}tcPr/{W}gridSpan"), 1)
        if any(cell.text for cell in cells):
            heads += heads == len(rows) and on(row.find(f"{W}trPr/{W}tblHeader"))
            rows.append(cells)
        if len(rows) > MOST_BLOCKS:
            raise TooMany(limit=MOST_BLOCKS)
    yield from (Block(text) for text in tables.blocks(rows, heads))


def _count(told: str, usual: int) -> int:
    """Columns that a cell or a gap takes."""
    return min(int(told), 60) if told.isdigit() else usual


def _above(rows: list[list[Cell]], at: int) -> Cell:
    return rows[-1][at] if rows and at < len(rows[-1]) else Cell("")


def _footnotes(
    archive: zipfile.ZipFile, links: dict[str, str], styles: Styles, left: _Left
) -> list[Block]:  # fmt: skip
    blocks: list[Block] = []
    for kind in ("footnotes", "endnotes"):
        mentioned = [key for one, key in left.footnotes if one == kind]
        root = _optional(archive, links.get(kind)) if mentioned else None
        if root is None:
            continue
        notes = {one.get(f"{W}id"): one for one in root}
        for at, key in enumerate(mentioned, 1):
            if key in notes:
                text = " ".join(
                    clean("".join(_words(part, value(part, f"{W}pPr/{W}pStyle"), styles, left, 0)))
                    for part in notes[key].iter(f"{W}p")
                ).strip()
                blocks += [Block(f"[{at}] {text}")] if text else []
    return blocks


def _has_text(one: Any) -> int:
    return int(any((text.text or "").strip() for text in one.iter(f"{W}t", f"{W}delText")))
