"""What the search tool shows a model beside what was found."""

from datetime import datetime

import pytest

from assistant.agent.tools import beside, foretold, guidance_tools
from knowledge.database import Database
from knowledge.documents import Documents
from knowledge.model import NewPassage, NewVersion
from knowledge.search import Search, Where
from tests.fakes import FakeEmbedder, FakeIndex

ARTICLES = ["第一条 总则。", "第二条 质押登记。", "第三条 质押注销登记。", "第四条 附则。"]


@pytest.fixture
def search(database: Database, now: datetime) -> Search:
    passages, at = [], 0
    for text in ARTICLES:
        passages.append(NewPassage(at, at + len(text), text))
        at += len(text) + 2
    version = NewVersion("办法", "办法", "\n\n".join(ARTICLES), tuple(passages), "zh")
    Documents(database).put("a", "guidance", "h", [version], now)
    return Search(database, FakeIndex(), FakeEmbedder())


def test_neighbours_stand_behind_the_hits_each_once(search: Search) -> None:
    hits = search("质押登记", Where("2026-11-23"), 2)
    assert [hit.text for hit in hits] == ARTICLES[1:3]
    assert [hit.text for hit in beside(search, hits, 1)] == [ARTICLES[0], ARTICLES[3]]
    assert beside(search, hits, 0) == []


def test_a_model_may_ask_for_neighbours(search: Search) -> None:
    schema = guidance_tools(search)[0].tool_call_schema.model_json_schema()  # pyrefly: ignore[missing-attribute]
    assert schema["properties"]["around"]["default"] == 0
    assert "runtime" not in schema["properties"]


@pytest.mark.parametrize(
    ("on", "headings"),
    [("2026-11-23", []), ("2026-12-31", []), ("2027-06-30", ["自2027年1月1日起有什么变化？"])],
)
def test_a_day_to_come_sees_what_is_foretold_of_it_today(
    database: Database, now: datetime, on: str, headings: list[str]
) -> None:
    text = "异议期为3个月。\n\n异议期改为2个月。"
    passages = (NewPassage(0, 8, text[:8], section="异议期"),
                NewPassage(10, 19, text[10:19], section="自2027年1月1日起有什么变化？"))  # fmt: skip
    version = NewVersion("须知", "须知", text, passages, "zh", in_force_to="2026-12-31")
    Documents(database).put("a", "guidance", "h", [version], now)
    search = Search(database, FakeIndex(), FakeEmbedder())
    found = foretold(search, "异议期", Where(on, today="2026-11-23"))
    assert [hit.section for hit in found] == headings
