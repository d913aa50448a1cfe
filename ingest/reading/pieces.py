"""The common shape of what a reader reads: lines of text, some of them headings, some on a page."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading (level 1 to 6) or a table row; `page` counts from 1."""

    text: str
    level: int = 0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document as read, before splitting. `title` is the one that the format itself names."""

    title: str | None
    blocks: tuple[Block, ...]
