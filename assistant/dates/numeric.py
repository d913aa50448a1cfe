"""Dates written in digits alone: ISO, slashed, dotted; the same in every language."""

import re
from datetime import date, datetime, timedelta

from .when import Clock, Day, Instant, Piece, Span, one_day
from .wording import FOLLOWS, in_likely_year

_ISO = re.compile(
    r"(?<![\d/.-])(?P<date>(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2})(?!\d|[-/.]\d)"
    r"(?:T(?P<time>\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?P<offset>Z|[+-]\d{2}:?\d{2})?)?",
    re.I,
)
_SLASHED = re.compile(
    r"(?<![\d/.-])(?P<a>\d{1,2})/(?P<b>\d{1,2})(?:/(?P<year>\d{4}|\d{2}))?(?![\d/%]|\.\d|\s*(?:的(?![上下早晚中])|以上|以下|多|强|of\b))"
)
_DAY_FIRST = re.compile(r"(?<![\d/.-])(?P<b>\d{1,2})\.(?P<a>\d{1,2})\.(?P<year>20\d\d)(?![\d/.])")
_DOTTED = re.compile(r"(?<![\d/.:-])(?P<a>\d{1,2})\.(?P<b>\d{1,2})(?![\d/.%])")
_DASHED = re.compile(r"(?<![\d/.:-])(?P<a>0[1-9]|1[0-2])-(?P<b>0[1-9]|2[5-9]|3[01])(?![\d/.:-])")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SOON = timedelta(days=120)


def numeric(text: str, now: datetime) -> list[Piece]:
    """Day pieces, and an instant where an offset from UTC is given."""
    found: list[Piece] = []
    for match in _ISO.finditer(text):
        found.extend(_iso(match, now))
    han = _HAN.search(text) is not None
    for match in _SLASHED.finditer(text):
        found.extend(_slashed(text, match, now.date(), month_first_only=han))
    for match in _DAY_FIRST.finditer(text):
        found.extend(_slashed(text, match, now.date(), month_first_only=True))
    for match in [*(_DOTTED.finditer(text) if han else ()), *_DASHED.finditer(text)]:
        found.extend(_weak(match, now.date()))
    return found


def _iso(match: re.Match[str], now: datetime) -> list[Piece]:
    try:
        day = date(*(int(part) for part in re.split(r"[-/.]", match["date"])))
        if match["offset"]:
            at = datetime.fromisoformat(f"{day}T{match['time']}{match['offset'].upper()}")
            return [Instant(match.span(), at.astimezone(now.tzinfo))]
    except ValueError:
        return []
    if match["time"] is None:
        return [one_day(match.span("date"), day)]
    hour, minute = (int(part) for part in match["time"].split(":")[:2])
    return [one_day(match.span("date"), day), Clock(match.span("time"), hour, minute, exact=True)]


def _slashed(text: str, match: re.Match[str], today: date, *, month_first_only: bool) -> list[Piece]:
    orders = [(match["a"], match["b"]), (match["b"], match["a"])]
    days: list[date] = []
    for month, day in orders[:1] if month_first_only else orders:
        try:
            days.append(_day(int(month), int(day), match["year"], today))
        except ValueError:
            continue
    if not days:
        return []
    weak = match["year"] is None and not FOLLOWS.match(text, match.end())
    return [_likelier(match.span(), days, today, weak=weak)]


def _day(month: int, day: int, year: str | None, today: date) -> date:
    return date(int(year) % 100 + 2000, month, day) if year else in_likely_year(month, day, today)


def _likelier(span: Span, days: list[date], today: date, *, weak: bool) -> Day:
    """Month first, unless only the other order lies ahead; both are told where both lie in the coming months."""
    ahead = [day for day in days if today <= day]
    soon = sorted({day for day in ahead if day - today <= _SOON})
    readings = tuple(soon) if len(soon) > 1 else ()
    chosen = days[0] if readings else (soon or ahead or days)[0]
    return Day(span, chosen, chosen + timedelta(days=1), weak=weak, readings=readings)


def _weak(match: re.Match[str], today: date) -> list[Piece]:
    try:
        return [one_day(match.span(), in_likely_year(int(match["a"]), int(match["b"]), today), weak=True)]
    except ValueError:
        return []
