"""What is offered, and its limits and seats, on a real database."""

from datetime import datetime

import pytest

from assistant.booking.bookings import Bookings
from assistant.booking.model import Status, slot_id
from assistant.errors import (
    DayFull,
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
    ELEVEN,
    LATER,
    NINE,
    TEN,
    THURSDAY,
    add_absence,
    add_adviser,
    add_holiday,
    add_organization,
    add_service,
    at,
    booked,
    claimed,
    small_centre,
    wednesday,
)


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
