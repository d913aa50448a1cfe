"""The facts of a corrected answer, each with the other ways in which a reply may write it."""

import re
from collections.abc import Iterator
from datetime import date

import cn2an

from assistant.agent.numbers import WORDS
from knowledge.glossary import glossary

MONTHS = [f"{date(2000, month, 1):%B}" for month in range(1, 13)]
MONTH = "|".join(MONTHS)
WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
TERMS = 3
MARKER = re.compile(r"\[\d+\]")
FULL_DATE = re.compile(r"(?P<y>\d{4})\s*(?:年|-|/|\.)\s*(?P<m>\d{1,2})\s*(?:月|-|/|\.)\s*(?P<d>\d{1,2})(?!\d)\s*日?")
DAY_FIRST = re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?P<m>{MONTH})(?:,? (?P<y>\d{{4}}))?\b", re.IGNORECASE)
MONTH_FIRST = re.compile(
    rf"\b(?P<m>{MONTH}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y>\d{{4}}))?(?!\d)", re.IGNORECASE
)
MONTH_DAY = re.compile(r"(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]")
CLOCK = re.compile(r"(?<!\d)\d{1,2}[:：]\d{2}(?!\d)")
WEEKDAY = re.compile(rf"(?:周|星期|礼拜)(?P<zh>[一二三四五六日天])|\b(?:{WEEKDAYS})\b")
UNIT = "%|％|年|个月|个工作日|个自然日|工作日|日|天|小时|分钟|万元|亿元|元|万|亿|件|项|次|倍|类|款|条"
SPAN = r"years?|months?|weeks?|(?:working |business |calendar )?days?|hours?|minutes?"
ENGLISH_UNIT = rf"[- ]?(?:{SPAN}|per ?cent|yuan|RMB)"
NUMBER = re.compile(
    rf"(?<![A-Za-z0-9_.])\d[\d,]*(?:\.\d+)?(?![A-Za-z0-9_])(?:\s*(?:{UNIT})|{ENGLISH_UNIT}\b)?", re.IGNORECASE
)
IN_WORDS = re.compile(rf"\b(?P<word>{'|'.join(WORDS)})[- ](?P<unit>{SPAN}|per ?cent)\b", re.IGNORECASE)
NUMERAL = re.compile(
    rf"(?<![\d,.])第?(?!(?:一|两)(?:件|项|次|类|款|万|亿))[零〇一二两三四五六七八九十百千万亿]+(?:{UNIT})"
)
PERCENT = re.compile(r"百分之[零〇一二两三四五六七八九十百]+")
QUOTED = re.compile(r"《([^《》]{2,40})》|“([^“”]{2,40})”|「([^「」]{2,40})」|\"([^\"]{2,40})\"")


def facts(text: str) -> list[list[str]]:
    """The dates, times and numbers of a text."""
    rest = MARKER.sub("", text)
    found = []
    for pattern, forms in (
        (FULL_DATE, _date), (MONTH_FIRST, _date), (DAY_FIRST, _date), (MONTH_DAY, _date), (CLOCK, _as_written),
        (WEEKDAY, _weekday), (NUMBER, _number), (IN_WORDS, _in_words), (NUMERAL, _numeral), (PERCENT, _percent),
    ):  # fmt: skip
        found += [forms(match) for match in pattern.finditer(rest)]
        rest = pattern.sub(" ", rest)
    return list({one[0]: one for one in found}.values())


def terms(text: str, told: str) -> list[list[str]]:
    """What a text names, quoted or as a term of the field, and `told` does not: the first few, the longest of each."""
    plain = MARKER.sub("", text)
    quoted = [name for names in QUOTED.findall(plain) for name in names if name]
    named = [*quoted, *(term for term in glossary().terms(plain) if not any(term in one for one in quoted))]
    return [[one] for one in dict.fromkeys(named) if one.casefold() not in told.casefold()][:TERMS]


def _as_written(match: re.Match[str]) -> list[str]:
    return [match.group().strip()]


def _date(match: re.Match[str]) -> list[str]:
    parts = match.groupdict()
    year, day = parts.get("y"), int(parts["d"])
    month = int(parts["m"]) if parts["m"].isdigit() else MONTHS.index(parts["m"].capitalize()) + 1
    try:
        at = date(int(year) if year else 2000, month, day)  # 2000 has a 29 February
    except ValueError:
        return [match.group().strip()]
    if year:
        others = [at.isoformat(), f"{at.year}年{month}月{day}日", f"{day} {at:%B} {year}", f"{at:%B} {day}, {year}"]
    else:
        others = [f"{month}月{day}日", f"{at:%m-%d}", f"{day} {at:%B}", f"{at:%B} {day}"]
    return list(dict.fromkeys([match.group().strip(), *others]))


def _weekday(match: re.Match[str]) -> list[str]:
    if match["zh"] is None:
        return [match.group()]
    days = ("日", "天") if match["zh"] in "日天" else (match["zh"],)
    return list(dict.fromkeys([match.group(), *(week + day for week in ("周", "星期") for day in days)]))


def _number(match: re.Match[str]) -> list[str]:
    """20年 may be written 二十年; 10-year may be 10 years."""
    written = match.group().strip()
    digits = re.match(r"[\d,.]*\d", written)
    value, unit = (digits.group().replace(",", ""), written[digits.end() :].strip()) if digits else ("", "")
    forms = [written]
    if unit and not unit.isascii() and value.isdigit() and int(value) < 10_000:
        forms.append(_chinese(value) + unit)
    return list(dict.fromkeys([*forms, *_spans(value, unit)]))


def _in_words(match: re.Match[str]) -> list[str]:
    """Twenty years may be 20 years."""
    value = str(WORDS[match["word"].casefold()])
    return list(dict.fromkeys([match.group(), *_spans(value, match["unit"]), *_spans(match["word"], match["unit"])]))


def _spans(value: str, unit: str) -> list[str]:
    word = unit.lstrip("- ").removesuffix("s")
    return [f"{value} {word}s", f"{value} {word}", f"{value}-{word}"] if re.fullmatch(SPAN, word, re.IGNORECASE) else []


def _numeral(match: re.Match[str]) -> list[str]:
    written = match.group()
    numeral = re.search(r"[零〇一二两三四五六七八九十百千万亿]+", written)
    assert numeral is not None
    return list(
        dict.fromkeys([written, *(written.replace(numeral.group(), form) for form in _arabic(numeral.group()))])
    )


def _percent(match: re.Match[str]) -> list[str]:
    return [match.group(), *(f"{form}%" for form in _arabic(match.group().removeprefix("百分之")))]


def _arabic(numeral: str) -> Iterator[str]:
    try:
        yield f"{cn2an.cn2an(numeral.replace('〇', '零').replace('两', '二'), 'smart'):g}"
    except ValueError:
        return


def _chinese(value: str) -> str:
    return str(cn2an.an2cn(value))
