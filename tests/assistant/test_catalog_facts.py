"""Facts of the catalog asked in the chat: of the centre, of another organization, of a service."""

import pytest

from assistant.app import App
from assistant.replies import Reply
from tests.assistant.test_conversation import ask

BOOK = "帮我约下周三下午2点的专利质押融资咨询"


def called(reply: Reply) -> list[str]:
    return [call.name for call in reply.tool_calls]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("What are your opening hours?", "Monday to Friday 09:00-12:00"),
        ("Are you open on Saturday?", "Monday to Friday"),
        ("你们几点开门", "周一至周五 09:00-12:00"),
        ("电话多少？", "010-0000-0001"),
        ("你们的地址在哪里", "样例路1号"),
        ("how do I get to you?", "1 Sample Road"),
        ("the centre's website", "https://centre.example.org"),
        ("What is your e-mail?", "centre@example.org"),
        ("where is Sample Bank A", "3 Sample Road"),
        ("甲银行在哪里", "样例路3号"),
        ("Where is the nearest bank in Haidian?", "3 Sample Road"),
        ("phone of the patent agency", "010-0000-0014"),
        ("律师事务所的邮箱", "law-b@example.org"),
        ("How much is the patent pledge consultation?", "free of charge"),
        ("知识产权价值评估多少钱", "300 元"),
        ("How much does Sample Law Firm A charge?", "200 yuan"),
        ("how much does the consultation cost", "100 yuan: European patent agency consultation"),
        ("商标注册咨询需要带什么材料", "商标图样"),
        ("How long is the training?", "60 minutes"),
        ("Is the English clinic online?", "video"),
        ("审查员面对面要提前多久预约？", "至少提前 24 小时"),
    ],
)
async def test_a_fact_is_told_from_the_catalog(centre: App, asked: str, told: str) -> None:
    reply = await ask(centre, asked)
    assert told in reply.text
    assert (reply.kind, called(reply), reply.citations) == ("clarification", ["list_services"], ())


async def test_a_field_that_is_empty_is_said_to_be_and_others_are_offered(centre: App) -> None:
    told = (await ask(centre, "What is the phone number of Sample Patent Agency B?")).text
    assert "Phone: not in the catalog" in told
    assert "agency-b@example.org" in told
    assert "目录中没有登记" in (await ask(centre, "丙银行的电话")).text


@pytest.mark.parametrize(
    "asked",
    [
        "What is the phone number of the trade mark office?",
        "商标局电话多少",
        "中国专利局在哪里",
        "What is the address of the World Bank?",
        "How much does it cost to register a trade mark?",
        "申请专利要交哪些材料",
        "What documents do I need to file a patent?",
        "How long does it take to get a trade mark?",
        "What is the share price of Sample Bank A today?",
    ],
)
async def test_a_fact_of_anything_else_is_not_the_catalogs(centre: App, asked: str) -> None:
    assert set(called(await ask(centre, asked))) == {"search_guidance"}


@pytest.mark.parametrize("asked", ["What is the phone number of the patent office?", "中国专利局的地址"])
async def test_who_asks_for_a_number_or_an_address_is_not_quoted_a_passage_without_one(centre: App, asked: str) -> None:
    assert (await ask(centre, asked)).kind == "abstention"


async def test_in_the_middle_of_a_proposal_its_service_is_meant(centre: App) -> None:
    assert (await ask(centre, BOOK)).kind == "proposal"
    for asked, told in (
        ("要多少钱？", "免费"),
        ("how long is it?", "45 minutes"),
        ("is it online?", "on site"),
        ("需要带什么材料", "营业执照复印件"),
        ("地址在哪里？", "样例路3号"),
        ("What are your opening hours?", "13:30-17:00"),
    ):
        reply = await ask(centre, asked)
        assert told in reply.text
        assert reply.kind == "clarification"
        assert [one.kind for one in reply.choices] == ["confirm", "decline"]


async def test_a_fact_asked_in_between_leaves_the_list_of_times(centre: App) -> None:
    offered = await ask(centre, "帮我约下周三下午的专利质押融资咨询")
    await ask(centre, "要多少钱？")
    reply = await ask(centre, "第二个")
    assert reply.proposal is not None
    assert offered.choices[1].label in reply.text


async def test_of_what_is_booked_one_can_ask_too(centre: App) -> None:
    assert (await ask(centre, "我的预约在哪里？")).text == "您现在没有预约。"
    await ask(centre, BOOK)
    await ask(centre, "确认")
    assert "最近一期财务报表" in (await ask(centre, "要带什么？")).text
    assert "样例路3号" in (await ask(centre, "我的预约在哪里？")).text


async def test_where_each_service_has_its_own_the_visitor_chooses_one(centre: App) -> None:
    asked = await ask(centre, "What should I bring to the consultation?")
    assert asked.choices[0].label == "European patent agency consultation"
    told = await ask(centre, asked.choices[0].value)
    assert "Application number or priority document" in told.text
    assert told.choices[0].label == "Book “European patent agency consultation”"
    assert "30 minutes" in (await ask(centre, "how long is it?")).text


async def test_a_fact_beside_a_booking_is_named_as_the_next_step(centre: App) -> None:
    reply = await ask(centre, "你们电话多少？另外帮我约下周四的商标注册咨询")
    assert "find_slots" in called(reply)
    assert "您还提到：“你们电话多少？”" in reply.text
