"""Which of the visitor's bookings is meant, and what is said of a number that is not among them."""

import pytest

from assistant.app import App
from tests.assistant.test_conversation import ANN, BOB, ask, press

PLEDGE, CLINIC = "帮我约12月2日下午两点的专利质押融资咨询", "帮我约明天下午一点半的英文知识产权门诊"


async def booked(centre: App, said: str = PLEDGE) -> str:
    done = await press(centre, await ask(centre, said), "confirm")
    assert done.booking is not None
    return str(done.booking["id"])


@pytest.mark.parametrize(
    "said", ["取消 {}", "把 {} 改到下周五上午", "查一下预约 {}", "cancel {}", "show my booking {}"]
)
async def test_a_number_of_another_visitor_is_said_not_to_be_ones_own_beside_the_own_ones(
    centre: App, said: str
) -> None:
    theirs = await booked(centre)
    done = await ask(centre, "帮我约12月2日下午三点的专利质押融资咨询", BOB, "s_2")
    own = (await press(centre, done, "confirm", BOB)).booking
    assert own is not None
    reply = await ask(centre, said.format(theirs), BOB, "s_2")
    assert reply.proposal is None
    assert theirs in reply.text.splitlines()[0]
    assert own["id"] in reply.text
    assert "14:00" not in reply.text


async def test_a_service_with_hyphens_in_its_name_is_no_number(centre: App) -> None:
    await booked(centre)
    assert (await ask(centre, "cancel my one-to-one consultation", ANN)).kind == "proposal"


async def test_beside_another_reply_a_button_says_what_it_confirms(centre: App) -> None:
    await booked(centre)
    await booked(centre, CLINIC)
    await ask(centre, "取消12月2日的预约")
    between = await ask(centre, "发明专利保护多少年？")
    assert [one.label for one in between.choices if one.kind == "confirm"] == ["确认取消（12月2日 周三 14:00）"]
    yes = await ask(centre, "好的")
    assert yes.booking is None
    assert "12月2日 周三 14:00" in yes.text


async def test_a_yes_is_to_the_last_proposal_that_was_shown(centre: App) -> None:
    first = await booked(centre)
    second = await booked(centre, CLINIC)
    await ask(centre, f"取消{first}")
    await ask(centre, f"取消{second}")
    done = await ask(centre, "确认")
    assert done.booking is not None
    assert done.booking["id"] == second
    assert {one.id: one.status.value for one in centre.bookings.every()} == {first: "confirmed", second: "cancelled"}


@pytest.mark.parametrize("said", ["不对", "不是这个", "No, not that one.", "wrong one"])
async def test_a_no_to_what_was_shown_lets_it_go(centre: App, said: str) -> None:
    await booked(centre)
    await ask(centre, "取消预约")
    reply = await ask(centre, said)
    assert reply.proposal is None
    assert not [one for one in reply.choices if one.kind == "confirm"]
    assert (await ask(centre, "确认")).booking is None


@pytest.mark.parametrize(
    ("ask_for", "said"),
    [("取消预约", "第二个"), ("取消预约", "2"), ("cancel my booking", "the second one")],
)
async def test_a_place_in_the_list_of_bookings_chooses_it(centre: App, ask_for: str, said: str) -> None:
    await booked(centre)
    await booked(centre, CLINIC)
    options = [one for one in (await ask(centre, ask_for)).choices if one.kind == "option"]
    reply = await ask(centre, said)
    assert reply.proposal is not None
    chosen = next(one for one in centre.bookings.every() if one.service_id == reply.proposal["service_id"])
    assert options[1].value.endswith(chosen.id)


@pytest.mark.parametrize("said", ["取消质押的那个", "Cancel the pledge one"])
async def test_a_word_of_its_service_tells_which_booking_is_meant(centre: App, said: str) -> None:
    await booked(centre)
    await booked(centre, CLINIC)
    reply = await ask(centre, said)
    assert reply.proposal is not None
    assert (reply.proposal["action"], reply.proposal["service_id"]) == ("cancel", "svc-pledge")


async def test_a_booking_asked_for_in_the_middle_of_a_move_moves_nothing(centre: App) -> None:
    await booked(centre)
    await ask(centre, "把质押融资的预约改到12月11日上午")
    shown = await ask(centre, "帮我预约12月9日下午的专利质押融资咨询")
    chosen = await press(centre, shown, "slot")
    assert chosen.proposal is None
    assert "最多同时有 1 个" in chosen.text


@pytest.mark.parametrize(
    ("said", "day"), [("改到12月9日下午", "12月9日"), ("Move my booking to 9 December afternoon", "9 Dec")]
)
async def test_a_time_named_before_the_booking_is_chosen_is_kept(centre: App, said: str, day: str) -> None:
    await booked(centre)
    await booked(centre, CLINIC)
    offered = await press(centre, await ask(centre, said), "option", place=1)
    slots = [one for one in offered.choices if one.kind == "slot"]
    assert slots
    assert all(day in one.label for one in slots)
