"""Dates of patent data as ISO days; what is no whole, possible day is None."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

MONTHS: Sequence[str] = "jan feb mar apr may jun jul aug sep oct nov dec".split()
ORDERS = (
    (re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?"), (1, 2, 3)),
    (re.compile(r"(\d{4})(\d{2})(\d{2})"), (1, 2, 3)),
    (re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})"), (3, 2, 1)),
)
EARLIEST = 1700  # before the oldest patent of any office that publishes data


def day(written: str, latest: str) -> str | None:
    """An ISO day from 1700 to `latest`. 03/04/2014 is None: nobody can tell which is the month."""
    text = unicodedata.normalize("NFKC", written).strip()
    for pattern, (year, month, this) in ORDERS:
        if found := pattern.fullmatch(text):
            return _possible(int(found[year]), int(found[month]), int(found[this]), latest)
    if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
        first, second = int(found[1]), int(found[2])
        if first > 12 >= second or first == second:
            return _possible(int(found[3]), second, first, latest)
        return _possible(int(found[3]), first, second, latest) if second > 12 >= first else None
    return _with_month_name(text.lower(), latest)


def _with_month_name(text: str, latest: str) -> str | None:
    """14-OCT-2004, Oct. 14, 2004, 14 October 2004."""
    month = re.search(r"[a-z]{3,}", text)
    numbers: list[str] = re.findall(r"\d+", text)
    if month is None or month[0][:3] not in MONTHS or len(numbers) != 2 or len(re.findall(r"[a-z]+", text)) != 1:
        return None
    this, year = sorted(numbers, key=len)
    return _possible(int(year), MONTHS.index(month[0][:3]) + 1, int(this), latest) if len(year) == 4 else None


def _possible(year: int, month: int, this: int, latest: str) -> str | None:
    try:
        found = date(year, month, this).isoformat() if year >= EARLIEST else None
    except ValueError:
        return None
    return found if found and found <= latest else None
