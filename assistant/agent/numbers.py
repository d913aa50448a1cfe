"""The numbers, dates and amounts that a text states, in one spelling: 二十年, 20 years and twenty years agree."""

import re

import cn2an

ARABIC = re.compile(r"(?<![A-Za-z0-9_.])\d[\d,]*(?:\.\d+)?(?=\s*(?P<unit>万|亿|million|billion|thousand)?)")
CHINESE = re.compile(
    r"[零〇一二两三四五六七八九十百千万亿]+(?=\s*(?P<unit>[年月日天个倍元件次条款项章周级名家％%分]|百分)?)"
)
PERCENT = re.compile(r"百分之([零〇一二两三四五六七八九十百]+)")
SCALE = {"万": 10_000, "亿": 100_000_000, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
TENS = "thirty forty fifty sixty seventy eighty ninety hundred"
WORDS = {word: value for value, word in enumerate(SMALL.split())}
WORDS |= {word: value for value, word in zip(range(30, 101, 10), TENS.split(), strict=True)}
ENGLISH = re.compile(r"\b(" + "|".join(WORDS) + r")\b", re.IGNORECASE)
MARKER = re.compile(r"\[\d+\]")


def stated(text: str) -> set[str]:
    """Every number in the text, bare or scaled by its unit; used for what a source supports."""
    plain = MARKER.sub("", text)
    found = {value for match in ARABIC.finditer(plain) for value in _arabic(match)}
    found |= {value for match in CHINESE.finditer(plain) for value in _chinese(match.group())}
    found |= {value for match in PERCENT.finditer(plain) for value in _chinese(match.group(1))}
    return found | {str(WORDS[match.group().casefold()]) for match in ENGLISH.finditer(plain)}


def claimed(text: str) -> set[str]:
    """The numbers that a reader would take as facts: digits, and numerals of ten and more or with a unit."""
    plain = MARKER.sub("", text)
    found = {_shown(float(match.group().replace(",", ""))) for match in ARABIC.finditer(plain)}
    for match in CHINESE.finditer(plain):
        if len(match.group()) > 1 or match["unit"]:
            found |= set(list(_chinese(match.group()))[:1])
    return found | {
        str(WORDS[match.group().casefold()]) for match in ENGLISH.finditer(plain) if WORDS[match.group().casefold()] > 2
    }


def _arabic(match: re.Match[str]) -> set[str]:
    value = float(match.group().replace(",", ""))
    scaled = value * SCALE[match["unit"]] if match["unit"] else value
    return {_shown(value), _shown(scaled)}


def _chinese(numeral: str) -> set[str]:
    try:
        return {_shown(float(cn2an.cn2an(numeral.replace("〇", "零").replace("两", "二"), "smart")))}
    except ValueError:
        return set()


def _shown(value: float) -> str:
    return f"{value:g}" if value < 1_000_000 else f"{value:.0f}"
