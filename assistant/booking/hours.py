"""When an adviser works on one local day, as instants."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from knowledge.hours import DAY_MINUTES, Block

from .calendars import CLOSED, country_of, hours_weekday
from .desk import Adviser

Span = tuple[datetime, datetime]


def working_spans(adviser: Adviser, day: date) -> list[Span]:
    """The stretches that the adviser works on `day` of their own calendar, in UTC, sorted; absences not taken off."""
    zone = ZoneInfo(adviser.time_zone)
    spans = [(_instant(day, block.first, zone), _instant(day, block.last, zone)) for block in _blocks(adviser, day)]
    return [(starts, ends) for starts, ends in spans if starts < ends]


def _blocks(adviser: Adviser, day: date) -> tuple[Block, ...]:
    if day in adviser.weekly.dated:  # a dated entry is a decision about this very day: no holiday undoes it
        return adviser.weekly.dated[day]
    weekday = hours_weekday(day, country_of(adviser.time_zone), adviser.overrides)
    return () if weekday is CLOSED else adviser.weekly.weekdays[weekday]


def _instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """A minute of the wall clock as an instant.

    One that the clock skips is read with the offset from before the skip, one that comes twice is the first
    (RFC 5545, 3.3.5).
    """
    midnight = datetime.combine(day + timedelta(days=minute // DAY_MINUTES), time(), zone)
    return (midnight + timedelta(minutes=minute % DAY_MINUTES)).astimezone(UTC)
