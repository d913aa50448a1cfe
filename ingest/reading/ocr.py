"""Text from images: tesseract where it is installed, else the optional extra RapidOCR, else none."""

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from statistics import median

from ingest.reading import rapid
from ingest.reading.clean import without_gaps
from ingest.reading.pieces import Grey, Run, Word

DPI, MOST_PIXELS = 200, 12_000_000
SHARE = 0.85  # of the seconds allowed: the rest is for what is done with the text
SURE, WORD_SURE, FEWEST = 62.0, 25.0, 12  # of 100; letters on a page
GAP = 1.3  # of a line's height: what is further apart stands in another cell or column
LARGE = 1.35  # times the usual height of letters, from which a line is a heading or a note
LANGS = {"zh": ("chi_sim", "chi_tra", "eng"), "en": ("eng",), None: ("chi_sim", "chi_tra", "eng")}
Engine = Callable[[Grey, float], list[Run] | None]  # none if nothing is legible; None when the seconds ran out


def engine(lang: str | None) -> Engine | None:
    """What reads images here, for a document in that language (None: not known)."""
    words = _tesseract(lang) or rapid.reader()
    if words is None:
        return None

    def read(image: Grey, seconds: float) -> list[Run] | None:
        found = words(image, seconds)
        return None if found is None else list(runs(reliable(found), image.height))

    return read


def _tesseract(lang: str | None) -> rapid.Words | None:
    program = shutil.which("tesseract")
    held = _languages(program) if program else ()
    wanted = [
        name for name in LANGS.get(lang, LANGS[None]) if name in held and (name != "chi_tra" or "chi_sim" not in held)
    ]
    if not program or not wanted:
        return None
    command = [
        program, "stdin", "stdout", "-l", "+".join(wanted), "--dpi", str(DPI), "-c", "tessedit_do_invert=0", "tsv",
    ]  # fmt: skip
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}

    def read(image: Grey, seconds: float) -> list[Word] | None:
        picture = b"P5 %d %d 255\n" % (image.width, image.height) + image.pixels
        try:
            told = subprocess.run(
                command, input=picture, capture_output=True, timeout=max(seconds, 0.1), check=False, env=environment
            )
        except subprocess.TimeoutExpired:
            return None
        return list(_words(told.stdout.decode("utf-8", "replace")))

    return read


def _languages(program: str) -> tuple[str, ...]:
    try:
        listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=5, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return tuple(listed.stdout.split())


def _words(table: str) -> Iterator[Word]:
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text, sure = (row.get("text") or "").strip(), float(row.get("conf") or -1)
        if text and sure >= 0:
            left, top = int(row["left"]), int(row["top"])
            line = (int(row["block_num"]), int(row["par_num"]), int(row["line_num"]))
            yield Word(text, sure, line, left, top, left + int(row["width"]), top + int(row["height"]))


def reliable(words: Sequence[Word]) -> list[Word]:
    """Those that are sure enough; none when the page as a whole is not."""
    letters = sum(sum(char.isalnum() for char in word.text) for word in words)
    weight = sum(len(word.text) for word in words)
    if letters < FEWEST or sum(word.sure * len(word.text) for word in words) < SURE * weight:
        return []
    return [word for word in words if word.sure >= WORD_SURE]


def runs(words: Sequence[Word], page_height: int) -> Iterator[Run]:
    """Words of a line that stand close together, in points from the lower left corner.

    A line that leans is no taller for it, and letters that reach up or down make no line a heading.
    """
    usual = median([word.bottom - word.top for word in words for _ in word.text] or [0])
    for _, of_line in groupby(words, key=lambda word: word.line):
        line = sorted(of_line, key=lambda word: word.left)
        height = median(word.bottom - word.top for word in line)
        if usual / LARGE < height < usual * LARGE:
            height = usual
        piece: list[Word] = []
        for word in line:
            if piece and word.left - piece[-1].right > GAP * height:
                yield _run(piece, height, page_height)
                piece = []
            piece.append(word)
        yield _run(piece, height, page_height)


def _run(piece: list[Word], height: float, page_height: int) -> Run:
    point = 72 / DPI
    middle = page_height - (min(word.top for word in piece) + max(word.bottom for word in piece)) / 2
    return Run(
        without_gaps(" ".join(word.text for word in piece)), piece[0].left * point, (middle - height / 2) * point,
        piece[-1].right * point, (middle + height / 2) * point,
    )  # fmt: skip
