"""Changes to bookings, claims and proposals, within a transaction that is handed in."""

import secrets
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.errors import SlotTaken
from knowledge.tables import bookings, claims, proposals

from .model import FIRM, Action, Booking, Slot, Status
from .records import booking_of, find_booking

CLEAR = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is misread for something else
VISITOR, CLOCK = "visitor", "clock"


def _new_booking_id(connection: Connection) -> str:
    while True:
        made = "BK-" + "".join(secrets.choice(CLEAR) for _ in range(6))
        if connection.execute(select(bookings.c.id).where(bookings.c.id == made)).first() is None:
            return made


def hold(
    connection: Connection, slot: Slot, topic: str, visitor: str, session_id: str, until: datetime, now: datetime
) -> str:
    """A booking that waits for its visitor's yes. Its claims are for `claim`."""
    made = _new_booking_id(connection)
    connection.execute(
        insert(bookings).values(
            id=made,
            status=Status.HELD,
            visitor=visitor,
            session_id=session_id,
            organization_id=slot.organization_id,
            service_id=slot.service_id,
            adviser_id=slot.adviser_id,
            starts=slot.starts,
            ends=slot.ends,
            time_zone=slot.time_zone,
            topic=topic,
            held_until=until,
            created_at=now,
            updated_at=now,
            history=[_entry(now, slot.time_zone, Status.HELD, VISITOR)],
        )
    )
    return made


def claim(
    connection: Connection, slot: Slot, wanted: range, seat: int, booking_id: str, proposal_id: str | None = None
) -> None:
    """Takes every grain. Raises SlotTaken where one is taken: the database has the last word."""
    row = {"adviser_id": slot.adviser_id, "seat": seat, "booking_id": booking_id, "proposal_id": proposal_id}
    try:
        connection.execute(insert(claims), [row | {"grain": grain} for grain in wanted])
    except IntegrityError as error:
        raise SlotTaken() from error


def propose(
    connection: Connection,
    action: Action,
    booking_id: str,
    visitor: str,
    session_id: str,
    now: datetime,
    expires: datetime,
    slot: Slot | None = None,
) -> str:
    made = "pr_" + secrets.token_hex(8)
    connection.execute(
        insert(proposals).values(
            id=made,
            session_id=session_id,
            visitor=visitor,
            action=action,
            booking_id=booking_id,
            status="open",
            created_at=now,
            expires=expires,
            adviser_id=slot and slot.adviser_id,
            starts=slot and slot.starts,
            ends=slot and slot.ends,
        )
    )
    return made


def turn(connection: Connection, booking: Booking, status: Status, by: str, now: datetime) -> None:
    """Gives a booking another status; a status that ends it gives its time back and closes what was proposed on it."""
    values = {"status": status, "updated_at": now, "held_until": None}
    history = [*booking.history, _entry(now, booking.time_zone, status, by)]
    connection.execute(update(bookings).where(bookings.c.id == booking.id).values(**values, history=history))
    if status not in (Status.HELD, *FIRM):
        connection.execute(delete(claims).where(claims.c.booking_id == booking.id))
        still_open = (proposals.c.booking_id == booking.id, proposals.c.status == "open")
        connection.execute(update(proposals).where(*still_open).values(status="declined"))


def move(connection: Connection, booking: Booking, slot: Slot, proposal_id: str, now: datetime) -> None:
    """Puts a booking on the time that its proposal holds; the old time goes to the history."""
    old = {"starts": booking.starts.isoformat(), "ends": booking.ends.isoformat(), "adviser_id": booking.adviser_id}
    history = [*booking.history, _entry(now, booking.time_zone, booking.status, VISITOR) | old]
    new = {"adviser_id": slot.adviser_id, "starts": slot.starts, "ends": slot.ends, "time_zone": slot.time_zone}
    of_booking = claims.c.booking_id == booking.id
    connection.execute(delete(claims).where(of_booking, claims.c.proposal_id.is_(None)))
    connection.execute(update(claims).where(of_booking, claims.c.proposal_id == proposal_id).values(proposal_id=None))
    connection.execute(
        update(bookings).where(bookings.c.id == booking.id).values(**new, updated_at=now, history=history)
    )


def close(connection: Connection, proposal: Row[Any], status: str) -> None:
    """Closes a proposal; what a move still holds beside the booking's own time is free again."""
    connection.execute(update(proposals).where(proposals.c.id == proposal.id).values(status=status))
    held_beside = (claims.c.booking_id == proposal.booking_id, claims.c.proposal_id == proposal.id)
    connection.execute(delete(claims).where(*held_beside))


def withdraw(connection: Connection, proposal: Row[Any], by: str, now: datetime) -> None:
    """Declines a proposal, and with it the booking if that was only a hold."""
    close(connection, proposal, "declined")
    booking = find_booking(connection, proposal.booking_id, lock=True)
    if proposal.action == "book" and booking.status is Status.HELD:
        turn(connection, booking, Status.DECLINED, by, now)


def clear_expired(connection: Connection, now: datetime) -> None:
    """Gives back what holds took that have run out."""
    overdue = select(proposals).where(proposals.c.status == "open", proposals.c.expires <= now)
    for row in connection.execute(overdue.with_for_update(skip_locked=True)).all():
        close(connection, row, "expired")
    lapsed = select(bookings).where(bookings.c.status == Status.HELD, bookings.c.held_until <= now)
    for row in connection.execute(lapsed.with_for_update(skip_locked=True)).all():
        turn(connection, booking_of(row), Status.EXPIRED, CLOCK, now)


def _entry(now: datetime, time_zone: str, status: Status, by: str) -> dict[str, str]:
    at = now.astimezone(ZoneInfo(time_zone)).isoformat(timespec="seconds")
    return {"at": at, "status": status.value, "by": by}
