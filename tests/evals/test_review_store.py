"""What reviewers find and keep: over a real database with seeded conversations and runs."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert

from evals.review.model import Filters, Source, Verdict
from evals.review.reviews import Reviews, tags_in
from evals.review.runs import Runs
from evals.review.seen import spans
from evals.review.transcripts import Transcripts
from knowledge.database import Database
from knowledge.tables import reviews, turns
from tests.evals.seeds import PASSAGE, QUOTE, citation, reply, seed_handover, seed_question, seed_run, seed_session

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def transcripts(database: Database, now: datetime) -> Transcripts:
    """Five conversations, an hour apart, `s_5` the newest."""
    seed_question(database, "s_1", now, "专利期限多久？", "二十年。[1]", citations=[citation()])
    seed_question(database, "s_2", now + timedelta(hours=1), "火星房价？", "没有依据。", kind="abstention")
    seed_question(database, "s_3", now + timedelta(hours=2), "How long?", "20 years.", lang="en", channel="telegram")
    seed_question(database, "s_4", now + timedelta(hours=3), "100%_安全吗", "出错了", kind="error", visitor="bob")
    seed_question(database, "s_5", now + timedelta(days=2), "我要人工", "好的", kind="handoff")
    seed_handover(database, "s_5", now + timedelta(days=2), "您好，我是样例管家")
    return Transcripts(database, ZONE)


def found(transcripts: Transcripts, **filters: Any) -> list[str]:
    return [row.id for row in transcripts.rows(Filters.model_validate(filters)).rows]


def judge(database: Database, turn_id: str, verdict: Verdict, now: datetime, who: str = "rita", **more: Any) -> None:
    source = more.get("source", Source(session_id=turn_id.removeprefix("t_")))
    tags, comment, corrected = more.get("tags", ()), more.get("comment", ""), more.get("corrected", "")
    Reviews(database).put(source, turn_id, who, verdict, tags, comment, corrected, now)


def test_conversations_are_listed_newest_first(transcripts: Transcripts) -> None:
    assert found(transcripts) == ["s_5", "s_4", "s_3", "s_2", "s_1"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"text": "期限"}, ["s_1"]),
        ({"text": "二十年"}, ["s_1"]),  # in the reply
        ({"text": "样例管家"}, ["s_5"]),  # in a person's message
        ({"text": "%_"}, ["s_4"]),  # no wildcards
        ({"text": "HOW"}, ["s_3"]),
        ({"text": "citations"}, []),  # the words, not the names of fields
        ({"language": "en"}, ["s_3"]),
        ({"channel": "telegram"}, ["s_3"]),
        ({"kind": "abstention"}, ["s_2"]),
        ({"case": "yes"}, ["s_5"]),
        ({"case": "no", "kind": "error"}, ["s_4"]),
        ({"since": "2026-11-24"}, ["s_5"]),
        ({"until": "2026-11-23", "language": "zh"}, ["s_4", "s_2", "s_1"]),
        ({"until": "9999-12-31", "kind": "error"}, ["s_4"]),
        ({"language": "", "since": "", "page": "2"}, []),
    ],
)
def test_a_filter_narrows_the_list(transcripts: Transcripts, filters: dict[str, str], expected: list[str]) -> None:
    assert found(transcripts, **filters) == expected


def test_verdicts_and_tags_narrow_the_list_and_progress_counts_all_of_it(
    transcripts: Transcripts, database: Database, now: datetime
) -> None:
    judge(database, "t_s_1", "right", now, tags=("期限",))
    judge(database, "t_s_2", "wrong", now, tags=("tone", "slow_answer"))
    judge(database, "t_s_2", "partly", now, who="otto")
    assert found(transcripts, verdict="right") == ["s_1"]
    assert found(transcripts, verdict="split") == ["s_2"]
    assert found(transcripts, verdict="none") == ["s_5", "s_4", "s_3"]
    assert found(transcripts, tag="期限") == ["s_1"]
    assert found(transcripts, tag="slow") == []  # a tag is a whole word
    rows = transcripts.rows(Filters(verdict="none"))
    assert (rows.reviewed, rows.of, rows.total) == (2, 5, 3)
    assert transcripts.rows(Filters(verdict="split")).rows[0].split


def test_a_page_holds_fifty_and_the_next_goes_on(database: Database, now: datetime) -> None:
    for number in range(53):
        seed_question(database, f"s_{number:02}", now + timedelta(minutes=number), "问", "答")
    transcripts = Transcripts(database, ZONE)
    assert len(found(transcripts)) == 50
    assert found(transcripts, page=2) == ["s_02", "s_01", "s_00"]
    assert transcripts.rows(Filters()).pages == 2


def test_one_conversation_shows_what_stood_behind_each_reply(transcripts: Transcripts) -> None:
    conversation = transcripts.one("s_1")
    assert conversation is not None
    seen = conversation.turns[0]
    assert [(tool.name, tool.ms, '"hits": 2' in tool.result) for tool in seen.tools] == [("search_guidance", 5, True)]
    assert [(span.text, span.markers) for span in seen.passages[0].spans if span.markers] == [(QUOTE, (1,))]
    assert "".join(span.text for span in seen.passages[0].spans) == PASSAGE
    assert [passage.quoted for passage in seen.passages] == [True, False]
    assert seen.passages[0].href is not None
    assert seen.passages[0].href.startswith("/documents/d_1?version=v_1&start=100&end=")
    assert (seen.dropped, seen.abstained, seen.traced) == (1, False, True)
    assert transcripts.one("s_none") is None


def test_a_turn_without_a_trace_shows_its_quotes_and_calls(database: Database, now: datetime) -> None:
    calls = [{"name": "search_guidance", "arguments": {}, "ok": True}]
    seed_question(database, "s_1", now, "问", "答[1]", citations=[citation()], tool_calls=calls, traced=False)
    conversation = Transcripts(database, ZONE).one("s_1")
    assert conversation is not None
    seen = conversation.turns[0]
    assert [span.text for passage in seen.passages for span in passage.spans] == [QUOTE]
    assert [(tool.name, tool.result, tool.ms) for tool in seen.tools] == [("search_guidance", "", None)]
    assert (seen.traced, seen.dropped) == (False, None)


def test_a_persons_words_stand_after_the_turn_that_they_follow(transcripts: Transcripts) -> None:
    conversation = transcripts.one("s_5")
    assert conversation is not None
    assert [(note.author, note.staff) for note in conversation.notes_after(1)] == [("staff", "sample")]
    assert conversation.cases == (("C-1", "closed"),)


def test_quotes_that_overlap_are_both_marked() -> None:
    cut = [(span.text, span.markers) for span in spans("abcdef", [(1, 4, 1), (3, 9, 2), (5, 5, 3)])]
    assert cut == [("a", ()), ("bc", (1,)), ("d", (1, 2)), ("ef", (2,))]
    assert [span.text for span in spans("ab", [(-5, 1, 1)])] == ["a", "b"]


def test_a_second_review_replaces_the_first_and_two_reviewers_stand_side_by_side(
    transcripts: Transcripts, database: Database, now: datetime
) -> None:
    judge(database, "t_s_1", "wrong", now, comment="先")
    judge(database, "t_s_1", "right", now + timedelta(minutes=1), comment="后")
    judge(database, "t_s_1", "right", now, who="otto")
    conversation = transcripts.one("s_1")
    assert conversation is not None
    assert [(one.reviewer, one.verdict, one.comment) for one in conversation.turns[0].reviews] == [
        ("otto", "right", ""),
        ("rita", "right", "后"),
    ]
    assert not conversation.turns[0].split
    Reviews(database).withdraw("t_s_1", "rita")
    assert [one.reviewer for one in Reviews(database).of(reviews_of("s_1"))["t_s_1"]] == ["otto"]


def reviews_of(session_id: str) -> Any:
    return reviews.c.session_id == session_id


def test_tags_are_folded_and_those_in_use_are_suggested(database: Database, now: datetime) -> None:
    assert tags_in(" Tone, 期限；tone，\n A  B ,,") == ("tone", "期限", "a b")
    assert tags_in("x" * 99) == ("x" * 40,)
    seed_question(database, "s_1", now, "问", "答")
    judge(database, "t_s_1", "right", now, tags=("b",))
    judge(database, "t_s_1", "right", now, who="otto", tags=("b", "a"))
    assert Reviews(database).tags() == ["b", "a"]


def test_runs_are_listed_with_what_passed_and_narrowed_and_compared(database: Database, now: datetime) -> None:
    seed_run(database, "monday", now, {"a": "passed", "b": "failed", "c": "failed"})
    seed_run(database, "tuesday", now + timedelta(days=1), {"a": "failed", "b": "passed", "d": "error"})
    runs = Runs(database)
    assert [(run.id, run.counts) for run in runs.every()] == [
        ("tuesday", {"failed": 1, "passed": 1, "error": 1}),
        ("monday", {"passed": 1, "failed": 2}),
    ]
    judge(database, "t_monday_b", "wrong", now, source=Source(run_id="monday", case_id="b"), tags=("期限",))
    rows = runs.rows("monday", Filters(status="failed", against="tuesday"))
    assert [(row.id, row.status, row.other_status, row.verdicts) for row in rows.rows] == [
        ("b", "failed", "passed", ("wrong",)),
        ("c", "failed", None, ()),
    ]
    assert (rows.reviewed, rows.of) == (1, 2)
    for filters, expected in (
        (Filters(text="B：期限"), ["b"]),
        (Filters(text="turn_id"), []),
        (Filters(kind="answer", verdict="none"), ["a", "c"]),
        (Filters(kind="done"), []),
        (Filters(tag="answers"), ["a", "b", "c"]),  # the case's own
        (Filters(tag="期限"), ["b"]),  # a reviewer's
    ):
        assert [row.id for row in runs.rows("monday", filters).rows] == expected, filters
    assert [run.reviewed for run in runs.every()] == [0, 1]
    assert [one[:2] for one in runs.elsewhere("a")] == [("tuesday", "failed"), ("monday", "passed")]
    result = runs.one("monday", "b")
    assert result is not None
    assert [review.verdict for review in result.turns[0].reviews] == ["wrong"]
    assert result.turns[0].passages[0].quoted


def test_a_turn_that_was_cut_short_is_shown_without_a_reply(database: Database, now: datetime) -> None:
    seed_session(database, "s_1", now, [("问", reply("t_1", "s_1", "答"))])
    with database.write() as connection:
        cut = {"id": "t_2", "session_id": "s_1", "visitor": "ann", "ordinal": 2, "said": "再问", "at": now}
        connection.execute(insert(turns).values(**cut, reply=None))
    conversation = Transcripts(database, ZONE).one("s_1")
    assert conversation is not None
    assert [bool(seen.reply) for seen in conversation.turns] == [True, False]
    assert found(Transcripts(database, ZONE), kind="answer") == ["s_1"]
