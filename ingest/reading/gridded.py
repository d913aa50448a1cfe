"""Tables with drawn lines into their rows: what stands in each cell, told with what its column is called."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from ingest.reading import layout, paragraphs, tables
from ingest.reading.grid import Grid
from ingest.reading.heads import Head
from ingest.reading.pdfium import PageText
from ingest.reading.runs import Run
from ingest.reading.tables import Cell

CELL_CHARS = 1200  # a longer one is a frame around running text
REPEATED_CHARS = 120  # a longer text is told in the first of the places that its cell covers
UNRULED_LINES = 3  # of a table with lines between its columns alone
BESIDE_LINES = 2  # above or below a table that goes on from page to page: what is printed on each
EMPTY = Cell("")


@dataclass(frozen=True, slots=True)
class _Last:
    """A table with which a page ends, and what its columns are called."""

    page: int
    grid: Grid
    names: list[str]
    heads: list[list[str]]


def told(pages: Sequence[PageText]) -> list[list[Run]]:
    """The runs of each page; those in a table make way for a run a row."""
    last: _Last | None = None
    found: list[list[Run]] = []
    for page in pages:
        others = [run for run in page.runs if run.cell is None]
        runs = list(others)
        for at, grid in enumerate(page.grids):
            cells: dict[int, list[Run]] = defaultdict(list)
            for run in page.runs:
                if run.cell is not None and run.cell[0] == at:
                    cells[run.cell[1]].append(run)
            texts = {number: _joined(within) for number, within in cells.items()}
            if len(texts) < 2 or max(map(len, texts.values())) > CELL_CHARS:
                runs += [run for within in cells.values() for run in within]
                last = None
                continue
            first = at == 0 and _lines(run for run in others if run.bottom > grid.ys[-1] - 1) <= BESIDE_LINES
            before = last if last and first and last.page == page.number - 1 and last.grid.like(grid) else None
            rows, last = _rows(page.number, grid, texts, cells, before)
            runs += rows
        if page.grids and _lines(run for run in others if run.top < page.grids[-1].ys[0] + 1) > BESIDE_LINES:
            last = None
        found.append(runs)
    return found


def _lines(runs: Iterable[Run]) -> int:
    return len(layout.rows(list(runs)))


def _rows(
    page: int, grid: Grid, texts: dict[int, str], runs: dict[int, list[Run]], before: _Last | None
) -> tuple[list[Run], _Last | None]:
    found = list(_bands(grid, texts, runs))
    rows = [row for row, _ in found]
    if before is None:
        head = tables.head(rows, sure=False)
        heads = [[cell.text for cell in row] for row in rows[: head.last + 1]] if head else []
    else:
        again = _again(rows, before.heads)
        found, rows, heads = found[again:], rows[again:], before.heads
        head = Head(0, -1, before.names)
    told = [
        replace(place, text=text, left=grid.xs[0], right=grid.xs[-1], slanted=False, cell=None, cells=len(row))
        for text, (row, place) in zip(tables.told(rows, head), found, strict=True)
    ]
    return told, _Last(page, grid, head.names, heads) if head else None


def _bands(grid: Grid, texts: dict[int, str], runs: dict[int, list[Run]]) -> Iterator[tuple[list[Cell], Run]]:
    """The rows that hold something, each with a run that is as high as its first line."""
    cells = {number: Cell(text) for number, text in texts.items()}
    seen: set[int] = set()
    for at, numbers in enumerate(grid.cells):
        below = set(grid.cells[at + 1]) if at + 1 < len(grid.cells) else set[int]()
        own = {number: runs[number] for number in numbers if number in runs and number not in seen | below}
        row = [
            EMPTY if number in seen and len(texts.get(number, "")) > REPEATED_CHARS else cells.get(number, EMPTY)
            for number in numbers
        ]
        seen |= set(numbers)
        if not any(cell.text for cell in row):
            continue
        for part in _unruled(own):
            words = {number: Cell(_joined(within)) for number, within in part.items()}
            yield (
                [
                    words.get(number, EMPTY) if number in own else cell
                    for number, cell in zip(numbers, row, strict=True)
                ],
                _highest([run for within in part.values() for run in within]),
            )
        if not own:
            top = grid.ys[-1 - at] - 1
            yield row, Run("", 0, top - _highest([run for each in runs.values() for run in each]).height, 0, top)


def _highest(runs: Sequence[Run]) -> Run:
    return max(runs, key=lambda run: run.top)


def _unruled(cells: dict[int, list[Run]]) -> list[dict[int, list[Run]]]:
    """What stands between two lines, in rows: several only where each of its many lines fills nearly all columns."""
    if not cells:
        return []
    of = {id(run): number for number, within in cells.items() for run in within}
    lines = layout.rows([run for within in cells.values() for run in within])
    filled = sum(len({of[id(run)] for run in line}) == len(cells) for line in lines)
    if len(cells) < 2 or len(lines) < UNRULED_LINES or filled < 0.8 * len(lines):
        return [cells]
    parts: list[dict[int, list[Run]]] = []
    for line in lines:
        parts.append(defaultdict(list))
        for run in line:
            parts[-1][of[id(run)]].append(run)
    return parts


def _again(rows: Sequence[Sequence[Cell]], heads: list[list[str]]) -> int:
    """How many rows at the top are the head of the page before, printed again."""
    same = (here == there for here, there in zip(([cell.text for cell in row] for row in rows), heads, strict=False))
    return sum(takewhile(bool, same))


def _joined(runs: Sequence[Run]) -> str:
    """The text of a cell: what was only wrapped is joined; letters that stand one over the other are a word."""
    if len(runs) > 3 and all(len(run.text) == 1 for run in runs):
        return "".join(run.text for run in runs)
    text = ""
    for line in layout.rows(runs):
        words = " ".join(run.text for run in line)
        if text.endswith(paragraphs.HYPHENS) or (text.endswith("-") and text[-2:-1].isalpha() and words[:1].islower()):
            text = text[:-1] + words
        else:
            sign = unicodedata.category(words[0]).startswith("S")  # as in front of the items of a list
            tight = not text or (not sign and (paragraphs.wide(text[-1:]) or paragraphs.wide(words[:1])))
            text += words if tight else f" {words}"
    return text
