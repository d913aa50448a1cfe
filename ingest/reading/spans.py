"""Cells of an HTML table that reach over several rows or columns, told in each place that they cover."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborNode

from ingest.reading.tables import Cell

MOST_COLUMNS, MOST_ROWS = 60, 1000  # to which spans are followed; browsers stop at 1000 columns
REPEATED_CHARS = 120  # a longer text is told once, and leaves its other places empty
MOST_CHARS = 300_000  # of rows in which something was told again; from there on spans are not followed
Carried = dict[int, tuple[Cell, int]]  # column -> what reaches down, and the rows that it still covers
EMPTY = Cell("")


def rows(table_rows: Iterable[LexborNode]) -> Iterator[tuple[LexborNode, list[Cell]]]:
    """Each row with its cells, one a place that it covers; spans end with their group of rows, as in a browser."""
    groups: dict[int, Carried] = defaultdict(dict)
    chars = 0
    for node in table_rows:
        group, cells = node.parent, node.css("td,th")
        if chars > MOST_CHARS:
            yield node, [Cell(_text(cell)) for cell in cells]
            continue
        told = _cells(cells, groups[group.mem_id if group is not None else 0])
        chars += sum(len(cell.text) for cell in told) if len(told) > len(cells) else 0
        yield node, told


def _text(cell: LexborNode) -> str:
    return " ".join(cell.text(separator=" ").split())


def _cells(cells: list[LexborNode], carried: Carried) -> list[Cell]:
    told: list[Cell] = []
    filled = False
    alone = len(cells) == 1 and not carried
    for cell in cells:
        told += _from_above(carried, len(told))
        one = Cell(_text(cell))
        filled = filled or bool(one.text)
        again = one if len(one.text) <= REPEATED_CHARS else EMPTY
        columns = 1 if alone else _span(cell, "colspan", MOST_COLUMNS - len(told))
        further = _span(cell, "rowspan", MOST_ROWS) - 1
        if further and len(told) < MOST_COLUMNS:
            carried.update({len(told) + at: (again, further + 1) for at in range(columns)})
        told += [one, *[again] * (columns - 1)]
    told += _from_above(carried, len(told))
    for column, (covering, left) in list(carried.items()):
        carried[column] = covering, left - 1
        if left <= 1:
            del carried[column]
    return told if filled else []


def _from_above(carried: Carried, column: int) -> list[Cell]:
    """What reaches down into the columns that come next."""
    told: list[Cell] = []
    while column + len(told) in carried:
        told.append(carried[column + len(told)][0])
    return told


def _span(cell: LexborNode, name: str, most: int) -> int:
    said = (cell.attributes.get(name) or "").strip()
    if said == "0" and name == "rowspan":
        return most  # down to the group's end
    return max(1, min(int(said), most)) if said.isdecimal() and len(said) < 6 else 1
