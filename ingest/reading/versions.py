"""What a text says of itself: its name, its date, when it takes force, what makes it one document with others."""

import re
from datetime import date
from pathlib import Path

from ingest.reading.statutes import value

NAME_DATE = re.compile(r"[(（](\d{4}-\d{2}-\d{2})[)）](?:\.[A-Za-z]+)*$")
ZEROS = "〇○◯零OＯ"  # as they are typed between the figures of a year: 二〇二五, 二○二五, 二O二五
FIGURES = "一二三四五六七八九"
YEAR = rf"[\d{ZEROS}{FIGURES}]{{4}}\s*年"
DAY = (
    rf"([\d{ZEROS}{FIGURES}]{{4}})\s*年\s*(\d{{1,2}}|元|十[一二]?|[{FIGURES}])\s*月"
    rf"\s*(\d{{1,2}}|[二三]?十[{FIGURES}]?|[{FIGURES}])\s*日"
)
UNTIL = rf"(?:(?!{YEAR})[^\n])*?"  # up to the next date: the history of a law often stands on one line
REVISED = re.compile(DAY + UNTIL + r"(?:修正|修订|修改)(?!的)")  # 为适应…修正的商标法 names another text's date
PASSED = re.compile(DAY + UNTIL + r"(?:通过|公布|发布|批准)")
IN_FORCE = re.compile(r"自\s*" + DAY + r"\s*(?:起)?\s*(?:施行|实施|生效)|" + DAY + r"\s*起?\s*(?:施行|实施)")
STATUTE = re.compile(
    r"((?<!方)(?<!办)法|法典|条例|规定|规则|办法|细则|解释|决定|批复|纲要|公约|协定|议定书)(?:[（(][^）)]*[）)])?$"
)
ENGLISH_STATUTE = re.compile(
    r"\b(?:Act|Regulations?|Rules|Ordinance|Measures|Provisions|Directive|Order|Code)(?:\s+(?:of\s+)?\d{4})?\s*(?:\([^)]*\))?$"
)
FIGURED = str.maketrans(
    {zero: "0" for zero in ZEROS} | {one: str(at) for at, one in enumerate(FIGURES, 1)} | {"元": "1"}
)
MONTHS = {name: at for at, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
ENGLISH_DATE = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>[A-Z][a-z]{2,8})\.?,?\s+(?P<year>\d{4})"
    r"|(?P<month2>[A-Z][a-z]{2,8})\.?\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{4})"
    r"|(?P<iso>\d{4}-\d{2}-\d{2})"
)
ENGLISH_DAY = (
    r"(\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?[A-Z][a-z]{2,8}\.?,?\s+\d{4}|[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
    r"|\d{4}-\d{2}-\d{2})"
)
AMENDED = re.compile(
    r"(?i:as\s+(?:last\s+)?amended|last\s+amended|last\s+revised|amended|revised|consolidated)"
    r"(?:[^.\n]{0,60}?\b(?:on|of|to|at|as\s+of)\b|\s*:)?\s+(" + ENGLISH_DATE.pattern + ")"
)
ENACTED = re.compile(
    r"(?i:passed|enacted|adopted|assented\s+to|issued|published|promulgated|made)(?:[^.\n]{0,40}?\bon\b|\s*:)?\s+("
    + ENGLISH_DATE.pattern + ")"
)  # fmt: skip
# A line of a statute's history names the session before the day: (Adopted at the 10th Meeting of … on 26 June 2026)
HISTORY_LINE = r"(?im:^[\s(（*_]*(?:%s)\b[^\n]{0,240}?\bon)\s+(" + ENGLISH_DATE.pattern + ")"
AMENDED_LINE = re.compile(HISTORY_LINE % "(?:last\\s+)?(?:amended|revised)")
ENACTED_LINE = re.compile(HISTORY_LINE % "adopted|passed|enacted|promulgated|issued")
DOCUMENT_NUMBER = re.compile(
    r"(?m)^[\s（(]*([一-鿿]{1,12}\s*[〔\[［（(]\s*\d{4}\s*[〕\]］）)]\s*第?\s*\d+\s*号)[\s）)]*$"
)
ISSUER = re.compile(
    rf"{DAY}\s*(?:由\s*)?([^《〈\s\d][^《〈\n\d]*?(?:人民代表大会常务委员会|人民代表大会|国务院|最高人民法院|最高人民检察院|人民政府"
    r"|管理局|知识产权局|监督管理总局|办公厅))(?![^\n]{{0,40}}批准)"
)
SESSION = re.compile(r"第[零〇一二三四五六七八九十百]+届")
COURTS = re.compile(r"^(最高人民法院|最高人民检察院|国务院)")
HEAD_CHARS = 1500
SOURCE_LINE = re.compile(r"(?m)^(?:来源|Source)\s*[:：].*$")


def name_date(path: Path) -> str | None:
    """The date at the end of a file's name."""
    found = NAME_DATE.search(path.name)
    return iso_day(found[1]) if found else None


def iso_day(value: object) -> str | None:
    """The day that a row states, None if it is not one like 2026-11-23."""
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        return None


def version_date(text: str) -> str | None:
    """The last revision that the head of the text names, else its passing."""
    head = SOURCE_LINE.sub("", text[:HEAD_CHARS].split("第一条", 1)[0])
    for pattern in (REVISED, PASSED):
        found = [day for match in pattern.finditer(head) if (day := day_of(match.groups()[:3]))]
        if found:
            return max(found)
    for patterns in ((AMENDED, AMENDED_LINE), (ENACTED, ENACTED_LINE)):
        matches = (match for pattern in patterns for match in pattern.finditer(head))
        found = [day for match in matches if (day := english_day(match[1]))]
        if found:
            return max(found)
    return None


def is_statute_title(title: str) -> bool:
    return bool(STATUTE.search(title.strip("《》 ")))


def is_english_statute(title: str) -> bool:
    return bool(ENGLISH_STATUTE.search(title.strip()))


def number(text: str) -> str | None:
    """The official number, if one stands on a line of its own at the head: 京知局〔2026〕12号."""
    found = DOCUMENT_NUMBER.findall(text[:HEAD_CHARS].split("第一条", 1)[0])
    return "".join(found[0].split()) if len(set(found)) == 1 else None


def issuer(title: str, text: str) -> str | None:
    """Who passed it last, by the lines of its history, else by the name at the head of its title."""
    head = SOURCE_LINE.sub("", text[:HEAD_CHARS].split("第一条", 1)[0])
    found = [(day_of(match.groups()[:3]) or "", match[4]) for match in ISSUER.finditer(head)]
    if found:
        return SESSION.sub("", max(found)[1]).removeprefix("中华人民共和国") or None
    court = COURTS.match(title.strip("《》 "))
    return court[1] if court else None


def undated(name: str) -> str:
    """A file's name without the date at its end: what its versions have in common."""
    found = NAME_DATE.search(name)
    return name if found is None else name[: found.start()].rstrip() + name[found.end(1) + 1 :]


def english_day(text: str) -> str | None:
    """The first date of an English text as an ISO day."""
    found = ENGLISH_DATE.search(text)
    if found is None:
        return None
    if found["iso"]:
        return iso_day(found["iso"])
    month = MONTHS.get((found["month"] or found["month2"]).lower()[:3], 0)
    return day_of((found["year"] or found["year2"], str(month), found["day"] or found["day2"]))


def day_of(parts: tuple[str | None, ...]) -> str | None:
    """An ISO day of (year, month, day), None where there is no such day."""
    try:
        year, month, day = (_counted(part or "0") for part in parts[:3])
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _counted(written: str) -> int:
    """2025, 二〇二五, 十二 or 元 (the first month) as a number."""
    return value(written) if "十" in written else int(written.translate(FIGURED))
