"""What a text says of itself: its name, its date, when it takes force, what makes it one document with others."""

import re
import unicodedata
from datetime import date
from pathlib import Path

NAME_DATE = re.compile(r"[(（](\d{4}-\d{2}-\d{2})[)）](?:\.[A-Za-z]+)*$")
DAY = r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
UNTIL = r"(?:(?!\d{4}\s*年)[^\n])*?"  # up to the next date: the history of a law often stands on one line
REVISED = re.compile(DAY + UNTIL + r"(?:修正|修订|修改)(?!的)")  # 为适应…修正的商标法 names another text's date
PASSED = re.compile(DAY + UNTIL + r"(?:通过|公布|发布|批准)")
IN_FORCE = re.compile(r"自\s*" + DAY + r"\s*(?:起)?\s*(?:施行|实施|生效)|" + DAY + r"\s*起?\s*(?:施行|实施)")
STATUTE = re.compile(
    r"((?<!方)(?<!办)法|法典|条例|规定|规则|办法|细则|解释|决定|批复|纲要|公约|协定|议定书)(?:[（(][^）)]*[）)])?$"
)
TRAILING = re.compile(r"[（(](?:\d{4}[^）)]*|[^）)]*(?:修正|修订)[^）)]*)[）)]$")
STATE = "中华人民共和国"
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
        found = [day for match in pattern.finditer(head) if (day := _day(match.groups()[:3]))]
        if found:
            return max(found)
    return None


def in_force_from(text: str, version: str | None, stated: str | None = None) -> str | None:
    """When this version takes force: a date before the version's own is the original law's and is left out."""
    ends = text[-400:]
    days = [stated] if stated else []
    for found in IN_FORCE.finditer(text[:HEAD_CHARS] + "\n" + ends):
        day = _day(tuple(part for part in found.groups() if part))
        days += [day] if day else []
    usable = [day for day in days if version is None or day >= version]
    return max(usable) if usable and version else (usable[-1] if usable else None)


def is_statute_title(title: str) -> bool:
    return bool(STATUTE.search(title.strip("《》")))


def normalised(title: str) -> str:
    """A statute's name without brackets, spaces, dates and the state's own name."""
    plain = "".join(unicodedata.normalize("NFKC", title).replace("《", "").replace("》", "").split())
    return TRAILING.sub("", plain).removeprefix(STATE)


def _day(parts: tuple[str | None, ...]) -> str | None:
    try:
        year, month, day = (int(part or 0) for part in parts[:3])
        return date(year, month, day).isoformat()
    except ValueError:
        return None
