"""What a reader hands over: the blocks of a document in order, and how they lie in its text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ingest.clean import clean

BlockKind = Literal["heading", "paragraph", "list", "table"]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document that is printed together. `level` counts headings from 1; `page` from 1, None unpaged."""

    kind: BlockKind
    text: str
    level: int = 0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A document as it was read. `title` is what its own markup calls it: the first H1 or the HTML title."""

    blocks: tuple[Block, ...]
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and its place: `text[start:end]` of the laid out document is the block's text."""

    block: Block
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole text of a document, blocks joined by blank lines. `pages` lists (first character, page number)."""

    text: str
    placed: tuple[Placed, ...]
    pages: tuple[tuple[int, int], ...] = field(default=())


def cleaned(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks that hold text, cleaned; markup may have spelled out characters that the raw text did not hold."""
    kept = (Block(block.kind, clean(block.text).strip("\n").rstrip(), block.level, block.page) for block in blocks)
    return tuple(block for block in kept if block.text.strip())


def lay(blocks: Sequence[Block]) -> Layout:
    placed: list[Placed] = []
    pages: list[tuple[int, int]] = []
    at = 0
    for block in blocks:
        if block.page is not None and (not pages or pages[-1][1] != block.page):
            pages.append((at, block.page))
        placed.append(Placed(block, at, at + len(block.text)))
        at += len(block.text) + 2
    return Layout("\n\n".join(block.text for block in blocks), tuple(placed), tuple(pages))
