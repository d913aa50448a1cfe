"""PowerPoint presentations: a slide is a page, its title a heading; tables too, hidden slides and speaker notes not."""

from collections.abc import Iterator
from typing import Any

from pptx import Presentation

from ingest.reading import package, painted, tables
from ingest.reading.clean import clean
from ingest.reading.faults import TooMany
from ingest.reading.notes import CommentsLeftOut, HiddenSlides, HiddenText, Note, SpeakerNotes, numbers
from ingest.reading.painted import Painted
from ingest.reading.pieces import Block, Extracted, Told
from ingest.reading.tables import Cell

MOST_SLIDES = 1500
FURNITURE = ("DATE", "FOOTER", "SLIDE_NUMBER", "HEADER")


def read(path: str, told: Told) -> Extracted:
    """Raises Encrypted, Bomb, Broken, TooMany."""
    comments = _checked(path)
    deck = Presentation(path)
    hidden: list[int] = []
    spoken: list[int] = []
    unseen: list[int] = []
    blocks: list[Block] = []
    for number, slide in enumerate(deck.slides, 1):
        if number > MOST_SLIDES:
            raise TooMany(limit=MOST_SLIDES)
        if slide._element.get("show") in ("0", "false"):
            hidden.append(number)
            continue
        blocks += _slide(slide, number, (deck.slide_width or 0, deck.slide_height or 0), unseen)
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            spoken += [number] if clean(slide.notes_slide.notes_text_frame.text) else []
    title = clean(deck.core_properties.title or "") or None
    first = next((block.text for block in blocks if block.level), None)
    notes = _notes(hidden, spoken, len(unseen), comments)
    return Extracted(first or (title if title != "PowerPoint Presentation" else None), tuple(blocks), tuple(notes))


def _notes(hidden: list[int], spoken: list[int], unseen: int, comments: int) -> Iterator[Note]:
    if hidden:
        yield HiddenSlides(slides=numbers(hidden)).note()
    if spoken:
        yield SpeakerNotes(slides=numbers(spoken)).note()
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
    """What the audience sees: not what the speaker's notes say."""
    title = slide.shapes.title
    every = list(painted.on(slide))
    for one in sorted(every, key=lambda one: (title is None or one.shape.shape_id != title.shape_id, *_place(one))):
        if _furniture(one.shape):
            continue
        first = title is not None and one.shape.shape_id == title.shape_id
        text, left_out = _text(one, every)
        if text and (_off(one, size) or _hidden(one) or one.covered(every)):
            text, left_out = "", True
        unseen += [number] if left_out else []
        if getattr(one.shape, "has_table", False) and one.shape.has_table:
            rows = [row for row in _rows(one, unseen, number) if any(cell.text for cell in row)]
            yield from (Block(told, 0, number) for told in tables.blocks(rows))
        elif text:
            yield Block(" ".join(text.split()) if first else text, 2 if first else 0, number)


def _place(one: Painted) -> tuple[int, int]:
    """Top to bottom in steps of half a centimetre, then left to right."""
    return (int(one.box[1]) // 180_000, int(one.box[0])) if one.box else (0, 0)


def _rows(one: Painted, unseen: list[int], number: int) -> list[list[Cell]]:
    table = one.shape.table
    rows = [list(row.cells) for row in table.rows]
    told: list[list[Cell]] = []
    for row in rows:
        told.append([])
        for cell in row:
            text, left_out = one.words(cell.text_frame, one.cell_ground(cell))
            unseen += [number] if left_out else []
            told[-1].append(Cell(clean(" ".join(text.split()))))
    for top, row in enumerate(rows):
        for left, cell in enumerate(row):
            if cell.is_merge_origin:
                for below in told[top : top + cell.span_height]:
                    width = len(below[left : left + cell.span_width])
                    below[left : left + width] = [told[top][left]] * width
    return told


def _text(one: Painted, every: list[Painted]) -> tuple[str, bool]:
    """The words that are seen, and whether others are not."""
    if not getattr(one.shape, "has_text_frame", False) or not one.shape.has_text_frame:
        return "", False
    text, left_out = one.words(one.shape.text_frame, one.ground(every))
    return clean(text), left_out


def _furniture(shape: Any) -> bool:
    return bool(shape.is_placeholder) and any(name in str(shape.placeholder_format.type) for name in FURNITURE)


def _hidden(one: Painted) -> bool:
    return bool(one.shape._element.xpath("boolean(.//p:cNvPr[@hidden='1' or @hidden='true'])"))


def _off(one: Painted, size: tuple[int, int]) -> bool:
    """Whether it lies beside the slide, where a reader does not see it."""
    if one.box is None or not all(size):
        return False
    left, top, right, bottom = one.box
    return right <= 0 or bottom <= 0 or left >= size[0] or top >= size[1]
