"""Which rows of a sheet name its columns: one, or a row of groups above a row of their parts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

Row = tuple[int, list[str]]  # (number from 1, cells from column A)
HEAD_ROWS, HEAD_CHARS, LEVELS = 10, 60, 4
YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True, slots=True)
class Head:
    """Rows `first` to `last` (places in the list of rows) and what they call the columns: `Fee / Online`."""

    first: int
    last: int
    names: list[str]


def head(rows: Sequence[Row]) -> Head | None:
    """The rows that name the columns, None where there are none."""
    at = _names_at(rows)
    if at is None:
        return None
    first = last = at
    while first > 0 and last - first < LEVELS and _groups(rows, first - 1, rows[first - 1][1]) is not None:
        first -= 1
    names = rows[first][1]
    for below in range(first, len(rows) - 2):  # some row has to be left that they name
        groups = _groups(rows, below, names)
        if groups is None or below - first >= LEVELS:
            break
        names, last = _parted(groups, rows[below][1], rows[below + 1][1]), below + 1
    return Head(first, max(last, at), names)


def _names_at(rows: Sequence[Row]) -> int | None:
    """The first row with several short texts of which none is a number, above a fuller one."""
    widest = max((sum(bool(cell) for cell in cells) for _, cells in rows[:200]), default=0)
    for at, (_, cells) in enumerate(rows[:HEAD_ROWS]):
        names = [cell for cell in cells if cell]
        if widest == 1 and at == 0 and len(rows) > 2 and len(names[0]) <= HEAD_CHARS and not _numeric(names[0]):
            return 0
        if len(names) < max(2, 0.5 * widest) or len(set(names)) < max(2, 0.5 * len(names)):
            continue
        return at if all(len(name) <= HEAD_CHARS and not _numeric(name) for name in names) else None
    return None


def _groups(rows: Sequence[Row], at: int, names: list[str]) -> list[str] | None:
    """The row's names, each in all of its columns, where the next row tells the parts of some: None otherwise.

    A record is none of these: its cells beside the groups are not empty.
    """
    (number, upper), (next_number, lower) = rows[at], rows[at + 1]
    if next_number != number + 1:
        return None
    width = max(len(upper), len(lower))
    upper, lower, names = (cells + [""] * (width - len(cells)) for cells in (upper, lower, names))
    names = _filled(names, lower)
    if len(set(names)) < 2 or not all(names):
        return None
    alone = 0
    parted = False
    for _, columns in groupby(range(width), key=lambda column: names[column]):
        group = list(columns)
        parts = [part for part, _ in groupby(lower[column] for column in group if lower[column])]
        if len(group) == 1:
            alone += 1
            if parts and parts != [upper[group[0]]]:
                return None
        elif set(parts) != {upper[group[0]]}:
            if len(parts) < 2 or len(set(parts)) < len(parts) or not all(_part(part) for part in parts):
                return None
            parted = True
    years = all(not cell or YEAR.match(cell) or cell in upper for cell in lower)
    return names if parted and (alone or not years) else None


def _filled(names: list[str], lower: list[str]) -> list[str]:
    """A group's name is written once, above the first of its parts, where its cells are not merged."""
    filled = list(names)
    for at in range(1, len(filled)):
        if not filled[at] and lower[at] and lower[at - 1]:
            filled[at] = filled[at - 1]
    return filled


def _parted(names: list[str], upper: list[str], lower: list[str]) -> list[str]:
    return [
        f"{name} / {lower[at]}" if at < len(lower) and lower[at] and upper[at : at + 1] != [lower[at]] else name
        for at, name in enumerate(names)
    ]


def _part(cell: str) -> bool:
    return len(cell) <= HEAD_CHARS and (not _numeric(cell) or bool(YEAR.fullmatch(cell)))


def _numeric(cell: str) -> bool:
    return cell.replace(",", "").replace(".", "").strip(" -+%￥¥$元").isdigit()
