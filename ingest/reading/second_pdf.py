"""A second opinion on a PDF: pypdf, under tight limits and for a limited time; only ever run in a child."""

import logging
import signal
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pypdf
from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError

from ingest.reading.faults import Encrypted

SECONDS = 3.0
LIMITS: dict[str, Any] = {
    "array_based_stream_maximum_output_length": 10_000_000, "image_maximum_buffer_size": 1_000_000,
    "jbig2dec_binary": None, "lzw_maximum_output_length": 10_000_000, "maximum_declared_stream_length": 20_000_000,
    "page_tree_maximum_entries": 3000, "run_length_maximum_output_length": 10_000_000,
    "stream_decoding_work_maximum_length": 30_000_000, "stream_parsing_work_maximum_count": 300_000,
    "xform_maximum_invocations_per_extraction": 500, "zlib_maximum_output_length": 10_000_000,
}  # fmt: skip


class OutOfTime(Exception):
    """It took longer than a second opinion is worth."""


def pages(path: str, wanted: Sequence[int] | None = None) -> list[tuple[int, str]]:
    """Number and text of the pages, or of those wanted. Raises Encrypted, OutOfTime, and whatever pypdf raises."""
    logging.disable(logging.CRITICAL)
    with _at_most(SECONDS), pypdf.apply_configuration(**LIMITS):
        reader = PdfReader(path)
        try:
            if reader.is_encrypted and not reader.decrypt(""):
                raise Encrypted()
            return [
                (number, page.extract_text() or "")
                for number, page in enumerate(reader.pages, 1)
                if wanted is None or number in wanted
            ]
        except FileNotDecryptedError as error:
            raise Encrypted() from error


@contextmanager
def _at_most(seconds: float) -> Generator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise OutOfTime()

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
