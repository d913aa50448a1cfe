"""Rows of a table into records: one a row, each cell after its column's head, with sheet and cells as its section."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.reading.clean import clean, decode
from ingest.reading.faults import TooLarge, TooMany
from ingest.reading.heads import Row, head
from ingest.reading.notes import ErrorValues
from ingest.reading.pieces import Block, Extracted, Told
from ingest.reading.tables import record

MOST_ROWS, MOST_COLUMNS, MOST_BYTES = 30_000, 500, 24 * 2**20
HINT = re.compile(r"\ufeff?\"?sep=([^\r\n])\"?\r?\n", re.IGNORECASE)
ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!")


def read(path: str, told: Told) -> Extracted:
    """A CSV or TSV file, of whatever separator. Raises BadEncoding, TooLarge, TooMany."""
    size = Path(path).stat().st_size
    if size > MOST_BYTES:
        raise TooLarge(size=size // 2**20, limit=MOST_BYTES // 2**20)
    text, mark = _hinted(decode(Path(path).read_bytes()))
    csv.field_size_limit(MOST_BYTES)
    rows: list[Row] = []
    wrong = 0
    for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), _dialect(text, mark)), 1):
        if len(rows) >= MOST_ROWS or len(cells) > MOST_COLUMNS:
            raise TooMany(limit=MOST_ROWS if len(rows) >= MOST_ROWS else MOST_COLUMNS)
        values = [" ".join(clean(cell).split()) for cell in cells]
        wrong += sum(value in ERRORS for value in values)
        values = ["" if value in ERRORS else value for value in values]
        if any(values):
            rows.append((number, values))
    return Extracted(None, tuple(records(None, rows)), (ErrorValues(count=wrong).note(),) if wrong else ())


def _hinted(text: str) -> tuple[str, str | None]:
    """The rows and their separator where a first line names it for Excel, which does not count that line either."""
    found = HINT.match(text)
    return (text[found.end() :], found[1]) if found else (text, None)


def _dialect(text: str, hint: str | None) -> type[csv.Dialect]:
    """The separator named, else what most of the first lines agree on; not sniffed, which is slow on odd files."""
    lines = text[:20_000].splitlines()[:20]
    counts = {mark: sorted(line.count(mark) for line in lines if line.strip()) for mark in ",\t;|，"}
    best = hint or max(counts, key=lambda mark: counts[mark][len(counts[mark]) // 2] if counts[mark] else 0)

    class Found(csv.excel):
        delimiter = best

    return Found


def records(sheet: str | None, rows: Sequence[Row]) -> Iterator[Block]:
    """Blocks of one sheet: what stands above the head, then a record a row."""
    found = head(rows)
    if found is None:
        for number, cells in rows:
            yield Block(" | ".join(cell for cell in cells if cell), section=place(sheet, number, cells))
        return
    for number, cells in rows[: found.first]:
        yield Block(" ".join(cell for cell in _apart(cells) if cell), section=place(sheet, number, cells))
    number, last = rows[found.last]
    if found.last + 1 == len(rows):
        yield Block(" | ".join(cell for cell in found.names if cell), section=place(sheet, number, last))
    heads = [cells for _, cells in rows[found.first : found.last + 1]]
    several = any(cells not in heads for _, cells in rows[found.last + 1 :])
    zh = any("一" <= char <= "鿿" for name in found.names for char in name)
    for number, cells in rows[found.last + 1 :]:
        if cells in heads and several:
            continue  # printed again on the next page
        yield Block(record(found.names, cells, zh), section=place(sheet, number, cells))


def _apart(cells: list[str]) -> list[str]:
    return [cell for at, cell in enumerate(cells) if at == 0 or cell != cells[at - 1]]


def place(sheet: str | None, number: int, cells: Sequence[str]) -> str:
    """`费用表!A2:D2`."""
    filled = [at for at, cell in enumerate(cells) if cell]
    first, last = letters(filled[0] + 1), letters(filled[-1] + 1)
    cells_told = f"{first}{number}" if first == last else f"{first}{number}:{last}{number}"
    return f"{sheet}!{cells_told}" if sheet else cells_told


def letters(column: int) -> str:
    """The name of a column counted from 1: A, Z, AA."""
    told = ""
    while column:
        column, rest = divmod(column - 1, 26)
        told = chr(ord("A") + rest) + told
    return told
