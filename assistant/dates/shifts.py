"""How far something is to be put off or brought forward: 推迟一天, 提前半小时, "half an hour earlier"."""

import re
from dataclasses import dataclass
from datetime import timedelta

from .when import Span
from .wording import HOUR_WORDS, NARROW, number

_UNITS = {
    "天": 1440,
    "日": 1440,
    "周": 10080,
    "星期": 10080,
    "礼拜": 10080,
    "小时": 60,
    "钟头": 60,
    "刻钟": 15,
    "分钟": 1,
}
_UNITS |= {"day": 1440, "week": 10080, "hour": 60, "hr": 60, "minute": 1, "min": 1}
_COUNT = r"(?:\d{1,2}|[二三]?十[一二三四五六七八九]?|[一二两三四五六七八九])"  # 两三天 is no length to move by
_ZH = (
    rf"(?P<n>半|{_COUNT})\s*个?(?P<half>半)?(?P<unit>天|日|周|星期|礼拜|小时|钟头|刻钟|分钟)(?P<half_behind>半)?"
    r"(?!内|之内|以内|通知|提醒|告知)"
)
_EN = (
    rf"(?P<n>an?|{'|'.join(HOUR_WORDS)}|\d{{1,2}}|half(?:\s+an?)?|a\s+half|a\s+quarter\s+of\s+an)[\s-]+"
    r"(?P<unit>day|week|hour|hr|minute|min)s?\b(?P<half>\s+and\s+a\s+half)?"
)
_LATER_ZH = r"推迟|延后|延迟|推后|顺延|(?:往|向)后(?:推|挪|移|延|调)|后(?:推|移|延)|晚"
_EARLIER_ZH = r"提前|提早|(?:往|向)前(?:推|挪|移|提|调)|前移|早"
_PATTERNS = (
    (re.compile(rf"(?:{_LATER_ZH})了?\s*{_ZH}"), 1),
    (re.compile(rf"(?:{_EARLIER_ZH})了?\s*{_ZH}"), -1),
    (re.compile(rf"\b{_EN}\s+(?:later|after\s+that)\b", re.I), 1),
    (re.compile(rf"\b{_EN}\s+(?:earlier|sooner|before\s+that)\b", re.I), -1),
    (re.compile(rf"\b(?:postpone|delay|push|put|move)\b.{{0,40}}\bby\s+{_EN}(?!\s+earlier)", re.I), 1),
    (re.compile(rf"\b(?:bring|move)\b.{{0,30}}\b(?:forward|up)\s+(?:by\s+)?{_EN}", re.I), -1),
)  # fmt: skip
_NEXT_DAY = (
    (re.compile(r"(?:换|改|挪|推|移|调|延)(?:到|至|成)?(?:后一天|次日|第二天|下一天)"), 1),
    (re.compile(r"(?:换|改|挪|移|调)(?:到|至|成)?(?:前一天|头一天)"), -1),
    (re.compile(r"\bto\s+the\s+(?:next\s+day|following\s+day|day\s+after)\b(?!\s+tomorrow)", re.I), 1),
    (re.compile(r"\bto\s+the\s+(?:previous\s+day|day\s+before)\b(?!\s+yesterday)", re.I), -1),
)


@dataclass(frozen=True, slots=True)
class Shift:
    """`by` counts from the time that is to be moved; whole days keep the clock time."""

    by: timedelta
    span: Span


def shifted(text: str) -> Shift | None:
    """How far the text wants something moved, if it says so; 推迟到周三 names a day instead."""
    narrow = text.translate(NARROW)
    for pattern, sign in _PATTERNS:
        if match := pattern.search(narrow):
            return Shift(sign * timedelta(minutes=_minutes(match)), match.span())
    for pattern, sign in _NEXT_DAY:
        if match := pattern.search(narrow):
            return Shift(timedelta(days=sign), match.span())
    return None


def _minutes(match: re.Match[str]) -> int:
    said = match.groupdict()
    half = 0.5 if said["half"] or said.get("half_behind") else 0
    return round((_amount(said["n"].lower()) + half) * _UNITS[said["unit"].lower()])


def _amount(word: str) -> float:
    if word in ("a", "an"):
        return 1
    if word == "半" or "half" in word:
        return 0.5
    return 0.25 if "quarter" in word else number(word)
