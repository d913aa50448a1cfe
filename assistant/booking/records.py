"""Bookings, proposals and sittings as the tables hold them; reading changes nothing."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from assistant.errors import BookingNotFound, ProposalNotFound
from knowledge.tables import advisers, bookings, claims, proposals

from .model import FIRM, Booking, Proposal, Slot, Status, slot_id
from .occupancy import Sitting


def booking_of(row: Row[Any]) -> Booking:
    """The booking of a row, its times in its own zone."""
    facts = row._asdict()
    zone = ZoneInfo(facts["time_zone"])
    for name in ("starts", "ends", "held_until", "created_at", "updated_at"):
        facts[name] = facts[name] and facts[name].astimezone(zone)
    return Booking(**facts | {"status": Status(facts["status"]), "history": tuple(facts["history"])})


def find_booking(connection: Connection, booking_id: str, visitor: str | None = None, *, lock: bool = False) -> Booking:
    """Raises BookingNotFound, also when it is another visitor's."""
    query = select(bookings).where(bookings.c.id == booking_id)
    row = connection.execute(query.with_for_update() if lock else query).first()
    if row is None or (visitor is not None and row.visitor != visitor):
        raise BookingNotFound(booking=booking_id)
    return booking_of(row)


def find_proposal(connection: Connection, proposal_id: str, visitor: str) -> Row[Any]:
    """The row, which nobody else changes before this transaction ends.

    Raises ProposalNotFound, also when it is another visitor's.
    """
    row = connection.execute(select(proposals).where(proposals.c.id == proposal_id).with_for_update()).first()
    if row is None or row.visitor != visitor:
        raise ProposalNotFound()
    return row


def proposal_of(connection: Connection, proposal_id: str) -> Proposal:
    """A proposal that is known to exist."""
    row = connection.execute(select(proposals).where(proposals.c.id == proposal_id)).one()
    booking = find_booking(connection, row.booking_id)
    return Proposal(
        id=row.id,
        action=row.action,
        booking=booking,
        expires=row.expires.astimezone(ZoneInfo(booking.time_zone)),
        slot=moved_slot(connection, booking, row) if row.action == "move" else None,
    )


def moved_slot(connection: Connection, booking: Booking, row: Row[Any]) -> Slot:
    """The new time of a move, in the zone of its adviser (the old one's, should the new one have left)."""
    zone_of = select(advisers.c.time_zone).where(advisers.c.id == row.adviser_id)
    time_zone = connection.execute(zone_of).scalar() or booking.time_zone
    zone = ZoneInfo(time_zone)
    return Slot(
        id=slot_id(booking.service_id, row.adviser_id, row.starts),
        service_id=booking.service_id,
        adviser_id=row.adviser_id,
        organization_id=booking.organization_id,
        starts=row.starts.astimezone(zone),
        ends=row.ends.astimezone(zone),
        time_zone=time_zone,
    )


def alive(now: datetime) -> ColumnElement[bool]:
    """Bookings that take their time: a hold that has run out does not, whether or not it was cleared away."""
    return or_(bookings.c.status.in_(FIRM), and_(bookings.c.status == Status.HELD, bookings.c.held_until > now))


def sittings(
    connection: Connection,
    adviser_ids: Iterable[str],
    first: int,
    last: int,
    now: datetime,
    holds_passed_over: str | None = None,
) -> dict[str, list[Sitting]]:
    """Who sits with the advisers in the grains `first` to `last`, by adviser; also the new times of open moves.

    The holds of one visitor can be passed over: they give way to that visitor's next choice.
    """
    query = (
        _seats_taken()
        .where(claims.c.adviser_id.in_(list(adviser_ids)), claims.c.grain.between(first, last))
        .where(
            or_(
                and_(claims.c.proposal_id.is_(None), alive(now)),
                and_(proposals.c.status == "open", proposals.c.expires > now),
            )
        )
    )
    if holds_passed_over is not None:
        query = query.where(or_(bookings.c.visitor != holds_passed_over, bookings.c.status != Status.HELD))
    found: dict[str, list[Sitting]] = defaultdict(list)
    for row in connection.execute(query):
        facts = row._asdict()
        moved_to = facts.pop("moved_to")
        found[row.adviser_id].append(Sitting(**facts | {"starts": moved_to or row.starts}))
    return found


def _seats_taken() -> Select[*tuple[Any, ...]]:
    """One row a seat of a booking, and one more for the new time of its move."""
    named = (
        claims.c.adviser_id,
        claims.c.booking_id,
        claims.c.seat,
        bookings.c.visitor,
        bookings.c.service_id,
        bookings.c.starts,
        proposals.c.starts.label("moved_to"),
    )
    return (
        select(*named, func.min(claims.c.grain).label("first"), func.max(claims.c.grain).label("last"))
        .select_from(claims.join(bookings).outerjoin(proposals, proposals.c.id == claims.c.proposal_id))
        .group_by(*named)
    )
