"""What a sentence wants, as far as words tell: the embedded model's ear."""

import re
from functools import cache
from importlib.resources import files

from knowledge.yaml_text import read_yaml

ORDINALS = {word: at for at, word in enumerate("一二三四五六七八九十", 1)} | {
    word: at for at, word in enumerate(("first", "second", "third", "fourth", "fifth", "sixth"), 1)
}

LAST = re.compile(r"last|latest|最后|最晚|最迟")
FIRST = re.compile(r"earliest|最早")
# "last Friday", 第一个周一: a day is counted there, no place in a list.
COUNTED_DAY = re.compile(
    r"\s*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)\b|weekend|day|week|month|year|night"
    r"|周|星期|礼拜|月|工作日|天(?!的))"
)

WIDE = (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))  # digits and letters
PLAIN: dict[int, int | str] = {code: code - 0xFEE0 for code in WIDE}
PLAIN |= {ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"}


def plain(text: str) -> str:
    """The text with its full-width letters, digits and other dashes as one types them: BK－2002 is BK-2002.

    Its punctuation stays, which the patterns know in both widths.
    """
    return text.translate(PLAIN)


@cache
def _patterns() -> dict[str, list[re.Pattern[str]]]:
    listed = read_yaml((files("assistant.llm") / "words.yaml").read_text("utf-8"))
    return {name: [re.compile(pattern) for pattern in patterns] for name, patterns in listed.items()}


def patterns(name: str) -> list[re.Pattern[str]]:
    """Those of that name in words.yaml, for case-folded text."""
    return _patterns()[name]


def wants(name: str, text: str) -> bool:
    """Whether the text matches one of the patterns of that name in words.yaml."""
    folded = plain(text).casefold().strip()
    return any(pattern.search(folded) for pattern in _patterns()[name])


def without_ordinal(text: str) -> str:
    """The case-folded text without the words that name a place in a list."""
    folded = text.casefold().strip()
    for pattern in _patterns()["ordinal"]:
        folded = pattern.sub(" ", folded)
    return folded.strip()


def conditional(text: str) -> bool:
    """Whether something is wished only on a condition, or for later; a polite "if possible" is none."""
    folded = text.casefold()
    for pattern in _patterns()["polite"]:
        folded = pattern.sub(" ", folded)
    return wants("conditional", folded)


def ordinal(text: str, count: int) -> int | None:
    """Which of `count` listed things is meant, from 1; None when no place in the list is named."""
    if not count:
        return None
    folded = text.casefold().strip()
    for pattern in _patterns()["ordinal"]:
        found = pattern.search(folded)
        if found and not COUNTED_DAY.match(folded, found.end()):
            word = next((group for group in found.groups() if group), "")
            if LAST.search(found.group()):
                return count
            if FIRST.search(found.group()):
                return 1
            number = int(word) if word.isdigit() else ORDINALS.get(word)
            return number if number is not None and 1 <= number <= count else None
    return None
