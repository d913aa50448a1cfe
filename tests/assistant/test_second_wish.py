"""Two wishes in one message: the first is carried out, the second is named and stays within reach."""

import pytest

from assistant.app import App
from assistant.llm.wishes import left_over, wishes
from tests.assistant.test_conversation import ask, press


@pytest.mark.parametrize(
    "said",
    [
        "我想预约专利质押融资咨询，需要带什么材料？",
        "帮我约周三下午，周四也可以",
        "改期，约到下周三下午的咨询",
        "取消周三的，改到周五",
        "取消预约，谢谢",
        "I'd like to book a consultation on patents and trade marks",
        "How long does a patent last and what does it cost?",
    ],
)
def test_one_wish_in_several_parts_is_not_two(said: str) -> None:
    assert len(wishes(said)) < 2


def test_a_question_without_its_mark_is_a_wish_too() -> None:
    said = "帮我约下周三下午的专利质押融资咨询，顺便问一下商标续展要多少钱"
    assert left_over(said, ["find_slots"]) == "问一下商标续展要多少钱"


def test_what_a_turn_has_done_is_not_left_over() -> None:
    said = "cancel my booking and book a consultation next Thursday"
    assert left_over(said, ["propose_cancel"]) == "book a consultation next Thursday"
    assert left_over(said, ["propose_cancel", "find_slots"]) is None
    assert left_over(said, []) is None


async def test_a_question_beside_a_booking_is_named_and_answered_on_a_press(centre: App) -> None:
    reply = await ask(centre, "帮我约下周三下午两点的专利质押融资咨询，顺便问一下发明专利保护多少年？")
    assert reply.kind == "proposal"
    assert "您还提到：“问一下发明专利保护多少年？”" in reply.text
    done = await press(centre, reply, "confirm")
    assert done.kind == "done"
    answer = await press(centre, done, "option")
    assert answer.kind == "answer"
    assert "20年" in answer.text


async def test_a_patent_search_beside_a_booking_does_not_take_its_place(centre: App) -> None:
    reply = await ask(centre, "帮我约下周三下午两点的专利质押融资咨询，另外查一下华为的专利")
    assert reply.kind == "proposal"
    assert "您还提到：“查一下华为的专利”" in reply.text
    assert [call.name for call in reply.tool_calls] == ["find_slots", "propose_booking"]


async def test_of_two_acts_the_first_is_proposed_and_the_second_follows(centre: App) -> None:
    await press(centre, await ask(centre, "帮我约12月2日下午两点的专利质押融资咨询"), "confirm")
    first = await ask(centre, "取消我的预约，另外帮我约明天下午一点半的英文知识产权门诊")
    assert first.proposal is not None
    assert first.proposal["action"] == "cancel"
    done = await ask(centre, "确认")
    second = await press(centre, done, "option")
    assert second.proposal is not None
    assert second.proposal["action"] == "book"
    assert "英文知识产权门诊" in second.text
