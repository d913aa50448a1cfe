"""The calendar file (.ics) that goes with a booking: plain iCalendar, which every calendar can open."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vText

from assistant.booking.model import Booking
from assistant.replies import Attachment

FOLDER = "attachments"
MEDIA_TYPE = "text/calendar"
PRODUCT = "-//ipsteward//appointments//"
REMINDER = timedelta(hours=-2)


class Invitations:
    """Writes calendar files below the home, under names that nobody can guess."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def write(self, booking: Booking, facts: Mapping[str, Any], now: datetime) -> Attachment:
        """The file of a confirmed booking, by a path below the home; `facts` are the sentences' placeholders."""
        path = Path(FOLDER) / f"{booking.id}-{secrets.token_hex(8)}.ics"
        (self._home / FOLDER).mkdir(parents=True, exist_ok=True)
        (self._home / path).write_bytes(ics(booking, facts, now))
        return Attachment(f"{booking.id}.ics", MEDIA_TYPE, path.as_posix())


def ics(booking: Booking, facts: Mapping[str, Any], now: datetime) -> bytes:
    """One event (RFC 5545), in the adviser's zone with its rules, and a reminder two hours before.

    A booking keeps its UID and every change raises SEQUENCE, so that a calendar moves the event instead of adding one.
    """
    zone = ZoneInfo(booking.time_zone)
    event = Event()
    event.add("uid", f"{booking.id}@ipsteward")
    event.add("dtstamp", now)
    event.add("sequence", len(booking.history))
    event.add("summary", str(facts["service"]))
    event.add("dtstart", booking.starts.astimezone(zone))
    event.add("dtend", booking.ends.astimezone(zone))
    event.add("status", "CONFIRMED")
    event.add("location", vText(", ".join(part for part in (str(facts["organization"]), str(facts["mode"])) if part)))
    event.add("description", "\n".join(str(facts[name]) for name in ("id", "organization", "adviser", "topic")))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", str(facts["service"]))
    alarm.add("trigger", REMINDER)
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
