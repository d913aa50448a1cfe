"""A date or time that somebody said, and the pieces that it is put together from."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

Span = tuple[int, int]
Grain = Literal["minute", "hour", "part", "day", "week", "month"]
DayGrain = Literal["day", "week", "month"]
Half = Literal["am", "pm"]
PartName = Literal["small hours", "morning", "noon", "afternoon", "dusk", "evening", "night"]


@dataclass(frozen=True, slots=True)
class When:
    """`starts` and `ends` (exclusive) are aware, in the zone of the clock that was handed in.

    A range of clock times has grain "minute" and is longer than a minute. `bound` says which side was meant: "by" for
    前 / before, "from" for 后 / after. When `ambiguous`, `alternatives` are the starts of all readings, the chosen one
    included. `date_named` is False for a bare 15:00 or 下午: its day is today, or tomorrow when that has passed.
    """

    starts: datetime
    ends: datetime
    grain: Grain
    text: str
    span: Span
    ambiguous: bool = False
    alternatives: tuple[datetime, ...] = ()
    date_named: bool = True
    bound: Literal["at", "by", "from"] = "at"


@dataclass(frozen=True, slots=True)
class Day:
    """Whole days. `frame`: a weekday beside it means the day in that week. A `weak` piece needs a strong neighbour."""

    span: Span
    starts: date
    ends: date
    grain: DayGrain = "day"
    frame: bool = False
    weak: bool = False
    readings: tuple[date, ...] = ()
    monthless: bool = False  # "5号" alone: in a range or list it belongs to the month named before it


@dataclass(frozen=True, slots=True)
class Weekday:
    """`week` counts calendar weeks from this one (None: the coming one); `later` adds days on top."""

    span: Span
    number: int  # Monday is 0
    week: int | None = None
    next_said: bool = False  # English "next Tuesday": the coming one to some, next week's to others
    later: int = 0
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """`exact`: written so that no afternoon is guessed (15:00, 09:30, noon)."""

    span: Span
    hour: int
    minute: int = 0
    half: Half | None = None
    exact: bool = False
    grain: Literal["minute", "hour"] = "minute"
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day; `shift` names the day too (今晚 is 0, 明早 is 1)."""

    span: Span
    name: PartName
    shift: int | None = None


@dataclass(frozen=True, slots=True)
class Instant:
    """A point on the time line by itself: "in half an hour", an ISO time with its offset."""

    span: Span
    at: datetime


def elapsed(now: datetime, distance: timedelta) -> datetime:
    """So much later on the time line, which is not the same on the wall when the clocks change."""
    return (now.astimezone(UTC) + distance).astimezone(now.tzinfo)


Piece = Day | Weekday | Clock | Part | Instant


def one_day(span: Span, starts: date, *, frame: bool = False, weak: bool = False, monthless: bool = False) -> Day:
    return Day(span, starts, starts + timedelta(days=1), frame=frame, weak=weak, monthless=monthless)
