"""Which column each cell of a printed table belongs to: an empty one leaves nothing on the page but its place."""

from collections.abc import Sequence
from itertools import pairwise

from ingest.reading.runs import Run

NEAR_PT = 6.0  # by which a cell may stand beside what else is in its column
SURE = 0.6  # of the rows with empty cells have to fit, else the columns were none
Span = tuple[float, float]  # left and right


def told(rows: Sequence[list[Run]]) -> list[list[str]]:
    """The texts of each row, an empty one where a column between two others has none."""
    columns = _columns(rows)
    placed = [_placed(row, columns) for row in rows]
    short = sum(len(row) < len(columns) for row in rows)
    if sum(row is not None for row in placed) < SURE * short:
        placed = [None] * len(rows)
    return [cells or [run.text for run in row] for row, cells in zip(rows, placed, strict=True)]


def _columns(rows: Sequence[list[Run]]) -> list[Span]:
    """Where the columns stand as the rows with most cells show, or a head alone; none where these do not agree."""
    most = max(len(row) for row in rows)
    full = [row for row in rows if len(row) == most]
    if most < 3 or len(full) == len(rows) or (len(full) == 1 and len(rows[0]) < most):
        return []
    spans = [(min(run.left for run in column), max(run.right for run in column)) for column in zip(*full, strict=True)]
    apart = all(left[1] < right[0] for left, right in pairwise(spans))
    return spans if apart else []


def _placed(row: list[Run], columns: Sequence[Span]) -> list[str] | None:
    """The row with its empty cells; None where most are, or one stands in no column, in several or beside another."""
    if not len(columns) / 2 <= len(row) < len(columns):
        return None
    places: list[int] = []
    for run in row:
        touched = [at for at, (left, right) in enumerate(columns) if run.right > left and run.left < right]
        touched = touched or [
            at for at, (left, right) in enumerate(columns) if run.right > left - NEAR_PT and run.left < right + NEAR_PT
        ]
        if len(touched) != 1 or touched[0] in places:
            return None
        places += touched
    texts = dict(zip(places, (run.text for run in row), strict=True))
    return [texts.get(at, "") for at in range(places[-1] + 1)]
