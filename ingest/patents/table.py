"""CSV of any delimiter and encoding into records, by the names of its columns."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import IO, Any

from ingest.patents.faults import NoNumberColumn
from ingest.patents.fields import Columns, Mapper
from ingest.patents.findings import Finding, Item
from ingest.reading.clean import decode
from ingest.reading.faults import BadEncoding, Empty

HEAD = 2**20  # bytes that the encoding and the delimiter are told from
PREAMBLE = 20  # lines that may stand above the header, as search services write them
DELIMITERS = ",;\t|"
COLUMNS, COLUMN_CHARS = 8, 24  # of a header without a number that are told
WIDEST = 16 * 2**20  # characters of one cell


def read(stream: IO[bytes], mapper: Mapper) -> Iterator[Item]:
    """Raises NoNumberColumn, BadEncoding, Empty."""
    head = stream.read(HEAD)
    if not head.strip(b"\0 \r\n\t\xef\xbb\xbf"):
        raise Empty()
    encoding = _encoding(head)
    csv.field_size_limit(WIDEST)
    joined = _Joined(head, stream)
    lines = io.TextIOWrapper(joined, encoding, errors="replace", newline="")  # pyrefly: ignore[bad-specialization]
    rows = csv.reader(
        (line.replace("\0", "") for line in lines), delimiter=_delimiter(head.decode(encoding, "replace"))
    )
    above = list(islice(_whole(rows), PREAMBLE))
    at, columns = _header(above)
    header = above[at][1]
    for line, cells in chain(above[at + 1 :], _whole(rows)):
        if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            yield Finding("row_length", line, None, {"got": str(len(cells)), "wanted": str(len(header))})
        elif any(cell.strip() for cell in cells):
            yield mapper(dict(zip(header, cells, strict=False)), columns, line)


def _whole(rows: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line on which each begins; a fault of the reader itself ends the file."""
    line = 1
    while True:
        try:
            cells = next(rows)
        except (StopIteration, csv.Error):
            return
        yield line, cells
        line = rows.line_num + 1  # pyrefly: ignore[missing-attribute]


def _header(rows: Sequence[tuple[int, list[str]]]) -> tuple[int, Columns]:
    """The first row that names a column of numbers. Raises NoNumberColumn with the names that there are."""
    for at, (_, cells) in enumerate(rows):
        columns = Columns.among([cell.strip() for cell in cells])
        if columns.have_a_number:
            return at, columns
    widest = max(rows, key=lambda row: len(row[1]), default=(0, []))
    first = next((cells for _, cells in rows if len(cells) == len(widest[1])), [])
    raise NoNumberColumn(found=_named([cell.strip() for cell in first]))


def _named(columns: Sequence[str]) -> str:
    """The first columns, each cut to a name's length: what was taken for a header may be anything."""
    shown = ", ".join(name[:COLUMN_CHARS] + ("…" if len(name) > COLUMN_CHARS else "") for name in columns[:COLUMNS])
    return (shown + (", …" if len(columns) > COLUMNS else "")) or "-"


def _encoding(head: bytes) -> str:
    """The one that `decode` reads the beginning with; a line that the head cuts in two is left out of it."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(mark):
            return name
    whole = head if len(head) < HEAD else head[: head.rfind(b"\n") + 1] or head
    text = decode(whole)
    for name in ("utf-8", "gb18030", "big5"):
        try:
            if whole.decode(name) == text:
                return name
        except UnicodeDecodeError:
            continue
    raise BadEncoding()


def _delimiter(text: str) -> str:
    """The one that the first lines have most of, evenly; a tab before a comma."""
    lines = [line for line in text[:64_000].splitlines()[:PREAMBLE] if line.strip()]
    return max(
        "\t;|,", key=lambda mark: sum(min(line.count(mark), 30) for line in lines) * (1.01 if mark == "\t" else 1)
    )


class _Joined(io.RawIOBase):
    """A stream with its beginning put back."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head = io.BytesIO(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._head.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
