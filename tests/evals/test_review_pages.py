"""The review as staff meet it, behind the real sign-in; and as visitors do not."""

import csv
import io
import json
from datetime import datetime

import httpx
import pytest
import yaml
from sqlalchemy import update

from evals.review.shell import Desk
from knowledge.database import Database
from knowledge.tables import turns
from tests.bots.web.staff.conftest import hidden, sign_in
from tests.evals.conftest import OTTO, PASSWORD, Played
from tests.evals.seeds import HOSTILE, citation, reply, seed_question, seed_run, seed_session, trace

PAGES = (
    "/staff/transcripts", "/staff/transcripts/s_1", "/staff/runs", "/staff/runs/r", "/staff/runs/r/a",
    "/staff/made-cases", "/staff/made-cases/x",
    "/staff/new-case?session_id=s_1&turn_id=t_s_1",
    "/staff/export.csv", "/staff/export.jsonl",
    "/staff/review.css",
)  # fmt: skip
FORMS = ("/staff/reviews", "/staff/new-case", "/staff/made-cases/x", "/staff/case-runs")


@pytest.fixture
def turn(database: Database, now: datetime) -> str:
    """A conversation `s_1` of one answer; the turn's id."""
    return seed_question(database, "s_1", now, "专利期限多久？", "二十年。[1]", citations=[citation()])


async def csrf(client: httpx.AsyncClient) -> str:
    return hidden((await client.get("/staff/transcripts")).text, "csrf")


async def review(client: httpx.AsyncClient, **fields: str) -> httpx.Response:
    return await client.post("/staff/reviews", data={"csrf": await csrf(client), **fields})


async def test_visitors_reach_none_of_it(stranger: httpx.AsyncClient, database: Database, turn: str) -> None:
    for path in PAGES:
        answer = await stranger.get(path)
        assert answer.status_code == 303, path
        assert answer.headers["location"].startswith("/staff/sign-in"), path
    for path in FORMS:
        answer = await stranger.post(path, data={"turn_id": turn, "session_id": "s_1", "verdict": "right", "case": "x"})
        assert answer.status_code in (303, 401), path
        assert answer.headers.get("location", "/staff/sign-in").startswith("/staff/sign-in")


async def test_a_form_of_somebody_else_changes_nothing(rita: httpx.AsyncClient, turn: str) -> None:
    for path in FORMS:
        fields = {"turn_id": turn, "session_id": "s_1", "verdict": "right", "case": "id: x", "case_id": "x"}
        assert (await rita.post(path, data=fields)).status_code == 403, path
    assert "0 of 1 reviewed" in (await rita.get("/staff/transcripts")).text


async def test_a_review_is_kept_shown_and_replaced(rita: httpx.AsyncClient, turn: str) -> None:
    answer = await review(
        rita,
        session_id="s_1",
        turn_id=turn,
        verdict="partly",
        tags="Deadline, 期限",
        comment="a\r\nb",
        corrected="二十年",
    )
    assert answer.headers["location"] == "/staff/transcripts/s_1#turn-1"
    page = (await rita.get("/staff/transcripts/s_1")).text
    assert "Change my review" in page
    assert '<span class="badge tag">deadline</span>' in page
    assert "1 of 1 reviewed" in (await rita.get("/staff/transcripts")).text
    await review(rita, session_id="s_1", turn_id=turn, verdict="right")
    page = (await rita.get("/staff/transcripts/s_1")).text
    assert page.count('class="given"') == 1
    await sign_out(rita)
    await sign_in(rita, OTTO, PASSWORD)
    await review(rita, session_id="s_1", turn_id=turn, verdict="wrong")
    page = (await rita.get("/staff/transcripts/s_1")).text
    assert page.count('class="given"') == 2
    assert "The reviewers disagree" in page
    await review(rita, session_id="s_1", turn_id=turn, withdraw="yes")
    assert (await rita.get("/staff/transcripts/s_1")).text.count('class="given"') == 1


async def sign_out(client: httpx.AsyncClient) -> None:
    await client.post("/staff/sign-out", data={"csrf": await csrf(client)})


async def test_a_review_says_something_of_a_reply_that_exists(rita: httpx.AsyncClient, turn: str) -> None:
    empty = await review(rita, session_id="s_1", turn_id=turn, verdict="")
    assert empty.status_code == 400
    assert "choose right, partly or wrong" in empty.text
    assert (await review(rita, session_id="s_1", turn_id="t_other", verdict="right")).status_code == 404
    assert (await review(rita, session_id="s_2", turn_id=turn, verdict="right")).status_code == 404
    assert (await review(rita, turn_id=turn, verdict="right")).status_code == 404


async def test_what_is_not_there_is_said_to_be_missing(rita: httpx.AsyncClient) -> None:
    for path in PAGES[1:2] + PAGES[3:5] + PAGES[6:8]:
        assert (await rita.get(path)).status_code == 404, path
    assert (await rita.get("/staff/transcripts?since=yesterday")).status_code == 422
    assert (await rita.get("/staff/export.xlsx")).status_code == 422


async def test_markup_of_visitors_models_and_reviewers_stays_text(
    rita: httpx.AsyncClient, database: Database, now: datetime, review_desk: Desk
) -> None:
    shown = reply(
        "t_1", "s_1", HOSTILE, citations=[citation(title=HOSTILE, section=HOSTILE)],
        choices=[{"id": "c_1", "kind": "option", "label": HOSTILE}], model=HOSTILE,
        tool_calls=[{"name": HOSTILE, "arguments": {"q": HOSTILE}, "ok": True}],
    )  # fmt: skip
    seed_session(database, "s_1", now, [(HOSTILE, shown)], visitor=HOSTILE, channel=HOSTILE, traced=False)
    seed_run(database, "r", now, {"a": "failed"}, text=HOSTILE)
    for fields in ({"session_id": "s_1", "turn_id": "t_1"}, {"run_id": "r", "case_id": "a", "turn_id": "t_r_a"}):
        sent = await review(rita, verdict="wrong", tags=HOSTILE, comment=HOSTILE, corrected=HOSTILE, **fields)
        assert sent.status_code == 303
    (made := review_desk.cases.path).parent.mkdir(parents=True, exist_ok=True)
    made.write_text(yaml.safe_dump([{"id": HOSTILE, "tags": [HOSTILE], "turns": [HOSTILE], "expect": {"kind": "x"}}]))
    for path in (
        "/staff/transcripts", "/staff/transcripts/s_1", "/staff/runs", "/staff/runs/r", "/staff/runs/r/a",
        "/staff/made-cases", "/staff/new-case?session_id=s_1&turn_id=t_1",
    ):  # fmt: skip
        page = (await rita.get(path)).text
        assert "<script" not in page, path
        assert "<img" not in page, path
        assert ">49<" not in page, path
        assert "&lt;script&gt;" in page or path == "/staff/runs", path


async def test_passages_and_tool_results_are_shown_with_the_quote_marked(
    rita: httpx.AsyncClient, turn: str, database: Database, now: datetime
) -> None:
    page = (await rita.get("/staff/transcripts/s_1")).text
    assert "<mark>发明专利权的期限为二十年</mark>" in page
    assert 'href="/documents/d_1?version=v_1&amp;start=100' in page
    assert "&#34;hits&#34;: 2" in page
    assert "Sentences that the check took out: 1" in page
    hostile = trace(HOSTILE)
    hostile["tools"][0]["result"] = HOSTILE
    shown = reply("t_9", "s_9", "答[1]")
    seed_session(database, "s_9", now, [("问", shown)])
    with database.write() as connection:
        connection.execute(update(turns).where(turns.c.id == "t_9").values(trace=hostile))
    page = (await rita.get("/staff/transcripts/s_9")).text
    assert "<script" not in page
    assert page.count("&lt;script&gt;") >= 2


async def test_the_pages_speak_both_languages(rita: httpx.AsyncClient, turn: str) -> None:
    rita.headers["accept-language"] = "zh-CN"
    page = (await rita.get("/staff/transcripts")).text
    assert "已复核 0 / 1" in page
    assert '<a href="/staff/transcripts">清除条件</a>' in page
    assert 'href="/staff/transcripts/s_1"' in page
    english = (await rita.get("/staff/transcripts?lang=en&text=期限")).text
    assert "0 of 1 reviewed" in english
    assert 'value="期限"' in english


async def test_an_export_is_safe_for_spreadsheets_and_names_no_visitor(
    rita: httpx.AsyncClient, database: Database, now: datetime
) -> None:
    said = '=HYPERLINK("http://x")'
    calls = [{"name": "search_guidance", "arguments": {}, "ok": True}]
    turn_id = seed_question(
        database, "s_1", now, said, "  +86 是区号", citations=[citation()], tool_calls=calls, visitor="ann-secret"
    )
    seed_question(database, "s_2", now, "第二条", "答", lang="en")
    await review(
        rita, session_id="s_1", turn_id=turn_id, verdict="right", tags="@tag, b", comment="\tx", corrected="-1"
    )
    answer = await rita.get("/staff/export.csv?language=zh")
    assert answer.headers["content-disposition"].startswith('attachment; filename="replies-')
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "ann-secret" not in answer.text
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert [row["session_id"] for row in rows] == ["s_1"]
    row = rows[0]
    assert row["said"] == "'" + said
    assert row["reply"] == "'  +86 是区号"
    assert (row["tags"], row["corrected"]) == ("'@tag; b", "'-1")
    assert (row["citations"], row["tools"], row["reviewer"]) == ("样例专利规定 第四十二条", "search_guidance", "rita")
    lines = [json.loads(line) for line in (await rita.get("/staff/export.jsonl")).text.splitlines()]
    assert {(line["session_id"], line["verdict"], line["reviewer"]) for line in lines} == {
        ("s_1", "right", "rita"),
        ("s_2", None, None),
    }
    assert next(line for line in lines if line["session_id"] == "s_1")["said"] == said


async def test_a_run_is_reviewed_and_exported_like_a_conversation(
    rita: httpx.AsyncClient, database: Database, now: datetime
) -> None:
    seed_run(database, "r 1", now, {"a/1": "failed", "b": "passed"})
    page = (await rita.get("/staff/runs/r%201")).text
    assert 'href="/staff/runs/r%201/a/1"' in page
    assert "应当写明二十年" in (await rita.get("/staff/runs/r%201/a/1")).text
    answer = await review(rita, run_id="r 1", case_id="a/1", turn_id="t_r 1_a/1", verdict="wrong")
    assert answer.headers["location"] == "/staff/runs/r%201/a%2F1#turn-1"
    assert (await rita.get("/staff/runs/r%201/a%2F1")).status_code == 200
    assert "1 of 2 reviewed" in (await rita.get("/staff/runs/r%201")).text
    lines = [
        json.loads(line) for line in (await rita.get("/staff/export.jsonl?run=r+1&verdict=wrong")).text.splitlines()
    ]
    assert [(line["case_id"], line["status"], line["verdict"]) for line in lines] == [("a/1", "failed", "wrong")]


async def test_a_reply_becomes_a_case_that_can_be_edited_and_run(
    rita: httpx.AsyncClient, turn: str, review_desk: Desk, played: Played
) -> None:
    draft = await rita.get(f"/staff/new-case?session_id=s_1&turn_id={turn}")
    assert "专利期限多久？" in draft.text
    token = await csrf(rita)
    fields = {"csrf": token, "session_id": "s_1", "turn_id": turn}
    refused = await rita.post("/staff/new-case", data=fields | {"case": "id: x\nturns: [a\n"})
    assert refused.status_code == 422
    assert "This is not a case that can be used" in refused.text
    assert "id: x\nturns: [a" in refused.text  # what was typed is not lost
    case = "id: my case\nturns:\n- 问\nexpect:\n  kind: answer\n"
    saved = await rita.post("/staff/new-case", data=fields | {"case": case})
    assert saved.headers["location"] == "/staff/made-cases/my%20case"
    again = await rita.post("/staff/new-case", data=fields | {"case": case})
    assert "There is already a case “my case”" in again.text
    page = (await rita.get("/staff/made-cases/my%20case")).text
    assert f"ipsteward eval run {review_desk.cases.path}" in page
    await rita.post("/staff/made-cases/my%20case", data={"csrf": token, "case": case.replace("answer", "done")})
    assert yaml.safe_load(review_desk.cases.path.read_text("utf-8")) == [
        {"id": "my case", "turns": ["问"], "expect": {"kind": "done"}}
    ]
    started = await rita.post("/staff/case-runs", data={"csrf": token, "case_id": "my case"})
    assert started.headers["location"] == "/staff/made-cases/my%20case"
    review_desk.background.wait()
    assert played == ["my case"]
    assert (await rita.post("/staff/case-runs", data={"csrf": token, "case_id": "none"})).status_code == 404
    assert "my case" in (await rita.get("/staff/made-cases")).text


async def test_a_case_of_a_wrong_reply_fails_on_that_reply_or_is_not_written(
    rita: httpx.AsyncClient, turn: str, review_desk: Desk
) -> None:
    token = await csrf(rita)
    fields = {"csrf": token, "session_id": "s_1", "turn_id": turn}
    address = f"/staff/new-case?session_id=s_1&turn_id={turn}"
    await review(rita, session_id="s_1", turn_id=turn, verdict="partly")
    assert "a case that cannot fail is not saved" in (await rita.get(address)).text
    weak = "id: weak\nturns:\n- 专利期限多久？\nexpect:\n  kind: answer\n"
    refused = await rita.post("/staff/new-case", data=fields | {"case": weak})
    assert refused.status_code == 422
    assert "the reply that was found wrong would pass it" in refused.text
    assert review_desk.cases.every() == []
    await review(rita, session_id="s_1", turn_id=turn, verdict="partly", tags="wrong_kind")
    draft = (await rita.get(address)).text
    assert "cannot fail" not in draft
    assert "kind_not:\n  - answer" in draft
    strong = weak.replace("kind: answer", "facts_all: [二十五年]")
    assert (await rita.post("/staff/new-case", data=fields | {"case": strong})).status_code == 303


async def test_long_chinese_texts_fit_through_the_forms(rita: httpx.AsyncClient, turn: str, review_desk: Desk) -> None:
    """A browser sends these forms in parts, since an escaped Chinese letter takes nine bytes."""
    assert (await rita.get("/staff/transcripts/s_1")).text.count('enctype="multipart/form-data"') == 1
    fields = {"csrf": await csrf(rita), "session_id": "s_1", "turn_id": turn}
    said = fields | {"verdict": "wrong", "tags": "", "comment": "说" * 4000, "corrected": "二" * 8000}
    assert (await rita.post("/staff/reviews", files=parts(said))).status_code == 303
    assert "二" * 8000 in (await rita.get("/staff/transcripts/s_1")).text
    case = f"id: long\nturns:\n- {'问' * 17000}\nexpect:\n  kind: answer\n"
    assert (await rita.post("/staff/new-case", files=parts(fields | {"case": case}))).status_code == 303
    assert [made.id for made in review_desk.cases.every()] == ["long"]


def parts(fields: dict[str, str]) -> dict[str, tuple[None, str]]:
    return {name: (None, value) for name, value in fields.items()}
