"""The week's bookings: days, filters, decisions, and words that stay words."""

from datetime import timedelta

import httpx
import pytest

from assistant.booking.model import Status, slot_id
from tests.assistant.booking.centre import NINE, TEN, THURSDAY, add_adviser, at

from .conftest import NAME, Centre, press, sign_in


async def test_the_week_is_told_day_by_day(steward: httpx.AsyncClient, centre: Centre) -> None:
    centre.booking(NINE, "商标续展")
    page = (await steward.get("/staff/bookings")).text
    for told in ("11月23日 周一", "今天", "11月25日 周三", "09:00–10:00", "专利咨询", "ann", "商标续展", "待审核"):
        assert told in page
    assert page.count("没有预约") == 6
    assert "北京时间" in page
    english = (await steward.get("/staff/bookings?lang=en")).text
    for told in ("Mon 23 Nov", "today", "Wed 25 Nov", "Patent consultation", "waits for approval"):
        assert told in english


async def test_other_weeks_are_a_link_away(steward: httpx.AsyncClient, centre: Centre) -> None:
    centre.booking(NINE, "商标续展")
    page = (await steward.get("/staff/bookings")).text
    assert "?week=2026-11-16&amp;status=" in page
    assert "?week=2026-11-30&amp;status=" in page
    assert "商标续展" not in (await steward.get("/staff/bookings?week=2026-11-30")).text
    assert "商标续展" in (await steward.get("/staff/bookings?week=2026-11-29")).text


@pytest.mark.parametrize("week", ["", "x", "2026-13-45", "0001-01-01", "9999-12-31", "2026-W01-1", "<script>"])
async def test_a_week_that_is_none_is_this_one_or_the_nearest(steward: httpx.AsyncClient, week: str) -> None:
    answer = await steward.get("/staff/bookings", params={"week": week})
    assert answer.status_code == 200
    assert "<script>" not in answer.text


async def test_the_filter_shows_one_status_or_all(steward: httpx.AsyncClient, centre: Centre) -> None:
    first, second = centre.booking(NINE, "甲"), centre.booking(TEN, "乙", "ben")
    centre.bookings.cancel(second, centre.hour)
    shown = {
        status: (await steward.get("/staff/bookings", params={"status": status})).text
        for status in ("", "all", "cancelled", "confirmed", "nonsense")
    }
    assert [first in shown[status] for status in shown] == [True, True, False, False, True]
    assert [second in shown[status] for status in shown] == [False, True, True, False, False]


@pytest.mark.parametrize(
    ("what", "status"), [("approve", Status.CONFIRMED), ("decline", Status.DECLINED), ("cancel", Status.CANCELLED)]
)
async def test_staff_decide_with_a_press(steward: httpx.AsyncClient, centre: Centre, what: str, status: Status) -> None:
    booking = centre.booking(NINE, "商标续展")
    answer = await press(steward, f"/staff/bookings/{booking}/{what}", week="2026-11-23", status="pending")
    assert answer.headers["location"] == "/staff/bookings?week=2026-11-23&status=pending"
    decided = centre.bookings.get(booking)
    assert decided.status is status
    assert decided.history[-1]["by"] == NAME


async def test_a_decision_that_comes_too_late_is_a_sentence(steward: httpx.AsyncClient, centre: Centre) -> None:
    booking = centre.booking(THURSDAY, "商标续展")
    centre.bookings.cancel(booking, centre.hour)
    answer = await press(steward, f"/staff/bookings/{booking}/approve")
    assert answer.status_code == 409
    assert booking in answer.text
    assert (await press(steward, "/staff/bookings/BK-NONE/approve")).status_code == 404


async def test_a_decision_without_the_token_changes_nothing(steward: httpx.AsyncClient, centre: Centre) -> None:
    booking = centre.booking(NINE, "商标续展")
    answer = await steward.post(f"/staff/bookings/{booking}/cancel", data={})
    assert answer.status_code == 403
    assert centre.bookings.get(booking).status is Status.PENDING


async def test_a_topic_cannot_break_out_of_its_cell(steward: httpx.AsyncClient, centre: Centre) -> None:
    centre.booking(NINE, '"><script>alert(1)</script>', visitor="'><img src=x onerror=alert(1)>")
    page = (await steward.get("/staff/bookings")).text
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page


async def test_a_booking_elsewhere_shows_its_own_zone_too(steward: httpx.AsyncClient, centre: Centre) -> None:

    add_adviser(centre.database, "bea", time_zone="Europe/Berlin")
    centre.booking(slot_id("svc", "bea", at("2026-11-25T09:00", "Europe/Berlin")), "海外")
    page = (await steward.get("/staff/bookings")).text
    assert "16:00–17:00" in page
    assert "09:00–10:00 Europe/Berlin" in page


async def test_a_week_begins_at_the_centres_midnight(steward: httpx.AsyncClient, centre: Centre) -> None:
    centre.hour += timedelta(days=6, hours=13, minutes=59)
    await sign_in(steward)
    assert "11月23日 周一 " in (await steward.get("/staff/bookings")).text.replace("</h2>", " ")
