"""Whether there is room: a slot, its sittings and the limits, read within a transaction."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, func, select

from assistant.errors import SlotUnknown, TooManyOpen, VisitorError
from knowledge.tables import bookings

from .catalog import load_desk
from .desk import Adviser, Desk
from .model import Slot, Status, read_slot_id
from .occupancy import Occupancy, grain_of, grains
from .records import alive, sittings
from .slots import check_times, named, offered

MARGIN = timedelta(days=2)  # an adviser's whole local day lies around any of its slots
OPEN = (Status.HELD, Status.PENDING, Status.CONFIRMED)


def named_slot(connection: Connection, slot_id: str, now: datetime, *, lock: bool = False) -> tuple[Desk, Slot]:
    """The slot of an id, if it is offered at `now`, and its service with the one adviser.

    Raises SlotUnknown, SlotPast, TooLate, TooFarAhead, ServiceUnknown.
    """
    service_id, adviser_id, starts = read_slot_id(slot_id)
    desk = load_desk(connection, service_id, adviser_id, lock=lock)
    if adviser_id not in desk.advisers:
        raise SlotUnknown()
    slot = named(desk.service, desk.advisers[adviser_id], starts)
    check_times(desk.service, slot, now)
    return desk, slot


def occupancies(
    connection: Connection, desk: Desk, starts: datetime, ends: datetime, now: datetime, holds_passed_over: str | None
) -> dict[str, Occupancy]:
    """The sittings of every adviser of the desk around [starts, ends)."""
    first, last = grain_of(starts.astimezone(UTC) - MARGIN), grain_of(ends.astimezone(UTC) + MARGIN)
    found = sittings(connection, desk.advisers, first, last, now, holds_passed_over)
    return {name: Occupancy(adviser, found.get(name, ())) for name, adviser in desk.advisers.items()}


def seat_in(
    connection: Connection,
    desk: Desk,
    slot: Slot,
    visitor: str,
    now: datetime,
    *,
    moving: str | None = None,
    holds_passed_over: str | None = None,
) -> int:
    """The seat that is free in a slot. Raises SlotTaken, SlotYours, DayFull."""
    taken = occupancies(connection, desk, slot.starts, slot.ends, now, holds_passed_over)
    return taken[slot.adviser_id].seat(desk.service, slot, visitor, moving)


def free_slots(
    desk: Desk,
    adviser: Adviser,
    taken: Occupancy,
    starts: datetime,
    ends: datetime,
    now: datetime,
    visitor: str | None,
) -> Iterator[Slot]:
    """The free slots of one adviser that begin in [starts, ends), by time."""
    for slot in offered(desk.service, adviser, starts, ends, now):
        try:
            taken.seat(desk.service, slot, visitor)
        except VisitorError:
            continue
        yield slot


def bookings_ahead(connection: Connection, desk: Desk, now: datetime) -> Counter[str]:
    """How many bookings each adviser has before them."""
    query = (
        select(bookings.c.adviser_id, func.count())
        .where(bookings.c.adviser_id.in_(list(desk.advisers)), bookings.c.starts > now, alive(now))
        .group_by(bookings.c.adviser_id)
    )
    return Counter({name: count for name, count in connection.execute(query)})


def check_open(connection: Connection, desk: Desk, visitor: str, now: datetime) -> None:
    """Raises TooManyOpen where the visitor has as many bookings and holds ahead as the service allows."""
    limit = desk.service.per_visitor_open
    if limit is None:
        return
    query = select(func.count()).where(
        bookings.c.visitor == visitor,
        bookings.c.service_id == desk.service.id,
        bookings.c.status.in_(OPEN),
        bookings.c.starts > now,
        alive(now),
    )
    if connection.execute(query).scalar_one() >= limit:
        raise TooManyOpen(limit=limit)


def claimed(desk: Desk, slot: Slot) -> range:
    """The grains of a slot with its buffers."""
    return grains(desk.service, slot.starts.astimezone(UTC))
