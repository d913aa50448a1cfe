"""What is booked: slots, bookings and the proposals that await a person's yes."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Literal
from urllib.parse import quote, unquote

from assistant.errors import SlotUnknown

Action = Literal["book", "cancel", "move"]
_INSTANT = "%Y%m%dT%H%MZ"


class Status(StrEnum):
    HELD = "held"
    PENDING = "pending"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    ATTENDED = "attended"
    NO_SHOW = "no_show"


FIRM = (Status.PENDING, Status.CONFIRMED, Status.ATTENDED, Status.NO_SHOW)  # these take their time for good
PROMISED = (Status.PENDING, Status.CONFIRMED)  # what a visitor can still cancel or move


@dataclass(frozen=True, slots=True)
class Slot:
    """A time with an adviser, in the adviser's own zone. The id names service, adviser and instant."""

    id: str
    service_id: str
    adviser_id: str
    organization_id: str
    starts: datetime
    ends: datetime
    time_zone: str

    def __post_init__(self) -> None:
        if self.starts.tzinfo is None or not self.starts.astimezone(UTC) < self.ends.astimezone(UTC):
            raise ValueError(f"a slot has a time zone and a length: {self}")

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "service_id": self.service_id,
            "adviser_id": self.adviser_id,
            "starts": self.starts.isoformat(),
            "ends": self.ends.isoformat(),
            "time_zone": self.time_zone,
        }


def slot_id(service_id: str, adviser_id: str, starts: datetime) -> str:
    """The same slot has the same id in every process, so that it can be proposed in a later one."""
    return ":".join((quote(service_id, safe=""), quote(adviser_id, safe=""), starts.astimezone(UTC).strftime(_INSTANT)))


def read_slot_id(text: str) -> tuple[str, str, datetime]:
    """Service, adviser and UTC start of a slot id. Raises SlotUnknown."""
    try:
        service, adviser, instant = text.split(":")
        starts = datetime.strptime(instant, _INSTANT).replace(tzinfo=UTC)
    except ValueError as error:
        raise SlotUnknown() from error
    return unquote(service), unquote(adviser), starts


@dataclass(frozen=True, slots=True)
class Booking:
    """One appointment as stored, its times in the adviser's zone.

    `history` lists what happened: `{"at", "status", "by"}`, for a move also the old `starts`, `ends` and `adviser_id`.
    """

    id: str
    status: Status
    visitor: str
    session_id: str | None
    organization_id: str
    service_id: str
    adviser_id: str
    starts: datetime
    ends: datetime
    time_zone: str
    topic: str
    held_until: datetime | None
    created_at: datetime
    updated_at: datetime
    history: tuple[dict[str, Any], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """What the visitor is shown."""
        return {
            "id": self.id,
            "status": self.status.value,
            "organization_id": self.organization_id,
            "service_id": self.service_id,
            "adviser_id": self.adviser_id,
            "starts": self.starts.isoformat(),
            "ends": self.ends.isoformat(),
            "time_zone": self.time_zone,
        }

    def as_staff_json(self) -> dict[str, Any]:
        """What the staff's list shows: also who, about what, and what happened."""
        return self.as_json() | {
            "visitor": self.visitor,
            "session_id": self.session_id,
            "topic": self.topic,
            "held_until": self.held_until.isoformat() if self.held_until else None,
            "created_at": self.created_at.isoformat(),
            "updated_at": self.updated_at.isoformat(),
            "history": list(self.history),
        }


@dataclass(frozen=True, slots=True)
class Proposal:
    """A booking, cancellation or move that awaits a yes until `expires`; `slot` is a move's new time."""

    id: str
    action: Action
    booking: Booking
    expires: datetime
    slot: Slot | None = None

    @property
    def starts(self) -> datetime:
        return self.slot.starts if self.slot else self.booking.starts

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "action": self.action,
            "service_id": self.booking.service_id,
            "starts": self.starts.isoformat(),
            "expires": self.expires.isoformat(),
        }
