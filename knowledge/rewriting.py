"""Words of a question, joined by those that laws and guidance use for the same thing; no language model."""

import re
import unicodedata
from functools import cache

from .glossary import loaded
from .scripts import simplified

NUMERALS = "零一二三四五六七八九"
UNITS = {"千": 1000, "百": 100, "十": 10}
COUNTED = "(年|个月|月|日|天|元|万元|倍|件|类|条|%)"
SPELLED = re.compile(f"([零一二三四五六七八九十百千]+){COUNTED}")
DIGITS = re.compile(rf"(?<![\d.])(\d{{1,4}})\s*{COUNTED}")


def plain(query: str) -> str:
    """The query in simplified characters and normal width."""
    return simplified(unicodedata.normalize("NFKC", query))


def rewritten(query: str) -> str:
    """The plain query, and behind it the other words for what it says.

    Those are the words of statutes, the long forms of abbreviations, and numbers the other way (二十 and 20).
    """
    told = plain(query)
    return " ".join([told, *_worded(told), *_spelled_out(told), *_numbers(told)])


def _worded(query: str) -> list[str]:
    """What statutes say for the words of people and of lawyers that are no words of statutes."""
    return [words for said, words in _wording() if said.search(query)]


@cache
def _wording() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile("|".join(map(_as_said, said.split("|"))), re.IGNORECASE), words)
            for said, words in loaded("wording.yaml").items()]  # fmt: skip


def _as_said(phrase: str) -> str:
    return rf"\b{re.escape(phrase)}\b" if phrase.isascii() else re.escape(phrase)


def _spelled_out(query: str) -> list[str]:
    found = []
    for short, long in _abbreviations().items():
        if (re.search(rf"\b{short}s?\b", query) if short.isascii() else short in query) and long not in query:
            found.append(long)
    return found


@cache
def _abbreviations() -> dict[str, str]:
    return loaded("abbreviations.yaml")


def _numbers(query: str) -> list[str]:
    """Each number that counts something, in the other writing: 20年 for 二十年, 三个月 for 3个月."""
    found = [f"{number}{unit}" for spelled, unit in SPELLED.findall(query) if (number := value(spelled)) is not None]
    return found + [f"{numeral(int(digits))}{unit}" for digits, unit in DIGITS.findall(query)]


def value(spelled: str) -> int | None:
    """The number that a Chinese numeral below ten thousand says, None if it says none."""
    total, digit = 0, 0
    for sign in spelled:
        if sign in NUMERALS:
            digit = NUMERALS.index(sign)
        elif sign in UNITS:
            total += (digit or 1) * UNITS[sign]
            digit = 0
        else:
            return None
    return total + digit


def numeral(number: int) -> str:
    """A number below ten thousand as statutes write it: 15 is 十五, 105 一百零五."""
    if number == 0:
        return NUMERALS[0]
    told, gap = "", False
    for sign, size in UNITS.items():
        digit, number = divmod(number, size)
        if digit:
            told += (NUMERALS[0] if gap else "") + NUMERALS[digit] + sign
        gap = bool(told) and not digit and number > 0
    if number:
        told += (NUMERALS[0] if gap else "") + NUMERALS[number]
    return told.removeprefix("一") if told.startswith("一十") else told
