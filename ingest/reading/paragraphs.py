"""Lines of a page into paragraphs: what was only wrapped is joined, headings and rows stand by themselves."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from ingest.reading import statutes
from ingest.reading.layout import Line
from ingest.reading.pieces import Block

HYPHENS = ("\ufffe", "\x02", "\xad")
ITEM = re.compile(
    r"^(?:[•●○■□▪◆※*–—-]\s|[（(]?[一二三四五六七八九十\d]{1,3}[）)、．]|\d{1,2}(?:\.\d{1,2})*[.．]\s|[a-z]\)\s)"
)
FIGURE = re.compile(r"\d{1,2}(?:\.\d{1,2})*\s")  # an item after the end of a sentence, else an amount: 36 working days
HEADING_CHARS, HEADING_SIZE = 60, 1.18
ENDS = ("。", "；", ".", ";", "：", ":", "！", "？")
APART = 1.7  # a wider step from line to line, in the page's usual ones, begins a paragraph


def blocks(lines: Sequence[Line], page: int, body: float) -> Iterator[Block]:
    """Paragraphs of one page; `body` is the usual height of the document's lines, in points."""
    steps = [one.bottom - other.bottom for one, other in pairwise(lines) if _follows(one, other)]
    step = median(steps) if steps else body * 1.5
    told: list[Line] = []
    text = ""
    for line in lines:
        if told and not _same(told[-1], line, step, body):
            yield Block(text, _level(told, text, body), page)
            told, text = [], ""
        text = _joined(text, told[-1], line) if told else line.text
        told.append(line)
    if told:
        yield Block(text, _level(told, text, body), page)


def _follows(one: Line, other: Line) -> bool:
    return one.column == other.column and other.bottom < one.bottom


def _same(one: Line, other: Line, step: float, body: float) -> bool:
    """Whether the second line belongs to the first one's paragraph."""
    if one.slanted or other.slanted or (one.cells > 1) != (other.cells > 1):
        return False
    if one.cells > 1:
        return False  # a row is a block
    if _large(one, body) != _large(other, body) or abs(one.height - other.height) > 0.5 * max(one.height, other.height):
        return False
    if _large(other, body) and ITEM.match(other.text):
        return False  # the first chapter's heading below the title
    if not _follows(one, other):
        return one.column != other.column and _wrapped(one, other)  # on to the next column in mid-sentence
    return one.bottom - other.bottom <= APART * step


def _joined(text: str, one: Line, other: Line) -> str:
    """The text with the next line: on a line of its own unless it was only wrapped."""
    if text.endswith(HYPHENS):
        return text.rstrip("".join(HYPHENS)) + other.text
    if not _wrapped(one, other):
        return f"{text}\n{other.text}"
    if text.endswith("-") and text[-2:-1].isalpha() and other.text[:1].islower():
        return text[:-1] + other.text
    tight = wide(text[-1:]) or wide(other.text[:1])
    return text + ("" if tight else " ") + other.text


def _wrapped(one: Line, other: Line) -> bool:
    """Whether the line went on only because it was full: the next one's first word had no room."""
    if statutes.article(other.text) or statutes.division(other.text) or ITEM.match(other.text):
        return False
    if one.text.endswith(ENDS) and FIGURE.match(other.text):
        return False
    if other.left > other.column[0] + 1.2 * other.height and one.left <= one.column[0] + 1.2 * one.height:
        return False  # indented: a paragraph begins
    word = other.text[:1] if wide(other.text[:1]) else other.text.split(" ", 1)[0]
    share = (other.right - other.left) / max(len(other.text), 1)
    room = one.column[1] - one.right
    return room < share * (len(word) + 1) + 0.3 * one.height


def _large(line: Line, body: float) -> bool:
    return line.height >= HEADING_SIZE * body


def _level(told: list[Line], text: str, body: float) -> int:
    """1 for a line much larger than the others, 2 for a larger one, 0 for text."""
    if len(told) > 3 or len(text) > HEADING_CHARS or told[0].cells > 1 or not _large(told[0], body):
        return 0
    if text.endswith(ENDS) or not any(char.isalpha() for char in text):
        return 0
    return 1 if told[0].height >= 1.5 * body else 2


def wide(char: str) -> bool:
    return bool(char) and unicodedata.east_asian_width(char) in "WF"
