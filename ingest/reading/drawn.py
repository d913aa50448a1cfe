"""What is drawn on a PDF page, in the order of drawing and in the page's own points, forms opened."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot
from typing import Any

import pypdfium2.raw as raw

MOST_OBJECTS, DEPTH = 60_000, 12  # of forms within forms
MOST_CLIPS, MOST_SEGMENTS = 8, 60
FORM, TEXT, PATH, IMAGE = (
    raw.FPDF_PAGEOBJ_FORM, raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE,
)  # fmt: skip
Box = tuple[float, float, float, float]  # left, bottom, right, top
Colour = tuple[int, int, int, int]  # red, green, blue, alpha
Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """An object; `within` is what the forms around it turn and stretch it by, None outside of forms."""

    raw: Any
    kind: int
    box: Box | None
    within: Matrix | None
    marked: bool = False  # a form around it is in a layer

    @property
    def address(self) -> int:
        return ctypes.cast(self.raw, ctypes.c_void_p).value or 0


def objects(page: Any) -> list[Drawn]:
    """Everything on the page, up to a bound; forms stand before what is in them."""
    found: list[Drawn] = []
    for one in _walk(page, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, None, False, 0):
        found.append(one)
        if len(found) >= MOST_OBJECTS:
            break
    return found


def _walk(parent: Any, count: Any, get: Any, within: Matrix | None, marked: bool, depth: int) -> Iterator[Drawn]:
    for at in range(count(parent)):
        one = get(parent, at)
        kind = raw.FPDFPageObj_GetType(one)
        bounds = _bounds(one)
        yield Drawn(one, kind, moved(bounds, within) if bounds and within else bounds, within, marked)
        if kind == FORM and depth < DEPTH:
            inner = _times(_matrix(one), within)
            layered = marked or "OC" in marks(one)
            yield from _walk(one, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, inner, layered, depth + 1)


def _bounds(one: Any) -> Box | None:
    left, bottom, right, top = ctypes.c_float(), ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    if not raw.FPDFPageObj_GetBounds(one, left, bottom, right, top):
        return None
    return left.value, bottom.value, right.value, top.value


def _matrix(one: Any) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(one, found):
        return 1.0, 0.0, 0.0, 1.0, 0.0, 0.0
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(first: Matrix, then: Matrix | None) -> Matrix:
    if then is None:
        return first
    a, b, c, d, e, f = first
    m, n, o, p, q, r = then
    return a * m + b * o, a * n + b * p, c * m + d * o, c * n + d * p, e * m + f * o + q, e * n + f * p + r


def moved(box: Box, by: Matrix) -> Box:
    a, b, c, d, e, f = by
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (box[0], box[2]) for y in (box[1], box[3])]
    across, up = [x for x, _ in corners], [y for _, y in corners]
    return min(across), min(up), max(across), max(up)


def area(box: Box | None) -> float:
    return (box[2] - box[0]) * (box[3] - box[1]) if box else 0.0


def fill(one: Drawn) -> Colour | None:
    return _colour(one, raw.FPDFPageObj_GetFillColor)


def stroke(one: Drawn) -> Colour | None:
    return _colour(one, raw.FPDFPageObj_GetStrokeColor)


def _colour(one: Drawn, ask: Any) -> Colour | None:
    red, green, blue, alpha = ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()
    return (red.value, green.value, blue.value, alpha.value) if ask(one.raw, red, green, blue, alpha) else None


def filled(one: Drawn) -> bool:
    mode, stroked = ctypes.c_int(), raw.FPDF_BOOL()
    return bool(raw.FPDFPath_GetDrawMode(one.raw, mode, stroked)) and mode.value != raw.FPDF_FILLMODE_NONE


def line_width(path: Drawn) -> float:
    """Points across the line that is drawn along a path; 0 where none is."""
    mode, stroked, told = ctypes.c_int(), raw.FPDF_BOOL(), ctypes.c_float()
    if not raw.FPDFPath_GetDrawMode(path.raw, mode, stroked) or not stroked.value:
        return 0.0
    if not raw.FPDFPageObj_GetStrokeWidth(path.raw, told):
        return 0.0
    a, b, c, d, _, _ = _times(_matrix(path.raw), path.within)
    return abs(told.value) * max(hypot(a, b), hypot(c, d))


def size(text: Drawn) -> tuple[float, float]:
    """Points in which text is shown: across and up."""
    told = ctypes.c_float()
    if not raw.FPDFTextObj_GetFontSize(text.raw, told):
        return 0.0, 0.0
    a, b, c, d, _, _ = _times(_matrix(text.raw), text.within)
    return abs(told.value) * hypot(a, b), abs(told.value) * hypot(c, d)


def stroked(path: Drawn) -> bool:
    mode, drawn = ctypes.c_int(), raw.FPDF_BOOL()
    return bool(raw.FPDFPath_GetDrawMode(path.raw, mode, drawn)) and bool(drawn.value)


def matrix(one: Drawn) -> Matrix:
    """What its own points are turned and stretched by to be those of the page."""
    return _times(_matrix(one.raw), one.within)


def rectangle(path: Drawn) -> bool:
    """Whether all corners of a path are corners of its box."""
    if not 4 <= raw.FPDFPath_CountSegments(path.raw) <= 6:
        return False
    bounds = _bounds(path.raw)
    points = [point(raw.FPDFPath_GetPathSegment(path.raw, at)) for at in range(4)]
    return bounds is not None and all(
        min(abs(x - bounds[0]), abs(x - bounds[2])) < 1 and min(abs(y - bounds[1]), abs(y - bounds[3])) < 1
        for x, y in points
    )


def point(segment: Any) -> tuple[float, float]:
    x, y = ctypes.c_float(), ctypes.c_float()
    raw.FPDFPathSegment_GetPoint(segment, x, y)
    return x.value, y.value


def clip(one: Drawn) -> Box | None:
    """The box of what its clip paths leave; None where there are none."""
    path = raw.FPDFPageObj_GetClipPath(one.raw)
    count = raw.FPDFClipPath_CountPaths(path) if path else 0
    boxes: list[Box] = []
    for at in range(min(count, MOST_CLIPS)):
        segments = raw.FPDFClipPath_CountPathSegments(path, at)
        if 0 < segments <= MOST_SEGMENTS:
            # opposite corners of what is nearly always a rectangle
            told = (0, 1, 2, 3) if segments in (4, 5) else range(segments)
            points = [point(raw.FPDFClipPath_GetPathSegment(path, at, each)) for each in told]
            across, up = [x for x, _ in points], [y for _, y in points]
            boxes.append((min(across), min(up), max(across), max(up)))
    if not boxes:
        return None
    left, bottom, right, top = zip(*boxes, strict=True)
    return moved((max(left), max(bottom), min(right), min(top)), one.within or (1.0, 0.0, 0.0, 1.0, 0.0, 0.0))


def marks(one: Any) -> dict[str, str]:
    """Names of the marks around an object, each with the name in its properties: `OC` with a layer's name."""
    found: dict[str, str] = {}
    for at in range(raw.FPDFPageObj_CountMarks(one)):
        mark = raw.FPDFPageObj_GetMark(one, at)
        name = _told(raw.FPDFPageObjMark_GetName, mark)
        found[name] = _told(raw.FPDFPageObjMark_GetParamStringValue, mark, b"Name") if name == "OC" else ""
    return found


def _told(ask: Any, *of: Any) -> str:
    """UTF-16 text from pdfium, up to a bound."""
    room, length = ctypes.create_string_buffer(400), ctypes.c_ulong()
    if not ask(*of, ctypes.cast(room, ctypes.POINTER(raw.FPDF_WCHAR)), len(room), length):
        return ""
    return room.raw[: min(length.value, len(room))].decode("utf-16-le", "replace").rstrip("\0")


def dependable(text: Drawn) -> bool:
    """Whether its letters come out when the page is drawn: the font is in the file, or one that pdfium brings along."""
    font = raw.FPDFTextObj_GetFont(text.raw)
    if not font or raw.FPDFFont_GetIsEmbedded(font) == 1:
        return bool(font)
    room = ctypes.create_string_buffer(100)
    raw.FPDFFont_GetBaseFontName(font, room, len(room))
    name: bytes = room.value
    return name.startswith((b"Helvetica", b"Times", b"Courier", b"Arial"))
