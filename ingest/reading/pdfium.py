"""The words of a PDF page with their places, and which of them a reader cannot see; only ever run in a child."""

import ctypes
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from math import pi
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.reading import drawn, filled
from ingest.reading.drawn import Drawn
from ingest.reading.faults import Encrypted, TooMany
from ingest.reading.grid import Grid, grids
from ingest.reading.pieces import Grey, Run
from ingest.reading.runs import Codes, Runs, text_of
from ingest.reading.sight import Sight

MOST_PAGES, MOST_CHARS = 3000, 4_000_000
PICTURED = 0.25
SAMPLE = 300  # characters that tell which way a page's text runs
ASKEW = 0.2  # quarter turns by which a line of a crooked scan may be off
PIECE = 100_000  # characters that are looked at together
Side = Any  # a number, or an array of them
Sides = tuple[Side, Side, Side, Side]


def _plainly(function: Any, result: type[Any] | None, *arguments: type[Any]) -> Callable[..., Any]:
    """The same function with plain numbers for pointers: it is called for each character, which takes the time."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


_unicode_of = _plainly(raw.FPDFText_GetUnicode, ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)
_object_of = _plainly(raw.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_angle_of = _plainly(raw.FPDFText_GetCharAngle, ctypes.c_float, ctypes.c_void_p, ctypes.c_int)
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


def _turns(page: int, shown: Sequence[int]) -> int:
    """Quarter turns, clockwise, in which most of the characters run: 1 is down the page, 3 is up."""
    angles = (
        _angle_of(page, at) / (pi / 2)
        for at in shown[:: len(shown) // SAMPLE + 1]
        if not chr(_unicode_of(page, at) % 0x110000).isspace()
    )
    turns = Counter(round(angle) % 4 for angle in angles if abs(angle - round(angle)) <= ASKEW)
    return turns.most_common(1)[0][0] if turns else 0


def _turned(left: Side, bottom: Side, right: Side, top: Side, turns: int, sheet: tuple[float, ...]) -> Sides:
    """The sides of a box, or of many, on the sheet when it lies so that the text runs to the right."""
    if turns == 1:
        return sheet[3] - top, left - sheet[0], sheet[3] - bottom, right - sheet[0]
    if turns == 2:
        return sheet[2] - right, sheet[3] - top, sheet[2] - left, sheet[3] - bottom
    if turns == 3:
        return bottom - sheet[1], sheet[2] - right, top - sheet[1], sheet[2] - left
    return left, bottom, right, top


def _runs(
    words: pdfium.PdfTextPage, unseen: set[int], sheet: tuple[float, ...], objects: Sequence[Drawn]
) -> tuple[list[Run], str, list[Grid]]:
    """Runs of the seen characters, all seen characters in the file's order, and the tables with drawn lines.

    The loops over all characters are in `map` and numpy, which takes a third of the time.
    """
    page = ctypes.cast(words.raw, ctypes.c_void_p).value or 0
    count = min(raw.FPDFText_CountChars(words.raw), MOST_CHARS)
    shown: Sequence[int] = range(count)
    if unseen:
        shown = [at for at, of in zip(shown, map(_object_of, repeat(page), shown), strict=True) if of not in unseen]
    turns = _turns(page, shown)
    tables = grids(objects, lambda box: _turned(*box, turns, sheet)) if shown else []
    all_codes = _codes(words, page, count)[np.array(shown, dtype=np.intp)]
    plain: list[str] = []
    made = Runs(tables)
    for first in range(0, len(shown), PIECE):
        some = shown[first : first + PIECE]
        codes = all_codes[first : first + PIECE]
        plain.append(text_of(codes))
        places = np.zeros((len(some), 4), dtype=np.float32)  # left, top, right, bottom
        begins = places.ctypes.data
        each = map(_box_of, repeat(page), some, range(begins, begins + places.nbytes, places.strides[0]))
        placed = np.fromiter(each, dtype=bool, count=len(some))
        left, top, right, bottom = places.astype(np.float64).T
        made.take(codes, np.stack(_turned(left, bottom, right, top, turns, sheet), axis=1), placed)
    made.close()
    return made.found, "".join(plain).replace("\r\n", "\n"), tables


def _codes(words: pdfium.PdfTextPage, page: int, count: int) -> Codes:
    """All characters of the page: at once where its text has exactly one for each, as nearly always."""
    if count and raw.FPDFText_GetTextIndexFromCharIndex(words.raw, count - 1) == count - 1:
        text = np.zeros(2 * count + 2, dtype=np.uint16)
        told = raw.FPDFText_GetText(words.raw, 0, count, text.ctypes.data_as(ctypes.POINTER(ctypes.c_ushort)))
        text = text[: max(told - 1, 0)]
        if len(text) == count and not ((text >= 0xD800) & (text < 0xE000)).any():
            return np.where(text == 0xFFFE, 2, text).astype(np.uint32)  # hyphens at the end of a line have two names
    codes = np.fromiter(map(_unicode_of, repeat(page), range(count)), dtype=np.uint32, count=count)
    codes[codes >= 0x110000] = ord("\ufffd")
    return codes


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
