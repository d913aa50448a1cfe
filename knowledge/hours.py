"""Weekly hours, as a catalog writes them: `mon 09:00-12:00; 2026-10-01 09:00-12:00; 2026-10-02 closed`."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
GRAIN_MINUTES = 5  # what bookings are claimed in; hours off this grid would make neighbours collide
DAY_MINUTES = 24 * 60

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """A stretch of working time; both ends are minutes of the local wall clock since midnight, 1440 = its end."""

    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.first // 60:02}:{self.first % 60:02}-{self.last // 60:02}:{self.last % 60:02}"


@dataclass(frozen=True, slots=True)
class Weekly:
    """The hours of seven weekdays (Monday first), and of single dates, which replace the weekday's; () is closed."""

    weekdays: tuple[tuple[Block, ...], ...]
    dated: Mapping[date, tuple[Block, ...]]


@lru_cache(maxsize=4096)
def parse_weekly(text: str) -> Weekly:
    """The hours that `text` means; an empty text is hours on no day.

    Raises ValueError, which says in one English sentence what is wrong with which entry.
    """
    days: dict[str | date, list[Block]] = {}
    closed: set[str | date] = set()
    for entry in filter(None, (part.strip() for part in unicodedata.normalize("NFKC", text).split(";"))):
        day, block = _entry(entry)
        blocks = days.setdefault(day, [])
        if (block is None and (blocks or day in closed)) or (block is not None and day in closed):
            raise ValueError(f"“{entry}” contradicts or repeats another entry of the same day")
        if block is None:
            closed.add(day)
            continue
        for other in blocks:
            if block.first < other.last and other.first < block.last:
                raise ValueError(f"“{entry}” overlaps {other} of the same day")
        blocks.append(block)
    return Weekly(
        weekdays=tuple(tuple(sorted(days.get(name, ()))) for name in WEEKDAYS),
        dated=MappingProxyType({day: tuple(sorted(blocks)) for day, blocks in days.items() if isinstance(day, date)}),
    )


def _entry(entry: str) -> tuple[str | date, Block | None]:
    name, _, hours = entry.partition(" ")
    day = _day(name, entry)
    if not hours.strip():
        raise ValueError(f"“{entry}” has no hours; write it like “mon 09:00-12:00” or “2026-10-02 closed”")
    if hours.strip().lower() == "closed":
        return day, None
    return day, _block(hours.strip().replace("–", "-").replace("—", "-"), entry)


def _day(name: str, entry: str) -> str | date:
    if name.lower() in WEEKDAYS:
        return name.lower()
    if not _DATE.fullmatch(name):
        raise ValueError(f"“{entry}” starts with neither a weekday ({', '.join(WEEKDAYS)}) nor a date like 2026-10-01")
    try:
        return date.fromisoformat(name)
    except ValueError as error:
        raise ValueError(f"“{name}” in “{entry}” is not a day of the calendar") from error


def _block(hours: str, entry: str) -> Block:
    found = _SPAN.fullmatch(hours)
    if not found:
        raise ValueError(f"“{hours}” in “{entry}” is not a span like 09:00-12:00")
    from_hour, from_minute, to_hour, to_minute = map(int, found.groups())
    block = Block(from_hour * 60 + from_minute, to_hour * 60 + to_minute)
    if max(from_minute, to_minute) > 59 or block.last > DAY_MINUTES or block.first >= DAY_MINUTES:
        raise ValueError(f"“{hours}” in “{entry}” is not a time of day; the latest end is 24:00")
    if block.first >= block.last:
        raise ValueError(f"“{hours}” in “{entry}” ends before it starts")
    if block.first % GRAIN_MINUTES:
        raise ValueError(f"“{hours}” in “{entry}” does not start on a multiple of {GRAIN_MINUTES} minutes")
    return block
