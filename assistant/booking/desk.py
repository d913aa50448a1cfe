"""What the rules know of a service and of the advisers who give it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from knowledge.hours import Weekly

from .calendars import Overrides


@dataclass(frozen=True, slots=True)
class Service:
    """Its times and limits; None is no limit."""

    id: str
    organization_id: str
    minutes: int
    before: timedelta = timedelta()
    after: timedelta = timedelta()
    seats: int = 1
    by_staff: bool = False  # bookings await a person's approval
    min_notice_hours: int | None = None
    max_days_ahead: int | None = None
    per_visitor_open: int | None = None

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    @property
    def stride(self) -> timedelta:
        """From one start to the next."""
        return self.before + self.length + self.after


@dataclass(frozen=True, slots=True)
class Adviser:
    """Where and when an adviser works. `valid` are the days (inclusive) of the organizations that stand behind."""

    id: str
    time_zone: str
    weekly: Weekly
    daily_limit: int | None = None
    weight: int = 1
    absences: tuple[tuple[datetime, datetime], ...] = ()
    valid: tuple[tuple[date | None, date | None], ...] = ()
    overrides: Overrides = field(default_factory=dict)  # the staff's holidays of this adviser's country

    def valid_on(self, day: date) -> bool:
        return all((first is None or first <= day) and (last is None or day <= last) for first, last in self.valid)

    def away(self, starts: datetime, ends: datetime) -> bool:
        return any(first < ends and starts < last for first, last in self.absences)


@dataclass(frozen=True, slots=True)
class Desk:
    """One service with all the advisers who give it, by id."""

    service: Service
    advisers: Mapping[str, Adviser]
