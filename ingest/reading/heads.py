"""Which rows of a table name its columns: one, or a row of groups above a row of their parts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

Row = tuple[int, list[str]]  # (number from 1, cells from column A)
HEAD_ROWS, HEAD_CHARS, LEVELS = 10, 60, 4
LOOKED_AT = 50  # rows
YEAR = re.compile(r"(?:19|20)\d{2}(?:年度?)?")
VALUE = re.compile(
    r"[-+￥¥$€]?\s?\d[\d,.\-/:]*\s?(?:%|(?:[百千万亿]|million|billion)?(?:元|yuan|CNY|RMB|USD)|个?工作日|天|days?|个?小时"
    r"|hours?|分钟|件|项|家|人)?"
)


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
    last = max(last, at)
    return None if first == last and _record(rows[at:]) else Head(first, last, names)


def marked(rows: Sequence[list[str]], count: int) -> Head:
    """The first `count` rows, which the document itself calls heads."""
    first = next((at for at in range(count) if len(set(rows[at])) > 1), 0)  # below a title over all columns
    names = rows[first]
    for upper, lower in pairwise(rows[first:count]):
        names = _parted([*names, *[""] * (len(lower) - len(names))], upper, lower)
    return Head(0, count - 1, [name.removeprefix(" / ") for name in names])


def _names_at(rows: Sequence[Row]) -> int | None:
    """The first row with several short texts of which none is a number, above a fuller one."""
    widest = max((sum(bool(cell) for cell in cells) for _, cells in rows[:200]), default=0)
    for at, (_, cells) in enumerate(rows[:HEAD_ROWS]):
        names = [cell for cell in cells if cell]
        if widest == 1 and at == 0 and len(rows) > 2 and len(names[0]) <= HEAD_CHARS and not valued(names[0]):
            return 0
        if len(names) < max(2, 0.5 * widest) or len(set(names)) < max(2, 0.5 * len(names)):
            continue
        years = [name for name in names if YEAR.fullmatch(name)]
        usable = all(len(name) <= HEAD_CHARS and (not valued(name) or name in years) for name in names)
        return at if usable and (not years or 2 <= len(years) < len(names)) else None
    return None


def _record(rows: Sequence[Row]) -> bool:
    """Whether the first row is one like those below: in most columns they are all of its kind (…区, …路, … Street)."""
    first, below = rows[0][1], [cells for _, cells in rows[1:LOOKED_AT]]
    alike = told = 0
    for column, cell in enumerate(first):
        others = [cells[column] for cells in below if column < len(cells) and cells[column] and cells != first]
        if cell and len(others) >= 3:
            told += 1
            same = sum(_kind(other) == _kind(cell) and not other.lower().endswith(cell.lower()) for other in others)
            alike += cell in others or same >= 0.8 * len(others)
    return told > 0 and 2 * alike > told


def _kind(cell: str) -> str:
    """What a text ends with: its last word, or its last character where that is Chinese."""
    last = cell.split()[-1]
    return last[-1] if "一" <= last[-1] <= "鿿" else last.lower()


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
    if len(set(names)) < 2 or not all(names[1:]):
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
    return len(cell) <= HEAD_CHARS and (not valued(cell) or bool(YEAR.fullmatch(cell)))


def valued(cell: str) -> bool:
    """Whether a cell says how much, when, or where to write or call: no column is called so."""
    digits = sum(char.isdigit() for char in cell)
    return bool(VALUE.fullmatch(cell)) or (digits >= 5 and 2 * digits > len(cell)) or "@" in cell or "://" in cell
