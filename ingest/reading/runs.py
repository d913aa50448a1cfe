"""Characters of a PDF page, each with its place, into runs: what stands on one line without a wide gap."""

import re
from collections.abc import Sequence

import numpy as np

from ingest.reading.grid import Grid
from ingest.reading.pieces import Run

GAP = 1.0  # a wider one, in heights of a line, parts two cells or columns
BREAKS, BREAK = [ord("\r"), ord("\n")], re.compile(r"[\r\n]")
Codes = np.ndarray[tuple[int, ...], np.dtype[np.uint32]]
Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
Numbers = np.ndarray[tuple[int, ...], np.dtype[np.intp]]
NO_CELL, PLACES = -1, 2**20  # more than a table has cells


class Runs:
    """Runs as they are closed. Most characters only go on with the one before: they are taken together, by numpy."""

    def __init__(self, tables: Sequence[Grid]) -> None:
        self.found: list[Run] = []
        self._tables = tables
        self._parts: list[str] = []
        self._left = self._bottom = self._right = self._top = self._first = self._last = 0.0
        self._placed = False
        self._cell = NO_CELL

    def take(self, codes: Codes, boxes: Floats, placed: Flags) -> None:
        """More characters; a row of `boxes` is left, bottom, right and top of each that is `placed`."""
        spaces = np.isin(codes, [code for code in np.unique(codes).tolist() if chr(code).isspace()])
        breaks = np.isin(codes, BREAKS)
        text = text_of(np.where(spaces & ~breaks, ord(" "), codes))
        where = np.flatnonzero(placed & ~spaces)
        if not len(where):
            self._write(text)
            return
        boxes = boxes[where]
        cells = _cells(self._tables, boxes)
        lines: Numbers = np.cumsum(breaks, dtype=np.intp)[where]
        starts = np.flatnonzero(np.concatenate([[True], ~_going_on(boxes, cells, lines)]))
        ends = np.append(starts, len(where))[1:]
        at = 0
        for first, end, box, reach, cell, begins, stops in zip(
            starts.tolist(), ends.tolist(), boxes[starts].tolist(), _reach(boxes, starts, ends).tolist(),
            cells[starts].tolist(), where[starts].tolist(), (where[ends - 1] + 1).tolist(), strict=True,
        ):  # fmt: skip
            self._write(text[at:begins])
            self._add(text[begins], cell, *box)
            at = stops
            if end - first == 1:
                continue
            if self._ends_with(cell, box[0], box[2]):
                self._extend(text[begins + 1 : stops], *reach)
                continue
            before = begins
            for place, each in zip(where[first + 1 : end].tolist(), boxes[first + 1 : end].tolist(), strict=True):
                self._write(text[before + 1 : place])
                self._add(text[place], cell, *each)
                before = place
        self._write(text[at:])

    def _write(self, words: str) -> None:
        """What has no place: spaces, and line ends, which close a run."""
        part, *others = BREAK.split(words)
        if part:
            self._parts.append(part)
        for other in others:
            self.close()
            if other:
                self._parts.append(other)

    def _ends_with(self, cell: int, left: float, right: float) -> bool:
        """Whether the open run ends with this character, so that what goes on with it belongs to the run."""
        return cell == self._cell and self._left <= left and self._right == right

    def _extend(self, chars: str, right: float, lowest: float, highest: float, last: float) -> None:
        self._parts.append(chars)
        self._right, self._last = right, last
        self._bottom, self._top = min(self._bottom, lowest), max(self._top, highest)

    def _add(self, char: str, cell: int, left: float, bottom: float, right: float, top: float) -> None:
        if cell != self._cell and not self._runs_over(left, bottom, top):
            self.close()
            self._cell = cell
        if self._placed and self._apart(left, bottom, right, top):
            self.close()
        if self._placed:
            self._left, self._right = min(self._left, left), max(self._right, right)
            self._bottom, self._top = min(self._bottom, bottom), max(self._top, top)
        else:
            self._left, self._bottom, self._right, self._top, self._first = left, bottom, right, top, bottom
            self._placed = True
        self._last = bottom
        self._parts.append(char)

    def _runs_over(self, left: float, bottom: float, top: float) -> bool:
        """Whether a word only runs on over a line of the table that it is in."""
        high = top - bottom
        on = self._placed and not self._parts[-1].endswith(" ") and abs(left - self._right) < 0.1 * high
        return on and min(top, self._top) - max(bottom, self._bottom) >= 0.5 * high

    def _apart(self, left: float, bottom: float, right: float, top: float) -> bool:
        """Whether a character begins another run: far to the right, to the left, or on another line."""
        high = self._top - self._bottom
        level = self._bottom == bottom and self._top == top
        if level and self._left <= left <= self._right + GAP * (top - bottom) / 2:
            return False
        if left - self._right > GAP * high or self._left - right > 2 * high:
            return True
        overlap = min(top, self._top) - max(bottom, self._bottom)
        return overlap < (0.4 if left < self._right - high else -0.5) * min(high, top - bottom)

    def close(self) -> None:
        text = "".join(self._parts).strip()
        if text and self._placed:
            slanted = len(text) > 2 and abs(self._last - self._first) > 0.5 * (self._right - self._left)
            cell = None if self._cell == NO_CELL else divmod(self._cell, PLACES)
            self.found.append(Run(text, self._left, self._bottom, self._right, self._top, slanted, cell))
        self._parts, self._placed = [], False


def text_of(codes: Codes) -> str:
    return codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def _going_on(boxes: Floats, cells: Numbers, lines: Numbers) -> Flags:
    """Of each character but the first whether it surely belongs to the run that ends with the one before it."""
    left, bottom, right, top = boxes.T
    high = top - bottom
    overlap = np.minimum(top[1:], top[:-1]) - np.maximum(bottom[1:], bottom[:-1])
    on: Flags = (lines[1:] == lines[:-1]) & (cells[1:] == cells[:-1]) & (high[1:] > 0) & (right[1:] >= left[1:])
    on &= (left[1:] >= left[:-1]) & (right[1:] >= right[:-1]) & (overlap >= 0.5 * high[1:])
    on &= left[1:] - right[:-1] <= GAP * np.minimum(high[1:], high[:-1]) / 2
    return on


def _reach(boxes: Floats, starts: Numbers, ends: Numbers) -> Floats:
    """Right end, lowest and highest place, and where the last one stands, of characters that go on with each other."""
    lowest, highest = np.minimum.reduceat(boxes[:, 1], starts), np.maximum.reduceat(boxes[:, 3], starts)
    return np.stack([boxes[ends - 1, 2], lowest, highest, boxes[ends - 1, 1]], axis=1)


def _cells(tables: Sequence[Grid], boxes: Floats) -> Numbers:
    """In which cell of which table the middle of each character is."""
    cells = np.full(len(boxes), NO_CELL, dtype=np.intp)
    across, up = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    for at, table in enumerate(tables):
        column = np.searchsorted(table.xs, across, side="right") - 1
        row = len(table.ys) - 1 - np.searchsorted(table.ys, up, side="right")
        within = (column >= 0) & (column < len(table.xs) - 1) & (row >= 0) & (row < len(table.ys) - 1)
        within &= cells == NO_CELL
        cells[within] = at * PLACES + np.array(table.cells)[row[within], column[within]]
    return cells
