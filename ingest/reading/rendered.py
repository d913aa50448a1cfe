"""What of a PDF page's text leaves a trace when the page is drawn."""

import ctypes
from collections.abc import Sequence

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.reading.drawn import Drawn

SCALE, LEAST_SCALE, MOST_PIXELS = 1.5, 0.4, 2_000_000
MOST_DRAWN = 20_000  # objects of a page; more take too long
FAINT = 12  # of 255: a smaller difference is not seen
TRACE = 0.08  # of a text's length: less of it shows no word
BGR = 3
Pixels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


def traces(page: pdfium.PdfPage, groups: Sequence[Sequence[Drawn]]) -> list[list[bool]] | None:
    """Whether each text changes what is seen, a group at a time: of two that lie over each other only one may be seen.

    None for a page that is too large to be drawn. Raises PdfiumError.
    """
    width, height = page.get_size()
    scale = min(SCALE, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
    if scale < LEAST_SCALE or raw.FPDFPage_CountObjects(page.raw) > MOST_DRAWN:
        return None
    whole = _pixels(page, scale)
    return [_traces(page, scale, whole, texts) if texts else [] for texts in groups]


def _traces(page: pdfium.PdfPage, scale: float, whole: Pixels, texts: Sequence[Drawn]) -> list[bool]:
    for one in texts:
        raw.FPDFPageObj_SetIsActive(one.raw, False)
    try:
        without = _pixels(page, scale)
    finally:
        for one in texts:
            raw.FPDFPageObj_SetIsActive(one.raw, True)
    # the smaller from the larger, as bytes do not go below nothing
    differs = (np.maximum(whole, without) - np.minimum(whole, without)).max(axis=2) > FAINT
    return [_seen(differs, page, one) for one in texts]


def _pixels(page: pdfium.PdfPage, scale: float) -> Pixels:
    bitmap = page.render(scale=scale, force_bitmap_format=raw.FPDFBitmap_BGR)
    try:
        return np.array(bitmap.to_numpy()[:, :, :BGR])
    finally:
        bitmap.close()


def _seen(differs: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], page: pdfium.PdfPage, one: Drawn) -> bool:
    """Whether differences run along a good part of the text."""
    left, bottom, right, top = one.box or (0.0, 0.0, 0.0, 0.0)
    height, width = differs.shape
    corners = [_device(page, width, height, x, y) for x, y in ((left, bottom), (right, top))]
    (first, last), (upper, lower) = sorted(x for x, _ in corners), sorted(y for _, y in corners)
    inner = differs[max(upper, 0) : lower + 1, max(first, 0) : last + 1]
    if not inner.size:
        return False
    along = inner.any(axis=0 if inner.shape[1] >= inner.shape[0] else 1)
    return float(along.mean()) > TRACE


def _device(page: pdfium.PdfPage, width: int, height: int, x: float, y: float) -> tuple[int, int]:
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page.raw, 0, 0, width, height, 0, x, y, across, down)
    return across.value, down.value
