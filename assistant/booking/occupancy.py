"""Who sits when with one adviser, and whether there is room for one more."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from assistant.errors import DayFull, SlotTaken, SlotYours
from knowledge.hours import GRAIN_MINUTES

from .desk import Adviser, Service
from .model import Slot

GRAIN = timedelta(minutes=GRAIN_MINUTES)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_GRAINS_A_DAY = timedelta(days=1) // GRAIN


@dataclass(frozen=True, slots=True)
class Sitting:
    """A seat that a booking or a hold takes for the grains `first` to `last`, both included."""

    adviser_id: str
    booking_id: str
    visitor: str
    service_id: str
    starts: datetime
    seat: int
    first: int
    last: int


def grains(service: Service, starts: datetime) -> range:
    """The five-minute grains that a booking claims, its buffers included."""
    opens, closes = starts - service.before - _EPOCH, starts + service.length + service.after - _EPOCH
    return range(opens // GRAIN, -(-closes // GRAIN))


def grain_of(at: datetime) -> int:
    return (at - _EPOCH) // GRAIN


class Occupancy:
    """The sittings of one adviser, found by time.

    A session is a service with a start: its visitors share it seat by seat, every other session excludes it.
    """

    def __init__(self, adviser: Adviser, sittings: Iterable[Sitting]) -> None:
        self._adviser = adviser
        self._zone = ZoneInfo(adviser.time_zone)
        self._by_day: dict[int, list[Sitting]] = defaultdict(list)
        self._of_day: dict[date, list[Sitting]] = defaultdict(list)
        for sitting in sittings:
            self._of_day[sitting.starts.astimezone(self._zone).date()].append(sitting)
            for day in range(sitting.first // _GRAINS_A_DAY, sitting.last // _GRAINS_A_DAY + 1):
                self._by_day[day].append(sitting)

    def seat(self, service: Service, slot: Slot, visitor: str | None, moving: str | None = None) -> int:
        """The lowest seat that is free in this slot.

        `moving` is the booking that would leave its time for this one: it does not count for the adviser's day.
        Raises SlotTaken, SlotYours or DayFull.
        """
        starts = slot.starts.astimezone(UTC)
        beside = list(self._beside(grains(service, starts)))
        own = next((s for s in beside if s.visitor == visitor and _session(s) == (service.id, starts)), None)
        if own:
            raise SlotYours(booking=own.booking_id)
        if any(_session(sitting) != (service.id, starts) for sitting in beside):
            raise SlotTaken()
        seat = min(set(range(service.seats)) - {sitting.seat for sitting in beside}, default=None)
        if seat is None or len({sitting.booking_id for sitting in beside}) >= service.seats:
            raise SlotTaken()
        self._check_day(service, slot.starts, moving)
        return seat

    def _beside(self, wanted: range) -> Iterator[Sitting]:
        for day in range(wanted[0] // _GRAINS_A_DAY, wanted[-1] // _GRAINS_A_DAY + 1):
            for sitting in self._by_day.get(day, ()):
                if sitting.first <= wanted[-1] and wanted[0] <= sitting.last:
                    yield sitting

    def _check_day(self, service: Service, starts: datetime, moving: str | None) -> None:
        """The limit counts sessions: one more visitor in a session that takes place anyway is no more work."""
        if self._adviser.daily_limit is None:
            return
        day = starts.date()
        sessions = {_session(sitting) for sitting in self._of_day.get(day, ()) if sitting.booking_id != moving}
        if (service.id, starts.astimezone(UTC)) not in sessions and len(sessions) >= self._adviser.daily_limit:
            raise DayFull(day=day.isoformat())


def _session(sitting: Sitting) -> tuple[str, datetime]:
    return sitting.service_id, sitting.starts
