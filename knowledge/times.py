"""The wall clock, in one place: everything else takes `now` as an argument."""

from datetime import datetime
from zoneinfo import ZoneInfo


def clock_now(zone: ZoneInfo) -> datetime:
    return datetime.now(zone)
