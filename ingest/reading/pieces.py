"""The common shape of what a reader reads: lines of text, some of them headings, some on a page."""

from dataclasses import dataclass

from ingest.reading.notes import Note
from knowledge.model import NewPassage


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading (level 1 to 6) or a table row; `page` counts from 1.

    `section` names a place of its own, such as a row's cells (费用表!A2:D2): the block is a passage by itself.
    """

    text: str
    level: int = 0
    page: int | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document as read, before splitting. `title` is the one that the format itself names."""

    title: str | None
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What a reader is told beside the file: its language where known, and the seconds that OCR may take."""

    lang: str | None = None
    ocr_s: float = 10.0


@dataclass(frozen=True, slots=True)
class Split:
    """A document as read and split; `text[start:end]` is each passage's text, `pages` lists (first character, page)."""

    title: str
    text: str
    passages: tuple[NewPassage, ...]
    pages: tuple[tuple[int, int], ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """Characters on one line without a wide gap; points from the lower left corner of the page.

    The page is turned so that most of its text runs to the right; `slanted` is what then does not. `cell` is the table
    with drawn lines, and the cell of it, in which it stands; a whole row of such a table has several `cells`.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    slanted: bool = False
    cell: tuple[int, int] | None = None
    cells: int = 1

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 0.1)


@dataclass(frozen=True, slots=True)
class Grey:
    """An image: a byte a pixel, row by row."""

    width: int
    height: int
    pixels: bytes


@dataclass(frozen=True, slots=True)
class Word:
    """What OCR reads at a place of an image, in pixels from its upper left corner.

    `sure` goes from 0 to 100, `line` is the same for the words of a line (block, paragraph, line).
    """

    text: str
    sure: float
    line: tuple[int, int, int]
    left: int
    top: int
    right: int
    bottom: int
