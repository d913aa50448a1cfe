"""Days and times that do not exist: they are told apart from what only looks like them, and told to the visitor."""

from datetime import datetime

import pytest

from assistant.app import App
from assistant.dates import impossible
from tests.assistant.test_conversation import ask


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("帮我约11月31号下午三点", "11月31号"),
        ("十一月三十一日", "十一月三十一日"),
        ("2027年2月29日上午", "2027年2月29日"),
        ("这个月31号", "这个月31号"),
        ("Feb 30 at 2pm", "Feb 30"),
        ("the 31st of November", "the 31st of November"),
        ("2026-02-30", "2026-02-30"),
        ("明天25点", "25点"),
        ("tomorrow at 25:00", "25:00"),
    ],
)
def test_a_day_or_a_time_that_does_not_exist_is_found(text: str, said: str, now: datetime) -> None:
    found = impossible(text, now.date())
    assert found is not None
    assert found.text == said


@pytest.mark.parametrize(
    "text",
    [
        "2月29日", "11月30号下午", "下个月31号", "12月1日至5日", "24:00", "第31条", "提了25点建议", "利率上浮25点左右",
        "In March 45 patents were filed", "may 40 people come", "March 2027", "Nov 30 at 2:30 pm", "July 4 at 10:30",
    ],
)  # fmt: skip
def test_a_day_that_may_exist_and_a_count_are_left_alone(text: str, now: datetime) -> None:
    assert impossible(text, now.date()) is None


async def test_a_booking_on_a_day_that_does_not_exist_says_so_and_shows_times_near_it(centre: App) -> None:
    reply = await ask(centre, "帮我约11月31号下午三点的专利质押融资咨询")
    assert reply.kind == "clarification"
    assert reply.text.startswith("日历上没有“11月31号”这一天")
    assert reply.choices[0].label.startswith(("11月30日", "12月"))
    again = await ask(centre, "那就下周三下午两点")
    assert again.proposal is not None
    assert "12月2日" in again.text


async def test_the_service_is_still_asked_for_beside_a_time_that_does_not_exist(centre: App) -> None:
    reply = await ask(centre, "I'd like to book a consultation on Feb 30")
    assert reply.text.startswith("There is no “Feb 30” in the calendar")
    assert reply.choices
