"""The optional extra `ipsteward[ocr]`: RapidOCR, whose models for Chinese and English lie in its wheel."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ingest.reading.pieces import Grey, Word

Words = Callable[[Grey, float], list[Word] | None]  # what is on an image; None when the seconds ran out
STRIP, LONGEST_SIDE = 480, 1152  # pixels among which lines are sought at once: a whole page would need 700 MB
LEAST = 16  # pixels: nothing legible is smaller
INK = 160  # grey, from 0, that is darker than paper


def reader() -> Words | None:
    """None where the extra, or a library of the system that it needs, is missing."""
    try:
        from rapidocr_onnxruntime import RapidOCR
    except ImportError:
        return None
    return Reader(RapidOCR(intra_op_num_threads=1, max_side_len=LONGEST_SIDE, det_limit_side_len=LEAST))


class Reader:
    """Reads line by line, so that it can end in time."""

    def __init__(self, rapid: Any) -> None:
        self._rapid = rapid

    def __call__(self, image: Grey, seconds: float) -> list[Word] | None:
        ends = time.monotonic() + seconds
        grey = np.frombuffer(image.pixels, np.uint8).reshape(image.height, image.width)
        found: list[Word] = []
        for left, top, right, bottom in self._boxes(grey):
            if time.monotonic() > ends:
                return None
            read, _ = self._rapid.text_rec([_coloured(grey[top:bottom, left:right])])
            found += [
                Word(text, float(sure) * 100, (0, 0, len(found)), left, top, right, bottom) for text, sure in read
            ]
        return found

    def _boxes(self, grey: Any) -> Iterator[tuple[int, int, int, int]]:
        """(left, top, right, bottom) of the pieces of lines."""
        for first, last in _strips(grey):
            boxes, _ = self._rapid(_coloured(grey[first:last]), use_cls=False, use_rec=False)
            for corners in boxes or []:
                across, down = [x for x, _ in corners], [y + first for _, y in corners]
                left, top = max(0, int(min(across))), max(0, int(min(down)))
                right, bottom = int(max(across)), int(max(down))
                if right - left >= LEAST // 2 and bottom - top >= LEAST // 2:
                    yield left, top, right, bottom


def _strips(grey: Any) -> Iterator[tuple[int, int]]:
    """(first, last) rows of parts of the page with ink, cut where there is the least of it: between lines."""
    ink = (grey < INK).sum(axis=1)
    first = 0
    while first < len(ink):
        last = len(ink)
        if last - first > STRIP:
            half = first + STRIP // 2
            last = first + STRIP - int(ink[half : first + STRIP][::-1].argmin())
        if last - first >= max(LEAST, grey.shape[1] * LEAST // LONGEST_SIDE) and ink[first:last].any():
            yield first, last
        first = last


def _coloured(grey: Any) -> Any:
    return grey[:, :, None].repeat(3, axis=2)
