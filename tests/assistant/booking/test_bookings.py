"""Holds, bookings, moves and cancellations on a real database."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from assistant.booking.bookings import Bookings
from assistant.booking.model import Proposal, Status, slot_id
from assistant.errors import (
    BookingClosed,
    BookingNotFound,
    DayFull,
    HoldExpired,
    ProposalClosed,
    ProposalNotFound,
    ServiceUnknown,
    SlotPast,
    SlotTaken,
    SlotUnknown,
    SlotYours,
    TooFarAhead,
    TooLate,
    TooManyOpen,
)
from knowledge.database import Database
from knowledge.tables import bookings as table

from .centre import (
    add_absence,
    add_adviser,
    add_holiday,
    add_organization,
    add_service,
    at,
    claimed,
    grains_between,
    small_centre,
)

NINE, TEN, ELEVEN = (slot_id("svc", "ann", at(f"2026-11-25T{hour}:00")) for hour in ("09", "10", "11"))
THURSDAY = slot_id("svc", "ann", at("2026-11-26T09:00"))
LATER = timedelta(minutes=10)


@pytest.fixture
def book(database: Database) -> Bookings:
    return Bookings(database)


def wednesday(book: Bookings, now: datetime, **who: Any) -> list[str]:
    free = book.free("svc", at("2026-11-25T00:00"), at("2026-11-26T00:00"), now, **who)
    return [f"{slot.starts:%H:%M}" for slot in free]


def booked(book: Bookings, slot: str, visitor: str, now: datetime) -> str:
    proposal = book.propose(slot, "topic", visitor, f"s-{visitor}", now)
    return book.confirm(proposal.id, visitor, now).id


# --- holding and confirming ----------


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


# --- what is offered ----------


def test_a_slot_named_by_id_must_really_be_offered(database: Database, book: Bookings, now: datetime) -> None:
    small_centre(database, min_notice_hours=24, max_days_ahead=7)
    add_absence(database, at("2026-11-26T00:00"), at("2026-11-27T00:00"))
    refusals: dict[type[Exception], str] = {
        SlotUnknown: "2026-11-25T09:30",
        SlotPast: "2026-11-23T09:00",
        TooLate: "2026-11-24T09:00",
        TooFarAhead: "2026-12-01T09:00",
    }
    for refusal, start in refusals.items():
        with pytest.raises(refusal):
            book.propose(slot_id("svc", "ann", at(start)), "", "ada", "s1", now)
    for unknown in (THURSDAY, slot_id("svc", "eve", at("2026-11-25T09:00")), "nonsense"):
        with pytest.raises(SlotUnknown):
            book.propose(unknown, "", "ada", "s1", now)
    with pytest.raises(ServiceUnknown):
        book.propose(slot_id("none", "ann", at("2026-11-25T09:00")), "", "ada", "s1", now)
    assert book.every() == []


def test_an_adviser_without_services_gives_all_of_the_organization_s(
    database: Database, book: Bookings, now: datetime
) -> None:
    small_centre(database)
    add_organization(database, "other")
    add_service(database, "svc2")
    add_adviser(database, "only-two", services=["svc2"])
    add_adviser(database, "elsewhere", organization_id="other")
    day = (at("2026-11-25T00:00"), at("2026-11-25T09:30"))
    assert [slot.adviser_id for slot in book.free("svc", *day, now)] == ["ann"]
    assert [slot.adviser_id for slot in book.free("svc2", *day, now)] == ["ann", "only-two"]
    with pytest.raises(SlotUnknown):
        book.propose(slot_id("svc", "only-two", at("2026-11-25T09:00")), "", "ada", "s1", now)


def test_at_one_time_the_least_booked_adviser_comes_first_then_the_heavier(
    database: Database, book: Bookings, now: datetime
) -> None:
    small_centre(database)
    add_adviser(database, "bea")
    add_adviser(database, "cia", weight=3)
    nine = (at("2026-11-26T09:00"), at("2026-11-26T09:30"))
    assert [slot.adviser_id for slot in book.free("svc", *nine, now)] == ["cia", "ann", "bea"]
    booked(book, NINE, "ada", now)
    booked(book, slot_id("svc", "cia", at("2026-11-25T09:00")), "bob", now)
    assert [slot.adviser_id for slot in book.free("svc", *nine, now)] == ["bea", "cia", "ann"]
    three = book.free("svc", at("2026-11-25T00:00"), at("2026-11-28T00:00"), now, limit=3)
    assert [(f"{slot.starts:%d %H}", slot.adviser_id) for slot in three] == [
        ("25 09", "bea"),
        ("25 10", "bea"),
        ("25 10", "cia"),
    ]
    assert {slot.adviser_id for slot in book.free("svc", *nine, now, adviser_id="ann")} == {"ann"}


def test_slots_of_advisers_in_two_zones_are_in_order_of_time(database: Database, book: Bookings, now: datetime) -> None:
    small_centre(database)
    add_adviser(database, "kim", time_zone="Europe/Berlin", weekly="wed 02:30-04:30")
    free = book.free("svc", at("2026-11-25T00:00"), at("2026-11-26T00:00"), now)
    assert [slot.starts.isoformat()[11:] for slot in free] == [
        "09:00:00+08:00",
        "02:30:00+01:00",
        "10:00:00+08:00",
        "03:30:00+01:00",
        "11:00:00+08:00",
    ]


def test_holidays_of_the_staff_close_and_open_days(database: Database, book: Bookings, now: datetime) -> None:
    small_centre(database)
    add_holiday(database, "2026-11-25", "closed", country="cn")
    assert wednesday(book, now) == []
    with pytest.raises(SlotUnknown):
        book.propose(NINE, "", "ada", "s1", now)


def test_an_organization_that_has_ended_offers_nothing(database: Database, book: Bookings, now: datetime) -> None:
    add_organization(database, valid_to="2026-11-25")
    add_service(database)
    add_adviser(database)
    assert len(wednesday(book, now)) == 3
    with pytest.raises(SlotUnknown):
        book.propose(THURSDAY, "", "ada", "s1", now)


# --- limits ----------


def test_open_bookings_and_holds_of_a_visitor_are_limited_by_service(
    database: Database, book: Bookings, now: datetime
) -> None:
    small_centre(database, per_visitor_open=2)
    booked(book, NINE, "ada", now)
    book.propose(TEN, "", "ada", "other-session", now)
    with pytest.raises(TooManyOpen):
        book.propose(ELEVEN, "", "ada", "s1", now)
    assert book.propose(ELEVEN, "", "ada", "s1", now + LATER)  # the hold has run out
    assert booked(book, THURSDAY, "bob", now)


def test_a_booking_that_lies_behind_is_not_open(database: Database, book: Bookings, now: datetime) -> None:
    small_centre(database, per_visitor_open=1)
    booked(book, NINE, "ada", now)
    assert booked(book, THURSDAY, "ada", at("2026-11-25T09:30"))


def test_a_full_day_of_an_adviser_is_full_for_every_service(database: Database, book: Bookings, now: datetime) -> None:
    small_centre(database, adviser={"daily_limit": 1})
    add_service(database, "svc2")
    booked(book, NINE, "ada", now)
    assert wednesday(book, now) == []
    with pytest.raises(DayFull):
        book.propose(slot_id("svc2", "ann", at("2026-11-25T11:00")), "", "bob", "s2", now)
    assert booked(book, THURSDAY, "bob", now)


# --- seats ----------


def test_visitors_share_a_session_until_its_seats_are_taken(database: Database, book: Bookings, now: datetime) -> None:
    small_centre(database, adviser={"daily_limit": 1}, seats=3)
    for visitor in ("ada", "bob", "cyd"):
        assert "09:00" in wednesday(book, now, visitor=visitor)
        booked(book, NINE, visitor, now)
    assert {seat for _, _, seat in claimed(database)} == {0, 1, 2}
    with pytest.raises(SlotTaken):
        book.propose(NINE, "", "dan", "s4", now)
    assert wednesday(book, now) == []


def test_a_seat_that_is_given_back_is_taken_again(database: Database, book: Bookings, now: datetime) -> None:
    small_centre(database, seats=2)
    first = booked(book, NINE, "ada", now)
    booked(book, NINE, "bob", now)
    book.cancel(first, now)
    booked(book, NINE, "cyd", now)
    assert {seat for _, _, seat in claimed(database)} == {0, 1}


def test_a_visitor_has_one_seat_in_a_session(database: Database, book: Bookings, now: datetime) -> None:
    small_centre(database, seats=2)
    booked(book, NINE, "ada", now)
    assert wednesday(book, now, visitor="ada") == ["10:00", "11:00"]
    with pytest.raises(SlotYours):
        book.propose(NINE, "", "ada", "s2", now)


def test_a_shared_session_excludes_every_other_service(database: Database, book: Bookings, now: datetime) -> None:
    small_centre(database, seats=2)
    add_service(database, "svc2")
    first = booked(book, NINE, "ada", now)
    booked(book, NINE, "bob", now)
    book.cancel(first, now)  # seat 0 is free again, and the session still takes place
    with pytest.raises(SlotTaken):
        book.propose(slot_id("svc2", "ann", at("2026-11-25T09:00")), "", "cyd", "s3", now)


def test_the_database_refuses_a_grain_that_the_code_overlooked(
    database: Database, book: Bookings, now: datetime
) -> None:
    small_centre(database)
    made = booked(book, TEN, "ada", now)
    with database.write() as connection:  # a booking that says it is over, with its claims still there
        connection.execute(table.update().where(table.c.id == made).values(status="cancelled"))
    assert "10:00" in wednesday(book, now)
    with pytest.raises(SlotTaken):
        book.propose(TEN, "", "bob", "s2", now)
    assert [one.status for one in book.every()] == [Status.CANCELLED]


# --- cancelling and moving ----------


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


# --- who may ----------


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


# --- the staff's side ----------


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
