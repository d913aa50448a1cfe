"""Whole turns through the real graph: questions, bookings, and everything that must not happen."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from icalendar import Calendar
from icalendar import Event as ICalEvent
from sqlalchemy import select

from assistant.app import App
from assistant.replies import Event, Reply, Visitor
from knowledge.tables import turns
from tests.assistant.conftest import MovableClock

ANN, BOB = Visitor("ann"), Visitor("bob")


async def last(events: AsyncIterator[Event]) -> Reply:
    seen = [event async for event in events]
    assert seen[-1].kind == "end"
    assert seen[-1].reply is not None
    return seen[-1].reply


async def ask(app: App, text: str, who: Visitor = ANN, session: str | None = "s_1") -> Reply:
    return await last(app.assistant.answer(who, text, session_id=session))


async def press(app: App, reply: Reply, kind: str, who: Visitor = ANN, place: int = 0) -> Reply:
    choice = [one for one in reply.choices if one.kind == kind][place]
    return await last(app.assistant.act(who, choice.id, session_id=reply.session_id))


async def test_an_answer_quotes_and_the_quote_is_the_exact_span(centre: App) -> None:
    reply = await ask(centre, "发明专利保护多少年？从哪天算？")
    assert reply.kind == "answer"
    citation = reply.citations[0]
    page = centre.documents.page(citation.document_id, citation.version_id)
    assert page is not None
    assert page.text[citation.start : citation.end] == citation.quote
    assert "20年" in citation.quote
    assert citation.section == "期限"
    assert [call.name for call in reply.tool_calls] == ["search_guidance"]


async def test_an_english_question_is_framed_in_english_and_shows_the_chinese_quote(centre: App) -> None:
    reply = await ask(centre, "How many years does an invention patent last in China?")
    assert reply.lang == "en"
    assert reply.text.startswith("The documents say")
    assert "20年" in reply.text


async def test_what_the_documents_do_not_hold_is_not_answered(centre: App) -> None:
    for question in ("火星上的房价是多少？", "What is the capital gains tax rate in Brazil?"):
        reply = await ask(centre, question, session=question)
        assert reply.kind == "abstention"
        assert reply.citations == ()
        assert reply.choices[0].kind == "option"


async def test_a_booking_needs_the_visitors_own_yes(centre: App) -> None:
    slots = await ask(centre, "帮我约下周三下午的专利质押融资咨询")
    assert slots.kind == "clarification"
    assert all("12月2日 周三" in one.label for one in slots.choices)
    proposal = await press(centre, slots, "slot")
    assert proposal.kind == "proposal"
    assert [one.status.value for one in centre.bookings.every()] == ["held"]
    assert "已预约" not in proposal.text
    done = await press(centre, proposal, "confirm")
    assert done.kind == "done"
    assert done.booking is not None
    assert [(one.id, one.status.value) for one in centre.bookings.every()] == [(done.booking["id"], "confirmed")]


async def test_two_visitors_and_one_slot_make_one_booking_and_an_offer(centre: App) -> None:
    first = await ask(centre, "帮我约12月2日下午两点的专利质押融资咨询")
    other = await ask(centre, "约专利质押融资咨询，下周三下午", BOB, "s_2")
    assert first.kind == "proposal"
    assert all("14:00" not in one.label for one in other.choices)
    late = await ask(centre, "帮我约12月2日下午两点的专利质押融资咨询", BOB, "s_3")
    assert late.kind == "clarification"
    assert [one for one in late.choices if one.kind == "slot"]


async def test_a_typed_yes_counts_only_directly_after_the_proposal(centre: App) -> None:
    proposal = await ask(centre, "帮我约12月2日下午两点的专利质押融资咨询")
    assert proposal.kind == "proposal"
    between = await ask(centre, "发明专利保护多少年？")
    assert {one.kind for one in between.choices} == {"confirm", "decline"}
    assert (await ask(centre, "确认")).kind == "clarification"
    assert [one.status.value for one in centre.bookings.every()] == ["held"]


async def test_a_yes_to_nothing_books_nothing(centre: App) -> None:
    await ask(centre, "你好")
    assert (await ask(centre, "确认")).booking is None
    assert centre.bookings.every() == []


async def test_a_button_of_somebody_elses_reply_does_nothing(centre: App) -> None:
    proposal = await ask(centre, "帮我约12月2日下午两点的专利质押融资咨询")
    confirm = next(one for one in proposal.choices if one.kind == "confirm")
    reply = await last(centre.assistant.act(BOB, confirm.id, session_id=proposal.session_id))
    assert reply.kind == "error"
    assert [one.status.value for one in centre.bookings.every()] == ["held"]


async def test_an_expired_hold_is_not_booked(centre: App, clock: MovableClock) -> None:
    proposal = await ask(centre, "帮我约12月2日下午两点的专利质押融资咨询")
    clock.set(clock().now + timedelta(minutes=11))
    reply = await press(centre, proposal, "confirm")
    assert reply.kind == "error"
    assert reply.booking is None


async def test_moving_and_cancelling_ask_first(centre: App) -> None:
    proposal = await ask(centre, "帮我约12月2日下午两点的专利质押融资咨询")
    await press(centre, proposal, "confirm")
    moved = await ask(centre, "把我的预约改到12月2日下午三点")
    assert moved.kind == "proposal"
    assert moved.proposal is not None
    assert moved.proposal["action"] == "move"
    await press(centre, moved, "confirm")
    cancelling = await ask(centre, "取消预约")
    assert cancelling.kind == "proposal"
    assert (await press(centre, cancelling, "confirm")).kind == "done"
    assert [one.status.value for one in centre.bookings.every()] == ["cancelled"]


async def test_a_repeated_message_is_answered_once(centre: App) -> None:
    first = await last(centre.assistant.answer(ANN, "你好", session_id="s_9", update_id="u1"))
    again = await last(centre.assistant.answer(ANN, "你好", session_id="s_9", update_id="u1"))
    assert again.turn_id == first.turn_id
    assert len(centre.assistant.history(ANN, "s_9")) == 1


async def test_turns_of_one_session_are_handled_in_order(centre: App) -> None:
    await asyncio.gather(*(ask(centre, text) for text in ("你好", "谢谢", "你是谁")))
    assert len(centre.assistant.history(ANN, "s_1")) == 3


async def test_another_visitors_session_is_not_shown(centre: App) -> None:
    await ask(centre, "你好")
    assert centre.assistant.history(BOB, "s_1") == []
    assert (await ask(centre, "我的预约", BOB, "s_1")).kind == "error"


async def test_an_empty_and_an_endless_message_get_a_sentence(centre: App) -> None:
    assert "空" in (await ask(centre, "   ")).text
    endless = await ask(centre, "专利" * 10_000)
    assert endless.kind == "error"
    assert "20,000" in endless.text


async def test_a_service_and_a_time_may_come_in_two_messages(centre: App) -> None:
    asked = await ask(centre, "我想预约商标注册咨询")
    assert asked.kind == "clarification"
    later = await ask(centre, "下周五上午呢")
    assert all("12月4日" in one.label for one in later.choices if one.kind == "slot")
    proposal = await ask(centre, "第二个")
    assert proposal.kind == "proposal"


async def test_a_question_in_the_middle_does_not_lose_the_booking(centre: App) -> None:
    await ask(centre, "我想预约商标注册咨询，下周五上午")
    assert (await ask(centre, "发明专利保护多少年？")).kind == "answer"


async def test_a_place_in_the_list_of_services_chooses_one(centre: App) -> None:
    asked = await ask(centre, "I would like to book")
    assert asked.kind == "clarification"
    chosen = await ask(centre, "the second one")
    assert asked.choices[1].label in chosen.text


async def test_never_mind_forgets_what_was_asked_for(centre: App) -> None:
    await ask(centre, "我想预约商标注册咨询，下周五上午")
    assert (await ask(centre, "算了，不约了")).kind == "answer"
    later = await ask(centre, "商标注册咨询什么时候有空")
    assert [one.label for one in later.choices if "12月4日" not in one.label]


async def test_cancel_alone_means_the_booking_once_nothing_waits(centre: App) -> None:
    proposal = await ask(centre, "帮我约12月2日下午两点的专利质押融资咨询")
    await press(centre, proposal, "confirm")
    cancelling = await ask(centre, "取消")
    assert cancelling.proposal is not None
    assert cancelling.proposal["action"] == "cancel"


async def test_a_follow_up_takes_the_question_before_it(centre: App) -> None:
    await ask(centre, "发明专利保护多少年？")
    reply = await ask(centre, "那实用新型呢？")
    assert "实用新型专利权的期限为10年" in reply.text


async def test_a_right_or_a_country_that_no_document_speaks_of_is_not_answered_by_another(centre: App) -> None:
    for question in ("植物新品种保护期多少年", "How long is the patent term in Brazil?"):
        assert (await ask(centre, question, session=question)).kind == "abstention"


async def test_ok_does_not_change_the_language(centre: App) -> None:
    await ask(centre, "帮我约12月2日下午两点的专利质押融资咨询")
    assert (await ask(centre, "ok")).lang == "zh"


async def test_a_confirmed_booking_brings_a_calendar_file_and_a_move_changes_the_same_event(centre: App) -> None:
    await ask(centre, "帮我约12月2日下午三点的专利质押融资咨询")
    done = await ask(centre, "确认")
    first = calendar_event(centre, done)
    assert first.start.isoformat() == "2026-12-02T15:00:00+08:00"
    assert done.attachments[0].name == f"{(done.booking or {})['id']}.ics"
    await ask(centre, "改到12月2日下午四点")
    moved = calendar_event(centre, await ask(centre, "确认"))
    assert moved.start.isoformat() == "2026-12-02T16:00:00+08:00"
    assert moved.uid == first.uid
    assert moved.sequence > first.sequence


async def test_reviewers_find_what_the_model_was_shown(centre: App) -> None:
    reply = await ask(centre, "发明专利保护多少年？")
    with centre.database.read() as connection:
        trace = connection.execute(select(turns.c.trace).where(turns.c.id == reply.turn_id)).scalar_one()
    assert trace["tools"][0]["name"] == "search_guidance"
    assert trace["tools"][0]["ms"] >= 0
    cited = reply.citations[0]
    assert any(p["document_id"] == cited.document_id and p["start"] <= cited.start for p in trace["passages"])
    assert trace["checks"] == {"dropped": 0, "abstained": False}


def calendar_event(app: App, reply: Reply) -> ICalEvent:
    file = app.settings.home / reply.attachments[0].path
    calendar = Calendar.from_ical(file.read_bytes())
    assert calendar.timezones
    return calendar.events[0]


async def test_an_ordinal_of_a_date_is_no_choice_from_the_list(centre: App) -> None:
    await ask(centre, "帮我约专利质押融资咨询")
    assert centre.bookings.every() == []
    for said in (
        "Book a trade mark registration consultation for last Friday 10am",
        "下个月第一个周一约知识产权价值评估",
    ):
        assert (await ask(centre, said)).tool_calls[0].name == "find_slots"
    assert centre.bookings.every() == []


async def test_an_ordinal_alone_still_chooses_from_the_list(centre: App) -> None:
    slots = await ask(centre, "帮我约下周三下午的专利质押融资咨询")
    chosen = await ask(centre, "最后一个")
    assert chosen.proposal is not None
    assert chosen.kind == "proposal"
    assert slots.choices[-1].label.split()[-1] in chosen.text


async def booked(app: App) -> None:
    await press(app, await ask(app, "帮我约12月2日下午两点的专利质押融资咨询"), "confirm")


@pytest.mark.parametrize(
    "said",
    [
        "If I don't come by Friday, cancel my booking",
        "Unless I write again, cancel my appointment",
        "如果我周五不来就取消预约",
        "万一下雨，帮我把预约改到12月3日下午三点",
        "我不回复就取消我的预约",
        "到时候再取消我的预约",
    ],
)
async def test_a_wish_on_a_condition_cancels_and_moves_nothing(centre: App, said: str) -> None:
    await booked(centre)
    reply = await ask(centre, said)
    assert reply.proposal is None
    assert "condition" in reply.text or "按条件" in reply.text
    await ask(centre, "ok")
    assert [one.status.value for one in centre.bookings.every()] == ["confirmed"]


@pytest.mark.parametrize(
    "said",
    ["If possible, please cancel my booking", "可以的话帮我取消预约", "Please cancel my booking as soon as possible"],
)
async def test_a_polite_if_is_no_condition(centre: App, said: str) -> None:
    await booked(centre)
    assert (await ask(centre, said)).kind == "proposal"


async def test_small_talk_is_answered_politely_and_opens_no_case(centre: App) -> None:
    for said in (
        "你真棒",
        "好的，知道了",
        "ok got it",
        "wait, no",
        "不是，等一下",
        "That's all, thanks",
        "明白了，谢谢",
    ):
        reply = await ask(centre, said)
        assert reply.kind == "answer", said
        assert not reply.tool_calls
        assert len(reply.text) < 60


async def test_a_yes_to_a_cancellation_makes_no_booking(centre: App) -> None:
    await ask(centre, "帮我约12月2日下午两点的专利质押融资咨询")
    assert (await ask(centre, "确认取消")).booking is None
    assert [one.status.value for one in centre.bookings.every()] == ["held"]


@pytest.mark.parametrize(
    "said",
    ["What appointments do I have?", "我约上了吗？", "预约成功了吗", "How many bookings have I made?", "Am I booked?"],
)
async def test_a_question_for_ones_own_bookings_lists_them(centre: App, said: str) -> None:
    await booked(centre)
    reply = await ask(centre, said)
    assert [call.name for call in reply.tool_calls] == ["my_bookings"]
    assert "BK-" in reply.text


@pytest.mark.parametrize("dash", ["\u2010", "\u2011", "\u2013", "\u2014", "\u2212", "\uff0d"])
async def test_a_booking_number_is_known_by_any_dash_and_width(centre: App, dash: str) -> None:
    await booked(centre)
    number = centre.bookings.every()[0].id.replace("-", dash)
    wide = "".join(chr(ord(char) + 0xFEE0) if char.isascii() else char for char in number)
    for said in (f"取消{number}", f"cancel {wide}"):
        assert (await ask(centre, said)).kind == "proposal"
    assert "没有" in (await ask(centre, f"取消BK{dash}2002")).text


async def test_what_is_not_found_is_looked_for_in_the_other_language_too(centre: App) -> None:
    reply = await ask(centre, "员工社保没交会罚多少？")
    assert reply.kind == "abstention"
    assert [call.arguments.get("lang") for call in reply.tool_calls] == [None, "en"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("帮我约12月10日上午十点的商标注册咨询", "在12月10日 周四 10:00没有空闲时间"),
        (
            "Book a trade mark registration consultation on 10 December at 10 am",
            "has no free time Thu 10 Dec 2026, 10:00",
        ),
    ],
)
async def test_a_taken_time_is_told_before_the_free_half_hour_behind_it(centre: App, said: str, told: str) -> None:
    await press(centre, await ask(centre, "帮我约12月10日上午十点的商标注册咨询", BOB, "s_2"), "confirm", BOB)
    reply = await ask(centre, said)
    assert told in reply.text
    assert "10:30" in reply.choices[0].label


@pytest.mark.parametrize(("said", "told"), [("有哪些服务？", "共 20 项"), ("What services do you offer?", "8 of 20")])
async def test_a_list_of_services_that_is_cut_says_how_many_there_are(centre: App, said: str, told: str) -> None:
    reply = await ask(centre, said)
    assert told in reply.text
    assert len(reply.choices) == 8
