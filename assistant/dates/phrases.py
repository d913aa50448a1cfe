"""Phrases: the pieces that belong to one date or one range, judged by what stands between them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from .when import Clock, Day, Instant, Part, Piece, Span, Weekday

_JOIN = re.compile(
    r"(?:[\s,，()（）的在于约是有T@]|大概|大约|差不多|左右|北京时间|\b(?:sharp|(?:beijing|china|local)(?:\s+standard)?\s+time|at|on|in|the|of|around|about|approx\.?|by|before|after|from|"
    r"between|sometime|any\s?time|is|for)\b)*",
    re.I | re.A,
)
_DASH = re.compile(r"\s*-\s*")
_RANGE = re.compile(r"\s*(?:到|至|-|\bto\b|\buntil\b|\btill?\b|\bthrough\b|\bthru\b)\s*(?:the\s+)?", re.I | re.A)
_AND = re.compile(r"\s*(?:\band\b|和|与)\s*(?:the\s+)?", re.I | re.A)
_LIST = re.compile(
    r"(?:[\s,，、/;；]|\b(?:or|and|on|at|the|either|from)\b|或者?|还是|以?及|和|与|跟|要么)*", re.I | re.A
)
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?$|在?介于$", re.I | re.A)
_LONGEST_GAP = 24
Link = Literal["join", "range", "list", "none"]


@dataclass(frozen=True, slots=True)
class Group:
    """At most one day, weekday, part and clock time; or one instant alone."""

    day: Day | None = None
    weekday: Weekday | None = None
    part: Part | None = None
    clock: Clock | None = None
    instant: Instant | None = None

    @property
    def pieces(self) -> list[Piece]:
        return [piece for piece in (self.day, self.weekday, self.part, self.clock, self.instant) if piece is not None]

    @property
    def named(self) -> bool:
        """Whether it says which day is meant."""
        return bool(self.day or self.weekday or (self.part and self.part.shift is not None))

    def takes(self, piece: Piece) -> bool:
        if self.instant or isinstance(piece, Instant):
            return not self.pieces
        if isinstance(piece, Day):
            return self.day is None
        if isinstance(piece, Weekday):
            return self.weekday is None
        return self.part is None if isinstance(piece, Part) else self.clock is None

    def plus(self, piece: Piece) -> "Group":
        if isinstance(piece, Day):
            return replace(self, day=piece)
        if isinstance(piece, Weekday):
            return replace(self, weekday=piece)
        if isinstance(piece, Part):
            return replace(self, part=piece)
        return replace(self, clock=piece) if isinstance(piece, Clock) else replace(self, instant=piece)


@dataclass(frozen=True, slots=True)
class Phrase:
    """`until` is the far end of a range; `listed` says that it goes on from the phrase before ("周二或周四")."""

    group: Group
    until: Group | None = None
    listed: bool = False

    @property
    def pieces(self) -> list[Piece]:
        return [*self.group.pieces, *(self.until.pieces if self.until else ())]

    @property
    def span(self) -> Span:
        return min(piece.span[0] for piece in self.pieces), max(piece.span[1] for piece in self.pieces)

    @property
    def strong(self) -> bool:
        """Whether anything in it is a date or time by itself; a lone "at 10 employees" is not."""
        return any(not getattr(piece, "weak", False) for piece in self.pieces)


def phrases(text: str, pieces: Iterable[Piece]) -> list[Phrase]:
    """The phrases of a text, from its pieces in order."""
    found: list[Phrase] = []
    for piece in pieces:
        link = _link(text, found[-1], piece) if found else "none"
        if link == "join":
            found[-1] = _grown(found[-1], piece)
        elif link == "range":
            found[-1] = replace(found[-1], until=Group().plus(piece))
        else:
            found.append(Phrase(Group().plus(piece), listed=link == "list"))
    return _in_company([phrase for phrase in found if phrase.strong])


def _in_company(found: list[Phrase]) -> list[Phrase]:
    """Weekdays of one list share their frame: "Tue or Wed next week", "next Tue or Wed"."""
    for at in range(len(found) - 1, 0, -1):
        first, second = found[at - 1].group, found[at].group
        if not found[at].listed or first.weekday is None or second.weekday is None:
            continue
        if first.day is None and first.weekday.week is None and second.day is not None and second.day.frame:
            found[at - 1] = replace(
                found[at - 1], group=replace(first, day=replace(second.day, span=first.weekday.span))
            )
        elif first.weekday.next_said and second.day is None and second.weekday.week is None:
            found[at] = replace(found[at], group=replace(second, weekday=replace(second.weekday, next_said=True)))
    return found


def _grown(phrase: Phrase, piece: Piece) -> Phrase:
    if phrase.until is None:
        return replace(phrase, group=phrase.group.plus(piece))
    return replace(phrase, until=phrase.until.plus(piece))


def _link(text: str, phrase: Phrase, piece: Piece) -> Link:
    end = phrase.span[1]
    gap = text[end : piece.span[0]]
    if len(gap) > _LONGEST_GAP:
        return "none"
    takes = (phrase.until or phrase.group).takes(piece)
    if takes and (_JOIN.fullmatch(gap) or (_DASH.fullmatch(gap) and isinstance(piece, Clock | Part))):
        return "join"
    last = max(each.span[0] for each in phrase.pieces)
    if phrase.until is None and _ranges(text[:last], gap, phrase.group, piece):
        return "range"
    return "list" if _LIST.fullmatch(gap) or _JOIN.fullmatch(gap) else "none"


def _ranges(before: str, gap: str, group: Group, piece: Piece) -> bool:
    if group.instant or isinstance(piece, Instant):
        return False
    if not gap:  # "三四点" is two clock times side by side
        return group.clock is not None and isinstance(piece, Clock)
    return bool(_RANGE.fullmatch(gap) or (_AND.fullmatch(gap) and _BETWEEN.search(before)))
