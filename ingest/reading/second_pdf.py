"""A second opinion on a PDF, and its layers: pypdf, under tight limits and briefly; only ever run in a child."""

import logging
import mmap
import signal
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Layers:
    """Names of the layers that are off when the file is opened, and whether any may be."""

    off: frozenset[str] = frozenset()
    switched: bool = False


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


def layers(path: str) -> Layers:
    """What the file tells of its layers; that some may be off where it cannot be read."""
    if not _may_have_layers(path):
        return Layers()
    logging.disable(logging.CRITICAL)
    try:
        with _at_most(SECONDS), pypdf.apply_configuration(**LIMITS):
            return _layers(PdfReader(path))
    except Exception:
        return Layers(switched=True)


def _may_have_layers(path: str) -> bool:
    """Whether the word is in the file, or its objects are packed so that it may be."""
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as body:
        return body.find(b"/OCProperties") >= 0 or body.find(b"/ObjStm") >= 0


def _layers(reader: PdfReader) -> Layers:
    if reader.is_encrypted and not reader.decrypt(""):
        return Layers(switched=True)
    told = reader.root_object.get("/OCProperties")
    if told is None:
        return Layers()
    about, shown = told.get_object(), told.get_object().get("/D", {}).get_object()
    off = shown.get("/OFF", ())
    every = {one.idnum: one.get_object() for one in about.get("/OCGs", ())}
    closed = {one.idnum for one in off}
    names = frozenset(str(one.get("/Name", "")) for key, one in every.items() if key in closed)
    others = {str(one.get("/Name", "")) for key, one in every.items() if key not in closed}
    switched = bool(closed) or shown.get("/BaseState") == "/OFF" or bool(shown.get("/AS"))
    return Layers(names - others - {""}, switched)


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
