"""What a booking is about is the matter, not the sentence that asks for it; listed times may be moved."""

from datetime import datetime

import pytest

from assistant.agent.matter import matter
from assistant.app import App
from assistant.script import Player
from tests.assistant.test_conversation import ask, press


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ("帮我约下周三下午的专利质押融资咨询", ""),
        ("你好，请帮我预约12月2日下午3点的商标咨询，谢谢", ""),
        ("Please book the English-language IP clinic on Thursday 3 December at 10 am", ""),
        (
            "我们的专利被银行拒绝质押，想咨询一下怎么补充材料，帮我约12月2日下午3点",
            "我们的专利被银行拒绝质押，怎么补充材料",
        ),
        ("约12月2日下午3点的专利质押融资咨询，关于设备融资的问题，谢谢", "设备融资"),
        ("book the clinic to discuss a trade mark dispute on Thursday at 10 am", "a trade mark dispute"),
        ("质押", "质押"),
    ],
)
def test_the_matter_is_what_is_left_without_the_wish(said: str, about: str, now: datetime) -> None:
    assert matter(said, now) == about


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("帮我约12月2日下午3点的专利质押融资咨询", "主题"),
        ("Please book the English-language IP clinic on Thursday 3 December at 10 am", "Topic"),
    ],
)
async def test_a_proposal_without_a_matter_has_no_line_for_it(centre: App, said: str, line: str) -> None:
    reply = await ask(centre, said)
    assert reply.kind == "proposal"
    assert line not in reply.text


async def test_listed_times_are_moved_by_a_day_where_nothing_is_booked(centre: App) -> None:
    await ask(centre, "帮我约下周二上午的英文知识产权门诊")
    reply = await ask(centre, "推迟一天")
    assert reply.kind == "clarification"
    assert {choice.label.split()[0] for choice in reply.choices if choice.kind == "slot"} == {"12月2日"}


@pytest.mark.parametrize(
    ("said", "second"),
    [
        ("帮我约下周三下午3点的专利质押融资咨询，再约下周四上午的商标注册咨询", "约下周四上午的商标注册咨询"),
        (
            "book the English-language IP clinic on Thursday 3 December at 10 am and the trade mark clinic on Friday",
            "book the trade mark clinic on Friday",
        ),
    ],
)
async def test_of_two_bookings_the_first_is_begun_and_the_second_named(centre: App, said: str, second: str) -> None:
    reply = await ask(centre, said)
    assert reply.kind == "proposal"
    assert second[:30] in reply.text
    done = await press(centre, reply, "confirm")
    assert done.booking is not None
    assert next(choice.label[:20] for choice in done.choices if choice.kind == "option") == second[:20]


def test_a_press_where_the_latest_reply_offers_nothing_says_so(centre: App) -> None:
    player = Player(centre.assistant, "ann", None, lambda text: None)
    for line in ("帮我约12月2日下午3点的专利质押融资咨询", "/confirm"):
        player.step(line)
    pressed = player.step("/confirm")
    assert pressed is not None
    assert (pressed.kind, "没有可选项" in pressed.text) == ("error", True)
