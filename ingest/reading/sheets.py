"""Rows of a table into records: one a row, each cell after its column's head, with sheet and cells as its section."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from ingest.reading.clean import clean, decode
from ingest.reading.faults import TooLarge, TooMany
from ingest.reading.heads import LOOKED_AT, Row, head, valued
from ingest.reading.notes import ErrorValues
from ingest.reading.pieces import Block, Extracted, Told
from ingest.reading.tables import record

MOST_ROWS, MOST_COLUMNS, MOST_BYTES = 30_000, 500, 24 * 2**20
HINT = re.compile(r"\ufeff?\"?sep=([^\r\n])\"?\r?\n", re.IGNORECASE)
NO_FIGURE = re.compile(r"免费|免收|不收费|面议|待定|无|[-—–/]+|free|none|n/?a|negotiable|tbd|varies", re.IGNORECASE)
# 单位：万元 above a table is of all its figures; 单位：某某公司 is none.
UNIT = re.compile(
    r"[（(]?((?:金额|货币|计量|计价)?单位\s?[:：]\s?[^：:公司局院]{0,8}?(?:元|法郎|件|项|个|家|人|次|天|日|月|年|份|户|[%％])"
    r"(?:[/／]\w{1,6})?|(?:Units?(?: of measure)?|Currency)\s?:.{1,30}?)[)）]?",
    re.IGNORECASE,
)
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
    """Blocks of one sheet, table by table: what stands above its head, then a record a row."""
    begins = 0
    for at in range(1, len(rows)):
        if (
            rows[at][0] > rows[at - 1][0] + 1
            and _new_head(rows[at : at + LOOKED_AT])
            and head(rows[begins : min(at, begins + LOOKED_AT)])
        ):
            yield from _table(sheet, rows[begins:at])
            begins = at
    yield from _table(sheet, rows[begins:])


def _new_head(rows: Sequence[Row]) -> bool:
    """Whether what follows a blank row is a table with a head of its own: names, and in some column nothing but figures
    below. A row of words alone may be one more record."""
    found = head(rows)
    if found is None or any(len(set(cells) - {""}) > 1 for _, cells in rows[: found.first]):
        return False
    names = rows[found.first][1]
    if any(valued(name) or NO_FIGURE.fullmatch(name) for name in names):
        return False
    below: list[list[str]] = []
    for (number, _), (next_number, cells) in pairwise(rows[found.last :]):
        if next_number > number + 1 or len(set(cells) - {""}) < 2:
            break
        below.append(cells)
    columns = ([cells[at] for cells in below if cells[at : at + 1] > [""]] for at, name in enumerate(names) if name)
    return any(column and all(map(valued, column)) for column in columns)


def _table(sheet: str | None, rows: Sequence[Row]) -> Iterator[Block]:
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
    units = (UNIT.fullmatch(cell) for _, cells in rows[: found.first] for cell in cells)
    unit = next((told[1] for told in units if told), "")
    heads = [cells for _, cells in rows[found.first : found.last + 1]]
    several = any(cells not in heads for _, cells in rows[found.last + 1 :])
    zh = any("一" <= char <= "鿿" for name in found.names for char in name)
    for number, cells in rows[found.last + 1 :]:
        if cells in heads and several:
            continue  # printed again on the next page
        told = record(found.names, cells, zh)
        if unit and any(map(valued, cells)):
            told += f"{'；' if zh else '; '}{unit}"
        yield Block(told, section=place(sheet, number, cells))


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
