"""Calendars and hours: which stretches of a day an adviser works."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from assistant.booking.calendars import CLOSED, calendar_known, country_of, hours_weekday
from assistant.booking.desk import Adviser
from assistant.booking.hours import working_spans
from knowledge.hours import Block, parse_weekly

MON, TUE, WED, FRI, SAT = 0, 1, 2, 4, 5


def test_hours_are_read_by_weekday_and_by_date() -> None:
    weekly = parse_weekly("mon 13:30-17:00; MON 09:00-12:00; 2026-10-01 9:00-24:00; 2026-10-02 closed;")
    assert weekly.weekdays[MON] == (Block(540, 720), Block(810, 1020))
    assert weekly.weekdays[TUE] == ()
    assert dict(weekly.dated) == {date(2026, 10, 1): (Block(540, 1440),), date(2026, 10, 2): ()}


def test_no_hours_are_no_fault() -> None:
    assert parse_weekly("").weekdays == ((),) * 7


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("funday 09:00-12:00", "neither a weekday"),
        ("mon", "no hours"),
        ("mon 9-12", "not a span"),
        ("mon 12:00-09:00", "ends before"),
        ("mon 09:00-09:00", "ends before"),
        ("mon 22:00-25:00", "not a time of day"),
        ("mon 09:60-10:00", "not a time of day"),
        ("2026-02-30 closed", "not a day"),
        ("mon 09:00-12:00; mon 11:00-14:00", "overlaps 09:00-12:00"),
        ("2026-10-01 closed; 2026-10-01 09:00-10:00", "contradicts"),
        ("mon 09:03-10:00", "multiple of 5"),
    ],
)
def test_faulty_hours_are_refused_with_what_is_wrong(text: str, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        parse_weekly(text)


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Asia/Shanghai", "CN"),
        ("Asia/Urumqi", "CN"),
        ("PRC", "CN"),
        ("Asia/Chongqing", "CN"),
        ("Europe/Berlin", "DE"),
        ("Europe/Oslo", "NO"),
        ("Asia/Hong_Kong", "HK"),
        ("America/New_York", "US"),
        ("UTC", None),
    ],
)
def test_a_zone_lies_in_a_country(zone: str, country: str | None) -> None:
    assert country_of(zone) == country


@pytest.mark.parametrize(
    ("day", "country", "weekday"),
    [
        ("2026-10-01", "CN", CLOSED),
        ("2026-10-06", "CN", CLOSED),  # a day off that is worked on another day
        ("2026-09-20", "CN", TUE),  # a Sunday that makes up for Tuesday, October 6
        ("2026-10-10", "CN", WED),  # a Saturday that makes up for Wednesday, October 7
        ("2026-01-04", "CN", FRI),
        ("2026-02-28", "CN", MON),  # Monday is weekday 0, and no "nothing"
        ("2026-10-03", "DE", CLOSED),
        ("2026-10-05", "DE", MON),
        ("2024-02-17", "TW", 3),  # a Saturday that makes up for Thursday, February 8
        ("2026-07-04", "US", CLOSED),
        ("2026-11-28", "CN", SAT),
    ],
)
def test_a_day_runs_the_hours_of_a_weekday(day: str, country: str, weekday: int | None) -> None:
    assert hours_weekday(date.fromisoformat(day), country, {}) == weekday


def test_what_the_staff_entered_wins() -> None:
    overrides = {date(2026, 10, 1): "working", date(2026, 10, 10): "closed", date(2026, 11, 25): "closed"}
    assert hours_weekday(date(2026, 10, 1), "CN", overrides) == 3
    assert hours_weekday(date(2026, 10, 10), "CN", overrides) is CLOSED
    assert hours_weekday(date(2026, 11, 25), "CN", overrides) is CLOSED


def test_a_known_make_up_day_that_the_staff_enters_again_keeps_its_weekday() -> None:
    assert hours_weekday(date(2026, 9, 20), "CN", {date(2026, 9, 20): "working"}) == TUE


def test_a_make_up_day_of_the_staff_replaces_the_day_off_that_is_no_holiday_by_law() -> None:
    # October 1 to 5, 2027 are days off by law; the staff closed the 6th and the 7th too and works two weekend days
    overrides = {date(2027, 10, day): "closed" for day in range(1, 8)}
    overrides |= {date(2027, 9, 26): "working", date(2027, 10, 9): "working"}
    assert hours_weekday(date(2027, 9, 26), "CN", overrides) == WED
    assert hours_weekday(date(2027, 10, 9), "CN", overrides) == 3


def test_a_make_up_day_of_the_staff_that_replaces_nothing_keeps_its_own_weekday() -> None:
    assert hours_weekday(date(2027, 3, 6), "CN", {date(2027, 3, 6): "working"}) == SAT


def test_an_unpublished_year_is_not_guessed() -> None:
    assert calendar_known(2026, "CN")
    assert not calendar_known(2027, "CN")
    assert hours_weekday(date(2027, 3, 8), "CN", {}) == MON
    assert hours_weekday(date(2027, 1, 1), "CN", {}) is None  # a holiday by law, announced or not
    assert calendar_known(2027, "DE")
    assert not calendar_known(2026, None)
    assert not calendar_known(2026, "XX")


def adviser(weekly: str, zone: str) -> Adviser:
    return Adviser("ann", zone, parse_weekly(weekly))


def spans(who: Adviser, day: str) -> list[tuple[str, str]]:
    zone = ZoneInfo(who.time_zone)
    return [
        (starts.astimezone(zone).strftime("%H:%M"), ends.astimezone(zone).strftime("%H:%M"))
        for starts, ends in working_spans(who, date.fromisoformat(day))
    ]


def test_a_dated_entry_opens_a_holiday_and_replaces_the_weekday() -> None:
    who = adviser("thu 09:00-12:00; fri 09:00-12:00; 2026-10-01 14:00-15:00", "Asia/Shanghai")
    assert spans(who, "2026-10-01") == [("14:00", "15:00")]
    assert spans(who, "2026-10-02") == []
    assert spans(who, "2026-10-15") == [("09:00", "12:00")]


def test_a_make_up_day_runs_the_hours_of_the_day_that_it_replaces() -> None:
    who = adviser("tue 10:00-11:00; sun 15:00-16:00", "Asia/Shanghai")
    assert spans(who, "2026-09-20") == [("10:00", "11:00")]


def test_a_day_that_ends_at_midnight_ends_with_the_day() -> None:
    (span,) = working_spans(adviser("wed 22:00-24:00", "UTC"), date(2026, 11, 25))
    assert span[1] == datetime(2026, 11, 26, tzinfo=ZoneInfo("UTC"))


def test_a_day_of_a_clock_change_is_an_hour_shorter_or_longer() -> None:
    who = adviser("sun 01:00-05:00", "Europe/Berlin")
    (spring,), (autumn,) = (working_spans(who, day) for day in (date(2026, 3, 29), date(2026, 10, 25)))
    assert (spring[1] - spring[0]).total_seconds() == 3 * 3600
    assert (autumn[1] - autumn[0]).total_seconds() == 5 * 3600
