"""Whole turns about patents through the real graph and the embedded model."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from langchain_core.messages import AIMessage

from assistant.agent.build import build_agent
from assistant.app import App
from assistant.patents import telling
from assistant.patents.inquiries import Inquiries
from assistant.replies import Reply
from knowledge.errors import Lang
from knowledge.patents.model import PatentHit, PatentQuery, PatentsFound
from tests.assistant.patents.fakes import FakePatents, record
from tests.assistant.test_conversation import ask, press
from tests.fakes import ScriptedModel, calls, says


def tools(reply: Reply) -> list[str]:
    return [call.name for call in reply.tool_calls]


async def test_a_chinese_search_shows_its_fields_back(office: App) -> None:
    reply = await ask(office, "宁德时代近三年的固态电池专利")
    assert (reply.kind, tools(reply)) == ("answer", ["search_patents"])
    assert reply.text.startswith("按以下条件检索：申请人 宁德时代；主题 固态电池；公开日 2023-11-23 起")
    assert "共 2 件" in reply.text
    assert "**CN110000001B** 一种固态电池及其制备方法" in reply.text
    assert "CN110000003A" not in reply.text


async def test_an_english_search_shows_its_fields_back(office: App) -> None:
    reply = await ask(office, "patents on heat shields since 2015 by NASA")
    assert (reply.kind, reply.lang) == ("answer", "en")
    assert "applicant NASA; topic heat shields; published from 2015-01-01 on" in reply.text
    assert "Found: 2." in reply.text
    assert "US9000002B2" in reply.text
    assert "\\[18\\]F" in reply.text  # a bracketed number in a title is no citation
    assert "US6000003A" not in reply.text


async def test_follow_ups_refine_and_buttons_loosen(office: App) -> None:
    await ask(office, "宁德时代近三年的固态电池专利")
    none = await ask(office, "只看美国的")
    assert "没有找到符合全部条件的记录" in none.text
    assert "去掉国家/地区限制：2 件" in none.text
    loosened = await press(office, none, "option")
    assert "共 2 件" in loosened.text
    other = await ask(office, "换成申请人丰田")
    assert "US9000005B2" not in other.text  # published before the three years
    assert "没有找到" in other.text
    wider = await ask(office, "去掉日期限制")
    assert "索引中的名称：Toyota" in wider.text
    assert "US9000005B2" in wider.text


async def test_an_applicant_that_the_index_does_not_hold_is_said_to_be_unknown(office: App) -> None:
    reply = await ask(office, "样例未知集团的激光雷达专利")
    assert "没有名为“样例未知集团”的申请人" in reply.text
    assert reply.choices[0].label == "去掉申请人限制"


async def test_a_topic_is_looked_for_in_the_language_that_finds_it(office: App) -> None:
    english = await ask(office, "solid-state battery patents since 2024")
    assert "topic solid-state battery (searched as: 固态电池)" in english.text
    assert "CN110000001B" in english.text
    chinese = await ask(office, "激光雷达的专利")
    assert "主题 激光雷达（按 lidar 检索）" in chinese.text
    own = await ask(office, "隔热板的专利")
    assert "按" not in own.text.split("主题")[1].split("\n")[0]


async def test_two_applicants_are_asked_about(office: App) -> None:
    reply = await ask(office, "patents by Toyota and NASA on heat shields")
    assert reply.kind == "clarification"
    assert [one.label for one in reply.choices] == ["Toyota", "NASA"]
    chosen = await press(office, reply, "option", place=1)
    assert "applicant NASA; topic heat shields" in chosen.text


@pytest.mark.parametrize(
    ("text", "words"), [("CN999999999A 有效吗", "不说明"), ("is US99999999 in force", "says nothing")]
)
async def test_an_unknown_number_gets_no_status_but_the_register(office: App, text: str, words: str) -> None:
    reply = await ask(office, text)
    assert (reply.kind, tools(reply)) == ("answer", ["get_patent"])
    assert words in reply.text
    assert "https://" in reply.text
    assert not any(status in reply.text for status in ("已失效", "有效。", "lapsed", "is in force.", "expired"))


async def test_a_known_number_is_told_with_its_dates_and_its_sources_own_status(office: App) -> None:
    reply = await ask(office, "what is US9000001")
    assert "- Filing date: 2014-02-01" in reply.text
    assert "- Publication date: 2016-04-07" in reply.text
    assert "Patented Case (as stated by the source sample set)" in reply.text
    assert "official register: [USPTO Patent Center](https://patentcenter.uspto.gov)" in reply.text


@pytest.mark.parametrize(
    ("text", "name", "rows"),
    [
        ("固态电池专利态势", "专利态势.png", ["| 公开年份 | 件数 |", "| 2024 | 1 |", "| H01M 电池 | 3 |"]),
        (
            "patent landscape of lidar",
            "patent-landscape.png",
            ["| Year published | Records |", "| Sample Drones Ltd | 21 |"],
        ),
    ],
)
async def test_a_landscape_is_a_table_and_a_picture(office: App, text: str, name: str, rows: list[str]) -> None:
    reply = await ask(office, text)
    assert (reply.kind, tools(reply)) == ("answer", ["patent_landscape"])
    assert [row for row in rows if row not in reply.text] == []
    attached = reply.attachments[0]
    assert (attached.name, attached.media_type) == (name, "image/png")
    assert not Path(attached.path).is_absolute()
    assert (office.settings.home / attached.path).read_bytes().startswith(b"\x89PNG")


async def test_from_a_list_to_a_page_to_a_record_to_the_landscape_and_back(office: App) -> None:
    first = await ask(office, "find patents on lidar")
    assert "Found: 22. These are 1–8:" in first.text
    assert [one.label for one in first.choices] == ["Next page", "Show the landscape"]
    second = await press(office, first, "option")
    assert "These are 9–16" in second.text
    assert tools(await ask(office, "the first one")) == ["get_patent"]
    counted = await ask(office, "Show the landscape of these patents")
    assert tools(counted) == ["patent_landscape"]
    assert "topic lidar" in counted.text
    assert "1 of them have no date" in counted.text
    listed = await press(office, counted, "option")
    assert "These are 1–8" in listed.text


async def test_a_patent_search_leaves_a_booking_under_way_alone(office: App) -> None:
    slots = await ask(office, "帮我约下周三下午的专利质押融资咨询")
    await ask(office, "固态电池的专利")
    proposal = await ask(office, "帮我约下周三下午两点的专利质押融资咨询")
    assert slots.kind == "clarification"
    assert proposal.kind == "proposal"
    guidance = await ask(office, "发明专利保护多少年？从哪天算？")
    assert tools(guidance) == ["search_guidance"]
    assert "nothing" not in (await ask(office, "算了", session="s_new")).text


async def test_a_search_for_nothing_asks_back(office: App) -> None:
    reply = await ask(office, "查专利")
    assert reply.kind == "clarification"
    assert "技术主题" in reply.text


async def test_an_empty_index_says_so(centre: App) -> None:
    centre.__dict__["patents"] = FakePatents(())
    assert "还没有导入专利记录" in (await ask(centre, "固态电池的专利")).text


async def test_markup_in_a_record_stays_text(centre: App, now: datetime) -> None:
    title = "Lidar | <b>bold</b> [click](javascript:alert) *star*"
    centre.__dict__["patents"] = FakePatents([record("US1234567B2", title, "A|B", "2020-01-01")])
    reply = await ask(centre, "find patents on lidar")
    assert "\\<b\\>" in reply.text
    assert "\\](javascript" in reply.text
    counted = await ask(centre, "Show the landscape of these patents")
    assert "| A\\|B | 1 |" in counted.text


def test_the_fake_has_the_shape_of_the_seam(tmp_path: Path) -> None:
    Inquiries(FakePatents(), tmp_path)


def seated(office: App, patents: FakePatents, *lines: AIMessage) -> None:
    model = ScriptedModel(lines=list(lines))
    office.__dict__["agent"] = build_agent(
        office.settings, office.search, office.appointments, office.names, model, patents=patents
    )


async def test_fields_that_a_model_gives_win_over_the_words(office: App, patents: FakePatents) -> None:
    call = calls("search_patents", query="固态电池专利，丰田的", applicant="NASA", date_from="2015", office="美国",
                 classes="h01m 10/0562")  # fmt: skip
    seated(office, patents, call, says("共 0 件。"))
    await ask(office, "固态电池专利，丰田的")
    asked = PatentQuery("固态电池", "NASA", "", ("H01M10/0562",), "2015-01-01", None, "US")
    assert asked in patents.asked


async def test_a_models_own_number_about_patents_is_dropped(office: App, patents: FakePatents) -> None:
    call = calls("search_patents", query="find patents on lidar")
    seated(office, patents, call, says("I found 22 records. In the whole world there are 48211 of them."))
    reply = await ask(office, "find patents on lidar")
    assert "48211" not in reply.text
    assert "Found: 22" in reply.text  # the tool's own account stands in for words of the model's own
    assert reply.kind == "answer"


@pytest.mark.parametrize("said", ["第二个的权利要求", "第二个的权利要求是什么？"])
async def test_the_claims_of_one_shown_open_its_record_which_says_that_it_holds_none(office: App, said: str) -> None:
    await ask(office, "宁德时代近三年的固态电池专利")
    reply = await ask(office, said)
    assert tools(reply) == ["get_patent"]
    assert reply.text.startswith("本索引只有著录项目和摘要，没有权利要求书")


async def test_a_kind_of_patent_is_said_to_be_no_field_of_the_index(office: App) -> None:
    before = await ask(office, "patents on heat shields since 2015 by NASA")
    reply = await ask(office, "just the utility models")
    assert "cannot choose by inventions, utility models or designs" in reply.text
    assert before.text.splitlines()[0] == reply.text.splitlines()[0]
    claims = await ask(office, "what are the claims of the first one?")
    assert tools(claims) == ["get_patent"]


@pytest.mark.parametrize(
    ("lang", "some", "near", "listed"),
    [
        (
            "zh", "共 9 件含有部分或全部检索词，其中含有全部检索词的 2 件，以下是第 1–1 件：", "只是含义相近",
            "共 1 件，以下列出 2 件，其中 1 件只是含义相近：",
        ),
        (
            "en", "Found: 9 that hold some or all of the words, 2 of them all. These are 1–1:", "only near in meaning",
            "Found: 1. Listed are 2, 1 of them only near in meaning:",
        ),
    ],
)  # fmt: skip
def test_a_search_says_what_its_records_hold_of_the_words(lang: Lang, some: str, near: str, listed: str) -> None:
    hit = PatentHit("US1", "Lidar", "", ("NASA",), None, (), 0.9, "meaning")
    query = PatentQuery("solid state")
    assert telling.matched(PatentsFound(query, 9, (replace(hit, matched="words"),), 2), 1, lang) == some
    both = (hit, replace(hit, matched="words"))  # more on the page than hold a word
    assert telling.matched(PatentsFound(query, 1, both, 1), 1, lang).endswith(listed)
    assert near in telling.matched(PatentsFound(query, 0, (hit,), 0), 1, lang)
    assert near in telling.hit_line(1, hit, lang)
    assert near not in telling.hit_line(1, hit, lang, marked=False)


@pytest.mark.parametrize(
    ("said", "told"), [("它还有效吗？", "本索引无法判断"), ("is it still in force?", "This index cannot tell")]
)
async def test_a_record_says_that_it_cannot_tell_whether_it_is_in_force(office: App, said: str, told: str) -> None:
    await ask(office, "CN110000001B 是什么专利")
    reply = await ask(office, said)
    assert (reply.kind, tools(reply)) == ("answer", ["get_patent"])
    assert told in reply.text
    assert "CN110000001B" in reply.text
    assert reply.citations == ()
