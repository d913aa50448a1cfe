"""PowerPoint presentations: a slide is a page, its title a heading; notes and tables too, hidden slides not."""

from collections.abc import Iterator
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from ingest.reading import package, tables
from ingest.reading.clean import clean
from ingest.reading.faults import TooMany
from ingest.reading.notes import CommentsLeftOut, HiddenSlides, HiddenText, Note, numbers
from ingest.reading.pieces import Block, Extracted, Told
from ingest.reading.tables import Cell

MOST_SLIDES, DEPTH = 1500, 8
FURNITURE = ("DATE", "FOOTER", "SLIDE_NUMBER", "HEADER")


def read(path: str, told: Told) -> Extracted:
    """Raises Encrypted, Bomb, Broken, TooMany."""
    comments = _checked(path)
    deck = Presentation(path)
    hidden: list[int] = []
    unseen: list[int] = []
    blocks: list[Block] = []
    for number, slide in enumerate(deck.slides, 1):
        if number > MOST_SLIDES:
            raise TooMany(limit=MOST_SLIDES)
        if slide._element.get("show") in ("0", "false"):
            hidden.append(number)
            continue
        blocks += _slide(slide, number, (deck.slide_width or 0, deck.slide_height or 0), unseen)
    title = clean(deck.core_properties.title or "") or None
    first = next((block.text for block in blocks if block.level), None)
    notes = _notes(hidden, len(unseen), comments)
    return Extracted(first or (title if title != "PowerPoint Presentation" else None), tuple(blocks), tuple(notes))


def _notes(hidden: list[int], unseen: int, comments: int) -> Iterator[Note]:
    if hidden:
        yield HiddenSlides(slides=numbers(hidden)).note()
    if unseen:
        yield HiddenText(count=unseen).note()
    if comments:
        yield CommentsLeftOut(count=comments).note()


def _checked(path: str) -> int:
    """How many comments there are. Every part is looked at before the library unfolds it."""
    with package.opened(path) as archive:
        package.main_part(archive, "ppt/presentation.xml")
        comments = 0
        for name in archive.namelist():
            if name.lower().endswith(package.XML):
                body = package.data(archive, name)
                package.refuse_doctype(body)
                comments += body.count(b"<p:cm ") if "/comments/" in name else 0
    return comments


def _slide(slide: Any, number: int, size: tuple[int, int], unseen: list[int]) -> Iterator[Block]:
    title = slide.shapes.title
    heading = clean(" ".join(title.text_frame.text.split())) if title is not None and title.has_text_frame else ""
    if heading:
        yield Block(heading, 2, number)
    shapes = [shape for shape in slide.shapes if title is None or shape.shape_id != title.shape_id]
    for shape in sorted(shapes, key=_place):
        yield from _shape(shape, number, size, unseen, 0)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        text = clean(slide.notes_slide.notes_text_frame.text)
        if text:
            yield Block(text, 0, number)


def _place(shape: Any) -> tuple[int, int]:
    """Top to bottom in steps of half a centimetre, then left to right."""
    return (shape.top or 0) // 180_000, shape.left or 0


def _shape(shape: Any, number: int, size: tuple[int, int], unseen: list[int], depth: int) -> Iterator[Block]:
    if depth > DEPTH or _furniture(shape):
        return
    if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
        for inner in shape.shapes:
            yield from _shape(inner, number, size, unseen, depth + 1)
        return
    text = _text(shape)
    if text and (_off(shape, size) or shape._element.xpath("boolean(.//p:cNvPr[@hidden='1' or @hidden='true'])")):
        unseen.append(number)
        return
    if getattr(shape, "has_table", False) and shape.has_table:
        rows = [row for row in _rows(shape.table) if any(cell.text for cell in row)]
        yield from (Block(text, 0, number) for text in tables.blocks(rows))
    elif text:
        yield Block(text, 0, number)


def _rows(table: Any) -> list[list[Cell]]:
    rows = [list(row.cells) for row in table.rows]
    told = [[Cell(clean(" ".join(cell.text_frame.text.split()))) for cell in row] for row in rows]
    for top, row in enumerate(rows):
        for left, cell in enumerate(row):
            if cell.is_merge_origin:
                for below in told[top : top + cell.span_height]:
                    width = len(below[left : left + cell.span_width])
                    below[left : left + width] = [told[top][left]] * width
    return told


def _text(shape: Any) -> str:
    if not getattr(shape, "has_text_frame", False) or not shape.has_text_frame:
        return ""
    return clean("\n".join(paragraph.text.replace("\v", "\n") for paragraph in shape.text_frame.paragraphs))


def _furniture(shape: Any) -> bool:
    return bool(shape.is_placeholder) and any(name in str(shape.placeholder_format.type) for name in FURNITURE)


def _off(shape: Any, size: tuple[int, int]) -> bool:
    """Whether it lies beside the slide, where a reader does not see it."""
    left, top, width, height = (getattr(shape, name) for name in ("left", "top", "width", "height"))
    if None in (left, top, width, height) or not all(size):
        return False
    return bool(left + width <= 0 or top + height <= 0 or left >= size[0] or top >= size[1])
