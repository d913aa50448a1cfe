"""The stretch of days that a search names: years, months and days with since, until, between; the last N years."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.dates.wording import month_after, number, same_day_later

Span = tuple[int, int]
_YEAR = r"(?:19|20)\d\d"
_NO_DIGIT = r"(?<![\d/A-Za-z.])"
_MONTH_NAMES = "january february march april may june july august september october november december".split()
_MONTH = rf"(?:{'|'.join(name[:3] + '(?:' + name[3:] + ')?' if name != 'may' else name for name in _MONTH_NAMES)})\.?"
_COUNT = (
    r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3}|几|one|two|three|four|five|six|seven|eight|nine|ten|twelve|few|"
    r"several|couple of)"
)
_UNIT = r"(?:年|个月|月|周|星期|天|日|years?|yrs?|months?|decades?|weeks?|days?)"
_VAGUE_YEARS = 3  # 近几年, recent years: shown back like any other date, and so open to correction

_POINTS = tuple(
    (kind, re.compile(pattern, re.I))
    for kind, pattern in (
        ("day", rf"{_NO_DIGIT}(?P<y>{_YEAR})(?:年(?P<m>\d{{1,2}})月(?P<d>\d{{1,2}})[日号]?|"
         rf"([-/.])(?P<m2>\d{{1,2}})\4(?P<d2>\d{{1,2}})(?!\d))"),
        ("day", rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<mon>{_MONTH}),?\s+(?P<y>{_YEAR})\b"),
        ("day", rf"\b(?P<mon>{_MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>{_YEAR})\b"),
        ("month", rf"{_NO_DIGIT}(?P<y>{_YEAR})(?:年(?P<m>\d{{1,2}})月份?|[-/](?P<m2>0[1-9]|1[0-2])(?![\d-]))"),
        ("month", rf"\b(?P<mon>{_MONTH}),?\s+(?P<y>{_YEAR})\b"),
        ("half", rf"{_NO_DIGIT}(?P<y>{_YEAR})年?(?P<half>[上下])半年"),
        ("quarter", rf"{_NO_DIGIT}(?P<y>{_YEAR})年?第?(?P<q>[一二三四1-4])季度"),
        ("quarter", rf"\bQ(?P<q>[1-4])\s*(?:of\s+)?(?P<y>{_YEAR})\b"),
        ("decade", r"\b(?P<y>(?:19|20)\d0)\s*(?:s\b|年代)"),
        ("decade", r"(?P<century>上世纪|本世纪|二十世纪|20世纪)(?P<dec>[一二三四五六七八九\d])[十0]年代"),
        ("year", rf"{_NO_DIGIT}(?P<y>{_YEAR})\s*年(?!代)度?"),
        ("bare", rf"{_NO_DIGIT}(?<![A-Za-z]-)(?<!No\. )(?P<y>{_YEAR})(?![\d/A-Za-z%]|\.\d)"),
        ("said", r"(?P<said>大前年|前年|去年|今年|本年度?|上个?月|本月|这个月|今天|今日)"),
        ("said", r"\b(?P<said>the year before last|last year|this year|last month|this month|today|yesterday)\b"),
    )
)  # fmt: skip
_ROLLING = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"(?:在)?(?:最近|近|过去|前)的?(?P<n>{_COUNT})\s*(?P<half>半)?个?(?P<unit>{_UNIT})(?:以来|之内|以内|内|里|间|来)?",
        rf"(?P<n>{_COUNT})个?(?P<unit>年|个月|月)(?:以内|之内|内)(?!容|部|置|外)",
        r"(?:最近|近|过去)(?P<half>半)年(?:来|内|以来)?",
        r"(?:近些|这些|近)年(?:以来|来|间)?(?!来的?发展)",
        rf"\b(?:(?:in|over|during|within|from|for)\s+)?(?:the\s+)?(?:last|past|previous|recent)\s+(?:(?P<n>{_COUNT})\s+)?(?P<unit>{_UNIT})\b",
        r"\b(?:in|of|from|during)\s+(?:the\s+)?recent\s+years?\b",
    )
)  # fmt: skip
_BETWEEN = re.compile(r"\s*(?:年)?\s*(?:到|至|[-~–—～]|to|and|until|till|through|和|与)\s*", re.I)
_FROM_BEFORE = re.compile(
    r"(?:\b(?:since|from|starting(?:\s+(?:in|from))?|as of)(?:\s+the)?\s*|[自从]\s*|不早于\s*|晚于\s*)$", re.I
)
_AFTER_BEFORE = re.compile(r"\b(?:after|later than)\s*$", re.I)
_FROM_BEHIND = re.compile(
    r"\s*(?:(?:以来|以后|之后|至今|到现在|到今天|开始|起|后(?!的?处理|视|端|备))|onwards?\b|or later\b|"
    r"on(?=\s*(?:$|[,.?!]|about\b|by\b))|to (?:date|now|present)\b)", re.I
)  # fmt: skip
_BY_BEFORE = re.compile(
    r"(?:\b(?:until|till|up to|through|by|no later than|not later than)(?:\s+the end of)?\s*|截至|截止到?|不晚于)\s*$",
    re.I,
)
_BEFORE_BEFORE = re.compile(r"(?:\b(?:before|prior to|earlier than)\s*|早于)$", re.I)
_BEFORE_BEHIND = re.compile(r"\s*(?:(?:以前|之前|前(?!景|端|置|沿|景|后|的?处理))|or earlier\b)", re.I)
_BY_BEHIND = re.compile(r"\s*(?:为止|底之?前)", re.I)
_IN_BEFORE = re.compile(r"(?:\b(?:in|during|of|for|year|between|from)(?:\s+the(?:\s+year)?)?\s*|[在于])$", re.I)
_OPENING = re.compile(r"\b(?:between|from|dated|published|granted)(?:\s+(?:between|from))?\s*$|[从自在于]\s*$", re.I)
_BARE_BEHIND = re.compile(r"\s*(?:$|[?？。.!！,，]\s*$|(?:US |Chinese )?patents?\b)", re.I)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Inclusive days, None where a side is open; `spans` are the characters that said so."""

    first: date | None
    last: date | None
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Point:
    span: Span
    first: date
    last: date
    bare: bool = False  # four digits alone: a year only by its company


def period(text: str, today: date) -> Period | None:
    """The days that the text names; of several the overlap, as in "since 2015 and before 2020"."""
    found = [*_rolling(text, today)]
    taken = [span for one in found for span in one.spans]
    found += _pointed(text, _points(text, today, taken))
    if not found:
        return None
    firsts = [one.first for one in found if one.first is not None]
    lasts = [one.last for one in found if one.last is not None]
    first, last = max(firsts, default=None), min(lasts, default=None)
    if first is not None and last is not None and first > last:  # 2019 and 2022: from one to the other
        first, last = min(firsts), max(lasts)
    return Period(first, last, tuple(sorted(span for one in found for span in one.spans)))


def _rolling(text: str, today: date) -> Iterator[Period]:
    """The last N years, months or weeks up to today."""
    reached = 0
    for match in sorted((m for pattern in _ROLLING for m in pattern.finditer(text)), key=lambda m: m.span()):
        said = match.groupdict()
        unit, count = said.get("unit") or "年", said.get("n")
        alone = count is None and not said.get("half") and unit.casefold() in ("year", "month")
        if match.start() < reached or (alone and "last" in match.group().casefold()):
            continue  # "last year" is a calendar year
        reached = match.end()
        yield Period(_back(today, _counted(count), unit, bool(said.get("half")), count), None, (match.span(),))


def _counted(count: str | None) -> int:
    if count is None:
        return 1
    if count in ("几", "few", "several"):
        return _VAGUE_YEARS
    return {"couple of": 2, "twelve": 12}.get(count.casefold()) or number(count.casefold())


def _back(today: date, count: int, unit: str, half: bool, said: str | None) -> date:
    unit = unit.casefold()
    if unit.startswith(("周", "星期", "week")):
        return today - timedelta(weeks=count)
    if unit.startswith(("天", "日", "day")):
        return today - timedelta(days=count)
    if "月" in unit or unit.startswith("month"):
        return same_day_later(today, -count)
    if unit.startswith("decade"):
        return same_day_later(today, -120 * count)
    if half:
        return same_day_later(today, -(12 * count if said else 0) - 6)
    if said is None and unit in ("年", "years"):  # 近年来, recent years
        count = _VAGUE_YEARS
    return same_day_later(today, -12 * count)


def _points(text: str, today: date, taken: list[Span]) -> list[_Point]:
    """The days, months and years of the text in order; a longer reading hides the shorter ones inside it."""
    found: list[_Point] = []
    for kind, pattern in _POINTS:
        for match in pattern.finditer(text):
            start, end = match.span()
            clash = any(start < to and at < end for at, to in [*taken, *(one.span for one in found)])
            days = None if clash else _days(kind, match, today)
            if days is not None:
                found.append(_Point((start, end), *days, bare=kind == "bare"))
    return sorted(found, key=lambda one: one.span)


def _days(kind: str, match: re.Match[str], today: date) -> tuple[date, date] | None:
    said = {name: value for name, value in match.groupdict().items() if value}
    try:
        if kind == "said":
            return _said(said["said"].casefold(), today)
        if kind == "decade":
            year = int(said["y"]) if "y" in said else _century(said["century"]) + 10 * number(said["dec"])
            return date(year, 1, 1), date(year + 9, 12, 31)
        year = int(said["y"])
        if kind == "half":
            return _months(year, 1 if said["half"] == "上" else 7, 6)
        if kind == "quarter":
            return _months(year, 3 * number(said["q"]) - 2, 3)
        if kind in ("year", "bare"):
            return date(year, 1, 1), date(year, 12, 31)
        month = _month(said)
        if kind == "month":
            return _months(year, month, 1)
        day = date(year, month, int(said.get("d") or said["d2"]))
    except ValueError:
        return None
    return day, day


def _month(said: dict[str, str]) -> int:
    if "mon" in said:
        return [name[:3] for name in _MONTH_NAMES].index(said["mon"].casefold()[:3]) + 1
    return int(said.get("m") or said["m2"])


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    first = date(year, month, 1)
    return first, month_after(first, count) - _DAY


def _century(said: str) -> int:
    return 2000 if said == "本世纪" else 1900


def _said(word: str, today: date) -> tuple[date, date]:
    if word in ("今天", "今日", "today"):
        return today, today
    if word == "yesterday":
        return today - _DAY, today - _DAY
    if "月" in word or "month" in word:
        first = month_after(today, -1 if word.startswith(("上", "last")) else 0)
        return first, month_after(first, 1) - _DAY
    back = {"大前年": 3, "前年": 2, "the year before last": 2, "去年": 1, "last year": 1}.get(word, 0)
    return date(today.year - back, 1, 1), date(today.year - back, 12, 31)


def _pointed(text: str, points: list[_Point]) -> Iterator[Period]:
    at = 0
    while at < len(points):
        one = points[at]
        joined = at + 1 < len(points) and _BETWEEN.fullmatch(text, one.span[1], points[at + 1].span[0])
        if joined and points[at + 1].last >= one.first:
            other = points[at + 1]
            start = _reach(_OPENING, text, one.span[0])
            yield Period(one.first, other.last, ((start, _closed(text, other.span[1])),))
            at += 2
            continue
        read = _bounded(text, one)
        if read is not None:
            yield read
        at += 1


def _closed(text: str, end: int) -> int:
    """之间 / 间 / 期间 behind a range belongs to it."""
    found = re.compile(r"\s*(?:之间|期间|这?段时间|间(?!隔|歇))").match(text, end)
    return found.end() if found else end


def _bounded(text: str, one: _Point) -> Period | None:
    """A point with what stands around it: since, after, before, until, in."""
    start, end = one.span
    if (behind := _FROM_BEHIND.match(text, end)) is not None:
        return Period(one.first, None, ((_reach(_FROM_BEFORE, text, start), behind.end()),))
    if (at := _reach(_AFTER_BEFORE, text, start)) < start:
        return Period(one.last + _DAY, None, ((at, end),))
    if (behind := _BEFORE_BEHIND.match(text, end)) is not None:
        last = one.last if behind.group().strip().casefold() == "or earlier" else one.first - _DAY
        return Period(None, last, ((_reach(_BY_BEFORE, text, start), behind.end()),))
    if (at := _reach(_BEFORE_BEFORE, text, start)) < start:
        return Period(None, one.first - _DAY, ((at, end),))
    behind = _BY_BEHIND.match(text, end)
    if behind is not None or (at := _reach(_BY_BEFORE, text, start)) < start:
        return Period(None, one.last, ((_reach(_BY_BEFORE, text, start), behind.end() if behind else end),))
    if (at := _reach(_FROM_BEFORE, text, start)) < start:
        return Period(one.first, None if _open_from(text, at) else one.last, ((at, end),))
    if one.bare and _reach(_IN_BEFORE, text, start) == start and not _BARE_BEHIND.match(text, end):
        return None
    return Period(one.first, one.last, ((_reach(_IN_BEFORE, text, start), end),))


def _open_from(text: str, at: int) -> bool:
    """ "patents from last year" are of that year, "from 2015 on" and "since" and 自 leave the end open."""
    return not text[at:].casefold().startswith(("from ", "从"))


def _reach(pattern: re.Pattern[str], text: str, start: int) -> int:
    """Where the words in front of `start` begin that the pattern takes along."""
    found = pattern.search(text[:start])
    return found.start() if found else start
