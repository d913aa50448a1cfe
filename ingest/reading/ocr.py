"""Text from images: tesseract where it is installed, else the optional extra rapidocr, else none."""

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from ingest.reading.pieces import Grey

DPI, MOST_PIXELS = 200, 12_000_000
SHARE = 0.85  # of the seconds allowed: the rest is for what is done with the text
SURE, WORD_SURE, FEWEST = 62.0, 25.0, 12  # of 100; letters on a page
LANGS = {"zh": ("chi_sim", "chi_tra", "eng"), "en": ("eng",), None: ("chi_sim", "chi_tra", "eng")}
Engine = Callable[[Grey, float], str | None]  # text, empty if nothing is legible; None when the seconds ran out


@dataclass(frozen=True, slots=True)
class Word:
    line: tuple[int, int, int]  # block, paragraph, line
    text: str
    sure: float  # 0 to 100


def engine(lang: str | None) -> Engine | None:
    """What reads images here, for a document in that language (None: not known)."""
    program = shutil.which("tesseract")
    held = _languages(program) if program else ()
    wanted = [
        name for name in LANGS.get(lang, LANGS[None]) if name in held and (name != "chi_tra" or "chi_sim" not in held)
    ]
    if program and wanted:
        return lambda image, seconds: _tesseract(program, "+".join(wanted), image, seconds)
    return _rapid()


def _languages(program: str) -> tuple[str, ...]:
    try:
        listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=5, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return tuple(listed.stdout.split())


def _tesseract(program: str, langs: str, image: Grey, seconds: float) -> str | None:
    picture = b"P5 %d %d 255\n" % (image.width, image.height) + image.pixels
    command = [program, "stdin", "stdout", "-l", langs, "--dpi", str(DPI), "-c", "tessedit_do_invert=0", "tsv"]
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    try:
        read = subprocess.run(
            command, input=picture, capture_output=True, timeout=max(seconds, 0.1), check=False, env=environment
        )
    except subprocess.TimeoutExpired:
        return None
    return reliable(list(_words(read.stdout.decode("utf-8", "replace"))))


def _words(table: str) -> Iterator[Word]:
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text, sure = (row.get("text") or "").strip(), float(row.get("conf") or -1)
        if text and sure >= 0:
            yield Word((int(row["block_num"]), int(row["par_num"]), int(row["line_num"])), text, sure)


def reliable(words: list[Word]) -> str:
    """Lines and paragraphs of the words that are sure enough; nothing when the page as a whole is not."""
    letters = sum(sum(char.isalnum() for char in word.text) for word in words)
    weight = sum(len(word.text) for word in words)
    if letters < FEWEST or sum(word.sure * len(word.text) for word in words) < SURE * weight:
        return ""
    kept = [word for word in words if word.sure >= WORD_SURE]
    paragraphs = []
    for _, part in groupby(kept, key=lambda word: word.line[:2]):
        paragraphs.append("\n".join(
            " ".join(word.text for word in line) for _, line in groupby(part, key=lambda word: word.line)
        ))  # fmt: skip
    return "\n\n".join(paragraphs)


def _rapid() -> Engine | None:
    """The extra `ipsteward[ocr]`: models inside the wheel, Chinese and English alike."""
    try:
        import numpy
        from rapidocr_onnxruntime import RapidOCR
    except ImportError:
        return None
    reader = RapidOCR()

    def read(image: Grey, seconds: float) -> str | None:
        pixels = numpy.frombuffer(image.pixels, numpy.uint8).reshape(image.height, image.width)
        found, _ = reader(numpy.stack([pixels] * 3, axis=-1))
        return reliable([
            Word((0, 0, at), text, float(sure) * 100) for at, (_, text, sure) in enumerate(found or [])
        ])  # fmt: skip

    return read
