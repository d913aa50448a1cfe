"""Each expectation of a case: what fulfils it, what does not, and the sentence that says so."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from evals.cases import Expect
from evals.folding import tells
from evals.scorers import Played, judge
from evals.why import Why

ZONE = ZoneInfo("Asia/Shanghai")
BOOKING = {
    "id": "BK-1", "service_id": "svc-pledge", "status": "confirmed", "visitor": "v", "minutes": 45,
    "starts": "2026-12-02T15:00:00+08:00", "history": [{"status": "held"}, {"status": "confirmed"}], "note": None,
}  # fmt: skip
CANCELLED = {**BOOKING, "id": "BK-2", "status": "cancelled", "starts": "2026-12-04T09:00:00+08:00"}
CITED = {"title": "三种专利与保护期限", "section": "各保护多少年？", "quote": "期限为20年", "document_id": "d-1"}
REPLY = {
    "kind": "answer", "lang": "zh", "text": "发明专利权的期限为20年，自申请日起计算。实用新型为10年。",
    "citations": [CITED], "tool_calls": [{"name": "search_guidance"}],
}  # fmt: skip
FIRST = {"kind": "clarification", "lang": "en", "text": "Which of the 2 kinds?", "tool_calls": [{"name": "find_slots"}]}


def why(**expected: Any) -> list[Why]:
    state = {"bookings": [BOOKING, CANCELLED], "registrations": [], "proposals": [], "cases": [], "watches": []}
    lines = ["a question", "# a comment", "/pick 1"]
    return judge(Expect.model_validate(expected), Played(lines, {1: FIRST, 3: REPLY}, {3: state}, state, ZONE))


@pytest.mark.parametrize(
    ("key", "holds", "fails"),
    [
        ("kind", "answer", "abstention"),
        ("kind", ["done", "answer"], ["done", "proposal"]),
        ("kind_not", "abstention", ["answer", "done"]),
        ("lang", "zh", "en"),
        ("facts_all", [["20年", "二十年"], ["申请日"]], [["20年"], ["15年", "十五年"]]),
        ("facts_none", ["15年"], ["15年", "20年"]),
        ("facts_any_reply", [["2 kinds"], ["20年"]], [["3 kinds"]]),
        ("order", [["发明"], ["20年"], ["实用新型"]], [["实用新型"], ["发明"]]),
        ("order", ["20年", "10年"], ["20年", "15年"]),
        ("cites_any", "保护期限", "商标注册"),
        ("cites_any", {"title": "三种专利", "section": "多少年"}, {"title": "三种专利", "section": "生效"}),
        ("cites_any", [{"quote": "15年"}, {"quote": "20年"}], {"document_id": "d-2"}),
        ("cites_none", "商标注册", ["商标注册", "保护期限"]),
        ("cites_none", {"title": "三种专利", "section": "生效"}, {}),
        ("tools", ["search_guidance", "find_slots"], "get_patent"),
        ("tools", [["get_patent", "find_slots"]], [["search_guidance"], ["get_patent"]]),
        ("state", {"bookings": {"status": "confirmed", "minutes": 45}}, {"bookings": {"status": "held"}}),
        ("state", {"bookings": [{"id": "BK-1"}, {"id": "BK-2"}]}, {"bookings": [{"id": "BK-1"}, {"id": "BK-3"}]}),
        ("state", {"bookings": {"status": ["pending", "confirmed"]}}, {"bookings": {"status": ["pending", "held"]}}),
        ("state", {"bookings": {"starts": "2026-12-02T07:00:00Z"}}, {"bookings": {"starts": "2026-12-02T15:00:00Z"}}),
        ("state", {"bookings": {"starts": "2026-12-02T15:00"}}, {"bookings": {"starts": "2026-12-02T16:00"}}),
        ("state", {"bookings": {"starts": {"on": "2026-12-02"}}}, {"bookings": {"starts": {"on": "2026-12-03"}}}),
        (
            "state",
            {"bookings": {"id": "BK-1", "starts": {"from": "12:00", "to": "15:00"}}},
            {"bookings": {"id": "BK-1", "starts": {"from": "15:01", "to": "18:00"}}},
        ),
        (
            "state",
            {"bookings": {"starts": {"from": "2026-12-01", "to": "2026-12-02", "not_on": "2026-12-01"}}},
            {"bookings": {"id": "BK-1", "starts": {"not_on": ["2026-12-02T15:00:00+08:00"]}}},
        ),
        ("state", {"bookings": {"history": {"status": "held"}}}, {"bookings": {"history": {"status": "expired"}}}),
        ("state", {"bookings": {"id": "BK-1", "note": None}}, {"bookings": {"id": "BK-1", "visitor": None}}),
        ("state_none", {"bookings": {"status": "pending"}}, {"bookings": {"status": "cancelled"}}),
        ("state_none", ["cases", "watches"], ["cases", "bookings"]),
        ("state_none", "registrations", "bookings"),
        ("state_count", {"bookings": 2, "cases": 0}, {"bookings": 1}),
        ("state_count", {"bookings": {"count": 1, "status": "cancelled"}}, {"bookings": {"count": 0, "id": "BK-1"}}),
        ("state_count", {"bookings": {"confirmed": 1, "cancelled": 1}}, {"bookings": {"confirmed": 2}}),
        ("state_max", {"bookings": 2}, {"bookings": 1}),
        ("state_max", {"bookings": {"count": 1, "where": {"status": "confirmed"}}}, {"bookings": {"confirmed": 0}}),
        ("mid", {"turn": 1, "kind": "clarification"}, {"turn": 1, "kind": "answer"}),
        ("mid", [{"turn": 3, "state": {"bookings": {"id": "BK-1"}}}], [{"turn": 3, "state_none": "bookings"}]),
        ("mid", {"turn": 1, "tools": "find_slots"}, {"turn": 3, "tools": "find_slots"}),
        ("mid", {"turn": 1, "facts_any_reply": ["2 kinds"]}, {"turn": 1, "facts_any_reply": ["20年"]}),
        ("mid", [], {"turn": 2, "kind": "answer"}),
        ("mid", [], {"turn": 4, "kind": "answer"}),
    ],
)
def test_an_expectation_holds_or_says_why_not(key: str, holds: Any, fails: Any) -> None:
    assert why(**{key: holds}) == []
    told = why(**{key: fails})
    assert len(told) == 1
    assert told[0].en.startswith("Line " if key == "mid" else key)
    assert told[0].zh.startswith("第 " if key == "mid" else f"{key}：")
    assert "expected" not in told[0].zh


def test_all_that_does_not_hold_is_told() -> None:
    assert len(why(kind="done", lang="en", facts_all=["15年", "20年"], state_none="bookings")) == 4


def test_a_failed_fact_is_told_with_what_was_said() -> None:
    (told,) = why(facts_all=[["15年", "十五年"]])
    assert "“15年” or “十五年”" in told.en
    assert "答复中应有“15年”或“十五年”" in told.zh
    assert "期限为20年" in told.en


def test_a_missing_row_is_told_with_the_rows_that_are_there() -> None:
    (told,) = why(state={"bookings": {"service_id": "svc-x"}})
    assert "service_id svc-pledge, id BK-1, status confirmed" in told.en


def test_a_script_without_a_reply_cannot_be_judged() -> None:
    assert judge(Expect(), Played(["# nothing"], {}, {}, {}, ZONE)) != []


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("期限为 20 年", "20年"),
        ("期限为２０年", "20年"),
        ("the Filing\n date", "filing date"),
        ("at least 4,000 yuan", "4000"),
        ("at least 4000 yuan", "4,000"),
        ("赔偿 5\u00a0000\u202f000 元", "5000000"),
        ("**20** years", "20 years"),
        ("《专利法》第42条", "第 42 条"),
        ("（2020年修正）", "(2020年修正)"),
        ("周三15:00", "15:00"),
        ("星期二十点", "十点"),
        ("A61M5/142, B64G", "b64g"),
        ("It is 20.", "20"),
        ("二十年", "二十年"),
    ],
)
def test_a_fact_is_found_whatever_its_blanks_width_case_and_separators(text: str, fact: str) -> None:
    assert tells(text, fact)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("期限为120年", "20年"),
        ("期限为二十年", "十年"),
        ("14,000 yuan", "4,000"),
        ("4,0005", "4000"),
        ("1.20", "20"),
        ("20.5%", "20"),
        ("200", "20"),
        ("version 1 20", "120"),
        ("二十五", "二十"),
        ("115:00", "15:00"),
        ("", "20"),
        ("期限", ""),
    ],
)
def test_a_fact_is_not_found_inside_a_longer_number(text: str, fact: str) -> None:
    assert not tells(text, fact)
