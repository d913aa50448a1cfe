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

from ingest.reading import filled
from ingest.reading.faults import Encrypted, TooMany
from ingest.reading.pieces import Grey

MOST_PAGES, MOST_CHARS, MOST_OBJECTS = 3000, 4_000_000, 60_000
GAP = 1.0  # a wider one, in heights of a line, parts two cells or columns
TINY_PT, WHITE, PICTURED = 1.3, 245, 0.25
DEPTH = 4  # of forms within forms
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
class Run:
    """Characters on one line without a wide gap; points from the lower left corner of the page.

    The page is turned so that most of its text runs to the right; `slanted` is what then does not.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    slanted: bool = False

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 0.1)


@dataclass(frozen=True, slots=True)
class PageText:
    """One page; `plain` is its text in the file's own order, `hidden` counts pieces that were left out."""

    number: int
    width: float
    height: float
    runs: tuple[Run, ...]
    plain: str
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
    chars = 0
    for at in range(len(document)):
        try:
            page = _page(document[at], at + 1, form)
        except pdfium.PdfiumError:
            page = PageText(at + 1, 1, 1, (), "", broken=True)
        chars += len(page.plain)
        if chars > MOST_CHARS:
            raise TooMany(limit=MOST_PAGES)
        yield page


def _page(page: pdfium.PdfPage, number: int, form: Any) -> PageText:
    width, height = page.get_size()
    objects = _objects(page)
    unseen, scan = _unseen(objects, page)
    images = sum(_area(one) for one in objects if one.type == raw.FPDF_PAGEOBJ_IMAGE)
    words = page.get_textpage()
    try:
        runs, plain = _runs(words, unseen, page.get_mediabox())
        typed, covered = filled.typed(page, form)
    finally:
        words.close()
        page.close()
    if runs:  # values without the words that they answer tell nothing, and must not stand for a scan's text
        runs += [Run(one.text, one.left, one.bottom, one.right, one.top) for one in typed if one.text]
        plain = "\n".join([plain, *(one.text for one in typed)])
    return PageText(number, width, height, tuple(runs), plain, len(unseen) + covered, scan,
                    drawn=bool(objects), pictured=images > PICTURED * width * height)  # fmt: skip


def _objects(page: pdfium.PdfPage) -> list[Any]:
    """Everything drawn on the page in the order of drawing, forms opened."""
    found: list[Any] = []
    for one in page.get_objects(max_depth=DEPTH):
        if one.type != raw.FPDF_PAGEOBJ_FORM:
            found.append(one)
        if len(found) >= MOST_OBJECTS:
            break
    return found


def _unseen(objects: list[Any], page: pdfium.PdfPage) -> tuple[set[int], bool]:
    """Addresses of the text objects that a reader cannot see, and whether the page has only a layer of unseen text.

    Such a layer is what OCR programs lay over a scan; it is text of a plain size and colour that is not painted.
    """
    hidden: set[int] = set()
    layer: set[int] = set()
    shown = 0
    grounds: list[tuple[float, float, float, float]] = []  # what is drawn in a colour, below what comes after
    box = page.get_mediabox()
    for one in objects:
        if one.type != raw.FPDF_PAGEOBJ_TEXT:
            bounds = _bounds(one)
            if bounds is not None and (one.type != raw.FPDF_PAGEOBJ_PATH or _coloured(one)):
                grounds.append(bounds)
        elif _invisible(one, box, grounds):
            hidden.add(_address(one.raw))
        elif raw.FPDFTextObj_GetTextRenderMode(one.raw) == raw.FPDF_TEXTRENDERMODE_INVISIBLE:
            layer.add(_address(one.raw))
        else:
            shown += 1
    if layer and shown <= len(layer) // 10:
        return hidden, True
    return hidden | layer, False


def _invisible(one: Any, box: tuple[float, ...], grounds: list[tuple[float, float, float, float]]) -> bool:
    """White or transparent with nothing behind, tiny, or off the page."""
    bounds = _bounds(one)
    if bounds is None:
        return False
    left, bottom, right, top = bounds
    if right < box[0] or left > box[2] or top < box[1] or bottom > box[3]:
        return True
    colour = _fill(one)
    if colour is not None:
        *shade, alpha = colour
        if alpha <= 8:
            return True
        if min(shade) >= WHITE and not any(
            ground[0] <= left + 1 and ground[1] <= (bottom + top) / 2 <= ground[3] and ground[2] >= right - 1
            for ground in grounds
        ):
            return True
    return top - bottom < TINY_PT and right - left < 400 and _size(one) < TINY_PT


def _size(one: Any) -> float:
    """Points in which the text is shown."""
    size, matrix = ctypes.c_float(), raw.FS_MATRIX()
    if not raw.FPDFTextObj_GetFontSize(one.raw, size) or not raw.FPDFPageObj_GetMatrix(one.raw, matrix):
        return TINY_PT
    return abs(float(size.value)) * float(max(abs(matrix.d), abs(matrix.b), abs(matrix.a), abs(matrix.c)))


def _coloured(one: Any) -> bool:
    colour = _fill(one)
    mode, stroke = ctypes.c_int(), raw.FPDF_BOOL()
    filled = raw.FPDFPath_GetDrawMode(one.raw, mode, stroke) and mode.value != raw.FPDF_FILLMODE_NONE
    return bool(filled) and colour is not None and min(colour[:3]) < WHITE and colour[3] > 8


def _fill(one: Any) -> tuple[int, int, int, int] | None:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(one.raw, *parts):
        return None
    red, green, blue, alpha = (part.value for part in parts)
    return red, green, blue, alpha


def _bounds(one: Any) -> tuple[float, float, float, float] | None:
    parts = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(one.raw, *parts):
        return None
    left, bottom, right, top = (part.value for part in parts)
    return left, bottom, right, top


def _area(one: Any) -> float:
    left, bottom, right, top = _bounds(one) or (0.0, 0.0, 0.0, 0.0)
    return (right - left) * (top - bottom)


def _address(pointer: Any) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


class _Runs:
    """Runs as they are closed; the open one is kept in plain numbers, which is what takes the time."""

    def __init__(self) -> None:
        self.found: list[Run] = []
        self.chars: list[str] = []
        self.left = self.bottom = self.right = self.top = self.first = self.last = 0.0
        self.placed = False

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
            self.found.append(Run(text, self.left, self.bottom, self.right, self.top, slanted))
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
    if turns == 1:
        return sheet[3] - top, left - sheet[0], sheet[3] - bottom, right - sheet[0]
    if turns == 2:
        return sheet[2] - right, sheet[3] - top, sheet[2] - left, sheet[3] - bottom
    return bottom - sheet[1], sheet[2] - right, top - sheet[1], sheet[2] - left


def _runs(words: pdfium.PdfTextPage, unseen: set[int], sheet: tuple[float, ...]) -> tuple[list[Run], str]:
    """Runs of the seen characters, and all seen characters in the file's order."""
    page = ctypes.cast(words.raw, ctypes.c_void_p).value or 0
    place = ctypes.create_string_buffer(PLACE.size)
    at_place, placed = ctypes.addressof(place), PLACE.unpack_from
    count = min(raw.FPDFText_CountChars(words.raw), MOST_CHARS)
    shown: Sequence[int] = range(count)
    if unseen:
        shown = [at for at in shown if (_object_of(page, at) or 0) not in unseen]
    turns = _turns(words.raw, count, shown)
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
            runs.add(char, left, bottom, right, top)
        else:
            runs.chars.append(char)
    runs.close()
    return runs.found, "".join(plain).replace("\r\n", "\n")


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
