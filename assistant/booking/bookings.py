"""Free times, holds and bookings: what is proposed, confirmed, moved and cancelled."""

import heapq
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice, repeat

from sqlalchemy import ColumnElement, Connection, select

from assistant.errors import BookingClosed, HoldExpired, ProposalClosed, SlotUnknown, VisitorError
from knowledge.database import Database
from knowledge.tables import bookings, proposals

from . import ledger
from .catalog import load_desk
from .model import PROMISED, Booking, Proposal, Slot, Status
from .records import booking_of, find_booking, find_proposal, proposal_of
from .room import bookings_ahead, check_open, claimed, free_slots, named_slot, occupancies, seat_in
from .yes import carry_out, let_go, promised

HOLD = timedelta(minutes=10)
STAFF = "staff"


class Bookings:
    """The book of the centre. Every method takes the clock; what belongs to another visitor is "not found"."""

    def __init__(self, database: Database, hold: timedelta = HOLD) -> None:
        self._database = database
        self._hold = hold

    # --- free times ----------

    def free(
        self,
        service_id: str,
        starts: datetime,
        ends: datetime,
        now: datetime,
        *,
        visitor: str | None = None,
        adviser_id: str | None = None,
        limit: int | None = None,
    ) -> list[Slot]:
        """Free slots that begin in [starts, ends), by time; at one time the least booked adviser first.

        With `visitor`, their own holds do not count as taken (a new choice lets them go), and sessions in which
        they already have a seat are left out. Raises ServiceUnknown.
        """
        with self._database.read() as connection:
            desk = load_desk(connection, service_id, adviser_id)
            taken = occupancies(connection, desk, starts, ends, now, visitor)
            load = bookings_ahead(connection, desk, now)
        ranked = sorted(desk.advisers.values(), key=lambda one: (load[one.id], -one.weight, one.id))
        streams = [
            zip(repeat(rank), free_slots(desk, one, taken[one.id], starts, ends, now, visitor), strict=False)
            for rank, one in enumerate(ranked)
        ]
        by_time = heapq.merge(*streams, key=lambda ranked_slot: (_utc(ranked_slot[1].starts), ranked_slot[0]))
        return [slot for _, slot in islice(by_time, limit)]

    def slot(self, slot_id: str, now: datetime) -> Slot:
        """The slot of an id, taken or not. Raises SlotUnknown, SlotPast, TooLate, TooFarAhead."""
        with self._database.read() as connection:
            return named_slot(connection, slot_id, now)[1]

    # --- what a visitor proposes and confirms ----------

    def propose(self, slot_id: str, topic: str, visitor: str, session_id: str, now: datetime) -> Proposal:
        """Holds a free slot for this visitor; an open proposal of the same session is declined first.

        Raises SlotUnknown, SlotPast, TooLate, TooFarAhead, SlotTaken, SlotYours, DayFull, TooManyOpen.
        """
        with self._database.read() as connection:  # most refusals need no turn at the writer's lock
            desk, slot = named_slot(connection, slot_id, now)
            seat_in(connection, desk, slot, visitor, now, holds_passed_over=visitor)
        with self._writing(now) as connection:
            desk, slot = named_slot(connection, slot_id, now, lock=True)
            let_go(connection, visitor, session_id, now, slot, claimed(desk, slot))
            seat = seat_in(connection, desk, slot, visitor, now)
            check_open(connection, desk, visitor, now)
            until = self._until(now, slot.starts)
            booking_id = ledger.hold(connection, slot, topic, visitor, session_id, until, now)
            ledger.claim(connection, slot, claimed(desk, slot), seat, booking_id)
            made = ledger.propose(connection, "book", booking_id, visitor, session_id, now, until)
            return proposal_of(connection, made)

    def propose_cancel(self, booking_id: str, visitor: str, session_id: str, now: datetime) -> Proposal:
        """Asks to cancel; nothing changes before the yes. Raises BookingNotFound, BookingClosed."""
        with self._writing(now) as connection:
            booking = promised(connection, booking_id, visitor, now)
            let_go(connection, visitor, session_id, now)
            until = self._until(now, booking.starts)
            made = ledger.propose(connection, "cancel", booking.id, visitor, session_id, now, until)
            return proposal_of(connection, made)

    def propose_move(self, booking_id: str, slot_id: str, visitor: str, session_id: str, now: datetime) -> Proposal:
        """Holds another time of the same service beside the booking's own.

        Raises BookingNotFound, BookingClosed, SlotUnknown, SlotPast, TooLate, TooFarAhead, SlotTaken, SlotYours,
        DayFull.
        """
        with self._writing(now) as connection:
            desk, slot = named_slot(connection, slot_id, now, lock=True)
            booking = promised(connection, booking_id, visitor, now)
            if slot.service_id != booking.service_id:
                raise SlotUnknown()
            let_go(connection, visitor, session_id, now, slot, claimed(desk, slot))
            seat = seat_in(connection, desk, slot, visitor, now, moving=booking.id)
            until = self._until(now, min(slot.starts, booking.starts, key=_utc))
            made = ledger.propose(connection, "move", booking.id, visitor, session_id, now, until, slot)
            ledger.claim(connection, slot, claimed(desk, slot), seat, booking.id, made)
            return proposal_of(connection, made)

    def confirm(self, proposal_id: str, visitor: str, now: datetime) -> Booking:
        """Does what was proposed; a second press gives the same booking.

        Raises ProposalNotFound, ProposalClosed, HoldExpired, BookingClosed, ServiceUnknown.
        """
        with self._writing(now) as connection:
            proposal = find_proposal(connection, proposal_id, visitor)
            match proposal.status:
                case "open":
                    carry_out(connection, proposal, now)
                case "expired":
                    raise HoldExpired()
                case "declined":
                    raise ProposalClosed()
            return find_booking(connection, proposal.booking_id)

    def decline(self, proposal_id: str, visitor: str, now: datetime) -> Booking:
        """Lets go what was proposed; a second press changes nothing. Raises ProposalNotFound, ProposalClosed."""
        with self._writing(now) as connection:
            proposal = find_proposal(connection, proposal_id, visitor)
            if proposal.status == "confirmed":
                raise ProposalClosed()
            if proposal.status == "open":
                ledger.withdraw(connection, proposal, ledger.VISITOR, now)
            return find_booking(connection, proposal.booking_id)

    def open_proposal(self, session_id: str, now: datetime) -> Proposal | None:
        """What awaits a yes in this session."""
        newest = (
            select(proposals.c.id)
            .where(proposals.c.session_id == session_id, proposals.c.status == "open", proposals.c.expires > now)
            .order_by(proposals.c.created_at.desc(), proposals.c.id)
        )
        with self._database.read() as connection:
            found = connection.execute(newest).scalar()
            return proposal_of(connection, found) if found else None

    # --- reading ----------

    def of_visitor(self, visitor: str, now: datetime) -> list[Booking]:
        """Pending and confirmed bookings that have not ended, by time; a hold is no booking yet."""
        return self._listed(
            bookings.c.visitor == visitor,
            bookings.c.status.in_(PROMISED),
            bookings.c.ends > now,
            by=bookings.c.starts,
        )

    def get(self, booking_id: str) -> Booking:
        """Raises BookingNotFound."""
        with self._database.read() as connection:
            return find_booking(connection, booking_id)

    def every(self) -> list[Booking]:
        """All bookings of all visitors, as stored, oldest first."""
        return self._listed(by=bookings.c.created_at)

    def between(self, first: datetime, end: datetime) -> list[Booking]:
        """All bookings of all visitors that start from `first` on and before `end`, by time."""
        return self._listed(bookings.c.starts >= first, bookings.c.starts < end, by=bookings.c.starts)

    # --- the staff's side ----------

    def approve(self, booking_id: str, now: datetime, by: str = STAFF) -> Booking:
        """Raises BookingNotFound, BookingClosed."""
        return self._decide(booking_id, Status.CONFIRMED, (Status.PENDING,), now, by)

    def refuse(self, booking_id: str, now: datetime, by: str = STAFF) -> Booking:
        """Raises BookingNotFound, BookingClosed."""
        return self._decide(booking_id, Status.DECLINED, (Status.PENDING,), now, by)

    def cancel(self, booking_id: str, now: datetime, by: str = STAFF) -> Booking:
        """Raises BookingNotFound, BookingClosed."""
        return self._decide(booking_id, Status.CANCELLED, (Status.HELD, *PROMISED), now, by)

    # --- inside ----------

    def _decide(self, booking_id: str, to: Status, allowed: tuple[Status, ...], now: datetime, by: str) -> Booking:
        with self._writing(now) as connection:
            booking = find_booking(connection, booking_id, lock=True)
            if booking.status is to:
                return booking
            if booking.status not in allowed:
                raise BookingClosed(booking=booking_id)
            ledger.turn(connection, booking, to, by, now)
            return find_booking(connection, booking_id)

    def _until(self, now: datetime, starts: datetime) -> datetime:
        """When a proposal lapses: at the latest when the time itself begins; whole seconds, as the tables keep it."""
        return min((now + self._hold).astimezone(UTC), starts.astimezone(UTC)).replace(microsecond=0)

    @contextmanager
    def _writing(self, now: datetime) -> Generator[Connection]:
        """A transaction that first clears away expired holds, which stays done even if the rest is refused."""
        refusal: VisitorError | None = None
        with self._database.write() as connection:
            ledger.clear_expired(connection, now)
            try:
                with connection.begin_nested():
                    yield connection
            except VisitorError as error:
                refusal = error
        if refusal is not None:
            raise refusal

    def _listed(self, *where: ColumnElement[bool], by: ColumnElement[str]) -> list[Booking]:
        query = select(bookings).where(*where).order_by(by, bookings.c.id)
        with self._database.read() as connection:
            return [booking_of(row) for row in connection.execute(query)]


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC)
