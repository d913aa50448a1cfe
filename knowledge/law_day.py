"""The day whose law a question asks about, where its words name one: 2027年的商标法, as of 1 January 2020.

A date that tells of a fact (我2019年申请的专利, our mark was filed in 2020) is no day of the law, unless it is still to
come.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Literal

from .written_days import ASKING, OWN, written_out

ZH = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})\s*年(?!度?[代来内前]|费(?!用))"
    r"(?:\s*(?P<nth>1[0-2]|0?[1-9])\s*月(?:\s*(?P<day>[12]\d|3[01]|0?[1-9])\s*[日号])?)?"
)
NUMERIC = re.compile(  # 2027-01-01, 2027/1/1, 2027.1.1
    r"(?<![A-Za-z\d./-])(?P<year>(?:19|20)\d{2})(?P<sign>[-/.])(?P<nth>\d{1,2})(?P=sign)(?P<day>\d{1,2})(?!\d|[-/.]\d)"
)
MONTH = r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
NO_AMOUNT = (  # from 2000 to 5000 yuan
    r"(?!\s*(?:(?:to|and|or|[-–—~])\s*(?!(?:19|20)\d{2}\b)\d|(?:(?:to|and|or|[-–—~])\s*\d+\s*)?"
    r"(?:yuan|rmb|cny|usd|dollars?|euros?|percent|days?|months?|people|employees|%|[元万件个]))|[.,]\d)"
)
YEAR = rf"(?P<year>(?:19|20)\d{{2}})(?![\d-]){NO_AMOUNT}"
EN = re.compile(rf"(?<!\d)(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?\b{MONTH},?\s+{YEAR}", re.I)
EN_US = re.compile(rf"\b{MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{YEAR}", re.I)
EN_YEAR = re.compile(
    rf"\b(?:in|during|since|from|after|by|as\s+of|at\s+the\s+end\s+of|starting)\s+(?:the\s+year\s+)?{YEAR}", re.I
)
MONTHS = {name: at for at, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
AT_THAT_TIME = re.compile(
    r"^\s*(?:[,，]?\s*(?:当时|时|那时|当天|那天|之?后|起|以后|施行|生效|有效|实施|的时候|版)|的?《"
    r"|的?[一-鿿]{0,10}?(?:法(?![院人])|条例|细则|办法|规定))"
)
AT_THE_ACT = re.compile(  # at the time of filing in 2019: the law of that day
    r"\bat\s+the\s+(?:time|date)\s+of\s+(?:the\s+)?(?:filing|registration|application|grant|signing|infringement|publication)"
    r"[\s,(]{1,3}(?:(?:in|on|of)\s+)?$", re.I,
)  # fmt: skip
AT_THE_ACT_ZH = re.compile(
    r"\s*(?:提交|递交)?(?:申请|注册|授权|登记|签订|签约|侵权|公告)(?:时|当时|的时候|那时|之时|当日)"
)
LONGEST_ACT = 60
LEADS_TO_IT = re.compile(r"(?:\b(?:in|on|from|as\s+of|as\s+at|since|by|at|during)\s{1,3}|截至|在|到|自|按照?)$", re.I)
LEADS_ON = re.compile(r"^\s{0,3}(?:(?:[之以]?后|当?时|那时|起|的时候)(?!间|期|限|代)|的)?\s{0,3}[,，]?\s{0,3}")
ASKS = re.compile(
    r"多久|多长|多少|几个?[月年天]|怎么规定|如何规定|是什么|\bhow\s+(?:long|much|many)\b|\bwhat\s+(?:is|was|were|will|did|do)\b",
    re.I,
)
Part = Literal["day", "month", "year"]
LAW = re.compile(
    r"按|依照|依据|适用|施行|有效|生效|旧法|法律|规定|条例|细则|政策|截至|\bas (?:of|at)\b|\bin force\b"
    r"|\blaws?\b|\brules?\b|\bacts?\b|\bregulations?\b|\beffective\b|\bapplicable\b",
    re.I,
)
FACT = re.compile(
    r"申请|注册|授权|登记|签|成立|取得|提交|收到|发生|购买|缴|到期|优先权|公开|公告|获得|拿到|买|开始使用|创作|发表"
    r"|创始|创立|创办|设立|开业|开办|入驻|入职|离职|投产|上市|转让|受让|研发|完成"
    r"|\b(?:priority|filed?|filing|registered|granted|signed|founded|bought|received|published|made|created|started|launched|established|incorporated|opened|set\s+up|joined|hired|sold|licensed|invented)\b",
    re.I,
)
AMOUNT = re.compile(
    r"资助|补贴|补助|奖励|贴息|减免|减缴|费用|收费|年费|官费|标准|多少[钱元]"
    r"|\b(?:subsid\w+|grants?|fees?|funding|reimburse\w*|support)\b",
    re.I,
)
VISIT = re.compile(
    r"预约|约[个在一]|见面|拜访|活动|讲座|培训"
    r"|\b(?:book(?:ing)?|appointments?|meet(?:ing)?\s+(?:with|an?|you)|visit|workshops?|seminars?)\b"
    r"|\b(?<!in the )events?\b",
    re.I,
)
RUNS_OUT = re.compile(r"到期|届满|缴|期满|\b(?:expires?|expiring|due|ends?)\b", re.I)
MOST_DATES = 30
BEFORE, BEFORE_EN, AFTER, AFTER_EN, AROUND = 10, 20, 5, 14, 20  # signs in which a fact, or a word of law, is looked for


def named_day(text: str, today: str) -> str | None:
    """The ISO day that a question names, None if it names none or several.

    Of a month or a year the last day counts; today's own month and year mean today.
    """
    return _named(written_out(text, date.fromisoformat(today)), today)[0]


def without_day(text: str, today: str) -> str:
    """A question without the words for the day that it names: they bring up every text that tells of that day."""
    written = written_out(text, date.fromisoformat(today))
    day, spans = _named(written, today)
    if day is None:
        return text
    for at, end in sorted(spans, reverse=True):
        written = LEADS_TO_IT.sub("", written[:at]) + LEADS_ON.sub("", written[end:])
    return written if written.strip(" ,，?？.。") else text


def _named(text: str, today: str) -> tuple[str | None, list[tuple[int, int]]]:
    """The day, and where it stands in a text written out."""
    found: dict[str, bool] = {}  # {day: whether it is the law's}, without those that tell of facts
    spans: list[tuple[int, int]] = []
    for span, part, day in islice(_dates(text, date.fromisoformat(today)), MOST_DATES):
        exact = part == "day" or (part == "month" and _asks_of_rules(text))
        if (of_law := _of_law(text, span, day, today, exact=exact)) is not None:
            found[day] = found.get(day, False) or of_law
            spans.append(span)
    return (next(iter(found)), spans) if len(found) == 1 and all(found.values()) else (None, [])


def _of_law(text: str, span: tuple[int, int], day: str, today: str, *, exact: bool) -> bool | None:
    """None where it tells of a fact. A day to come is the law's; less than a day only beside words of law."""
    at, end = span
    following = text[end:]
    near = following[: AFTER_EN if following[:1] == " " else AFTER]
    told = AT_THAT_TIME.match(following)
    if AT_THE_ACT.search(text[max(0, at - LONGEST_ACT) : at]) or (
        AT_THE_ACT_ZH.match(following) and LAW.search(following[:AROUND])
    ):
        return True
    if day > today:
        around = text[max(0, at - AROUND) : end + AROUND]
        if VISIT.search(around) and not LAW.search(around):
            return None
        return None if RUNS_OUT.search(text[max(0, at - BEFORE) : at] + "|" + near) else True
    if told and not FACT.search(told.group()):
        return True
    before = text[max(0, at - (BEFORE_EN if text[at - 1 : at] == " " else BEFORE)) : at]
    if FACT.search(before) or (near[:1] not in ",，" and FACT.search(near)):
        return None
    return exact or bool(
        LAW.search(text[max(0, at - AROUND) : end + AROUND]) or (AMOUNT.search(text) and not OWN.search(text))
    )


def _asks_of_rules(text: str) -> bool:
    """How long, how much, what: asked without a word of oneself or of something that happened."""
    return bool(ASKS.search(text)) and not (OWN.search(ASKING.sub("", text)) or FACT.search(text))


def _dates(text: str, today: date) -> Iterator[tuple[tuple[int, int], Part, str]]:
    """(where it stands, what is named of it, ISO day)."""
    taken: list[tuple[int, int]] = []
    for pattern in (NUMERIC, ZH, EN_US, EN, EN_YEAR):
        for found in pattern.finditer(text):
            if any(found.start() < end and at < found.end() for at, end in taken):
                continue
            year, month, day = _parts(found)
            last = _last(year, month, day, today)
            if last is not None:
                taken.append(found.span())
                yield found.span(), "day" if day else "month" if month else "year", last


def _parts(found: re.Match[str]) -> tuple[int, int | None, int | None]:
    told = found.groupdict()
    month = told.get("nth") or MONTHS.get((told.get("month") or "")[:3].casefold())
    return int(told["year"]), int(month) if month else None, int(told["day"]) if told.get("day") else None


def _last(year: int, month: int | None, day: int | None, today: date) -> str | None:
    """The day, or the last one of the month or year; None where there is no such day."""
    if day is None and year == today.year and month in (None, today.month):
        return today.isoformat()
    try:
        last = month or 12
        return date(year, last, day or monthrange(year, last)[1]).isoformat()
    except ValueError:
        return None
