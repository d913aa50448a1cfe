"""Saved web pages into blocks."""

from pathlib import Path

from ingest.reading.clean import decode
from ingest.reading.faults import TooLarge
from ingest.reading.markup import html
from ingest.reading.pieces import Extracted, Told

MOST_BYTES = 24 * 2**20


def read(path: str, told: Told) -> Extracted:
    size = Path(path).stat().st_size
    if size > MOST_BYTES:
        raise TooLarge(size=size // 2**20, limit=MOST_BYTES // 2**20)
    return html(decode(Path(path).read_bytes()))
