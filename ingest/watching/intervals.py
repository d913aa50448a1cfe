"""How often a place is read again: a number and a unit, no cron."""

import re
from datetime import datetime, timedelta

from ingest.watching.faults import BadInterval
from knowledge.errors import Lang

UNITS = {"m": 60, "h": 3600, "d": 86400, "w": 604800}
WORDS = {"hourly": "1h", "daily": "1d", "weekly": "1w", "每小时": "1h", "每天": "1d", "每周": "1w"}
TOLD = re.compile(r"(\d{1,4})\s*(m|h|d|w|分钟|小时|天|周)")
CHINESE = {"分钟": "m", "小时": "h", "天": "d", "周": "w"}
LEAST, MOST = "5m", "90d"
RETRY_S, DAY_S = 600, UNITS["d"]


def seconds(told: str) -> int:
    """Of `30m`, `6h`, `1d`, `2w`, `daily` or `6小时`. Raises BadInterval."""
    words = told.strip().lower()
    found = TOLD.fullmatch(WORDS.get(words, words))
    value = int(found[1]) * UNITS[CHINESE.get(found[2], found[2])] if found else 0
    if not _plain(LEAST) <= value <= _plain(MOST):
        raise BadInterval(value=told, least=LEAST, most=MOST)
    return value


def told(value: int) -> str:
    """In the largest unit that fits: 21600 is 6h."""
    unit = next(unit for unit in ("w", "d", "h", "m") if value % UNITS[unit] == 0)
    return f"{value // UNITS[unit]}{unit}"


def worded(value: int, lang: Lang) -> str:
    """For a reader: 6h, 6 小时."""
    short = told(value)
    chinese = {unit: word for word, unit in CHINESE.items()}
    return short if lang == "en" else f"{short[:-1]} {chinese[short[-1]]}"


def next_try(now: datetime, every_s: int, failures: int) -> datetime:
    """When to read again what failed: soon at first, then ever later, up to a day or the interval if that is longer."""
    wait = min(RETRY_S, every_s) * 2 ** min(max(failures, 1) - 1, 16)
    return now + timedelta(seconds=min(wait, max(every_s, DAY_S)))


def _plain(told: str) -> int:
    return int(told[:-1]) * UNITS[told[-1]]
