"""Text and Markdown files into blocks."""

from pathlib import Path

from ingest.reading.clean import decode
from ingest.reading.faults import BadEncoding, TooLarge, UnknownFormat
from ingest.reading.markup import markdown, plain_text
from ingest.reading.pieces import Extracted, Told

MOST_BYTES = 40 * 2**20  # some ten thousand pages


def markdown_file(path: str, told: Told) -> Extracted:
    return markdown(decode(_bytes(path)))


def text_file(path: str, told: Told) -> Extracted:
    return plain_text(decode(_bytes(path)))


def unnamed(path: str, told: Told) -> Extracted:
    """A file whose name does not tell its format: text if it reads as text. Raises UnknownFormat."""
    try:
        return text_file(path, told)
    except BadEncoding as error:
        raise UnknownFormat(suffix=Path(path).name) from error


def _bytes(path: str) -> bytes:
    size = Path(path).stat().st_size
    if size > MOST_BYTES:
        raise TooLarge(size=size // 2**20, limit=MOST_BYTES // 2**20)
    return Path(path).read_bytes()
