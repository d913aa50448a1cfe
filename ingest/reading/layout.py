"""Runs of a page into its lines in reading order: columns one after the other, table rows with their cells told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from statistics import median

from ingest.reading import cells
from ingest.reading.pieces import Run

COLUMN_LINES = 5  # lines beside each other that make two columns
FILLED = 0.55  # the share of its column that a line of running text fills
ROW_LINES = 3  # lines with aligned cells that make a table
ALIGNED_PT = 6.0
CELL = " | "


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is read; `column` (left, right) bounds the text that it belongs to, `cells` counts a row's."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    column: tuple[float, float]
    cells: int = 1
    slanted: bool = False

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 0.1)


def lines(runs: Sequence[Run]) -> list[Line]:
    """The page's lines from top to bottom, column by column."""
    level = rows([run for run in runs if not run.slanted])
    slanted = [
        Line(run.text, run.left, run.bottom, run.right, run.top, (run.left, run.right), slanted=True)
        for run in runs
        if run.slanted
    ]
    if not level:
        return slanted
    found: list[Line] = []
    for band in _bands(level):
        found += _table_or_text(band)
    return found + slanted


def rows(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs that stand beside each other, from top to bottom, each from left to right."""
    found: list[tuple[float, float, list[Run]]] = []  # top and bottom of the first run, and all
    for run in sorted(runs, key=lambda one: (-round(one.top + one.bottom), one.left)):
        for top, bottom, row in found[:-4:-1]:
            overlap = min(run.top, top) - max(run.bottom, bottom)
            if overlap > 0.5 * min(run.height, top - bottom) and _room(run, row):
                row.append(run)
                break
        else:
            found.append((run.top, run.bottom, [run]))
    found.sort(key=lambda row: -row[0])
    return [sorted(row, key=lambda one: one.left) for _, _, row in found]


def _room(run: Run, row: list[Run]) -> bool:
    """Whether nothing of the row stands where the run does; a row of a table with drawn lines stands by itself."""
    return run.cells == row[0].cells == 1 and all(
        run.left >= other.right - 1 or run.right <= other.left + 1 for other in row
    )


def _bands(rows: list[list[Run]]) -> list[list[list[Run]]]:
    """The rows in groups that are read one after the other: a column is a group of its own."""
    gutter = _gutter(rows)
    if gutter is None:
        return [rows]
    bands: list[list[list[Run]]] = []
    beside: list[list[Run]] = []
    for row in rows:
        crossing = any(run.left < gutter - 1 and run.right > gutter + 1 for run in row)
        if crossing:
            bands += _columns(beside, gutter)
            beside = []
            bands.append([row])
        else:
            beside.append(row)
    bands += _columns(beside, gutter)
    return _joined(bands)


def _columns(rows: list[list[Run]], gutter: float) -> list[list[list[Run]]]:
    sides = [[[run for run in row if (run.left < gutter) == left] for row in rows] for left in (True, False)]
    return [side for side in ([row for row in rows if row] for rows in sides) if side]


def _joined(bands: list[list[list[Run]]]) -> list[list[list[Run]]]:
    """Lines over both columns that follow each other belong together."""
    joined: list[list[list[Run]]] = []
    single = False
    for band in bands:
        if single and len(band) == 1 and joined:
            joined[-1].append(band[0])
        else:
            joined.append(list(band))
        single = len(band) == 1
    return joined


def _gutter(rows: list[list[Run]]) -> float | None:
    """Where two columns of running text part, None where there are none: cells of a table do not fill theirs."""
    left, right = min(run.left for row in rows for run in row), max(run.right for row in rows for run in row)
    width = right - left
    middles = [(one.right + other.left) / 2 for one, other in _beside(rows)]
    places = [middle for middle in middles if 0.3 < (middle - left) / max(width, 1) < 0.7]
    if len(places) < COLUMN_LINES:
        return None
    gutter = _clear(rows, places)
    if gutter is None:
        return None
    sides = [[run for row in rows for run in row if run.right <= gutter + 1],
             [run for row in rows for run in row if run.left >= gutter - 1]]  # fmt: skip
    widths = (gutter - left, right - gutter)
    crossing = [row for row in rows if any(run.left < gutter - 1 and run.right > gutter + 1 for run in row)]
    if min(len(side) for side in sides) < COLUMN_LINES or len(crossing) > len(rows) * 0.5:
        return None
    filled = [
        median((run.right - run.left) / max(room, 1) for run in side) for side, room in zip(sides, widths, strict=True)
    ]
    return gutter if min(filled) >= FILLED else None


def _beside(rows: list[list[Run]]) -> Iterator[tuple[Run, Run]]:
    """Runs of which the second stands right of the first: in its row, or in the next one, for the lines of two columns
    may stand at other heights."""
    for row in rows:
        yield from pairwise(row)
    for above, below in pairwise(rows):
        if len(above) == len(below) == 1 and below[0].top > above[0].bottom - 0.5 * above[0].height:
            one, other = sorted((above[0], below[0]), key=lambda run: run.left)
            if one.right < other.left:
                yield one, other


def _clear(rows: list[list[Run]], places: list[float]) -> float | None:
    """The place that the fewest runs cross."""

    def crossed(at: float) -> int:
        return sum(run.left < at - 1 and run.right > at + 1 for row in rows for run in row)

    candidates = sorted({round(place) for place in places}, key=lambda at: (crossed(at), abs(at - median(places))))
    return float(candidates[0]) if candidates else None


def _table_or_text(rows: list[list[Run]]) -> list[Line]:
    column = (min(run.left for row in rows for run in row), max(run.right for row in rows for run in row))
    tabular = _tabular(rows)
    found: list[Line] = []
    for is_row, table in groupby(zip(rows, tabular, strict=True), key=itemgetter(1)):
        same = [row for row, _ in table]
        texts = cells.told(same) if is_row else [[run.text for run in row] for row in same]
        found += [_line(row, text, column, is_row) for row, text in zip(same, texts, strict=True)]
    return found


def _tabular(rows: list[list[Run]]) -> list[bool]:
    """Which rows belong to a table: several in a row whose cells begin or end at the same places."""
    marks = [False] * len(rows)
    start = 0
    for at in range(1, len(rows) + 1):
        goes_on = at < len(rows) and len(rows[at]) > 1 and len(rows[at - 1]) > 1 and _aligned(rows[at - 1], rows[at])
        if not goes_on:
            if at - start >= ROW_LINES and len(rows[start]) > 1:
                marks[start:at] = [True] * (at - start)
            start = at
    return marks


def _aligned(one: list[Run], other: list[Run]) -> bool:
    starts = sum(any(abs(run.left - near.left) < ALIGNED_PT for near in other) for run in one)
    ends = sum(any(abs(run.right - near.right) < ALIGNED_PT for near in other) for run in one)
    middles = sum(
        any(abs(run.left + run.right - near.left - near.right) < 2 * ALIGNED_PT for near in other) for run in one
    )
    return max(starts, ends, middles) >= min(len(one), len(other), 2)


def _line(row: list[Run], texts: list[str], column: tuple[float, float], is_row: bool) -> Line:
    text = CELL.join(texts).replace("  ", " ") if is_row else " ".join(texts)
    return Line(
        text, row[0].left, min(run.bottom for run in row), max(run.right for run in row),
        max(run.top for run in row), column, len(row) if is_row else max(run.cells for run in row),
    )  # fmt: skip
