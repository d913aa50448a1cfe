"""Appointments put off and brought forward by a length of time; `now` is Monday 2026-11-23 10:00 in Beijing."""

from datetime import timedelta

import pytest

from assistant.app import App
from assistant.dates import shifted
from tests.assistant.test_conversation import ask, press

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("推迟一天", DAY),
        ("提前半小时", -HOUR / 2),
        ("往后推两个半小时", 2.5 * HOUR),
        ("晚一刻钟", HOUR / 4),
        ("顺延十二天", 12 * DAY),
        ("换到后一天", DAY),
        ("改到前一天", -DAY),
        ("half an hour earlier", -HOUR / 2),
        ("a day later", DAY),
        ("an hour and a half later", 1.5 * HOUR),
        ("postpone it by two days", 2 * DAY),
        ("bring it forward by an hour", -HOUR),
    ],
)
def test_a_length_is_counted_from_what_is_moved(text: str, by: timedelta) -> None:
    shift = shifted(text)
    assert shift is not None
    assert shift.by == by


@pytest.mark.parametrize(
    "text",
    [
        "推迟到下周三",
        "提前到明天",
        "晚上三点",
        "早上十点",
        "推迟两三天",
        "提前一天通知我",
        "move to the day after tomorrow",
    ],
)
def test_a_day_a_reminder_and_a_vague_length_are_no_shift(text: str) -> None:
    assert shifted(text) is None


async def booked(centre: App) -> None:
    await press(centre, await ask(centre, "帮我约12月2日下午两点的专利质押融资咨询"), "confirm")


@pytest.mark.parametrize(
    ("said", "to"),
    [
        ("把我的预约推迟一小时", "12月2日 周三 15:00"),
        ("推迟一周", "12月9日 周三 14:00"),
        ("把12月2日的预约改到12月4日上午九点", "12月4日 周五 09:00"),
        ("把我的预约改到下午四点", "12月2日 周三 16:00"),
        ("把我的预约推迟两天到上午十点", "12月4日 周五 10:00"),
    ],
)
async def test_a_move_leaves_what_is_not_said_as_it_was_booked(centre: App, said: str, to: str) -> None:
    await booked(centre)
    reply = await ask(centre, said)
    assert reply.proposal is not None
    assert reply.proposal["action"] == "move"
    assert f"新时间：{to}" in reply.text


async def test_a_shift_of_a_proposal_moves_the_proposal(centre: App) -> None:
    await ask(centre, "帮我约12月2日下午两点的专利质押融资咨询")
    reply = await ask(centre, "推迟一小时")
    assert reply.proposal is not None
    assert reply.proposal["action"] == "book"
    assert "12月2日 周三 15:00" in reply.text
    assert [one.status.value for one in centre.bookings.every()].count("held") == 1


async def test_a_booking_that_was_picked_from_a_list_is_moved_by_the_next_sentence(centre: App) -> None:
    proposal = await press(centre, await ask(centre, "帮我约12月2日下午的专利质押融资咨询"), "slot")
    assert (await press(centre, proposal, "confirm")).kind == "done"
    moved = await ask(centre, "把预约改到12月4日上午9点")
    assert moved.proposal is not None
    assert moved.proposal["action"] == "move"
