"""What marks a Chinese statute: parts, chapters, sections and articles."""

import re
from itertools import pairwise

NUMERAL = "[零〇一二三四五六七八九十百千0-9０-９]+"
ARTICLE = re.compile(
    rf"^第\s*({NUMERAL})\s*条(之[一二三四五六七八九十]+)?(?=[\s\u3000：:]|[^款项的规和、，。；与及或至第之所]|$)"
)
DIVISION = re.compile(rf"^第\s*{NUMERAL}\s*(编|分编|章|节)(?=\s|[^条款项]|$)")
RANKS = {"编": 1, "分编": 2, "章": 3, "节": 4}
POINT = re.compile(r"^[一二三四五六七八九十]+、")
DIGITS = {char: at for at, char in enumerate("零一二三四五六七八九")} | {"〇": 0}
UNITS = {"十": 10, "百": 100, "千": 1000}


def article(line: str) -> str | None:
    """第…条 as printed, without inner spaces, if the line begins an article."""
    found = ARTICLE.match(line)
    return re.sub(r"\s", "", f"第{found[1]}条{found[2] or ''}") if found else None


def division(line: str) -> tuple[int, str] | None:
    """(rank, heading) of a part, chapter or section heading."""
    found = DIVISION.match(line)
    if found is None or len(line) > 60 or line.endswith(("。", "；")):
        return None
    return RANKS[found[1]], re.sub(r"\s+", " ", line)


def is_statute(lines: list[str]) -> bool:
    """At least three articles, counted upwards from the first one: a text that only mentions articles is none."""
    numbers = [(value(found[1]), value((found[2] or "")[1:])) for line in lines if (found := ARTICLE.match(line))]
    rising = sum(later > earlier for earlier, later in pairwise(numbers))
    return len(numbers) >= 3 and numbers[0] < (3,) and rising >= 0.8 * (len(numbers) - 1)


def value(numeral: str) -> int:
    """12 of 12 or 十二; figures that follow each other without a unit (二〇二五) are not read here."""
    if numeral.isdecimal():
        return int(numeral)
    total = digit = 0
    for char in numeral:
        if char in UNITS:
            total += (digit or 1) * UNITS[char]
            digit = 0
        else:
            digit = DIGITS.get(char, 0)
    return total + digit
