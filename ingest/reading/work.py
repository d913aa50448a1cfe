"""What a child does with a file: reads it by its format, cleans it, and splits it into passages."""

import importlib
from pathlib import Path

from ingest.reading.faults import Empty, TooLarge
from ingest.reading.formats import reader_of
from ingest.reading.pieces import Block, Extracted, Split, Told
from ingest.reading.split import split

FIRST_LINE, TITLE_CHARS = 80, 300
MOST_CHARS = 12_000_000  # of text that one file may give


def work(path: str, name: str, title: str | None, told: Told) -> Split:
    """The file at `path` as text and passages; `name` is what it is called, `title` what staff call it.

    Raises:
        Unreadable: one of its kinds.
    """
    module, function = reader_of(name).split(":")
    extracted = getattr(importlib.import_module(f"ingest.reading.{module}"), function)(path, told)
    return finished(extracted, name, title)


def finished(extracted: Extracted, name: str, title: str | None) -> Split:
    """Split into passages under its title. Raises Empty, TooLarge."""
    blocks = tuple(block for block in extracted.blocks if block.text.strip())
    chars = sum(len(block.text) for block in blocks)
    if not blocks:
        raise Empty()
    if chars > MOST_CHARS:
        raise TooLarge(size=chars // 2**20, limit=MOST_CHARS // 2**20)
    called = title or (extracted.title or "")[:TITLE_CHARS].strip() or _first_line(blocks) or Path(name).stem
    text, passages, pages = split(called, blocks)
    if not passages:
        raise Empty()
    return Split(called, text, passages, pages, extracted.notes)


def _first_line(blocks: tuple[Block, ...]) -> str:
    """What a text begins with, where that can be its title: a row of a table is none."""
    if any(block.section for block in blocks[:2]):
        return ""
    first = blocks[0].text.split("\n", 1)[0].strip()
    return first if len(first) <= FIRST_LINE else ""
