"""Whether a text tells a fact: white space, width, case and thousands separators do not count, whole numbers do."""

import re
import unicodedata
from collections.abc import Iterator

NUMERALS = "零〇一二两三四五六七八九十百千万亿"
HEADS = NUMERALS.translate({ord(unit): None for unit in "百千万亿"})  # what a number begins with, units left out
THIN_SPACES = re.compile("(?<=\\d)[\u00a0\u2009\u202f](?=\\d{3}(?!\\d))")
GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?!\d)")
BLANKS = re.compile(r"\s+")
EMPHASIS = re.compile(r"\*\*|__|`")
INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff]")
WEEKDAY = re.compile("(?:周|星期|礼拜)[一二三四五六]$")


def folded(text: str) -> str:
    """The text as facts are looked for in it. A blank stays only where two numbers would run into one."""
    plain = INVISIBLE.sub("", EMPHASIS.sub("", THIN_SPACES.sub("", text)))
    plain = GROUPED.sub(lambda number: number.group().replace(",", ""), unicodedata.normalize("NFKC", plain).casefold())
    return BLANKS.sub(lambda blank: _kept(plain, blank), plain).strip()


def _kept(plain: str, blank: re.Match[str]) -> str:
    before, after = plain[: blank.start()][-1:], plain[blank.end() :][:1]
    return " " if after.isdigit() and (before.isdigit() or before in (".", ",")) else ""


def tells(text: str, fact: str) -> bool:
    """Whether `text` holds `fact`, and not only inside a longer number."""
    return place(folded(text), folded(fact)) is not None


def place(text: str, fact: str) -> int | None:
    """Where a folded fact first stands in a folded text; None where it does not."""
    return next(_places(text, fact), None)


def _places(text: str, fact: str) -> Iterator[int]:
    at = text.find(fact) if fact else -1
    while at >= 0:
        if not (_runs_on_before(text[:at], fact) or _runs_on_after(text[at + len(fact) :], fact)):
            yield at
        at = text.find(fact, at + 1)


def _runs_on_before(before: str, fact: str) -> bool:
    """Whether the number that the fact begins with began earlier: 20 in 120 and in 1.20, 十年 in 二十年."""
    if fact[0].isdigit():
        return bool(re.search(r"\d[.]?$", before))
    return fact[0] in HEADS and before[-1:] in tuple(NUMERALS) and not WEEKDAY.search(before)


def _runs_on_after(after: str, fact: str) -> bool:
    """Whether the number that the fact ends with goes on: 20 in 200 and in 20.5, 二十 in 二十五."""
    if fact[-1].isdigit():
        return bool(re.match(r"[.]?\d", after))
    return fact[-1] in NUMERALS and after[:1] in tuple(NUMERALS) and not WEEKDAY.search(fact)
