"""A conversation goes to a person and comes back: who speaks is a matter of the case's state."""

import asyncio
from datetime import timedelta

import pytest

from assistant.app import App
from assistant.errors import CaseClosed, CaseNotFound, CaseNotYours, CaseTaken, MessageEmpty
from assistant.replies import Reply, Visitor
from assistant.stewards.model import State
from assistant.stewards.wishes import asks_for_person
from tests.assistant.conftest import MovableClock

UNKNOWN = ("How do I bake sourdough bread?", "What will the weather on Mars be like?", "Who won the cup final?")


def ask(app: App, text: str, session: str | None = "s_1", visitor: str = "ann") -> Reply:
    async def last() -> Reply:
        replies = [event.reply async for event in app.assistant.answer(Visitor(visitor), text, session_id=session)]
        assert replies[-1] is not None
        return replies[-1]

    return asyncio.run(last())


def press(app: App, reply: Reply, kind: str, at: int = 0) -> Reply:
    choice = [one for one in reply.choices if one.kind == kind][at]

    async def last() -> Reply:
        acted = app.assistant.act(Visitor("ann"), choice.id, session_id=reply.session_id)
        replies = [event.reply async for event in acted]
        assert replies[-1] is not None
        return replies[-1]

    return asyncio.run(last())


@pytest.mark.parametrize("wish", ["我要人工", "转人工", "talk to a person", "I want to speak to a human"])
def test_who_asks_for_a_person_gets_a_case_with_what_was_said_and_found(centre: App, wish: str) -> None:
    ask(centre, "发明专利保护多少年？")
    reply = ask(centre, wish)
    assert reply.kind == "handoff"
    assert [call.name for call in reply.tool_calls] == ["request_person"]
    case = centre.cases.of_session("s_1")
    assert case is not None
    assert case.status is State.OPEN
    assert case.id in reply.text
    assert "发明专利保护多少年" in case.summary
    assert {"name": "question", "value": "发明专利保护多少年？"} in case.facts
    assert any("20年" in one["text"] and one["cited"] for one in case.passages)


def test_the_assistant_is_silent_until_the_person_hands_back(centre: App, clock: MovableClock) -> None:
    ask(centre, "我要人工")
    case = centre.cases.every(State.OPEN)[0]
    waiting = ask(centre, "发明专利保护多少年？")
    assert (waiting.kind, waiting.citations, waiting.tool_calls) == ("handoff", (), ())
    assert case.id in waiting.text

    centre.cases.take(case.id, "lin", clock().now)
    silent = ask(centre, "发明专利保护多少年？")
    assert (silent.kind, silent.text, silent.citations) == ("handoff", "", ())
    centre.cases.reply(case.id, "lin", "您好，我来回答。", clock().now)
    assert [m.text for m in centre.cases.messages("s_1", "ann") if m.author == "staff"] == ["您好，我来回答。"]

    centre.cases.hand_back(case.id, "lin", clock().now)
    again = ask(centre, "发明专利保护多少年？")
    assert again.kind == "answer"
    assert again.citations


def test_two_abstentions_in_a_row_open_a_case_and_the_assistant_goes_on_until_a_person_comes(
    centre: App, clock: MovableClock
) -> None:
    assert ask(centre, UNKNOWN[0]).kind == "abstention"
    assert centre.cases.every() == []
    second = ask(centre, UNKNOWN[1])
    assert second.kind == "handoff"
    (case,) = centre.cases.every()
    assert (case.reason, case.status) == ("unanswered", State.OPEN)
    assert case.id in second.text
    assert ask(centre, "How long does a trade mark last?").kind == "answer"
    centre.cases.take(case.id, "lin", clock().now)
    assert ask(centre, "How long does a trade mark last?").text == ""


def test_an_answer_between_two_abstentions_starts_the_count_anew(centre: App) -> None:
    kinds = [ask(centre, text).kind for text in (UNKNOWN[0], "How long does a trade mark last?", UNKNOWN[1])]
    assert kinds == ["abstention", "answer", "abstention"]
    assert centre.cases.every() == []


def test_the_visitor_can_go_back_to_the_assistant(centre: App) -> None:
    asked = ask(centre, "我要人工")
    back = press(centre, asked, "option")
    assert back.kind == "answer"
    assert centre.cases.of_session("s_1") is None
    assert centre.cases.every()[0].history[-1]["by"] == "visitor"
    assert ask(centre, "发明专利保护多少年？").kind == "answer"


def test_a_button_still_counts_while_a_person_has_the_conversation(centre: App, clock: MovableClock) -> None:
    offered = ask(centre, "帮我约下周三下午的专利质押融资咨询")
    proposed = press(centre, offered, "slot")
    assert proposed.kind == "proposal"
    opened = ask(centre, "我要人工")
    case = centre.cases.every()[0]
    assert any(fact["name"] == "proposal" for fact in case.facts)
    centre.cases.take(case.id, "lin", clock().now)
    typed = ask(centre, "确认")
    assert (typed.kind, typed.text) == ("handoff", "")
    assert opened.proposal is not None
    done = press(centre, typed, "confirm")
    assert done.kind == "done"
    assert done.booking is not None
    assert done.booking["status"] == "confirmed"


def test_another_visitor_reads_nothing_of_it(centre: App, clock: MovableClock) -> None:
    ask(centre, "我要人工")
    case = centre.cases.every()[0]
    centre.cases.take(case.id, "lin", clock().now)
    centre.cases.reply(case.id, "lin", "private", clock().now)
    assert centre.cases.messages("s_1", "bob") == []


def test_one_steward_has_a_case_at_a_time(centre: App, clock: MovableClock) -> None:
    ask(centre, "我要人工")
    case, now = centre.cases.every()[0], clock().now
    with pytest.raises(CaseNotYours):
        centre.cases.reply(case.id, "lin", "too early", now)
    assert centre.cases.take(case.id, "lin", now) == centre.cases.take(case.id, "lin", now + timedelta(minutes=1))
    with pytest.raises(CaseTaken):
        centre.cases.take(case.id, "wu", now)
    with pytest.raises(MessageEmpty):
        centre.cases.reply(case.id, "lin", "  ", now)
    centre.cases.hand_back(case.id, "lin", now)
    with pytest.raises(CaseClosed):
        centre.cases.take(case.id, "wu", now)
    with pytest.raises(CaseNotFound):
        centre.cases.get("C-NOSUCH")


def test_staff_read_the_whole_conversation_in_order(centre: App, clock: MovableClock) -> None:
    ask(centre, "我要人工")
    case, now = centre.cases.every()[0], clock().now
    centre.cases.take(case.id, "lin", now)
    centre.cases.reply(case.id, "lin", "请讲。", now)
    ask(centre, "商标要续展")
    told = [e.said if e.message is None else e.message.text for e in centre.cases.conversation(case.id)]
    assert told == ["我要人工", "工作人员已接入对话，自动助手暂停作答。", "请讲。", "商标要续展"]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("我要人工", True), ("人工服务", True), ("能不能让工作人员来？", False), ("联系工作人员", True),
        ("帮我约个工作人员面谈", False), ("I'd like to talk to someone", True), ("Speak with a real person?", True),
        ("book an appointment with a person", False), ("人工智能专利怎么申请", False), ("不用人工了", False),
        ("personal data protection", False), ("转让人工智能专利", False), ("Is a person entitled to a patent?", False),
    ],
)  # fmt: skip
def test_a_wish_for_a_person_is_told_from_other_words(text: str, person: bool) -> None:
    assert asks_for_person(text) is person
