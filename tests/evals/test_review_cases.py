"""A conversation becomes a script, a reviewed reply what is expected, and both an entry of a file."""

import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from evals.review.casefile import CaseFile, parsed
from evals.review.corrected_facts import facts
from evals.review.drafts import as_yaml, draft
from evals.review.export import safe_cell
from evals.review.faults import CaseFileBroken, CaseIdTaken, CaseProvesNothing, CaseUnreadable
from evals.review.model import WRONG_KIND, Conversation, Review, Seen, Source
from evals.review.scripts import script
from tests.evals.seeds import citation, reply

ZONE = ZoneInfo("Asia/Shanghai")
ENTRY = "id: {id}\nturns:\n- 问\nexpect:\n  kind: answer\n"


def turn(place: int, said: str, at: datetime | None, pressed: str | None = None, **body: Any) -> Seen:
    return Seen(f"t_{place}", place, "ann", said, pressed, at, reply(f"t_{place}", "s_1", "答", **body))


def choices(*kinds: str) -> list[dict[str, str]]:
    return [{"id": f"c_{place}", "kind": kind, "label": kind} for place, kind in enumerate(kinds, 1)]


def test_presses_become_commands_and_words_stay_words(now: datetime) -> None:
    turns = [
        turn(1, "约下周三\n 下午", now, choices=choices("slot", "slot")),
        turn(2, "15:00", now, pressed="c_2", choices=choices("option", "confirm", "decline")),
        turn(3, "确认", now, pressed="c_2", choices=choices("confirm", "confirm")),
        turn(4, "确认", now, pressed="c_2", choices=choices("decline")),
        turn(5, "不用了", now, pressed="c_1"),
        turn(6, "/confirm", now),
        turn(7, "#1 是什么", now),
        turn(8, "旧按钮", now, pressed="c_gone"),
    ]
    assert script(turns, ZONE) == [
        "约下周三 下午", "/pick 2", "/confirm", "/pick 2", "/decline", "／confirm", "＃1 是什么", "旧按钮",
    ]  # fmt: skip


def test_the_clock_moves_where_time_went_by(now: datetime) -> None:
    times = [now, now + timedelta(minutes=4), now + timedelta(minutes=8), now + timedelta(days=1)]
    lines = script([turn(place, f"问{place}", at) for place, at in enumerate(times, 1)], ZONE)
    assert lines == ["问1", "问2", "/now 2026-11-23T10:08:00+08:00", "问3", "/now 2026-11-24T10:00:00+08:00", "问4"]


def drafted(
    now: datetime, verdict: str, corrected: str = "", tags: tuple[str, ...] = ("tone",), **body: Any
) -> dict[str, Any]:
    seen = [turn(1, "你好", now), turn(2, "期限？", now, **body), turn(3, "后来", now)]
    conversation = Conversation("s_1", "ann", "web", "zh", now, tuple(seen))
    review = Review(Source("s_1"), "t_2", verdict, tags, "", corrected, "rita", now)
    return draft(conversation, seen[1], review, ZONE)


def test_a_right_reply_is_what_is_expected_from_now_on(now: datetime) -> None:
    body: dict[str, Any] = {
        "citations": [citation(), citation(2)],
        "tool_calls": [{"name": "search_guidance", "arguments": {}, "ok": True}],
        "booking": {"id": "BK-1", "service_id": "svc", "status": "confirmed", "starts": "…"},
    }  # fmt: skip
    case = drafted(now, "right", **body)
    assert case["turns"] == ["你好", "期限？"]
    assert (case["now"], case["lang"], case["tags"]) == (now.isoformat(), "zh", ["review", "tone"])
    assert "ann" not in as_yaml(case)
    assert case["expect"] == {
        "kind": "answer",
        "lang": "zh",
        "cites_any": [{"title": "样例专利规定", "section": "第四十二条"}],
        "tools": ["search_guidance"],
        "state": {"bookings": [{"service_id": "svc", "status": "confirmed"}]},
    }


def test_a_wrong_reply_must_hold_the_corrected_facts(now: datetime) -> None:
    case = drafted(now, "wrong", corrected="20年，自2026年1月5日起。[1]", kind="abstention")
    assert case["expect"]["kind_not"] == ["abstention"]
    assert [one[0] for one in case["expect"]["facts_all"]] == ["2026年1月5日", "20年"]


def test_a_wrong_reply_without_corrected_facts_may_not_cite_what_it_cited(now: datetime) -> None:
    case = drafted(now, "wrong", citations=[citation(), citation(2)])
    assert case["expect"] == {"cites_none": [{"title": "样例专利规定", "section": "第四十二条"}]}


def test_the_kind_may_not_be_that_one_where_the_reviewer_says_so(now: datetime) -> None:
    case = drafted(now, "partly", tags=("tone", WRONG_KIND))
    assert (case["expect"], case["tags"]) == ({"kind_not": ["answer"]}, ["review", "tone"])


@pytest.mark.parametrize(
    ("corrected", "expected"),
    [
        ("须经共有人同意，见《民法典》。", ["民法典", "共有人"]),
        ("Ask a patent attorney for a freedom to operate search.", ["patent attorney", "freedom to operate"]),
    ],
)
def test_terms_of_the_corrected_answer_that_the_reply_lacks_are_proposed(
    now: datetime, corrected: str, expected: list[str]
) -> None:
    case = drafted(now, "wrong", corrected, citations=[citation()])
    assert [one[0] for one in case["expect"]["facts_all"]] == expected
    assert "cites_none" not in case["expect"]


def test_a_case_that_expects_nothing_is_refused_with_what_could_be_expected(file: CaseFile) -> None:
    for expect in ("{}", ""):
        with pytest.raises(CaseProvesNothing) as refusal:
            file.add(f"id: x\nturns: [a]\nexpect: {expect}")
        assert "facts_all" in refusal.value.told("zh")
    assert not file.path.exists()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12月1日起", [["12月1日", "12-01", "1 December", "December 1"]]),
        ("from 1 December 2026", [["1 December 2026", "2026-12-01", "2026年12月1日", "December 1, 2026"]]),
        ("周三10:00", [["10:00"], ["周三", "星期三"]]),
        ("for twenty years", [["twenty years", "20 years", "20 year", "20-year", "twenty year", "twenty-year"]]),
        ("期限为20年", [["20年", "二十年"]]),
        ("期限为二十年", [["二十年", "20年"]]),
        ("the term is 10-year long", [["10-year", "10 years", "10 year"]]),
        ("贴息50%，不超过100万元", [["50%"], ["100万元", "一百万元"]]),
        ("1,200 yuan", [["1,200 yuan"]]),
        ("第四十二条", [["第四十二条", "第42条"]]),
        ("百分之二十", [["百分之二十", "20%"]]),
        ("within 5 working days", [["5 working days", "5 working day", "5-working day"]]),
        ("有一项要求，两次机会", []),
        ("没有数字，见[1]", []),
        ("CN114000001A", []),
    ],
)
def test_numbers_are_found_with_the_other_ways_to_write_them(text: str, expected: list[list[str]]) -> None:
    assert facts(text) == expected


def test_dates_are_found_with_the_other_ways_to_write_them() -> None:
    written = ["2026-03-05", "2026年3月5日", "5 March 2026", "March 5, 2026"]
    assert facts("before 2026-03-05.") == [written]
    assert facts("2026-13-45") == [["2026-13-45"]]


# --- the file ----------


@pytest.fixture
def file(tmp_path: Path) -> CaseFile:
    return CaseFile(tmp_path, lambda path: None)


def test_entries_are_added_beside_what_staff_wrote(file: CaseFile) -> None:
    file.add(ENTRY.format(id="a"))
    by_hand = file.path.read_text("utf-8") + "# by hand\n- {id: b, turns: [问], expect: {kind: answer}}  # short"
    file.path.write_text(by_hand, "utf-8")
    file.add(ENTRY.format(id="c") + "# a note of the reviewer\n")
    assert [made.id for made in file.every()] == ["a", "b", "c"]
    whole = file.path.read_text("utf-8")
    assert whole.startswith(by_hand)
    assert "# a note of the reviewer" in whole
    file.replace("b", ENTRY.format(id="b2"))
    file.replace("a", ENTRY.format(id="a").replace("answer", "done"))
    assert [(made.id, made.case["expect"]["kind"]) for made in file.every()] == [
        ("a", "done"), ("b2", "answer"), ("c", "answer"),
    ]  # fmt: skip
    assert "# by hand" in file.path.read_text("utf-8")


def test_an_entry_of_an_indented_list_is_replaced_in_its_place(file: CaseFile) -> None:
    file.path.parent.mkdir(parents=True)
    file.path.write_text(
        "  - id: a\n    turns: [x]\n    expect: {kind: a}\n  - id: b\n    turns: [y]\n    expect: {kind: b}\n"
    )
    file.replace("a", ENTRY.format(id="a"))
    assert [made.id for made in file.every()] == ["a", "b"]
    made = file.get("a")
    assert made is not None
    assert yaml.safe_load(made.text) == yaml.safe_load(ENTRY.format(id="a"))


def test_an_id_is_given_once(file: CaseFile) -> None:
    file.add(ENTRY.format(id="a"))
    file.add(ENTRY.format(id="b"))
    with pytest.raises(CaseIdTaken):
        file.add(ENTRY.format(id="a"))
    with pytest.raises(CaseIdTaken):
        file.replace("a", ENTRY.format(id="b"))


@pytest.mark.parametrize(
    "text",
    [
        "", "just words", "- a list", "id: x", "id: x\nturns: []\nexpect: {kind: a}",
        "id: 5\nturns: [a", "a: &a [1]\nid: x\nturns: [*a]\nexpect: {kind: b}", "id: x\n---\nid: y",
        "id: !!python/object:os x",
        "[" * 3000, "id: \x00",
    ],
)  # fmt: skip
def test_what_is_no_case_is_refused_in_a_sentence(file: CaseFile, text: str) -> None:
    with pytest.raises(CaseUnreadable) as refusal:
        file.add(text)
    assert "\n" not in refusal.value.told("en")
    assert not file.path.exists()


def test_a_file_that_staff_broke_is_left_as_it_is(file: CaseFile) -> None:
    file.path.parent.mkdir(parents=True)
    for broken in ("- id: [a\n", "just words\n", "[{id: a, turns: [b], expect: {kind: c}}]\n"):
        file.path.write_text(broken)
        with pytest.raises(CaseFileBroken):
            file.add(ENTRY.format(id="x"))
        assert file.path.read_text() == broken


def test_what_a_run_would_refuse_is_not_written(tmp_path: Path) -> None:
    read: list[Any] = []

    def loads(path: Path) -> None:
        read.append(yaml.safe_load(path.read_text("utf-8")))
        raise CaseUnreadable(why="no")

    file = CaseFile(tmp_path, loads)
    with pytest.raises(CaseUnreadable):
        file.add(ENTRY.format(id="a"))
    assert [case["id"] for case in read[0]] == ["a"]
    assert list(file.path.parent.iterdir()) == []


def test_reviewers_who_save_at_once_lose_nothing(file: CaseFile) -> None:
    threads = [threading.Thread(target=file.add, args=(ENTRY.format(id=f"c{number}"),)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made.id for made in file.every()) == sorted(f"c{number}" for number in range(12))


def test_text_that_reads_otherwise_inside_a_list_is_written_anew(file: CaseFile) -> None:
    text = "---\nid: a\nturns:\n  - |\n    two\n    lines\nexpect: {kind: answer}\n...\n"
    file.add(text)
    assert [made.case for made in file.every()] == [parsed(text)]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "  =1", "\u3000=1", "\n=1", "＝1"])
def test_a_cell_is_never_a_formula(cell: str) -> None:
    assert safe_cell(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "二十年", "a=b", "1-2", "'=1"])
def test_other_cells_are_as_they_are(cell: str) -> None:
    assert safe_cell(cell) == cell
