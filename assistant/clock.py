"""Clocks that can be set: the instant that a script says it is, and the day and region whose law is asked about."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from assistant.replies import Moment
from knowledge.errors import BadDate
from knowledge.times import clock_now


def instant(text: str, zone: ZoneInfo) -> datetime:
    """An ISO instant; without an offset in `zone`. Raises BadDate."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadDate(value=text) from error
    return read if read.tzinfo else read.replace(tzinfo=zone)


def day(text: str | None) -> str | None:
    """An ISO day. Raises BadDate."""
    try:
        return None if text is None else date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise BadDate(value=text) from error


class SetClock:
    """A clock that a script can set; runs by itself until then."""

    def __init__(self, zone: ZoneInfo, now: str | None = None, on: str | None = None) -> None:
        self._zone = zone
        self._now = instant(now, zone) if now else None
        self._on = day(on)
        self.region: str | None = None

    def set(self, text: str) -> None:
        self._now = instant(text, self._zone)

    def release(self) -> None:
        """Lets the clock run by itself again."""
        self._now = None

    def __call__(self) -> Moment:
        return Moment(self._now or clock_now(self._zone), self._on, self.region)
