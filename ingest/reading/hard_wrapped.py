"""Plain English text whose lines were broken at some width, as letters are: each paragraph's sentences go on again."""

from itertools import pairwise

from ingest.reading.paragraphs import ENDS, FIGURE, ITEM

WIDTHS = range(40, 101)  # of the longest line
PAIRS, SHARE = 3, 0.6  # lines that follow each other: so many, and this part of all, were broken because they were full
IN_MID_SENTENCE = 0.5  # of those go on with a small letter, else they are a list of entries of one length
SET_APART = (" ", "\t", ">", "|", "#", "-", "=", "*")
OF_COLUMNS = ("  ", "\t", "|")


def unwrapped(text: str) -> str:
    """Chinese stays as it is: its words have no ends to tell by, and entries of one length are common."""
    lines = [line.rstrip(" ") for line in text.split("\n")]
    width = max(map(len, lines))
    pairs = [(one, other) for one, other in pairwise(lines) if one and other]
    full = [other for one, other in pairs if _goes_on(one, other, width)] if width in WIDTHS else []
    going_on = sum(other[0].islower() for other in full)
    if len(full) < max(PAIRS, SHARE * len(pairs)) or going_on < IN_MID_SENTENCE * len(full):
        return text
    parts = [lines[0]]
    for one, other in pairwise(lines):
        parts += [("" if one.endswith("-") else " ") if _goes_on(one, other, width) else "\n", other]
    return "".join(parts)


def _goes_on(one: str, other: str, width: int) -> bool:
    """Whether the next line's first word had no room in the line before."""
    if not one or not other or other.startswith(SET_APART) or any(mark in one + other for mark in OF_COLUMNS):
        return False
    if ITEM.match(other) or (one.endswith(ENDS) and FIGURE.match(other)):
        return False
    return len(one) + 1 + len(other.split(" ", 1)[0]) > width
