"""Whether a booking is still to be chosen is read from what was done, not from how a reply is worded."""

import json

import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage

from assistant.llm.embedded import SETTLED, EmbeddedModel

SLOTS = {"slots": [{"id": "s1"}, {"id": "s2"}]}


@pytest.fixture
def model() -> EmbeddedModel:
    def nothing(text: str) -> bool:
        return False

    return EmbeddedModel(
        similarity=lambda query, texts: [0.0 for _ in texts], names_time=nothing, names_day=nothing,
        names_service=nothing, asked_of_catalog=lambda text: [], centre={"zh": "样例中心", "en": "the sample centre"},
    )  # fmt: skip


@pytest.mark.parametrize("words", ["好的，已经为您约好了。", "已预约：周四上午九点。", "Booked."])
@pytest.mark.parametrize(("settled", "tool"), [(True, "search_guidance"), (False, "propose_booking")])
def test_a_place_in_a_list_counts_until_its_booking_stands(
    model: EmbeddedModel, words: str, settled: bool, tool: str
) -> None:
    said = [
        SystemMessage("你是样例中心的助手。"), HumanMessage("我想预约咨询"),
        ToolMessage(json.dumps(SLOTS), name="find_slots", tool_call_id="1"),
        AIMessage(words, additional_kwargs={SETTLED: settled}), HumanMessage("第二个"),
    ]  # fmt: skip
    planned = model.invoke(said)
    assert [call["name"] for call in planned.tool_calls] == [tool]


@pytest.mark.parametrize("said", ["1", "42", "99。", "２０２７"])
def test_a_number_that_answers_nothing_is_not_looked_up(model: EmbeddedModel, said: str) -> None:
    planned = model.invoke(
        [SystemMessage("你是样例中心的助手。"), HumanMessage("你好"), AIMessage("您好"), HumanMessage(said)]
    )
    assert planned.tool_calls == []
    assert "专利" in planned.text
