"""What a yes does, and what a new choice lets go, within a transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select

from assistant.errors import BookingClosed, BookingNotFound
from knowledge.tables import claims, proposals

from . import ledger
from .catalog import load_desk
from .ledger import VISITOR
from .model import PROMISED, Booking, Slot, Status
from .records import find_booking, moved_slot


def carry_out(connection: Connection, proposal: Row[Any], now: datetime) -> None:
    """Does what an open proposal says. Raises BookingClosed, ServiceUnknown."""
    booking = find_booking(connection, proposal.booking_id, lock=True)
    if booking.status not in ((Status.HELD,) if proposal.action == "book" else PROMISED):
        raise BookingClosed(booking=booking.id)
    if proposal.action == "move":
        ledger.move(connection, booking, moved_slot(connection, booking, proposal), proposal.id, now)
    ledger.close(connection, proposal, "confirmed")
    if proposal.action == "cancel":
        ledger.turn(connection, booking, Status.CANCELLED, VISITOR, now)
    elif proposal.action == "book":
        service = load_desk(connection, booking.service_id, booking.adviser_id).service
        ledger.turn(connection, booking, Status.PENDING if service.by_staff else Status.CONFIRMED, VISITOR, now)


def let_go(
    connection: Connection,
    visitor: str,
    session_id: str,
    now: datetime,
    slot: Slot | None = None,
    wanted: range = range(0),
) -> None:
    """Declines what this visitor left open in the session, and own holds elsewhere that stand in a slot's way."""
    given_up = proposals.c.session_id == session_id
    if slot is not None:
        in_the_way = select(claims.c.booking_id).where(
            claims.c.adviser_id == slot.adviser_id, claims.c.grain.between(wanted[0], wanted[-1])
        )
        given_up = or_(given_up, and_(proposals.c.action == "book", proposals.c.booking_id.in_(in_the_way)))
    mine = select(proposals).where(proposals.c.visitor == visitor, proposals.c.status == "open", given_up)
    for row in connection.execute(mine.with_for_update()).all():
        ledger.withdraw(connection, row, VISITOR, now)


def promised(connection: Connection, booking_id: str, visitor: str, now: datetime) -> Booking:
    """A booking that its visitor may still cancel or move. Raises BookingNotFound, BookingClosed."""
    booking = find_booking(connection, booking_id, visitor, lock=True)
    if booking.status is Status.HELD:  # no booking yet: its proposal is what can be declined
        raise BookingNotFound(booking=booking_id)
    if booking.status not in PROMISED or not _begins_after(booking, now):
        raise BookingClosed(booking=booking_id)
    return booking


def _begins_after(booking: Booking, now: datetime) -> bool:
    return booking.starts.timestamp() > now.timestamp()
