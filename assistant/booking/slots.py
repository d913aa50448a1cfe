"""The times that hours, notice and limits allow, whether taken or not."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from assistant.errors import SlotPast, SlotUnknown, TooFarAhead, TooLate

from .desk import Adviser, Service
from .hours import working_spans
from .model import Slot, slot_id

DAY = timedelta(days=1)


def offered(service: Service, adviser: Adviser, starts: datetime, ends: datetime, now: datetime) -> Iterator[Slot]:
    """The slots that begin in [starts, ends) and may be booked at `now`, in order of time."""
    starts, ends, now = (at.astimezone(UTC) for at in (starts, ends, now))  # one zone's wall times do not compare right
    for slot in in_hours(service, adviser, max(starts, now), min(ends, _horizon(service, adviser, now, ends))):
        if not _too_soon(service, slot, now):
            yield slot


def in_hours(service: Service, adviser: Adviser, starts: datetime, ends: datetime) -> Iterator[Slot]:
    """The slots that begin in [starts, ends), by hours, calendar and absences alone.

    They begin with each block and every buffer, length and buffer after it; only the length has to fit the block.
    """
    zone = ZoneInfo(adviser.time_zone)
    day = starts.astimezone(zone).date() - DAY  # a clock change may set the end of a day's hours beyond midnight
    while starts < ends and day <= ends.astimezone(zone).date():
        if adviser.valid_on(day):
            for opens, closes in working_spans(adviser, day):
                yield from _in_span(service, adviser, opens, closes, starts, ends)
        day += DAY


def _in_span(
    service: Service, adviser: Adviser, opens: datetime, closes: datetime, starts: datetime, ends: datetime
) -> Iterator[Slot]:
    at = opens
    while at + service.length <= closes:
        if starts <= at < ends and not adviser.away(at, at + service.length):
            yield slot_at(service, adviser, at)
        at += service.stride


def slot_at(service: Service, adviser: Adviser, starts: datetime) -> Slot:
    """The slot that would begin at an instant; whether one does is for `in_hours` to say."""
    zone = ZoneInfo(adviser.time_zone)
    return Slot(
        id=slot_id(service.id, adviser.id, starts),
        service_id=service.id,
        adviser_id=adviser.id,
        organization_id=service.organization_id,
        starts=starts.astimezone(zone),
        ends=(starts.astimezone(UTC) + service.length).astimezone(zone),
        time_zone=adviser.time_zone,
    )


def named(service: Service, adviser: Adviser, starts: datetime) -> Slot:
    """The slot of these hours that begins at `starts`. Raises SlotUnknown."""
    found = next(in_hours(service, adviser, starts, starts + timedelta(seconds=1)), None)
    if found is None:
        raise SlotUnknown()
    return found


def check_times(service: Service, slot: Slot, now: datetime) -> None:
    """Raises SlotPast, TooLate or TooFarAhead."""
    if slot.starts.astimezone(UTC) <= now.astimezone(UTC):
        raise SlotPast()
    if _too_soon(service, slot, now):
        raise TooLate(hours=service.min_notice_hours)
    if service.max_days_ahead is not None and _days_between(now, slot.starts) > service.max_days_ahead:
        raise TooFarAhead(days=service.max_days_ahead)


def _too_soon(service: Service, slot: Slot, now: datetime) -> bool:
    ahead = slot.starts.astimezone(UTC) - now.astimezone(UTC)
    return ahead <= timedelta() or ahead < timedelta(hours=service.min_notice_hours or 0)


def _days_between(now: datetime, then: datetime) -> int:
    """Days ahead as a calendar counts them, where the adviser is: tomorrow evening is one day ahead."""
    return (then.date() - now.astimezone(then.tzinfo).date()).days


def _horizon(service: Service, adviser: Adviser, now: datetime, ends: datetime) -> datetime:
    """The end of the last day that may be booked, or `ends` without a limit."""
    if service.max_days_ahead is None:
        return ends
    local = now.astimezone(ZoneInfo(adviser.time_zone))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight + (service.max_days_ahead + 1) * DAY).astimezone(UTC)
