"""Days as people write them, put in figures: 二〇二七年一月一日 and 明年 in Chinese, next year in English.

A year that is told from today's is left as it is where somebody tells of themselves or of a plan (我们明年想申请).
"""

import re

FIGURES = {figure: str(at) for at, figure in enumerate("零一二三四五六七八九")}
FIGURES |= dict.fromkeys("〇○", "0") | {figure: str(at) for at, figure in enumerate("０１２３４５６７８９")}
NINE = "一二三四五六七八九"
CHINESE = re.compile(
    rf"(?<![\d{NINE}])(?P<year>[〇零○{NINE}０-９\d]{{4}})\s*年"
    rf"(?:\s*(?P<month>元|十[一二]?|[{NINE}]|[０-９\d]{{1,2}})\s*月"
    rf"(?:\s*(?P<day>[二三]?十[{NINE}]?|[{NINE}]|[０-９\d]{{1,2}})\s*(?=[日号]))?)?"
)
ZH_YEAR = re.compile(
    r"(?<![说证声表注申])(?P<which>明年|(?<![过失除])去年)(?![费金限龄检])度?(?:的?(?=\s*[\d元十一二三四五六七八九]+\s*月))?"
)
EN_YEAR = re.compile(
    r"(?P<month>\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+(?:of\s+)?)?"
    r"(?<!the )(?:\b(?:in|from|during|since|by|as\s+of)\s+)?\b(?P<which>next|last)\s+year\b(?:['’]s\b)?",
    re.I,
)
YEARS = {"明年": 1, "next": 1, "去年": -1, "last": -1}
OWN = re.compile(
    r"[我咱俺]|本公司|本人|本所|\b(?:I|we|our|my|us|me)\b", re.I
)  # whose dates tell of what happens to them
ASKING = re.compile(
    r"我[想要]?(?:请?问|了解|知道|咨询|查|看看)|告诉我|\b(?:I(?:\s+(?:want|would\s+like|need)|['’]d\s+like)\s+to\s+(?:know|ask)"
    r"|(?:tell|remind|show)\s+(?:me|us))\b",
    re.I,
)
PLAN = re.compile(r"打算|计划|准备|想要?|拟|\b(?:plan|want|intend|going)", re.I)


def written_out(text: str, year: int) -> str:
    """The text with its dates in figures, seen from a day of `year`; everything else stays."""
    told = ASKING.sub("", text)
    if not (OWN.search(told) or PLAN.search(told)):
        text = ZH_YEAR.sub(lambda found: f"{year + YEARS[found['which']]}年", text)
        text = EN_YEAR.sub(lambda found: _english(found, year), text)
    return CHINESE.sub(_in_figures, text)


def _english(found: re.Match[str], year: int) -> str:
    told = year + YEARS[found["which"].lower()]
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
