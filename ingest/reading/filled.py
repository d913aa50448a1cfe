"""What was typed onto a PDF page: values of form fields and text boxes, which a reader sees; not notes and comments."""

import ctypes
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

MOST, MOST_BYTES = 2000, 200_000  # of a page, and of a value
LINE_PT, TINY_PT = 12.0, 1.3
HIDDEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
FIELDS = (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX)
PASSWORD = 1 << 13
WHITE = re.compile(r"(?:^|\s)(?:1(?:\.0*)?\s+g|(?:1(?:\.0*)?\s+){3}rg|(?:0(?:\.0*)?\s+){4}k)(?=\s|$)")
SIZE = re.compile(r"(\d*\.?\d+)\s+Tf")


@dataclass(frozen=True, slots=True)
class Typed:
    """A line of a field or box with its place on the page."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def typed(page: pdfium.PdfPage, form: Any) -> tuple[list[Typed], int]:
    """What is seen, line by line, and how many texts are not; `form` is the document's, None where it has none."""
    found: list[Typed] = []
    unseen = 0
    for at in range(min(raw.FPDFPage_GetAnnotCount(page.raw), MOST)):
        one = raw.FPDFPage_GetAnnot(page.raw, at)
        if not one:
            continue
        text = _text(one, form).strip()
        if text and _seen(one, page):
            found += _lines(text, one)
        elif text:
            unseen += 1
        raw.FPDFPage_CloseAnnot(one)
    return found, unseen


def _text(one: Any, form: Any) -> str:
    kind = raw.FPDFAnnot_GetSubtype(one)
    if kind == raw.FPDF_ANNOT_FREETEXT:
        return _string(lambda buffer, size: raw.FPDFAnnot_GetStringValue(one, b"Contents", buffer, size))
    if kind != raw.FPDF_ANNOT_WIDGET or form is None or raw.FPDFAnnot_GetFormFieldType(form, one) not in FIELDS:
        return ""
    if raw.FPDFAnnot_GetFormFieldFlags(form, one) & PASSWORD:
        return ""
    return _string(lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(form, one, buffer, size))


def _seen(one: Any, page: pdfium.PdfPage) -> bool:
    """Whether it is shown, on the page, and not in white or tiny letters."""
    left, bottom, right, top = _box(one)
    sheet = page.get_mediabox()
    if raw.FPDFAnnot_GetFlags(one) & HIDDEN or right - left < 1 or top - bottom < 1:
        return False
    if right < sheet[0] or left > sheet[2] or top < sheet[1] or bottom > sheet[3]:
        return False
    look = _string(lambda buffer, size: raw.FPDFAnnot_GetStringValue(one, b"DA", buffer, size))
    white = WHITE.search(look) and not raw.FPDFAnnot_HasKey(one, b"MK") and not raw.FPDFAnnot_HasKey(one, b"C")
    size = SIZE.search(look)
    return not white and not (size and 0 < float(size[1]) < TINY_PT)


def _lines(text: str, one: Any) -> Iterator[Typed]:
    """One below the other from the top of the box; a lone one in the middle, beside its label."""
    left, bottom, right, top = _box(one)
    lines = text.splitlines()
    high = min(LINE_PT, (top - bottom) / len(lines))
    begins = (top + bottom + high) / 2 if len(lines) == 1 else top
    for at, line in enumerate(lines):
        end = min(right, left + 0.5 * high * len(line))
        yield Typed(line.strip(), left, begins - (at + 1) * high, end, begins - at * high)


def _box(one: Any) -> tuple[float, float, float, float]:
    box = raw.FS_RECTF()
    if not raw.FPDFAnnot_GetRect(one, box):
        return 0.0, 0.0, 0.0, 0.0
    return min(box.left, box.right), min(box.bottom, box.top), max(box.left, box.right), max(box.bottom, box.top)


def _string(asked: Callable[[Any, int], int]) -> str:
    size = min(asked(None, 0), MOST_BYTES)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    asked(ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw.decode("utf-16-le", "ignore").rstrip("\0")
