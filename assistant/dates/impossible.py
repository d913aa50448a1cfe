"""Days and clock times that no calendar and no clock holds: 11月31号, Feb 30, 25点."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from .traps import without_traps
from .when import Span
from .wording import FOLLOWS, NARROW, NUMERAL, month_after, number

_LEAP_YEAR = 2024  # a day without a year exists if any year has it
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY_EN = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_YEAR_EN = r"(?:\s*,?\s*(?P<year>(?:19|20)\d\d)\b)?"
_DAYS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"(?:(?P<year>(?:19|20)\d\d)年\s*)?(?<![\d零〇一二三四五六七八九十个])(?P<month>{NUMERAL})月\s*(?P<day>{NUMERAL})[日号](?!码)",
        rf"(?P<frame>本月|(?:这|下下?)个?月)的?\s*(?P<day>{NUMERAL})[日号](?!码)",
        rf"\b{_MONTH}\s*(?:the\s+)?(?<![\d/.-]){_DAY_EN}(?![:/%.-]\d|\s*[ap]\.?m\b){_YEAR_EN}",
        rf"\b(?:the\s+)?(?<![\d/.:-]){_DAY_EN}\s*(?:of\s+)?{_MONTH}{_YEAR_EN}",
        r"(?<![\d/.-])(?P<year>(?:19|20)\d\d)(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})(?![\d/.-])",
    )
)
_CLOCKS = (
    # 提了25点建议 and 25点 of interest are counts: a clock time stands behind a day or ends its part of the sentence.
    re.compile(
        r"(?:(?<=[天日号晨早午晚上周一二三四五六末约到]))\s*(?P<hour>2[5-9]|[3-9]\d)\s*[点时](?![\d.]*\s*(?:[建意疑问要区想利间基以多左]))"
    ),
    re.compile(r"(?<![\d:./-])(?P<hour>\d{1,2}):(?P<minute>\d\d)(?![\d:%])"),
)


Kind = Literal["day", "time"]
Found = tuple[Span, Kind, date | None]


@dataclass(frozen=True, slots=True)
class Impossible:
    """Words that name a day or a time that does not exist; `near` is the last day of the month that was meant."""

    text: str
    kind: Kind
    near: date | None = None


def impossible(text: str, today: date) -> Impossible | None:
    """The first day of the text that does not exist, else the first such clock time."""
    narrow = without_traps(text.translate(NARROW))
    for span, kind, near in (*_days(narrow, today), *_times(narrow)):
        return Impossible(text[span[0] : span[1]].strip(), kind, near)
    return None


def _days(text: str, today: date) -> Iterator[Found]:
    for pattern in _DAYS:
        for match in pattern.finditer(text):
            if match[0].isascii() and not FOLLOWS.match(text, match.end()):
                continue  # "in March 45 patents were filed"
            said = match.groupdict()
            year, month = _month(said, today)
            if not 1 <= month <= 12:
                yield match.span(), "day", None
            elif not 1 <= number(said["day"]) <= monthrange(year or _LEAP_YEAR, month)[1]:
                yield match.span(), "day", _last_day(year, month, today)


def _month(said: dict[str, str | None], today: date) -> tuple[int | None, int]:
    """The year, if one was said, and the number of the month."""
    if (frame := said.get("frame")) is not None:
        first = month_after(today, frame.count("下"))
        return first.year, first.month
    word = (said["month"] or "").lower()
    year = said.get("year")
    month = _MONTHS.index(word[:3]) + 1 if word[:3] in _MONTHS else number(word)
    return int(year) if year else None, month


def _last_day(year: int | None, month: int, today: date) -> date:
    year = year or today.year + (month < today.month)
    return date(year, month, monthrange(year, month)[1])


def _times(text: str) -> Iterator[Found]:
    for pattern in _CLOCKS:
        for match in pattern.finditer(text):
            if int(match["hour"]) > 24 or int(match.groupdict().get("minute") or 0) > 59:
                yield match.span(), "time", None
