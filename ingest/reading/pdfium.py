"""The words of a PDF page with their places, and which of them a reader cannot see; only ever run in a child."""

import ctypes
import struct
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import pi
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.reading import drawn, filled
from ingest.reading.drawn import Drawn
from ingest.reading.faults import Encrypted, TooMany
from ingest.reading.grid import Grid, grids
from ingest.reading.pieces import Grey, Run
from ingest.reading.sight import Sight

MOST_PAGES, MOST_CHARS = 3000, 4_000_000
GAP = 1.0  # a wider one, in heights of a line, parts two cells or columns
PICTURED = 0.25
SAMPLE = 300  # characters that tell which way a page's text runs
ASKEW = 0.2  # quarter turns by which a line of a crooked scan may be off
PLACE = struct.Struct("4f")  # left, top, right, bottom


def _plainly(function: Any, result: type[Any] | None, *arguments: type[Any]) -> Callable[..., int]:
    """The same function with plain numbers for pointers: it is called for each character, which takes the time."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


_unicode_of = _plainly(raw.FPDFText_GetUnicode, ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)
_object_of = _plainly(raw.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_box_of = _plainly(raw.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)


@dataclass(frozen=True, slots=True)
class PageText:
    """One page; `plain` is its text in the file's own order, `hidden` counts pieces that were left out."""

    number: int
    width: float
    height: float
    runs: tuple[Run, ...]
    plain: str
    grids: tuple[Grid, ...] = ()
    hidden: int = 0
    scan: bool = False  # all of its text lies unseen over an image
    drawn: bool = True  # something is on the page
    pictured: bool = False  # images take a good part of it
    broken: bool = False


def pages(path: str) -> Iterator[PageText]:
    """Every page in order. Raises Encrypted, TooMany, and PdfiumError where the file cannot be opened at all."""
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise Encrypted() from error
        raise
    if len(document) > MOST_PAGES:
        raise TooMany(limit=MOST_PAGES)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of forms in XFA, of which the plain fields are read
        document.init_forms()
    form = document.formenv.raw if document.formenv else None
    chars, sight = 0, Sight(path)
    for at in range(len(document)):
        try:
            page = _page(document[at], at + 1, form, sight)
        except pdfium.PdfiumError:
            page = PageText(at + 1, 1, 1, (), "", broken=True)
        chars += len(page.plain)
        if chars > MOST_CHARS:
            raise TooMany(limit=MOST_PAGES)
        yield page


def _page(page: pdfium.PdfPage, number: int, form: Any, sight: Sight) -> PageText:
    width, height = page.get_size()
    objects = drawn.objects(page.raw)
    unseen, scan = sight.unseen(page, objects)
    images = sum(drawn.area(one.box) for one in objects if one.kind == drawn.IMAGE)
    words = page.get_textpage()
    try:
        runs, plain, tables = _runs(words, unseen, page.get_mediabox(), objects)
        typed, covered = filled.typed(page, form)
    finally:
        words.close()
        page.close()
    if runs:  # values without the words that they answer tell nothing, and must not stand for a scan's text
        runs += [
            Run(
                one.text, one.left, one.bottom, one.right, one.top,
                cell=_cell(tables, (one.left + one.right) / 2, (one.bottom + one.top) / 2),
            )
            for one in typed if one.text
        ]  # fmt: skip
        plain = "\n".join([plain, *(one.text for one in typed)])
    return PageText(number, width, height, tuple(runs), plain, tuple(tables), len(unseen) + covered, scan,
                    drawn=any(one.kind != drawn.FORM for one in objects),
                    pictured=images > PICTURED * width * height)  # fmt: skip


class _Runs:
    """Runs as they are closed; the open one is kept in plain numbers, which is what takes the time."""

    def __init__(self) -> None:
        self.found: list[Run] = []
        self.chars: list[str] = []
        self.left = self.bottom = self.right = self.top = self.first = self.last = 0.0
        self.placed = False
        self.cell: tuple[int, int] | None = None

    def enter(self, cell: tuple[int, int] | None, left: float, bottom: float, top: float) -> None:
        """What follows is in this cell, unless it only runs on over a line."""
        if cell == self.cell:
            return
        high = top - bottom
        on = self.placed and self.chars[-1] != " " and abs(left - self.right) < 0.1 * high
        if not on or min(top, self.top) - max(bottom, self.bottom) < 0.5 * high:
            self.close()
            self.cell = cell

    def add(self, char: str, left: float, bottom: float, right: float, top: float) -> None:
        level = self.placed and self.bottom == bottom and self.top == top
        if level and self.left <= left <= self.right + GAP * (top - bottom) / 2:  # as nearly all letters are
            if right > self.right:
                self.right = right
            self.last = bottom
            self.chars.append(char)
            return
        if self.placed and self._apart(left, bottom, right, top):
            self.close()
        if not self.placed:
            self.left, self.bottom, self.right, self.top, self.first = left, bottom, right, top, bottom
            self.placed = True
        if left < self.left:
            self.left = left
        if right > self.right:
            self.right = right
        if bottom < self.bottom:
            self.bottom = bottom
        if top > self.top:
            self.top = top
        self.last = bottom
        self.chars.append(char)

    def _apart(self, left: float, bottom: float, right: float, top: float) -> bool:
        """Whether a character begins another run: far to the right, to the left, or on another line."""
        high = self.top - self.bottom
        if left - self.right > GAP * high or self.left - right > 2 * high:
            return True
        overlap = (top if top < self.top else self.top) - (bottom if bottom > self.bottom else self.bottom)
        return overlap < (0.4 if left < self.right - high else -0.5) * min(high, top - bottom)

    def close(self) -> None:
        text = "".join(self.chars).strip()
        if text and self.placed:
            slanted = len(text) > 2 and abs(self.last - self.first) > 0.5 * (self.right - self.left)
            self.found.append(Run(text, self.left, self.bottom, self.right, self.top, slanted, self.cell))
        self.chars, self.placed = [], False


def _turns(page: Any, count: int, shown: Sequence[int]) -> int:
    """Quarter turns, clockwise, in which most of the characters run: 1 is down the page, 3 is up."""
    angles = (
        raw.FPDFText_GetCharAngle(page, at) / (pi / 2)
        for at in shown[:: count // SAMPLE + 1]
        if not chr(raw.FPDFText_GetUnicode(page, at) % 0x110000).isspace()
    )
    turns = Counter(round(angle) % 4 for angle in angles if abs(angle - round(angle)) <= ASKEW)
    return turns.most_common(1)[0][0] if turns else 0


def _turned(
    box: tuple[float, float, float, float], turns: int, sheet: tuple[float, ...]
) -> tuple[float, float, float, float]:
    """Left, bottom, right and top on the sheet when it lies so that the text runs to the right."""
    left, bottom, right, top = box
    if not turns:
        return box
    if turns == 1:
        return sheet[3] - top, left - sheet[0], sheet[3] - bottom, right - sheet[0]
    if turns == 2:
        return sheet[2] - right, sheet[3] - top, sheet[2] - left, sheet[3] - bottom
    return bottom - sheet[1], sheet[2] - right, top - sheet[1], sheet[2] - left


def _runs(
    words: pdfium.PdfTextPage, unseen: set[int], sheet: tuple[float, ...], objects: Sequence[Drawn]
) -> tuple[list[Run], str, list[Grid]]:
    """Runs of the seen characters, all seen characters in the file's order, and the tables with drawn lines."""
    page = ctypes.cast(words.raw, ctypes.c_void_p).value or 0
    place = ctypes.create_string_buffer(PLACE.size)
    at_place, placed = ctypes.addressof(place), PLACE.unpack_from
    count = min(raw.FPDFText_CountChars(words.raw), MOST_CHARS)
    shown: Sequence[int] = range(count)
    if unseen:
        shown = [at for at in shown if (_object_of(page, at) or 0) not in unseen]
    turns = _turns(words.raw, count, shown)
    tables = grids(objects, lambda box: _turned(box, turns, sheet)) if count else []
    plain: list[str] = []
    runs = _Runs()
    for at in shown:
        code = _unicode_of(page, at)
        char = chr(code) if code < 0x110000 else "\ufffd"
        plain.append(char)
        if char in "\r\n":
            runs.close()
        elif char.isspace():
            runs.chars.append(" ")
        elif _box_of(page, at, at_place):
            left, top, right, bottom = placed(place)
            if turns:
                left, bottom, right, top = _turned((left, bottom, right, top), turns, sheet)
            if tables:
                runs.enter(_cell(tables, (left + right) / 2, (bottom + top) / 2), left, bottom, top)
            runs.add(char, left, bottom, right, top)
        else:
            runs.chars.append(char)
    runs.close()
    return runs.found, "".join(plain).replace("\r\n", "\n"), tables


def _cell(tables: Sequence[Grid], x: float, y: float) -> tuple[int, int] | None:
    return next(((at, cell) for at, table in enumerate(tables) if (cell := table.cell(x, y)) is not None), None)


def protected(path: str) -> bool:
    """Whether its owner restricted what may be done with it."""
    document = pdfium.PdfDocument(path)  # held while it is asked
    return int(raw.FPDF_GetSecurityHandlerRevision(document.raw)) >= 0


def images(path: str, numbers: Sequence[int], dpi: int, most_pixels: int) -> Iterator[Grey]:
    """The pages as a person sees them, in grey, made smaller where they would have too many pixels."""
    document = pdfium.PdfDocument(path)
    for number in numbers:
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(dpi / 72, (most_pixels / max(width * height, 1)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)
        rows = bitmap.to_numpy()
        yield Grey(bitmap.width, bitmap.height, rows.reshape(bitmap.height, -1)[:, : bitmap.width].tobytes())
        bitmap.close()
        page.close()
