"""Words of a question, joined by those that laws and guidance use for the same thing; no language model."""

import re
import unicodedata
from functools import cache

from .glossary import loaded
from .scripts import simplified

STATUTORY = (
    (re.compile(r"多少年|几年|多久|多长(时间)?|保护期"), "期限"),
    (re.compile(r"从(哪天|哪一天|什么时候|何时|哪年)(开始)?(算|起|计)"), "自日起计算"),
    (re.compile(r"赔(偿)?(多少|几|得起)|(能|可以|最高|最多|最低|要)赔"), "赔偿数额"),
    (re.compile(r"归谁|属于谁|谁的"), "权利归属 属于"),
    (re.compile(r"贷款|借钱|融资"), "质押 出质"),
    (re.compile(r"抄袭|盗用|仿冒|山寨|假货"), "侵权 假冒"),
    (re.compile(r"罚(多少|款)"), "罚款"),
    (re.compile(r"给钱|奖金|好处"), "奖励 报酬"),
    (re.compile(r"过期|到期"), "届满 期满"),
    (re.compile(r"告|打官司"), "起诉 诉讼"),
    (re.compile(r"\b(term|duration|validity|lifetime) of\b", re.IGNORECASE), "long last"),
)

NUMERALS = "零一二三四五六七八九"
UNITS = {"千": 1000, "百": 100, "十": 10}
SENTENCE = re.compile(r"(?<=[。！？；!?;])|(?<=\.)\s+(?=[A-Z(])|\n")
SHORT, MOST_SENTENCES = 20, 12
COUNTED = "(年|个月|月|日|天|元|万元|倍|件|类|条|%)"
SPELLED = re.compile(f"([零一二三四五六七八九十百千]+){COUNTED}")
DIGITS = re.compile(rf"(?<![\d.])(\d{{1,4}})\s*{COUNTED}")


def with_statutory_words(query: str) -> str:
    """The query and, behind it, what a statute would say for its everyday words; unchanged where there are none."""
    added = [words for pattern, words in STATUTORY if pattern.search(query)]
    missing = [word for words in added for word in words.split() if word not in query]
    return " ".join([query, *missing])


def rewritten(query: str) -> str:
    """The query in simplified characters and normal width, and behind it the other words for what it says.

    Those are the words of statutes, the long forms of abbreviations, and numbers the other way (二十 and 20).
    """
    plain = simplified(unicodedata.normalize("NFKC", query))
    return " ".join([with_statutory_words(plain), *_spelled_out(plain), *_numbers(plain)])


def sentences(query: str) -> list[str]:
    """The sentences of a long query, short ones joined to what stands before; only one where it is not long."""
    found: list[str] = []
    for part in SENTENCE.split(query):
        part = part.strip()
        if not part:
            continue
        if found and (len(part) < SHORT or len(found[-1]) < SHORT):
            found[-1] = f"{found[-1]} {part}"
        else:
            found.append(part)
    return found[:MOST_SENTENCES]


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
