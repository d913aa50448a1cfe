"""Tables with lines drawn around their cells: which cell a place of a PDF page is in, empty and merged ones too."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import pypdfium2.raw as raw

from ingest.reading import drawn
from ingest.reading.drawn import Box, Drawn

THIN_PT, SHORT_PT, NEAR_PT = 2.5, 6.0, 3.0  # a line's width, the least length, what still touches
MOST_PATHS, MOST_SEGMENTS, MOST_CROSSINGS = 20_000, 20_000, 40_000  # of a page
MOST_COLUMNS, MOST_ROWS, MOST_TABLES = 60, 300, 40
LEAST_CELLS = 4
Line = tuple[float, float, float]  # where it lies, from, to
Places = dict[float, list[tuple[float, float]]]  # where lines lie -> from and to


@dataclass(frozen=True, slots=True)
class Grid:
    """`xs` from left to right and `ys` from the bottom up part columns and rows; `cells[row][column]` are numbers.

    Rows count from the top; all places that one cell covers have its number.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[tuple[int, ...], ...]

    def cell(self, x: float, y: float) -> int | None:
        """The number of the cell at a place, None beside the table."""
        column, up = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if not (0 <= column < len(self.xs) - 1 and 0 <= up < len(self.ys) - 1):
            return None
        return self.cells[len(self.ys) - 2 - up][column]

    def like(self, other: "Grid") -> bool:
        """Whether both have their columns at the same places: one may go on with the other."""
        return len(self.xs) == len(other.xs) and all(
            abs(mine - its) < NEAR_PT for mine, its in zip(self.xs, other.xs, strict=True)
        )


def grids(objects: Sequence[Drawn], turned: Callable[[Box], Box]) -> list[Grid]:
    """The tables of a page, from the top down; `turned` gives a box of the page as the page is read."""
    paths = [one for one in objects if one.kind == drawn.PATH and one.box is not None]
    if not paths or len(paths) > MOST_PATHS:
        return []
    level, upright = _lines(paths, turned)
    if len(level) * len(upright) > MOST_CROSSINGS:
        return []
    found = [
        grid for rows, columns in _joined(level, upright)
        if len(rows) > 1 and len(columns) > 0 and (grid := _grid(rows, columns)) is not None
    ]  # fmt: skip
    return sorted(found, key=lambda grid: -grid.ys[-1])[:MOST_TABLES]


def _lines(paths: Sequence[Drawn], turned: Callable[[Box], Box]) -> tuple[list[Line], list[Line]]:
    """Level and upright lines; those of one place that touch are one."""
    level: list[Line] = []
    upright: list[Line] = []
    left = MOST_SEGMENTS
    for one in paths:
        boxes = [one.box] if one.box and _is_line(one.box) else []
        if not boxes and left > 0 and drawn.stroked(one):
            boxes = list(_segments(one, left))
            left -= len(boxes)
        for x, y, right, top in map(turned, filter(_is_line, boxes)):
            if right - x > top - y:
                level.append(((y + top) / 2, x, right))
            else:
                upright.append(((x + right) / 2, y, top))
    return _merged(level), _merged(upright)


def _is_line(box: Box) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    return min(width, height) <= THIN_PT and max(width, height) >= SHORT_PT


def _segments(path: Drawn, most: int) -> Iterator[Box]:
    """The straight strokes of a path."""
    matrix = drawn.matrix(path)
    begun = last = (0.0, 0.0)
    for at in range(min(raw.FPDFPath_CountSegments(path.raw), most)):
        segment = raw.FPDFPath_GetPathSegment(path.raw, at)
        point, kind = drawn.point(segment), raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            begun = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield drawn.moved((*last, *point), matrix)
        last = point
        if raw.FPDFPathSegment_GetClose(segment):
            yield drawn.moved((*last, *begun), matrix)
            last = begun


def _merged(lines: list[Line]) -> list[Line]:
    found: list[Line] = []
    for same in _beside(sorted(lines)):
        at = median(line[0] for line in same)
        begins = ends = float("-inf")
        for _, start, end in sorted(same, key=lambda line: line[1]):
            if start > ends + NEAR_PT:
                if ends > begins:
                    found.append((at, begins, ends))
                begins = start
            ends = max(ends, end)
        found.append((at, begins, ends))
    return found


def _beside(lines: list[Line]) -> Iterator[list[Line]]:
    """Lines that lie at one place, each group in turn."""
    same: list[Line] = []
    for line in lines:
        if same and line[0] - same[0][0] > NEAR_PT:
            yield same
            same = []
        same.append(line)
    if same:
        yield same


def _joined(level: list[Line], upright: list[Line]) -> Iterator[tuple[list[Line], list[Line]]]:
    """Lines that cross or touch each other, a table at a time."""
    crossed = [
        [at for at, (y, left, right) in enumerate(level) if _touch(x, left, right) and _touch(y, bottom, top)]
        for x, bottom, top in upright
    ]
    over: dict[int, list[int]] = defaultdict(list)
    for at, others in enumerate(crossed):
        for other in others:
            over[other].append(at)
    left_over = set(range(len(upright)))
    while left_over:
        of_table, rows, to_see = set[int](), set[int](), [left_over.pop()]
        while to_see:
            at = to_see.pop()
            of_table.add(at)
            for row in crossed[at]:
                if row not in rows:
                    rows.add(row)
                    to_see += left_over.intersection(over[row])
                    left_over.difference_update(over[row])
        yield [level[at] for at in sorted(rows)], [upright[at] for at in sorted(of_table)]


def _touch(at: float, begins: float, ends: float) -> bool:
    return begins - NEAR_PT <= at <= ends + NEAR_PT


def _grid(level: list[Line], upright: list[Line]) -> Grid | None:
    """None where the lines make no table of two rows and two columns."""
    xs, ys = _parted(upright, level), _parted(level, upright)
    if not (3 <= len(xs) <= MOST_COLUMNS and 3 <= len(ys) <= MOST_ROWS):
        return None
    across, up = _places(level), _places(upright)
    rows, columns = len(ys) - 1, len(xs) - 1
    numbers = list(range(rows * columns))  # of the cell that each place is of, by way of others

    def first(at: int) -> int:
        while numbers[at] != at:
            numbers[at] = at = numbers[numbers[at]]
        return at

    middles = [(ys[-2 - row] + ys[-1 - row]) / 2 for row in range(rows)]
    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and not _drawn(up, xs[column + 1], middles[row]):
                numbers[first(here + 1)] = first(here)
            middle = (xs[column] + xs[column + 1]) / 2
            if row + 1 < rows and not _drawn(across, ys[-2 - row], middle):
                numbers[first(here + columns)] = first(here)
    cells = tuple(tuple(first(row * columns + column) for column in range(columns)) for row in range(rows))
    return Grid(xs, ys, cells) if _tabular(cells) else None


def _tabular(cells: Sequence[Sequence[int]]) -> bool:
    """Whether there are enough cells, and each is a rectangle."""
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row, numbers in enumerate(cells):
        for column, number in enumerate(numbers):
            places[number].append((row, column))
    return len(places) >= LEAST_CELLS and all(
        len(covered) == (covered[-1][0] - covered[0][0] + 1) * (len({column for _, column in covered}))
        for covered in places.values()
    )


def _parted(lines: list[Line], others: list[Line]) -> tuple[float, ...]:
    """Where lines lie, and where the others end beyond them: a table may be open at its sides."""
    places = sorted({line[0] for line in lines})
    least, most = min(line[1] for line in others), max(line[2] for line in others)
    before = [least] if least < places[0] - 2 * NEAR_PT else []
    return (*before, *places, *([most] if most > places[-1] + 2 * NEAR_PT else []))


def _places(lines: list[Line]) -> Places:
    found: Places = defaultdict(list)
    for at, begins, ends in lines:
        found[at].append((begins, ends))
    return found


def _drawn(places: Places, at: float, middle: float) -> bool:
    return any(begins <= middle <= ends for begins, ends in places.get(at, ()))
