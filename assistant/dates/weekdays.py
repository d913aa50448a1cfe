"""Weekdays, weeks and weekends: ours, since the libraries disagree with how people book (bare ones and "next")."""

import re
from datetime import date, timedelta

from .when import Day, Piece, Weekday, one_day
from .wording import FOLLOWS, HOUR_WORDS, masked, month_after

_NUMBERS = {char: value for value, char in enumerate("一二三四五六日")} | {"天": 6}
_WEEKS = {"下下": 2, "下": 1, "上上": -2, "上": -1, "本": 0, "这": 0}
_FRAME = r"(?P<frame>下下|上上|下|上|本|这)(?:一)?个?"
_CHINESE_DAY = re.compile(
    rf"(?<![每\d])(?<!(?<![周期拜])[一二两三四五六七八九十])(?:{_FRAME})?(?:周|星期|礼拜)"
    r"(?:(?P<end>末|六日|六[、,]?周日)|(?P<day>[一二三四五六日天1-6])(?![次直般些定致共样会年度]))"
)
_CHINESE_WEEK = re.compile(rf"{_FRAME}(?:周|星期|礼拜)(?![一二三四五六日天末])")

_DAY_NAMES = (
    r"mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
)
_SHORT = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ENGLISH_DAY = re.compile(
    rf"\b(?:(?P<far>a|one|two|three|\d)\s+weeks?\s+(?:from|after|on|this)\s+|(?P<after>day|week)\s+after\s+)?"
    rf"(?P<frame>(?:this|the)\s+coming\s+|next\s+|this\s+|coming\s+|last\s+|the\s+following\s+)?"
    rf"(?P<day>{_DAY_NAMES})\b(?P<dot>\.(?=\s\w))?(?P<behind>\s+week\b|\s+after\s+next\b|\s+of\s+this\s+week\b)?",
    re.I | re.A,
)
# "the first Monday of December" is a day of the month: the library reads it.
_OF_MONTH = re.compile(r"\b(?:first|second|third|fourth|last|1st|2nd|3rd|4th)\s+$", re.I | re.A)
_IN_MONTH = re.compile(r"\s+(?:of|in)\s+(?!this\s+week|next\s+week)", re.I | re.A)
_NTH = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "last": -1}
_NTH_OF_FRAME = re.compile(
    rf"\b(?:the\s+)?(?P<nth>{'|'.join(_NTH)})\s+(?P<day>{_DAY_NAMES})\s+(?:(?:of|in)\s+)?"
    r"(?P<frame>next|this|the\s+(?:next|coming|following)|(?<=\sof\s)the|(?<=\sin\s)the)\s+month\b",
    re.I | re.A,
)
_ENGLISH_WEEK = re.compile(
    r"\b(?:(?:the\s+)?(?P<edge>end|start|beginning|early|late|mid(?:dle)?)(?:\s+of)?[\s-]+(?:the\s+)?)?"
    r"(?:(?P<frame>this|next|last|coming)\s+(?P<what>week(?:end)?)|the\s+(?P<following>week)\s+after\s+next"
    r"|(?<!of the )(?P<bare>weekend)|(?<=of\sthe\s)(?P<week>week)(?!\s+after)(?!\s+of))\b(?!\s+after)",
    re.I | re.A,
)
_INTRODUCED = re.compile(r"\b(?:on|by|before|until|till)\s+$", re.I | re.A)
_ALONE = re.compile(r"\s*(?:$|[,.?!，。？！]|or\b|works\b|please\b)", re.I | re.A)
_DOING = re.compile(r"\b(?:i|we|he|she|they|you|who|it|to|the)\s+$", re.I | re.A)
_ALSO_WORDS = ("sat", "sun", "mon", "wed")  # "we sat down", "sun and wind"
_EDGES = {"end": (4, 7), "late": (3, 7), "mid": (1, 4), "middle": (1, 4)}  # days of the week, Monday is 0


def monday(of: date) -> date:
    return of - timedelta(days=of.weekday())


def weekdays(text: str, today: date) -> list[Piece]:
    """Every weekday, week and weekend of the text."""
    of_month = _of_a_month(text, today)
    rest = masked(text, [piece.span for piece in of_month])
    return [*of_month, *_chinese(rest, today), *_english(rest, today)]


def nth_weekday(first: date, weekday: int, nth: int) -> date:
    """The first (0), second (1) ... or last (-1) such weekday of the month that begins on `first`."""
    if nth >= 0:
        return first + timedelta(days=(weekday - first.weekday()) % 7, weeks=nth)
    last = month_after(first, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def _of_a_month(text: str, today: date) -> list[Day]:
    """ "The first Monday of next month"; with the name of a month the library reads it."""
    found = []
    for match in _NTH_OF_FRAME.finditer(text):
        frame = match["frame"].lower()
        first = month_after(today, 0 if frame in ("this", "the") else 1)
        weekday, nth = _SHORT.index(match["day"][:3].lower()), _NTH[match["nth"].lower()]
        day = nth_weekday(first, weekday, nth)
        if frame == "the" and day < today:
            day = nth_weekday(month_after(today, 1), weekday, nth)
        found.append(one_day(match.span(), day))
    return found


def _chinese(text: str, today: date) -> list[Piece]:
    found: list[Piece] = []
    for match in _CHINESE_DAY.finditer(text):
        week = _WEEKS[match["frame"]] if match["frame"] else None
        if match["end"]:
            found.append(_weekend(match.span(), monday(today) + timedelta(weeks=week or 0)))
        else:
            char = match["day"]
            found.append(Weekday(match.span(), int(char) - 1 if char.isdigit() else _NUMBERS[char], week))
    for match in _CHINESE_WEEK.finditer(text):
        found.append(_week(match.span(), monday(today) + timedelta(weeks=_WEEKS[match["frame"]])))
    return found


def _english(text: str, today: date) -> list[Piece]:
    days = [_english_day(text, match) for match in _ENGLISH_DAY.finditer(text)]
    return [*(day for day in days if day is not None), *_english_weeks(text, today)]


def _english_day(text: str, match: re.Match[str]) -> Weekday | None:
    frame = (match["frame"] or "").lower().split()
    nth = "last" in frame or _OF_MONTH.search(text, 0, match.start())
    if nth and _IN_MONTH.match(text, match.end()):
        return None
    if match["day"].lower() in _ALSO_WORDS and _DOING.search(text, 0, match.start()):
        return None
    behind = (match["behind"] or "").lower()
    next_said = "next" in frame and "after next" not in behind
    week = -1 if "last" in frame else 0 if frame == ["this"] or "this week" in behind else None
    return Weekday(
        match.span(),
        _SHORT.index(match["day"][:3].lower()),
        week,
        next_said=next_said,
        later=_later(match, behind),
        weak=not frame and _weak(text, match),
    )


def _later(match: re.Match[str], behind: str) -> int:
    if match["after"]:
        return 1 if match["after"].lower() == "day" else 7
    if behind.split() == ["week"] or "after next" in behind:
        return 7
    if match["far"] is None:
        return 0
    word = match["far"].lower()
    return 7 * (1 if word == "a" else int(word) if word.isdigit() else HOUR_WORDS[word])


def _weak(text: str, match: re.Match[str]) -> bool:
    if match["day"].lower() not in _ALSO_WORDS:
        return False
    if _INTRODUCED.search(text, 0, match.start()):
        return FOLLOWS.match(text, match.end()) is None
    return _ALONE.match(text, match.end()) is None


def _english_weeks(text: str, today: date) -> list[Piece]:
    found: list[Piece] = []
    for match in _ENGLISH_WEEK.finditer(text):
        weeks = {"next": 1, "last": -1}.get((match["frame"] or "").lower(), 2 if match["following"] else 0)
        start = monday(today) + timedelta(weeks=weeks)
        is_week = match["following"] or match["week"] or (match["what"] or "").lower() == "week"
        edge = (match["edge"] or "").lower()
        if is_week and edge:
            first, last = _EDGES.get(edge, (0, 3))
            found.append(Day(match.span(), start + timedelta(days=first), start + timedelta(days=last)))
            continue
        found.append(_week(match.span(), start) if is_week else _weekend(match.span(), start))
    return found


def _week(span: tuple[int, int], start: date) -> Day:
    return Day(span, start, start + timedelta(weeks=1), "week", frame=True)


def _weekend(span: tuple[int, int], start: date) -> Day:
    return Day(span, start + timedelta(days=5), start + timedelta(days=7))
