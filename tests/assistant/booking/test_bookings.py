"""Holds, confirmations and the staff's side on a real database."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert

from assistant.booking.bookings import Bookings
from assistant.booking.model import Status
from assistant.errors import (
    BookingClosed,
    BookingNotFound,
    HoldExpired,
    ProposalClosed,
    ProposalNotFound,
    SlotTaken,
    SlotYours,
)
from knowledge.database import Database
from knowledge.tables import bookings as table

from .centre import (
    LATER,
    NINE,
    TEN,
    at,
    booked,
    claimed,
    grains_between,
    small_centre,
    wednesday,
)


def test_a_hold_takes_its_time_and_a_yes_makes_it_a_booking(database: Database, book: Bookings, now: datetime) -> None:
    small_centre(database, buffer_before_minutes=10, buffer_minutes=5)
    proposal = book.propose(NINE, "质押", "ada", "s1", now)
    assert (proposal.action, proposal.booking.status) == ("book", Status.HELD)
    assert proposal.expires == now + LATER
    assert wednesday(book, now) == ["10:15"]
    assert book.of_visitor("ada", now) == []
    done = book.confirm(proposal.id, "ada", now)
    assert (done.status, done.topic, done.held_until) == (Status.CONFIRMED, "质押", None)
    assert done.id.startswith("BK-")
    assert book.of_visitor("ada", now) == [done]
    assert [entry["status"] for entry in done.history] == ["held", "confirmed"]
    assert [grain for _, grain, _ in claimed(database)] == grains_between(
        at("2026-11-25T08:50"), at("2026-11-25T10:05")
    )


def test_json_has_the_shapes_that_scripts_rely_on(database: Database, book: Bookings, now: datetime) -> None:
    small_centre(database)
    proposal = book.propose(NINE, "t", "ada", "s1", now)
    assert book.slot(NINE, now).as_json() == {
        "id": NINE,
        "service_id": "svc",
        "adviser_id": "ann",
        "starts": "2026-11-25T09:00:00+08:00",
        "ends": "2026-11-25T10:00:00+08:00",
        "time_zone": "Asia/Shanghai",
    }
    assert proposal.as_json() | {"id": ""} == {
        "id": "",
        "action": "book",
        "service_id": "svc",
        "starts": "2026-11-25T09:00:00+08:00",
        "expires": "2026-11-23T10:10:00+08:00",
    }
    assert list(proposal.booking.as_json()) == [
        "id", "status", "organization_id", "service_id", "adviser_id", "starts", "ends", "time_zone",
    ]  # fmt: skip
    staff = proposal.booking.as_staff_json()
    assert (staff["visitor"], staff["session_id"], staff["topic"]) == ("ada", "s1", "t")


def test_a_second_press_gives_the_same_booking(database: Database, book: Bookings, now: datetime) -> None:
    small_centre(database)
    proposal = book.propose(NINE, "", "ada", "s1", now)
    first = book.confirm(proposal.id, "ada", now)
    assert book.confirm(proposal.id, "ada", now + timedelta(hours=1)) == first
    with pytest.raises(ProposalClosed):
        book.decline(proposal.id, "ada", now)
    assert len(book.every()) == 1


def test_of_two_visitors_one_gets_the_time(database: Database, book: Bookings, now: datetime) -> None:
    small_centre(database)
    book.propose(NINE, "", "ada", "s1", now)
    with pytest.raises(SlotTaken):
        book.propose(NINE, "", "bob", "s2", now)


def test_a_no_gives_the_time_back(database: Database, book: Bookings, now: datetime) -> None:
    small_centre(database)
    proposal = book.propose(NINE, "", "ada", "s1", now)
    assert book.decline(proposal.id, "ada", now).status is Status.DECLINED
    assert book.decline(proposal.id, "ada", now).status is Status.DECLINED
    with pytest.raises(ProposalClosed):
        book.confirm(proposal.id, "ada", now)
    assert claimed(database) == []
    book.propose(NINE, "", "bob", "s2", now)


def test_a_hold_that_ran_out_is_free_for_others_at_once_and_cannot_be_confirmed(
    database: Database, book: Bookings, now: datetime
) -> None:
    small_centre(database)
    proposal = book.propose(NINE, "", "ada", "s1", now)
    late = now + LATER
    assert wednesday(book, late) == ["09:00", "10:00", "11:00"]
    assert book.open_proposal("s1", late) is None
    assert book.get(proposal.booking.id).status is Status.HELD  # reading changed nothing
    with pytest.raises(HoldExpired):
        book.confirm(proposal.id, "ada", late)
    assert book.get(proposal.booking.id).status is Status.EXPIRED
    assert claimed(database) == []
    assert booked(book, NINE, "bob", late)
    with pytest.raises(HoldExpired):
        book.confirm(proposal.id, "ada", late)


def test_a_hold_ends_at_the_latest_when_its_time_begins(database: Database, book: Bookings) -> None:
    small_centre(database)
    proposal = book.propose(NINE, "", "ada", "s1", at("2026-11-25T08:55"))
    assert proposal.expires == at("2026-11-25T09:00")


def test_a_new_choice_lets_the_older_hold_of_the_session_go(database: Database, book: Bookings, now: datetime) -> None:
    small_centre(database, per_visitor_open=1)
    first = book.propose(NINE, "", "ada", "s1", now)
    second = book.propose(TEN, "", "ada", "s1", now)
    assert book.get(first.booking.id).status is Status.DECLINED
    assert book.open_proposal("s1", now) == second
    assert wednesday(book, now) == ["09:00", "11:00"]
    with pytest.raises(ProposalClosed):
        book.confirm(first.id, "ada", now)


def test_a_refused_choice_leaves_the_older_hold_in_place(database: Database, book: Bookings, now: datetime) -> None:
    small_centre(database)
    held = book.propose(NINE, "", "ada", "s1", now)
    booked(book, TEN, "bob", now)
    with pytest.raises(SlotTaken):
        book.propose(TEN, "", "ada", "s1", now)
    assert book.open_proposal("s1", now) == held


def test_a_visitor_is_not_in_their_own_way(database: Database, book: Bookings, now: datetime) -> None:
    small_centre(database)
    book.propose(NINE, "", "ada", "s1", now)
    assert wednesday(book, now, visitor="ada") == ["09:00", "10:00", "11:00"]
    assert book.propose(NINE, "", "ada", "s2", now).booking.status is Status.HELD
    assert sorted(one.status for one in book.every()) == ["declined", "held"]


def test_what_one_has_booked_is_said_to_be_one_s_own(database: Database, book: Bookings, now: datetime) -> None:
    small_centre(database)
    made = booked(book, NINE, "ada", now)
    with pytest.raises(SlotYours) as refusal:
        book.propose(NINE, "", "ada", "s1", now)
    assert refusal.value.facts == {"booking": made}


def test_what_belongs_to_somebody_else_is_not_found(database: Database, book: Bookings, now: datetime) -> None:
    small_centre(database)
    held = book.propose(NINE, "", "ada", "s1", now)
    for press in (book.confirm, book.decline):
        with pytest.raises(ProposalNotFound):
            press(held.id, "eve", now)
    made = book.confirm(held.id, "ada", now).id
    with pytest.raises(BookingNotFound) as theirs:
        book.propose_cancel(made, "eve", "s2", now)
    with pytest.raises(BookingNotFound) as nobody:
        book.propose_cancel("BK-000000", "eve", "s2", now)
    assert theirs.value.told("zh").replace(made, "") == nobody.value.told("zh").replace("BK-000000", "")
    with pytest.raises(BookingNotFound):
        book.propose_move(made, TEN, "eve", "s2", now)
    assert book.of_visitor("eve", now) == []


def pending(database: Database, book: Bookings, now: datetime) -> str:
    small_centre(database, approval="staff")
    made = booked(book, NINE, "ada", now)
    assert book.get(made).status is Status.PENDING
    return made


def test_a_pending_booking_keeps_its_time_and_is_approved_once(
    database: Database, book: Bookings, now: datetime
) -> None:
    made = pending(database, book, now)
    with pytest.raises(SlotTaken):
        book.propose(NINE, "", "bob", "s2", now)
    assert book.approve(made, now, by="steward-1").status is Status.CONFIRMED
    assert book.approve(made, now).status is Status.CONFIRMED
    assert [entry["by"] for entry in book.get(made).history] == ["visitor", "visitor", "steward-1"]
    with pytest.raises(BookingClosed):
        book.refuse(made, now)


def test_a_refused_booking_gives_its_time_back(database: Database, book: Bookings, now: datetime) -> None:
    made = pending(database, book, now)
    assert book.refuse(made, now).status is Status.DECLINED
    assert book.refuse(made, now).status is Status.DECLINED
    with pytest.raises(BookingClosed):
        book.approve(made, now)
    assert booked(book, NINE, "bob", now)


def test_the_staff_cancels_once_and_nothing_that_is_over(database: Database, book: Bookings, now: datetime) -> None:
    made = pending(database, book, now)
    assert book.cancel(made, now).status is Status.CANCELLED
    assert book.cancel(made, now).status is Status.CANCELLED
    with pytest.raises(BookingNotFound):
        book.cancel("BK-NOBODY", now)


def test_a_booking_that_others_wrote_without_claims_is_read_as_it_is(
    database: Database, book: Bookings, now: datetime
) -> None:
    small_centre(database)
    row = {"visitor": "ada", "organization_id": "org", "service_id": "gone", "adviser_id": "gone", "topic": "t"}
    times = {"starts": at("2026-11-25T09:00"), "ends": at("2026-11-25T10:00"), "time_zone": "Asia/Shanghai"}
    stamps = {"created_at": now, "updated_at": now, "history": []}
    with database.write() as connection:
        connection.execute(insert(table).values(id="BK-1001", status="confirmed", **row, **times, **stamps))
    assert [one.id for one in book.of_visitor("ada", now)] == ["BK-1001"]
    proposal = book.propose_cancel("BK-1001", "ada", "s1", now)
    assert book.confirm(proposal.id, "ada", now).status is Status.CANCELLED
