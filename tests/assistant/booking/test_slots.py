"""Which times are offered: grid, notice, horizon, absences, validity, clocks."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from assistant.booking.desk import Adviser, Service
from assistant.booking.model import read_slot_id, slot_id
from assistant.booking.occupancy import grains
from assistant.booking.slots import named, offered
from assistant.errors import SlotUnknown
from knowledge.hours import parse_weekly

from .centre import WEEKLY, at

NOW = at("2026-11-23T10:00")


def service(**values: Any) -> Service:
    facts: dict[str, Any] = {"id": "svc", "organization_id": "org", "minutes": 60} | values
    return Service(**facts)


def adviser(weekly: str = WEEKLY, zone: str = "Asia/Shanghai", **values: Any) -> Adviser:
    return Adviser("ann", zone, parse_weekly(weekly), **values)


def starts(what: Service, who: Adviser, day: str, now: datetime = NOW) -> list[str]:
    zone = ZoneInfo(who.time_zone)
    first = datetime.fromisoformat(day).replace(tzinfo=zone)
    return [slot.starts.strftime("%H:%M") for slot in offered(what, who, first, first + timedelta(days=1), now)]


def test_slots_begin_with_the_block_and_every_buffer_length_and_buffer_after_it() -> None:
    what = service(minutes=45, before=timedelta(minutes=5), after=timedelta(minutes=10))
    assert starts(what, adviser(), "2026-11-25") == ["09:00", "10:00", "11:00"]


def test_only_the_bookable_time_has_to_fit_the_block() -> None:
    assert starts(service(minutes=60, after=timedelta(minutes=60)), adviser(), "2026-11-25") == ["09:00", "11:00"]


def test_each_block_starts_a_grid_of_its_own() -> None:
    who = adviser("wed 09:00-10:30; wed 13:45-16:00")
    assert starts(service(), who, "2026-11-25") == ["09:00", "13:45", "14:45"]


def test_a_slot_that_has_begun_is_not_offered() -> None:
    assert starts(service(), adviser(), "2026-11-23") == ["11:00"]


def test_notice_is_counted_in_hours_and_the_full_notice_is_enough() -> None:
    assert starts(service(min_notice_hours=24), adviser(), "2026-11-24") == ["10:00", "11:00"]


def test_the_horizon_is_counted_in_whole_days() -> None:
    assert starts(service(max_days_ahead=2), adviser(), "2026-11-25") == ["09:00", "10:00", "11:00"]
    assert starts(service(max_days_ahead=2), adviser(), "2026-11-26") == []


def test_an_absence_takes_every_slot_that_it_touches() -> None:
    who = adviser(absences=((at("2026-11-25T09:30"), at("2026-11-25T11:00")),))
    assert starts(service(), who, "2026-11-25") == ["11:00"]


def test_an_organization_offers_on_its_first_and_last_day_and_not_beyond() -> None:
    who = adviser(valid=((date(2026, 11, 25), date(2026, 11, 26)),))
    offers = {
        day: bool(starts(service(), who, day)) for day in ("2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27")
    }
    assert list(offers.values()) == [False, True, True, False]


def test_the_window_holds_starts_from_its_first_instant_to_before_its_last() -> None:
    found = offered(service(), adviser(), at("2026-11-25T10:00"), at("2026-11-25T11:00"), NOW)
    assert [slot.starts for slot in found] == [at("2026-11-25T10:00")]


def test_the_morning_that_skips_an_hour_offers_no_time_that_is_skipped() -> None:
    who = adviser("sun 01:00-05:00", "Europe/Berlin")
    assert starts(service(), who, "2026-03-29", at("2026-03-01T00:00")) == ["01:00", "03:00", "04:00"]


def test_the_hour_that_comes_twice_is_offered_twice_with_both_offsets() -> None:
    who = adviser("sun 01:00-04:00", "Europe/Berlin")
    found = offered(service(minutes=30), who, at("2026-10-25T00:00"), at("2026-10-26T12:00"), at("2026-10-20T00:00"))
    twice = [slot.starts.isoformat() for slot in found if slot.starts.hour == 2]
    assert twice == [
        "2026-10-25T02:00:00+02:00",
        "2026-10-25T02:30:00+02:00",
        "2026-10-25T02:00:00+01:00",
        "2026-10-25T02:30:00+01:00",
    ]


def test_nine_o_clock_stays_nine_o_clock_after_the_clock_change() -> None:
    who = adviser("fri 09:00-10:00; mon 09:00-10:00", "Europe/Berlin")
    found = offered(service(), who, at("2026-10-23T00:00"), at("2026-10-27T00:00"), at("2026-10-20T00:00"))
    assert [slot.starts.isoformat() for slot in found] == ["2026-10-23T09:00:00+02:00", "2026-10-26T09:00:00+01:00"]


def test_notice_is_real_time_across_a_clock_change() -> None:
    who = adviser("sun 09:00-10:00", "Europe/Berlin")
    saturday = at("2026-03-28T09:30", "Europe/Berlin")  # 09:00 on Sunday is 22.5 hours away, not 23.5
    assert starts(service(min_notice_hours=23), who, "2026-03-29", saturday) == []
    assert starts(service(min_notice_hours=22), who, "2026-03-29", saturday) == ["09:00"]


@pytest.mark.parametrize("names", [("svc", "ann"), ("服务:一", "a/b c:d"), ("100%", "~")])
def test_a_slot_id_names_service_adviser_and_instant(names: tuple[str, str]) -> None:
    made = slot_id(*names, at("2026-11-25T09:00"))
    assert read_slot_id(made) == (*names, at("2026-11-25T09:00"))


@pytest.mark.parametrize("text", ["", "svc", "svc:ann", "svc:ann:tomorrow", "a:b:c:20261125T0100Z"])
def test_what_is_no_slot_id_is_an_unknown_slot(text: str) -> None:
    with pytest.raises(SlotUnknown):
        read_slot_id(text)


def test_a_start_off_the_grid_names_no_slot() -> None:
    with pytest.raises(SlotUnknown):
        named(service(), adviser(), at("2026-11-25T09:30"))


def test_buffers_are_claimed_and_neighbours_do_not_touch() -> None:
    what = service(minutes=45, before=timedelta(minutes=5), after=timedelta(minutes=10))
    nine, ten = (grains(what, at(f"2026-11-25T{hour}:00")) for hour in ("09", "10"))
    assert len(nine) == 12
    assert nine[-1] + 1 == ten[0]
