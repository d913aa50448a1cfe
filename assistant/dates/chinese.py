"""Days in Chinese: found by their shape, resolved by jionlp where it takes more than counting."""

import contextlib
import io
import re
import threading
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from .weekdays import nth_weekday
from .when import Day, Instant, Piece, Span, elapsed, one_day
from .wording import FOLLOWS, NUMERAL, in_likely_year, masked, month_after, number, same_day_later

_COUNTED = {"今": 0, "明": 1, "后": 2, "大后": 3, "昨": -1, "前": -2, "大前": -3}
_NEAR = re.compile(r"(?<![目之以当日年月然最今])(?P<which>大?后|大?前|今|明|昨)(?:天|(?<=[今明昨后])[日儿])(?!数)")

_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|正|腊|[一二三四五六七八九])月"
_DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|[二廿]?十[一二三四五六七八九]?|廿[一二三四五六七八九]|[一二三四五六七八九])"
_YEAR = r"(?:(?:(?:19|20)\d\d|\d\d|二[零〇][零〇一二三四五六七八九]{2})年|明年|今年|去年)"
_FRAMED = "本这下上"
_MONTH_FRAME = r"(?:下下|下|本|这|上)个?月"
_MONTH_DAY = re.compile(
    rf"(?<![\d零〇一二三四五六七八九十])(?:(?P<year>{_YEAR})\s*)?(?P<month>{_MONTH}|{_MONTH_FRAME})\s*的?\s*(?P<day>{_DAY})"
    rf"\s*(?:[日号]|(?=\s*[-到至和、]\s*{_DAY}\s*[日号])|(?![\d个年月份项件条点:.]|{_DAY}))"
)
_DAY_ALONE = re.compile(
    rf"(?<![\d第零〇一二三四五六七八九十:./a-zA-Z周期拜])(?P<day>{_DAY})\s*(?:[号](?!码)|日(?!内|以内|之内|起|本|常|期|均))"
    rf"|(?<=[月日号|][-到至和、])(?P<ranged>{_DAY})(?=\s*[日号])"
    rf"|(?<![\d第零〇一二三四五六七八九十:./月-])(?P<first>{_DAY})(?=\s*[-到至、和或]\s*{_DAY}\s*[日号])"
)
_MONTH_PART = re.compile(
    rf"(?P<year>{_YEAR})?(?P<month>{_MONTH}|{_MONTH_FRAME}|(?<![\d个年每本下上这])月)的?"
    r"(?P<part>初|上旬|中旬|中(?!旬)|下旬|底|末|月底|月初)(?!期)"
)
_NTH_WEEKDAY = re.compile(
    rf"(?P<year>{_YEAR})?(?P<month>{_MONTH}|{_MONTH_FRAME})的?(?:第(?P<nth>[一二三四1-4])个|最后一?个)"
    r"(?:周|星期|礼拜)(?P<day>[一二三四五六日天])"
)
_NTH_WEEK = re.compile(
    rf"(?P<year>{_YEAR})?(?P<month>{_MONTH}|{_MONTH_FRAME})的?第(?P<nth>[一二三四1-4])个?(?:周|星期|礼拜)(?![一二三四五六日天])"
)
_WHOLE_MONTH = re.compile(rf"(?P<frame>{_MONTH_FRAME})(?!初|底|末|中|上旬|下旬|\d|{_DAY})")
_MONTH_ALONE = re.compile(
    rf"(?<![\d零〇一二三四五六七八九十个])(?P<year>{_YEAR})?(?P<month>{_MONTH})份?(?!之?后|内|之?内|以|起|龄|\d)"
)
_YEAR_END = re.compile(r"(?P<year>今|明)?(?<![每近])年(?:底|末)")
_AFTER = re.compile(
    rf"(?<![起满权告请逾超届近每第\d.零一二两三四五六七八九十])"
    rf"(?P<n>{NUMERAL}|半|\d+\.\d+)\s*个?(?P<half>半)?(?P<unit>天|日|周|星期|礼拜|月|小时|钟头|分钟|刻钟)"
    r"(?:之|以)?(?P<side>后|(?<!日)(?<!日之)(?<!日以)前)(?!天|续|来|期|面|缴)"
)
_FESTIVAL = re.compile(
    r"(?P<year>明年|今年|20\d\d年)?的?(?P<name>元旦|春节|大年初一|大年三十|元宵节?|清明节?|(?<![周期拜十])五一|劳动节|端午节?|七夕|中秋节?|国庆节?|"
    r"重阳节?|腊八节?|除夕|平安夜|圣诞节?)(?!档|路|街|版)"
)
_SAME = {"五一": "劳动节", "大年初一": "春节", "大年三十": "除夕"}


def days(text: str, now: datetime) -> list[Piece]:
    """Days and instants in Chinese words; `now` is local."""
    today = now.date()
    scanners: tuple[Callable[[str, date], Sequence[Piece]], ...] = (
        _nth_weekdays,
        _nth_weeks,
        _month_days,
        _month_parts,
        lambda rest, _: _after(rest, now),
        _days_alone,
        _festivals,
        _whole_months,
        _near,
        _year_ends,
    )
    found: list[Piece] = []
    rest = masked(text, _impossible(text, today))
    for scan in scanners:
        pieces = scan(rest, today)
        rest = masked(rest, [piece.span for piece in pieces])
        found += pieces
    return found


def _impossible(text: str, today: date) -> list[Span]:
    """2月30日: no day, and its 30日 is not the 30th of this month either."""
    possible = {piece.span for piece in _month_days(text, today)}
    return [match.span() for match in _MONTH_DAY.finditer(text) if match.span() not in possible]


def _near(text: str, today: date) -> list[Day]:
    both = [m.span() for m in re.finditer("明后[天两]天?", text)]
    tomorrow = today + timedelta(days=1)
    found = [Day(span, tomorrow, tomorrow + timedelta(days=2)) for span in both]
    for match in _NEAR.finditer(masked(text, both)):
        found.append(one_day(match.span(), today + timedelta(days=_COUNTED[match["which"]])))
    return found


def _month_days(text: str, today: date) -> list[Day]:
    found = []
    for match in _MONTH_DAY.finditer(text):
        day = _known(match.group(), bool(match["year"]) or match["month"][0] in _FRAMED, today)
        if day is not None:
            found.append(one_day(match.span(), day))
    return found


def _known(words: str, year_said: bool, today: date) -> date | None:
    words = "".join(words.replace("的", "").split())
    words = words.replace("这个月", "本月").replace("这月", "本月").replace("廿", "二十")
    lunar = "腊月" in words or "正月" in words
    words = words if words[-1] in "日号" or lunar else words + "日"
    day = _parsed(words, today)
    if day is None or year_said:
        return day
    if lunar:
        return day if day >= today else _parsed(f"{today.year + 1}年{words}", today)
    return in_likely_year(day.month, day.day, today)


def _days_alone(text: str, today: date) -> list[Day]:
    found = []
    for match in _DAY_ALONE.finditer(text):
        day = number((match["day"] or match["ranged"] or match["first"]).replace("廿", "二十"))
        months = (month_after(today, ahead) for ahead in range(3))
        dates = (first + timedelta(days=day - 1) for first in months if (first + timedelta(days=day - 1)).day == day)
        coming = next((option for option in dates if option >= today), None)
        if coming is not None:
            found.append(one_day(match.span(), coming, monthless=True))
    return found


def _month_parts(text: str, today: date) -> list[Day]:
    found = []
    for match in _MONTH_PART.finditer(text):
        first = _first_of_month(match["year"], match["month"], today)
        if first is None:
            continue
        last = month_after(first, 1)
        starts, ends = {
            "初": (first, first + timedelta(days=5)),
            "上": (first, first + timedelta(days=10)),
            "中": (first + timedelta(days=10), first + timedelta(days=20)),
            "下": (first + timedelta(days=20), last),
        }.get(match["part"][0], (last - timedelta(days=1), last))
        if match["month"] == "月" and ends <= today:
            starts, ends = month_after(first, 1), month_after(first, 1) + (ends - starts)
        found.append(Day(match.span(), starts, ends))
    return found


def _first_of_month(year: str | None, month: str, today: date) -> date | None:
    if month == "月" or month[0] in _FRAMED:
        return month_after(today, {"下下": 2, "下": 1, "上": -1}.get(re.sub(r"个?月$", "", month), 0))
    first = _parsed(f"{year or ''}{month}1日", today)
    if first is None or year or first >= month_after(today, 0):
        return first
    return first.replace(year=first.year + 1)


def _nth_weekdays(text: str, today: date) -> list[Day]:
    found = []
    for match in _NTH_WEEKDAY.finditer(text):
        first = _first_of_month(match["year"], match["month"], today)
        if first is not None:
            weekday = "一二三四五六日".find(match["day"].replace("天", "日"))
            nth = number(match["nth"]) - 1 if match["nth"] else -1
            found.append(one_day(match.span(), nth_weekday(first, weekday, nth)))
    return found


def _nth_weeks(text: str, today: date) -> list[Day]:
    found = []
    for match in _NTH_WEEK.finditer(text):
        first = _first_of_month(match["year"], match["month"], today)
        if first is not None:
            starts = first + timedelta(weeks=number(match["nth"]) - 1)
            found.append(Day(match.span(), starts, starts + timedelta(weeks=1), "week"))
    return found


def _whole_months(text: str, today: date) -> list[Day]:
    found = []
    for match in _MONTH_ALONE.finditer(text):
        first = _first_of_month(match["year"], match["month"], today) if FOLLOWS.match(text, match.end()) else None
        if first is not None:
            found.append(Day(match.span(), first, month_after(first, 1), "month"))
    for match in _WHOLE_MONTH.finditer(text):
        first = _first_of_month(None, match["frame"], today)
        if first is not None:
            found.append(Day(match.span(), first, month_after(first, 1), "month"))
    return found


def _year_ends(text: str, today: date) -> list[Day]:
    return [one_day(m.span(), date(today.year + (m["year"] == "明"), 12, 31)) for m in _YEAR_END.finditer(text)]


def _festivals(text: str, today: date) -> list[Day]:
    found = []
    for match in _FESTIVAL.finditer(text):
        name = _SAME.get(match["name"], match["name"])
        day = _parsed((match["year"] or "") + name, today)
        if day is not None and day < today and not match["year"]:
            day = _parsed(f"{today.year + 1}年{name}", today)
        if day is not None:
            found.append(one_day(match.span(), day))
    return found


def _after(text: str, now: datetime) -> list[Piece]:
    found: list[Piece] = []
    for match in _AFTER.finditer(text):
        amount = _amount(match["n"]) + (0.5 if match["half"] else 0)
        amount = amount if match["side"] == "后" else -amount
        unit = match["unit"]
        minutes = {"小时": 60, "钟头": 60, "分钟": 1, "刻钟": 15}.get(unit)
        if minutes:
            found.append(Instant(match.span(), elapsed(now, timedelta(minutes=amount * minutes))))
        elif unit == "月" and amount % 1:
            found.append(one_day(match.span(), now.date() + timedelta(days=round(30 * amount))))
        elif unit == "月":
            found.append(one_day(match.span(), same_day_later(now.date(), int(amount))))
        else:
            weeks = unit in ("周", "星期", "礼拜")
            distance = timedelta(days=int(amount * (7 if weeks else 1)))
            found.append(one_day(match.span(), now.date() + distance, frame=weeks))
    return found


def _amount(word: str) -> float:
    if word == "半":
        return 0.5
    if "." in word:
        return float(word)
    about = len(word) == 2 and not word.isascii() and "十" not in word
    return number(word[0] if about else word)  # 两三天后 starts in two days


_PARSING = threading.Lock()  # the parser keeps its state in itself


def _parsed(words: str, today: date) -> date | None:
    """The first day that jionlp reads out of words known to name one, or None when there is no such day."""
    base = {"year": today.year, "month": today.month, "day": today.day, "hour": 0, "minute": 0, "second": 0}
    with _PARSING:
        try:
            parsed = _parser()(words, time_base=base)
        except ValueError:
            return None
    time = parsed["time"]
    return datetime.fromisoformat(time[0]).date() if isinstance(time, list) and time[0][:1].isdigit() else None


@cache
def _parser() -> Any:
    with contextlib.redirect_stdout(io.StringIO()):  # it greets on stdout, which belongs to --json
        import jionlp  # loads dictionaries for most of a second; only a month's day or a festival needs it
    return jionlp.parse_time
