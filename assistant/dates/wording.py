"""Words and numerals that the scanners share."""

import re
from datetime import date, timedelta

# One character stays one character, so that spans keep their meaning. NUL and lone surrogates would stop Duckling.
_WIDE: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，；！？（）"}
NARROW: dict[int, int | str] = {
    **_WIDE,
    **{ord(dash): "-" for dash in "–—−~〜～"},
    0x3000: " ",
    ord("’"): "'",
    **dict.fromkeys([*range(0x20), *range(0xD800, 0xE000)], " "),
}
MASK = "|"

# What may stand behind a number that is a time or a day only by its company ("at 10 ...", "三点...", "the 5th").
FOLLOWS = re.compile(
    r"\s*(?:$|[|,.;?!，。；？！、)）~]|-?\s*$"
    r"|(?:at|on|or|and|to|till?|until|is|was|works?|would|will|can|could|please|if|for|in|thanks?|sharp|too|instead|also"
    r"|suits?|ok|okay|fine|good|free|available|before|after|from|around|with|but|then|we|i|o'clock|beijing|today|tomorrow)\b"
    r"|[上下中早晚凌傍周星礼]|[可行吗嘛吧呢有能来去到至前后之以或和与跟想约预见方便开会没不也都怎好的左整钟过请您你我帮给办谈聊做拜])",
    re.I | re.A,
)

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "廿": 2}
NUMERAL = r"(?:\d{1,3}|[二三四五六七八九]?十[一二三四五六七八九]?|[零〇一二两三四五六七八九]{1,2})"

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
HOUR_WORDS = {word: value for value, word in enumerate(_WORDS, start=1)}


def number(word: str) -> int:
    """A numeral up to 99 in digits or Chinese, or an English hour word. Raises ValueError for anything else."""
    if word.isascii():
        return HOUR_WORDS[word.lower()] if word.lower() in HOUR_WORDS else int(word)
    tens, ten, ones = word.rpartition("十")
    if not ten:
        return int("".join(str(_digit(char)) for char in word))
    return (_digit(tens) if tens else 1) * 10 + (_digit(ones) if ones else 0)


def _digit(char: str) -> int:
    if char not in _DIGITS:
        raise ValueError(f"not a numeral: {char}")
    return _DIGITS[char]


def masked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with these stretches taken out of play, at its full length."""
    for start, end in spans:
        text = text[:start] + MASK * (end - start) + text[end:]
    return text


def month_after(first: date, months: int) -> date:
    """The first of the month that lies `months` after the one of `first`."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def same_day_later(start: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    last = month_after(start, months + 1) - timedelta(days=1)
    return last if start.day > last.day else last.replace(day=start.day)


def in_likely_year(month: int, day: int, today: date) -> date:
    """A month and day without a year: this year's unless it lies more than a season back.

    A near miss ("20 November" on the 23rd) stays past, so that it can be refused instead of booked a year ahead.
    Raises ValueError when there is no such day.
    """
    years = range(today.year - 1, today.year + 9)  # 29 February may be eight years off
    options = [date(year, month, day) for year in years if _exists(year, month, day)]
    if not options:
        raise ValueError(f"no such day: {month}-{day}")
    return next(option for option in options if option >= today - timedelta(days=92))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
