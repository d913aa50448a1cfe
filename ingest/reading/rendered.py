"""What of a PDF page's text is seen when the page is drawn."""

import ctypes
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.reading.colours import CONTRAST, LINEAR, NEAR, WEIGHTS
from ingest.reading.drawn import Colour, Drawn

SCALE, GROUND_SCALE, LEAST_SCALE, MOST_PIXELS = 1.5, 0.75, 0.4, 2_000_000
MOST_DRAWN = 20_000  # objects of a page; more take too long
MOST_LOOKED = 5_000  # pixels of one text
FAINT = 12  # of 255: a smaller difference is not seen
TRACE = 0.08  # of a text's length: less of it shows no word
LOST = 0.92  # of a text's ground in the text's colour: on the rest stands no word
BGR = 3
Pixels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
Marks = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
BRIGHT = np.array(LINEAR)


@dataclass
class Picture:
    """A page as it is drawn, with and without some of its texts. Its methods raise PdfiumError."""

    page: pdfium.PdfPage
    scale: float

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> "Picture | None":
        """None for a page that is too large to be drawn."""
        width, height = page.get_size()
        scale = min(SCALE, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
        if scale < LEAST_SCALE or raw.FPDFPage_CountObjects(page.raw) > MOST_DRAWN:
            return None
        return cls(page, scale)

    @cached_property
    def whole(self) -> Pixels:
        return _pixels(self.page, self.scale)

    def leave_traces(self, texts: Sequence[Drawn]) -> list[bool]:
        """Whether each changes what is seen along a good part of it."""
        with _without(texts):
            bare = _pixels(self.page, self.scale)
        # the smaller from the larger, as bytes do not go below nothing
        differs = (np.maximum(self.whole, bare) - np.minimum(self.whole, bare)).max(axis=2) > FAINT
        return [_along(self._within(differs, one)) > TRACE for one in texts]

    def stand_out(self, texts: Sequence[Drawn], paints: Sequence[Sequence[Colour]]) -> list[bool]:
        """Whether what is drawn without them is of another colour than theirs."""
        with _without(texts):
            ground = _pixels(self.page, min(self.scale, GROUND_SCALE))
        return [
            any(float(_alike(within, paint).mean()) < LOST for paint in colours) if within.size else False
            for within, colours in (
                (self._within(ground, one), colours) for one, colours in zip(texts, paints, strict=True)
            )
        ]

    def show_through(self, texts: Sequence[Drawn]) -> list[bool]:
        """Whether there is more than one colour where they stand."""
        found: list[bool] = []
        for within in (self._within(self.whole, one) for one in texts):
            if within.size:
                blue, green, red = (int(part) for part in np.median(within.reshape(-1, BGR), axis=0))
                found.append(float(_alike(within, (red, green, blue, 255)).mean()) < LOST)
            else:
                found.append(False)
        return found

    def _within(self, drawn: np.ndarray, one: Drawn) -> np.ndarray:
        left, bottom, right, top = one.box or (0.0, 0.0, 0.0, 0.0)
        height, width = drawn.shape[:2]
        corners = [_device(self.page, width, height, x, y) for x, y in ((left, bottom), (right, top))]
        (first, last), (upper, lower) = sorted(x for x, _ in corners), sorted(y for _, y in corners)
        found = drawn[max(upper, 0) : lower + 1, max(first, 0) : last + 1]
        step = int((found.shape[0] * found.shape[1] / MOST_LOOKED) ** 0.5) + 1  # large letters show in few of them too
        return found[::step, ::step]


def _alike(pixels: Pixels, paint: Colour) -> Marks:
    """Which of them letters of this colour are not seen on, as `colours.alike` tells of one."""
    cover = paint[3] / 255
    shown = cover * np.array(paint[2::-1]) + (1 - cover) * pixels
    near = np.abs(shown - pixels).max(axis=2) <= NEAR
    one, other = (BRIGHT[each.astype(np.uint8)] @ np.array(WEIGHTS[::-1]) + 0.05 for each in (shown, pixels))
    close: Marks = near & (np.maximum(one, other) / np.minimum(one, other) < CONTRAST)
    return close


def _along(differs: Marks) -> float:
    """The share of a text's length at which something differs."""
    return float(differs.any(axis=0 if differs.shape[1] >= differs.shape[0] else 1).mean()) if differs.size else 0.0


@contextmanager
def _without(texts: Sequence[Drawn]) -> Generator[None]:
    for one in texts:
        raw.FPDFPageObj_SetIsActive(one.raw, False)
    try:
        yield
    finally:
        for one in texts:
            raw.FPDFPageObj_SetIsActive(one.raw, True)


def _pixels(page: pdfium.PdfPage, scale: float) -> Pixels:
    bitmap = page.render(scale=scale, force_bitmap_format=raw.FPDFBitmap_BGR)
    try:
        return np.array(bitmap.to_numpy()[:, :, :BGR])
    finally:
        bitmap.close()


def _device(page: pdfium.PdfPage, width: int, height: int, x: float, y: float) -> tuple[int, int]:
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page.raw, 0, 0, width, height, 0, x, y, across, down)
    return across.value, down.value
