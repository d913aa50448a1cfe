"""The reading of a text: pieces found in each language, put together across both, settled on the clock."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Literal

from . import chinese, english
from .clocks import clocks, parts
from .numeric import numeric
from .phrases import Phrase, phrases
from .settling import Settled, settle
from .traps import without_traps
from .weekdays import weekdays
from .when import Piece, Span, When
from .wording import NARROW, masked

_BY_BEHIND = re.compile(r"\s*(?:之|以)?前(?![天面])")
_FROM_BEHIND = re.compile(r"\s*(?:(?:之|以)?后(?![天面])|起(?!诉)|开始)")
_BY_BEFORE = re.compile(r"\b(?:by|before|until|till|no later than)(?:\s+the)?\s*$", re.I | re.A)
_FROM_BEFORE = re.compile(r"\b(?:after|from|since|starting)(?:\s+the)?\s*$", re.I | re.A)
_LONGEST = 500
_SENTENCE = re.compile(rf"[^。！？\n]{{1,{_LONGEST}}}")
_REACH = 24  # characters in front of a date in which "no later than the" can stand


def find(text: str, now: datetime, *, prefer: Literal["future"] = "future") -> list[When]:
    """Every date and time of the text, in order, in the zone of `now`; an empty list where none is named.

    What is open is read as lying ahead; a past date that is named as such (yesterday, 20 November) stays past, and the
    caller says so. Raises ValueError when `now` has no zone.
    """
    if now.tzinfo is None:
        raise ValueError(f"a clock has a zone: {now}")
    narrow = text.translate(NARROW)
    found: list[When] = []
    for start, end in _stretches(narrow):
        previous: Settled | None = None
        for phrase in phrases(narrow[start:end], _pieces(narrow[start:end], now)):
            previous = settle(phrase, previous, now)
            found.append(_when(text, narrow, phrase.span[0] + start, phrase.span[1] + start, phrase, previous))
    return found


def _stretches(text: str) -> list[Span]:
    """The whole of a chat line; a pasted text by the sentence, since some patterns cost more than their length."""
    if len(text) <= _LONGEST:
        return [(0, len(text))]
    return [match.span() for match in _SENTENCE.finditer(text)]


def _pieces(text: str, now: datetime) -> list[Piece]:
    """All pieces in order. Each scanner sees the text without the traps and without what the earlier ones took."""
    scanners: tuple[Callable[[str], list[Piece]], ...] = (
        lambda rest: numeric(rest, now),
        lambda rest: chinese.days(rest, now),
        lambda rest: weekdays(rest, now.date()),
        clocks,
        parts,
        lambda rest: english.days(rest, now),
    )
    rest, found = without_traps(text), list[Piece]()
    for scan in scanners:
        pieces = scan(rest)
        rest = masked(rest, [piece.span for piece in pieces])
        found += pieces
    return sorted(found, key=lambda piece: piece.span)


def _when(text: str, narrow: str, start: int, end: int, phrase: Phrase, settled: Settled) -> When:
    readings = tuple(sorted(set(settled.readings)))
    return When(
        starts=settled.starts,
        ends=settled.ends,
        grain=settled.grain,
        text=text[start:end],
        span=(start, end),
        ambiguous=len(readings) > 1,
        alternatives=readings if len(readings) > 1 else (),
        date_named=settled.date_named,
        bound="at" if phrase.until is not None else _bound(narrow, start, end),
    )


def _bound(text: str, start: int, end: int) -> Literal["at", "by", "from"]:
    before = text[max(0, start - _REACH) : start]
    if _BY_BEHIND.match(text, end) or _BY_BEFORE.search(before):
        return "by"
    return "from" if _FROM_BEHIND.match(text, end) or _FROM_BEFORE.search(before) else "at"
