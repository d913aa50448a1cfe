"""Rows of a table in a document, each told with what its columns are called."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.reading import heads
from ingest.reading.heads import Head

NAME_CHARS = 40  # of a column that no form of the document marks as one
NOTE = re.compile(r"(?:附?注|备注|说明|Notes?|Remarks?)\s?\d?\s?[:：.]", re.IGNORECASE)  # a remark below the records
ROW_CHARS = 6000  # a longer row is a page's layout


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A cell of a table, the same one in each place that it covers; two of the same words are two."""

    text: str


def told(rows: Sequence[Sequence[Cell]], found: Head | None) -> list[str]:
    """A text a row: those of the head with bars, the others as `name: cell; …`; with bars where there is no head."""
    if found is None:
        return [barred(row) for row in rows]
    zh = any("一" <= char <= "鿿" for name in found.names for char in name)
    return [
        barred(row)
        if at <= found.last or len(row) > len(found.names)
        else record(found.names, [cell.text for cell in row], zh)
        for at, row in enumerate(rows)
    ]


def blocks(rows: Sequence[Sequence[Cell]], marked: int = 0) -> list[str]:
    """The same of a document's table; one that only places things on the page gives a text a cell."""
    if not rows:
        return []
    if max(sum(len(cell.text) for cell in row) for row in rows) > ROW_CHARS:
        return [cell.text for cell in dict.fromkeys(cell for row in rows for cell in row) if cell.text]
    return told(rows, head(rows, marked))


def head(rows: Sequence[Sequence[Cell]], marked: int = 0, *, sure: bool = True) -> Head | None:
    """The rows that name the columns.

    `marked` rows at the top are heads as the document itself says; without any, and not `sure` that this is a table
    of records at all, it has to look like one.
    """
    texts = [[cell.text for cell in row] for row in rows]
    if 0 < marked < len(rows):
        return heads.marked(texts, marked)
    found = heads.head(list(enumerate(texts, 1)))
    if found is not None:
        whole = all(found.names[1:]) and (sure or _of_records(texts, found))
        return found if whole else None
    first = texts[0]
    named = len(rows) > 1 and len(set(first)) == len(first) >= 2 and all(first) and max(map(len, first)) <= NAME_CHARS
    return Head(0, 0, first) if sure and named and not any(heads.valued(name) for name in first) else None


def _of_records(rows: list[list[str]], found: Head) -> bool:
    """Whether there are several rows of one width, each column has a name of its own, and one of two holds figures.

    Otherwise the cells may be names and their facts, as in a form.
    """
    below = rows[found.last + 1 :]
    if len(rows) < 3 or len(set(found.names)) < len(found.names):
        return False
    if sum(len(row) == len(found.names) for row in rows) < 0.8 * len(rows):
        return False
    columns = [[row[at] for row in below if at < len(row) and row[at]] for at in range(2)]
    figures = (filled and sum(map(heads.valued, filled)) >= 0.8 * len(filled) for filled in columns)
    return len(found.names) > 2 or any(figures)


def barred(row: Sequence[Cell]) -> str:
    """The row's cells with bars between; one that spans several columns is told once."""
    told = " | ".join(cell.text for at, cell in enumerate(row) if at == 0 or cell is not row[at - 1])
    return told.replace("  ", " ").strip()


def record(names: Sequence[str], cells: Sequence[str], zh: bool) -> str:
    """`费用种类：申请费；金额（元）：900`; a group's name or a remark that is all of a row stands as it is."""
    filled = [(names[at] if at < len(names) else "", cell) for at, cell in enumerate(cells) if cell]
    if len(names) > 1 and len(set(cells) - {""}) == 1 and (cells[0] or len(filled) > 1):
        return filled[0][1]
    if NOTE.match(filled[0][1]):
        return " ".join(dict.fromkeys(cell for _, cell in filled))
    return ("；" if zh else "; ").join(_named(name, cell, zh) for name, cell in filled)


def _named(name: str, cell: str, zh: bool) -> str:
    return f"{name}{'：' if zh else ': '}{cell}" if name else cell
