"""Days in English: read by Duckling, let through by their shape."""

import contextlib
import ctypes
import os
import re
import signal
import threading
from collections.abc import Generator, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from .when import Day, Instant, Piece, Span, elapsed, one_day
from .wording import FOLLOWS, in_likely_year, masked, month_after, same_day_later

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_UNIT = r"(?:minutes?|mins?|hours?|hrs?|days?|weeks?|fortnights?|months?)"
_HINT = re.compile(
    rf"\b(?:{_MONTH}|{_UNIT}|today|tomorrow|yesterday|tmrw?|tmw|christmas|new year|\d+(?:st|nd|rd|th)|twent[a-z-]+|"
    r"festival|easter|thanksgiving)\b",
    re.I | re.A,
)
_REACH = 40  # characters either side of a hint that can belong to the same date
_LONGEST = 500  # characters given to Duckling in all

_DAY_OF_MONTH = re.compile(
    rf"\b{_MONTH}\b.*\d|\d.*\b{_MONTH}\b|\b(?:first|second|[a-z-]+(?:th|st|nd|rd))\b.*\b{_MONTH}\b|"
    rf"\b{_MONTH}\b.*\b(?:first|second|[a-z-]+(?:th|st|nd|rd))\b",
    re.I | re.A,
)
_MONTH_ALONE = re.compile(
    rf"(?:in|this|next|last|early|mid|late|since|during)[\s-]+{_MONTH}(?:\s+\d{{4}})?", re.I | re.A
)
_FULL_MONTH = re.compile(r"(?:January|February|April|June|July|August|September|October|November|December)(?: \d{4})?")
_RELATIVE = re.compile(
    rf"\b(?:today|tomorrow|yesterday|tmrw?|tmw)\b|\bin\b.*\b(?:{_UNIT})\b|\b(?:{_UNIT})\b.*\b(?:ago|from now|hence)\b"
    r"|^(?:this|next|last|coming|following|the following|the next)\s+month$",
    re.I | re.A,
)
_ORDINAL = re.compile(r"^(?:on )?(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)$", re.I | re.A)
_ORDINAL_OF = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)\b.*\bmonth\b|\bmonth\b.*\b\d{1,2}(?:st|nd|rd|th)\b", re.I | re.A)
_NEVER = re.compile(
    r"\b(?:within|years?|quarters?|decades?|century|seasons?)\b|\d\s+seconds?\b|^(?:for|last|past)\s+\d", re.I | re.A
)
_CALENDAR_YEAR = re.compile(r"(?:19|20|21)\d\d-")
_SMALL_MAY = re.compile(r"^(?:in )?(?:may|mar|march|sat|sun|sep|dec)\b")
_EDGE_BEFORE = re.compile(
    r"(?:the\s+)?(?P<edge>end|beginning|start|middle|early|mid|late)(?:\s+(?:of|in))?(?:\s+the|-)?\s*$", re.I | re.A
)
_EDGE = re.compile(r"\b(?P<edge>end|beginning|start|middle|early|mid|late)\b", re.I | re.A)
_NTH_WEEK = re.compile(
    r"^(?:the )?(?P<nth>first|1st|second|2nd|third|3rd|fourth|4th|last) week (?:of|in)\b", re.I | re.A
)
_LATER = re.compile(r"\b(?P<n>\d+|two|three|four|five|a few)\s+(?P<unit>days?|weeks?)\s+later\b", re.I | re.A)
# Masked before Duckling reads: with them it gives an interval that starts now.
_BOUNDS = re.compile(r"\b(?:no later than|by|until|since|(?<!day )before)\b", re.I | re.A)
# Duckling walks the calendar step by step: "past 99,999,999 weeks" keeps it busy for a minute and a half.
_COUNTLESS = re.compile(
    r"\d{5,}\w*|\d{1,3}(?:[,.]\d{3})+|\b\d+(?:\.\d+)?\s*[kmb]n?\b"
    r"|\b(?:hundred|thousand|million|billion|trillion|dozen|score)s?\b",
    re.I | re.A,
)


def days(text: str, now: datetime) -> list[Piece]:
    """Days and instants in English words; `now` is local."""
    found: list[Piece] = list(_later(text, now.date()))
    for unfit in (_BOUNDS, _COUNTLESS):
        text = masked(text, [match.span() for match in unfit.finditer(text)])
    for start, end in _windows(text):
        for result in _read(text[start:end], now):
            span = (start + result["start"], start + result["end"])
            piece = _piece(text, span, result, now)
            if piece is not None:
                found.append(piece)
    return found


def _windows(text: str) -> Iterator[Span]:
    """The stretches around words that can belong to a date; Duckling slows down on long texts."""
    spans: list[Span] = []
    for match in _HINT.finditer(text):
        start, end = max(0, match.start() - _REACH), min(len(text), match.end() + _REACH)
        while start and text[start - 1].isalnum():
            start -= 1
        if spans and start <= spans[-1][1]:
            start, _ = spans.pop()
        spans.append((start, end))
    room = _LONGEST
    for start, end in spans:
        if room > 0:
            yield start, min(end, start + room)
            room -= end - start


def _piece(text: str, span: Span, result: dict[str, Any], now: datetime) -> Piece | None:
    body, value = text[span[0] : span[1]], result["value"]
    today = now.date()
    if not _lets_through(text, span, body, value):
        return None
    starts, ends, grain = _bounds(value)
    if starts is None:
        return None
    if _is_instant(body, grain):
        return Instant(span, elapsed(now, starts - now.replace(tzinfo=None)))
    nth = _NTH_WEEK.match(body)
    if nth:
        return _week_of_month(span, nth["nth"].lower(), starts.date())
    before = _EDGE_BEFORE.search(text, max(0, span[0] - _REACH), span[0])
    edge = before or _EDGE.search(body)
    if edge and (grain == "month" or re.search(rf"\b(?:month|{_MONTH})\b", body, re.I)):
        return _edge_of_month((before.start() if before else span[0], span[1]), edge["edge"].lower(), starts.date())
    if grain == "month":
        return _whole_month(span, body, starts.date(), today)
    return _whole_days(span, body, starts.date(), ends, today)


def _later(text: str, today: date) -> Iterator[Piece]:
    words = {"two": 2, "three": 3, "four": 4, "five": 5, "a few": 3}
    for match in _LATER.finditer(text):
        amount = words.get(match["n"].lower()) or int(match["n"])
        weeks = match["unit"].lower().startswith("week")
        yield one_day(match.span(), today + timedelta(days=amount * (7 if weeks else 1)), frame=weeks)


def _lets_through(text: str, span: Span, body: str, value: dict[str, Any]) -> bool:
    if "holidayBeta" in value:
        return True
    if _NEVER.search(body):
        return False
    if _ORDINAL.match(body):
        return FOLLOWS.match(text, span[1]) is not None
    if _DAY_OF_MONTH.search(body):
        lower_may = _SMALL_MAY.match(body) is not None
        return not lower_may or FOLLOWS.match(text, span[1]) is not None
    if _MONTH_ALONE.fullmatch(body) or _FULL_MONTH.fullmatch(body) or _EDGE.search(body):
        return True
    return _RELATIVE.search(body) is not None or _ORDINAL_OF.search(body) is not None or _holiday_side(body)


def _holiday_side(body: str) -> bool:
    return re.search(r"\b(?:day|days|week)\s+(?:before|after)\b", body, re.I) is not None


def _bounds(value: dict[str, Any]) -> tuple[datetime | None, datetime | None, str]:
    if value["type"] == "value":
        return _naive(value["value"]), None, value["grain"]
    if "from" not in value:
        return None, None, "day"
    return (
        _naive(value["from"]["value"]),
        _naive(value["to"]["value"]) if "to" in value else None,
        value["from"]["grain"],
    )


def _naive(iso: str) -> datetime | None:
    """None for the years that Duckling counts to and a calendar does not ("past 999929 weeks")."""
    return datetime.fromisoformat(iso).replace(tzinfo=None) if _CALENDAR_YEAR.match(iso) else None


def _is_instant(body: str, grain: str) -> bool:
    return (
        grain in ("minute", "second", "hour")
        and re.search(r"\b(?:min(?:ute)?s?|hours?|hrs?)\b", body, re.I) is not None
    )


def _edge_of_month(span: Span, edge: str, within: date) -> Day:
    first = month_after(within, 0)
    after = month_after(first, 1)
    if edge == "end":
        last = after - timedelta(days=1)
        return Day(span, last, after, readings=(last, after))
    starts = {"middle": 10, "mid": 10, "late": 20}.get(edge, 0)
    ends = after if edge == "late" else first + timedelta(days=starts + 10)
    return Day(span, first + timedelta(days=starts), ends)


def _week_of_month(span: Span, nth: str, within: date) -> Day:
    """The first week of a month is its first seven days, not the first whole calendar week."""
    first = month_after(within, 0)
    days_in = {"1": 0, "f": 0, "s": 7, "2": 7, "t": 14, "3": 14, "4": 21}
    starts = first + timedelta(days=21 if nth.startswith("fou") else days_in.get(nth[0], 0))
    if nth == "last":
        starts = month_after(first, 1) - timedelta(days=7)
    return Day(span, starts, starts + timedelta(days=7), "week")


def _whole_month(span: Span, body: str, within: date, today: date) -> Day | None:
    if re.search(rf"\b\d{{1,2}}\b.*{_MONTH}|{_MONTH}\W*\d{{1,2}}\b", body, re.I):
        return None  # "Feb 30": Duckling falls back to the month
    first = month_after(within, 0)
    readings = (first, same_day_later(today, 1)) if re.match(r"next\s+month", body, re.I) else ()
    return Day(span, first, month_after(first, 1), "month", readings=readings)


def _whole_days(span: Span, body: str, starts: date, ends: datetime | None, today: date) -> Piece:
    length = max((ends.date() - starts).days, 1) if ends else 1
    if re.search(rf"\b{_MONTH}\b", body, re.I) and not re.search(r"\d{4}|week|month|day\b", body, re.I):
        starts = in_likely_year(starts.month, starts.day, today)
    far = re.search(r"\b(?:weeks?|fortnight)\b", body, re.I) is not None
    if _ORDINAL.match(body):
        return one_day(span, starts, monthless=True)
    return Day(span, starts, starts + timedelta(days=length), frame=far)


_READING = threading.Lock()


def _read(text: str, now: datetime) -> list[dict[str, Any]]:
    """Duckling's readings. It is told local time as if it were UTC, so any zone works and only UTC's file is loaded."""
    with _READING:
        duckling, zones, locale, kinds = _duckling()
        seconds = int(now.replace(tzinfo=UTC).timestamp())
        context = duckling.Context(duckling.parse_ref_time(zones, "UTC", seconds), locale)
        found: list[dict[str, Any]] = duckling.parse(text, context, kinds, False)
    return found


@contextlib.contextmanager
def _signals_kept() -> Generator[None]:
    """The Haskell runtime takes SIGINT for itself, after which Ctrl-C does nothing; this gives it back.

    By way of the C library, since Python sets handlers in its main thread alone and this may run in any.
    """
    if os.name != "posix":
        yield
        return
    sigaction: Any = ctypes.CDLL(None).sigaction
    kept = {number: ctypes.create_string_buffer(512) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGTSTP)}
    for number, action in kept.items():
        sigaction(number, None, action)
    yield
    for number, action in kept.items():
        sigaction(number, action, None)


@cache
def _duckling() -> tuple[Any, Any, Any, Any]:
    with _signals_kept():
        import duckling  # starts a Haskell runtime

    zones = duckling.load_time_zones(str(files("tzdata") / "zoneinfo" / "Etc"))
    locale = duckling.parse_locale("EN_US", duckling.default_locale_lang(duckling.parse_lang("EN")))
    return duckling, zones, locale, duckling.parse_dimensions(["time"])
