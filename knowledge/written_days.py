"""Days as people write them, put in figures: 二〇二七年一月一日, 明年 and 三个月后, next year and in three months.

What is told from today is left as it is where somebody tells of themselves or of a plan (我们明年想申请), and a length
of time that may be a term (公告后三个月, within three months) is none.
"""

import re
from calendar import monthrange
from datetime import date, timedelta

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
FIGURES = {figure: str(at) for at, figure in enumerate("零一二三四五六七八九")}
FIGURES |= dict.fromkeys("〇○", "0") | {figure: str(at) for at, figure in enumerate("０１２３４５６７８９")}
NINE = "一二三四五六七八九"
CHINESE = re.compile(
    rf"(?<![\d{NINE}])(?P<year>[〇零○{NINE}０-９\d]{{4}})\s*年"
    rf"(?:\s*(?P<month>元|十[一二]?|[{NINE}]|[０-９\d]{{1,2}})\s*月"
    rf"(?:\s*(?P<day>[二三]?十[{NINE}]?|[{NINE}]|[０-９\d]{{1,2}})\s*(?=[日号]))?)?"
)
ZH_YEAR = re.compile(
    r"(?<![说证声表注申])(?P<which>明年|(?<![前以今])后年|(?<![过失除])去年|(?<![之以])前年|今年(?=年?[初底末中]))(?![费金限龄检])度?(?:的?(?=\s*[\d元十一二三四五六七八九]+\s*月))?"
)
EN_YEAR = re.compile(
    r"(?P<month>\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+(?:of\s+)?)?"
    r"(?P<part>\b(?:at|by|from)\s+the\s+(?:end|start|beginning)\s+of\s+)?"
    r"(?<!the )(?:\b(?:in|from|during|since|by|as\s+of)\s+)?\b(?P<which>next|last|this)\s+year\b(?:['’]s\b)?",
    re.I,
)
YEARS = {"明年": 1, "后年": 2, "今年": 0, "next": 1, "this": 0, "去年": -1, "前年": -2, "last": -1}
PART = re.compile(r"(?<=\d{4}年)\s*(?:年)?(?P<part>[初中底末]|上半年|下半年)(?![级步次审期稿])")
PARTS = {"初": 1, "中": 6, "上半年": 6, "底": 12, "末": 12, "下半年": 12}
NUMBER = r"\d{1,3}|[二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]|半"
ZH_AHEAD = re.compile(  # at the head of a clause; elsewhere it is mostly a term: 公告三个月后
    rf"(?:(?P<ahead>再过)|(?P<before>^|[，。；？！,;?!：:]\s*|请问|在|到|那么?))(?P<count>{NUMBER})\s*"
    r"(?P<unit>个月|年|天|周|个星期)(?(ahead)(?:(?:之|以)?后)?|(?:之|以)?(?P<back>[后前]))"
)
ZH_MONTH = re.compile(
    r"(?<![每在到])(?P<which>下个?月|上个?月)(?![初底末中]?[起内至到])(?P<day>\s*(?:[12]\d|3[01]|[1-9])(?=[日号]))?"
)
WORDS = "one two three four five six seven eight nine ten eleven twelve".split()
EN_AHEAD = re.compile(
    rf"(?P<before>^|[.;?!]\s+|,\s+)?\b(?:in\s+)?(?P<count>\d{{1,3}}|an?|{'|'.join(WORDS)})\s+(?P<unit>day|week|month|year)s?"
    r"(?P<way>\s+from\s+(?:now|today)|\s+ago|['’]?s?\s+time)\b",
    re.I,
)
EN_IN = re.compile(
    rf"(?:(?P<first>^in\s+)|\bin\s+)(?P<count>\d{{1,3}}|an?|{'|'.join(WORDS)})\s+(?P<unit>day|week|month|year)s?(?=\s*(?(first),|[?.]?\s*$))",
    re.I,
)
EN_MONTH = re.compile(r"\b(?:in\s+|during\s+)?(?P<which>next|last)\s+month\b(?:['’]s\b)?", re.I)
TERM = re.compile(
    r"\b(?:within|must|need|have\s+to|has\s+to|deadline|answer|reply|respond|pay|filed?|expires?|due|can|may)\b|以内|之内|内",
    re.I,
)
OWN = re.compile(
    r"[我咱俺]|本公司|本人|本所|\b(?:I|we|our|my|us|me)\b", re.I
)  # whose dates tell of what happens to them
ASKING = re.compile(
    r"我[想要]?(?:请?问|了解|知道|咨询|查|看看)|告诉我|\b(?:I(?:\s+(?:want|would\s+like|need)|['’]d\s+like)\s+to\s+(?:know|ask)"
    r"|(?:tell|remind|show)\s+(?:me|us))\b",
    re.I,
)
PLAN = re.compile(r"打算|计划|准备|想要?|拟|\b(?:plan|want|intend|going)", re.I)


def written_out(text: str, today: date) -> str:
    """The text with its dates in figures, seen from `today`; everything else stays."""
    told = ASKING.sub("", text)
    if not (OWN.search(told) or PLAN.search(told)):
        text = ZH_YEAR.sub(lambda found: f"{today.year + YEARS[found['which']]}年", text)
        text = EN_YEAR.sub(lambda found: _english(found, today.year), text)
        text = _from_today(text, today)
    return PART.sub(lambda found: f"{PARTS[found['part']]}月", CHINESE.sub(_in_figures, text))


def _from_today(text: str, today: date) -> str:
    text = ZH_MONTH.sub(lambda found: _month(today, 1 if "下" in found["which"] else -1, found["day"]), text)
    text = EN_MONTH.sub(lambda found: _english_month(today, 1 if found["which"].lower() == "next" else -1), text)
    text = EN_AHEAD.sub(lambda found: _english_away(found, today), text)
    if not TERM.search(text):
        text = ZH_AHEAD.sub(lambda found: (found["before"] or "") + _zh_day(_away(found, today), found["back"]), text)
        text = EN_IN.sub(lambda found: f"on {_away(found, today)}", text)
    return text


def _month(today: date, by: int, day: str | None) -> str:
    there = _shifted(today, by)
    return f"{there.year}年{there.month}月{(day or '').strip()}"


def _english_month(today: date, by: int) -> str:
    there = _shifted(today, by)
    return f"{MONTHS[there.month - 1]} {there.year}"


def _away(found: re.Match[str], today: date) -> date:
    """The day that lies so far before or after today."""
    told, unit = found["count"].lower(), found["unit"].lower()
    groups = found.groupdict()
    back = (groups.get("way") or "").strip().lower() == "ago" or groups.get("back") == "前"
    if told == "半":
        count, unit = (6, "month") if unit == "年" else (15, "day")
    elif told in ("a", "an"):
        count = 1
    else:
        count = WORDS.index(told) + 1 if told in WORDS else int(_counted(told.replace("两", "二")))
    count = -count if back else count
    if unit in ("day", "天"):
        return today + timedelta(days=count)
    if unit in ("week", "周", "个星期"):
        return today + timedelta(weeks=count)
    return _shifted(today, count * (12 if unit in ("year", "年") else 1))


def _shifted(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def _zh_day(day: date, back: str | None) -> str:
    """What lies behind is told by people who round: its month."""
    return f"{day.year}年{day.month}月" + (f"{day.day}日" if back != "前" else "")


def _english_away(found: re.Match[str], today: date) -> str:
    day, ago = _away(found, today), found["way"].strip().lower() == "ago"
    return (found["before"] or "") + (f"in {MONTHS[day.month - 1]} {day.year}" if ago else f"on {day}")


def _english(found: re.Match[str], year: int) -> str:
    told = year + YEARS[found["which"].lower()]
    if found["part"]:
        return f"in {'December' if 'end' in found['part'] else 'January'} {told}"
    return f"{found['month'].split()[0]} {told}" if found["month"] else f"in {told}"


def _in_figures(found: re.Match[str]) -> str:
    month, day = found["month"], found["day"]
    told = "".join(FIGURES.get(sign, sign) for sign in found["year"]) + "年"
    return told + (f"{_counted(month)}月" if month else "") + (_counted(day) if day else "")


def _counted(written: str) -> str:
    """12 of 十二, 30 of 三十, 1 of 元; figures stay."""
    if written == "元":
        return "1"
    if "十" not in written:
        return "".join(FIGURES.get(sign, sign) for sign in written)
    tens, ones = written.split("十")
    return FIGURES.get(tens, "1") + FIGURES.get(ones, "0")
