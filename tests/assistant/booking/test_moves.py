"""Cancellations and moves on a real database."""

from datetime import datetime

import pytest

from assistant.booking.bookings import Bookings
from assistant.booking.model import Proposal, Status, slot_id
from assistant.errors import (
    BookingClosed,
    HoldExpired,
    ProposalClosed,
    SlotTaken,
    SlotUnknown,
    SlotYours,
)
from knowledge.database import Database

from .centre import (
    LATER,
    NINE,
    TEN,
    THURSDAY,
    add_adviser,
    add_service,
    at,
    booked,
    claimed,
    small_centre,
    wednesday,
)


def test_a_cancellation_waits_for_its_yes(database: Database, book: Bookings, now: datetime) -> None:
    small_centre(database)
    made = booked(book, NINE, "ada", now)
    proposal = book.propose_cancel(made, "ada", "s1", now)
    assert book.get(made).status is Status.CONFIRMED
    assert book.confirm(proposal.id, "ada", now).status is Status.CANCELLED
    assert book.confirm(proposal.id, "ada", now).status is Status.CANCELLED
    assert claimed(database) == []
    assert book.of_visitor("ada", now) == []
    with pytest.raises(BookingClosed):
        book.propose_cancel(made, "ada", "s1", now)


def test_a_cancellation_can_be_declined_or_run_out(database: Database, book: Bookings, now: datetime) -> None:
    small_centre(database)
    made = booked(book, NINE, "ada", now)
    assert book.decline(book.propose_cancel(made, "ada", "s1", now).id, "ada", now).status is Status.CONFIRMED
    proposal = book.propose_cancel(made, "ada", "s1", now)
    with pytest.raises(HoldExpired):
        book.confirm(proposal.id, "ada", now + LATER)
    assert book.get(made).status is Status.CONFIRMED


def moving(book: Bookings, now: datetime) -> Proposal:
    made = booked(book, NINE, "ada", now)
    return book.propose_move(made, TEN, "ada", "s1", now)


def test_a_move_holds_both_times_and_keeps_id_and_status(database: Database, book: Bookings, now: datetime) -> None:
    small_centre(database, per_visitor_open=1)
    proposal = moving(book, now)
    assert (proposal.action, proposal.starts) == ("move", at("2026-11-25T10:00"))
    assert wednesday(book, now) == ["11:00"]
    moved = book.confirm(proposal.id, "ada", now)
    assert (moved.id, moved.status, moved.starts) == (proposal.booking.id, Status.CONFIRMED, at("2026-11-25T10:00"))
    assert moved.history[-1]["starts"] == "2026-11-25T09:00:00+08:00"
    assert wednesday(book, now) == ["09:00", "11:00"]
    assert book.confirm(proposal.id, "ada", now) == moved


def test_a_move_that_is_declined_or_runs_out_keeps_the_old_time(
    database: Database, book: Bookings, now: datetime
) -> None:
    small_centre(database)
    first = moving(book, now)
    assert book.decline(first.id, "ada", now).starts == at("2026-11-25T09:00")
    assert wednesday(book, now) == ["10:00", "11:00"]
    second = book.propose_move(first.booking.id, TEN, "ada", "s1", now)
    assert wednesday(book, now + LATER) == ["10:00", "11:00"]
    with pytest.raises(HoldExpired):
        book.confirm(second.id, "ada", now + LATER)
    assert len(claimed(database)) == 12


def test_a_move_to_an_adviser_in_another_zone_takes_over_the_zone(
    database: Database, book: Bookings, now: datetime
) -> None:
    small_centre(database)
    add_adviser(database, "kim", time_zone="Europe/Berlin", weekly="wed 09:00-10:00")
    made = booked(book, NINE, "ada", now)
    target = slot_id("svc", "kim", at("2026-11-25T09:00", "Europe/Berlin"))
    proposal = book.propose_move(made, target, "ada", "s1", now)
    assert proposal.as_json()["starts"] == "2026-11-25T09:00:00+01:00"
    moved = book.confirm(proposal.id, "ada", now)
    assert (moved.adviser_id, moved.time_zone) == ("kim", "Europe/Berlin")


def test_a_move_within_a_full_day_is_no_more_work_for_the_adviser(
    database: Database, book: Bookings, now: datetime
) -> None:
    small_centre(database, adviser={"daily_limit": 1})
    assert moving(book, now).slot is not None


def test_a_move_keeps_to_its_service_and_to_free_times(database: Database, book: Bookings, now: datetime) -> None:
    small_centre(database)
    add_service(database, "svc2")
    made = booked(book, NINE, "ada", now)
    booked(book, TEN, "bob", now)
    with pytest.raises(SlotTaken):
        book.propose_move(made, TEN, "ada", "s1", now)
    with pytest.raises(SlotUnknown):
        book.propose_move(made, slot_id("svc2", "ann", at("2026-11-25T11:00")), "ada", "s1", now)
    with pytest.raises(SlotYours):
        book.propose_move(made, NINE, "ada", "s1", now)


def test_a_booking_that_has_begun_can_no_longer_be_moved_or_cancelled(
    database: Database, book: Bookings, now: datetime
) -> None:
    small_centre(database)
    made = booked(book, NINE, "ada", now)
    begun = at("2026-11-25T09:00")
    with pytest.raises(BookingClosed):
        book.propose_cancel(made, "ada", "s1", begun)
    with pytest.raises(BookingClosed):
        book.propose_move(made, THURSDAY, "ada", "s1", begun)
    assert [one.id for one in book.of_visitor("ada", begun)] == [made]
    assert book.of_visitor("ada", at("2026-11-25T10:00")) == []


def test_a_booking_that_the_staff_cancelled_is_no_longer_moved(
    database: Database, book: Bookings, now: datetime
) -> None:
    small_centre(database)
    proposal = moving(book, now)
    book.cancel(proposal.booking.id, now)
    assert claimed(database) == []
    with pytest.raises(ProposalClosed):
        book.confirm(proposal.id, "ada", now)
