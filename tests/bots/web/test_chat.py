"""The chat's HTTP API."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bots.web.visitors import COOKIE, Visitors

from .conftest import make_app, serving
from .fakes import BOOKING, ScriptedTalks, SmallLibrary


def events(body: str) -> list[tuple[str, Any]]:
    found = []
    for block in body.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if lines:
            found.append((lines["event"], json.loads(lines["data"])))
    return found


async def say(client: httpx.AsyncClient, **body: Any) -> list[tuple[str, Any]]:
    response = await client.post("/api/chat", json=body)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/event-stream")
    return events(response.text)


async def refused(client: httpx.AsyncClient, body: Any) -> tuple[int, str]:
    sent = {"json": body} if not isinstance(body, bytes) else {"content": body}
    response = await client.post("/api/chat", headers={"content-type": "application/json"}, **sent)
    error = response.json()["error"]
    assert set(error) == {"code", "zh", "en"}
    assert "Traceback" not in response.text
    return response.status_code, error["code"]


async def test_an_answer_streams_status_text_citations_and_the_whole_reply(
    client: httpx.AsyncClient, talks: ScriptedTalks
) -> None:
    heard = await say(client, text="发明专利权的期限是多久？")
    assert [name for name, _ in heard] == ["status", "text", "citations", "end"]
    by_name = dict(heard)
    assert '<a class="cite" href="/documents/law?version=law-2020' in by_name["text"]["html"]
    assert by_name["citations"]["citations"][1]["href"].startswith("/documents/guide%2Fen?version=guide-1&start=")
    kept = talks.turns["s_1"][0][1].reply
    assert by_name["end"] == json.loads(json.dumps(kept.as_json()))


async def test_a_press_reaches_act_and_a_booking_comes_back(client: httpx.AsyncClient) -> None:
    end = (await say(client, text="我想预约"))[-1][1]
    slot = next(choice for choice in end["choices"] if choice["kind"] == "slot")
    proposed = (await say(client, choice_id=slot["id"], session_id=end["session_id"]))[-1][1]
    assert proposed["kind"] == "proposal"
    done = (await say(client, choice_id="c_confirm", session_id=end["session_id"], lang="en"))[-1][1]
    assert (done["kind"], done["booking"], done["lang"]) == ("done", BOOKING, "en")


async def test_only_a_link_that_a_browser_may_follow_gets_an_address(client: httpx.AsyncClient) -> None:
    choices = dict(await say(client, text="天气"))["choices"]["choices"]
    assert [choice.get("url") for choice in choices] == [None, "https://centre.example/", None]
    assert {"id", "kind", "label"} <= choices[0].keys()


async def test_a_browser_keeps_its_visitor_by_cookie(client: httpx.AsyncClient, talks: ScriptedTalks) -> None:
    first = await client.post("/api/chat", json={"text": "你好"})
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    await say(client, text="再问")
    one, two = (visitor for visitor, _ in talks.heard)
    assert one == two
    assert (one.id[:2], one.channel, len(one.id) > 30) == ("w_", "web", True)


async def test_a_forged_cookie_makes_a_new_visitor(client: httpx.AsyncClient, talks: ScriptedTalks) -> None:
    forged = Visitors("another secret").sealed("w_victim")
    for value in (forged, "w_victim.", "w_victim", "." * 9, "nobody.x"):
        client.cookies.set(COOKIE, value)
        await say(client, text="你好")
        client.cookies.clear()
    assert "w_victim" not in {visitor.id for visitor, _ in talks.heard}


async def test_a_caller_names_its_own_visitor(client: httpx.AsyncClient, talks: ScriptedTalks) -> None:
    await say(client, visitor="企业 acme-7", text="hello", lang="zh")
    visitor, _ = talks.heard[0]
    assert (visitor.id, visitor.channel, visitor.lang) == ("企业 acme-7", "api", "zh")


@pytest.mark.parametrize("name", ["w_x", "W_x", " w_x", "ｗ＿x", "telegram:7", "telegram：7", ":"])
async def test_names_of_our_channels_are_reserved(client: httpx.AsyncClient, name: str) -> None:
    assert await refused(client, {"visitor": name, "text": "hi"}) == (403, "reserved_visitor")


@pytest.mark.parametrize("name", ["", "  ", "a ", "a\nb", "a\0", "x" * 129])
async def test_a_name_is_short_and_printable(client: httpx.AsyncClient, name: str) -> None:
    assert await refused(client, {"visitor": name, "text": "hi"}) == (422, "bad_field")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": "  \n"},
        {"text": "\0"},
        {"text": "a", "choice_id": "c"},
        {"text": "", "choice_id": "c"},
        {"text": None},
    ],
)
async def test_a_turn_is_words_or_a_press(client: httpx.AsyncClient, body: dict[str, Any]) -> None:
    assert await refused(client, body) == (422, "text_or_choice")


@pytest.mark.parametrize(
    "body",
    [
        {"text": 5},
        {"text": ["a"]},
        {"text": "a", "lang": "fr"},
        {"text": "a", "surprise": 1},
        {"choice_id": ""},
        {"choice_id": {"a": 1}},
        {"text": "a", "session_id": "s" * 201},
        {"text": "a", "visitor": 7},
    ],
)
async def test_a_field_of_the_wrong_kind_is_named(client: httpx.AsyncClient, body: dict[str, Any]) -> None:
    assert await refused(client, body) == (422, "bad_field")


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (b"", (400, "bad_json")),
        (b"{", (400, "bad_json")),
        (b"null", (400, "bad_json")),
        (b"[1]", (400, "bad_json")),
        (b'"text"', (400, "bad_json")),
        (b"\xff\xfe", (400, "bad_json")),
        (b"[" * 60000, (400, "refused")),
        (b'{"text": "\\ud800"}', (422, "bad_field")),
        (b'{"text": "' + "长".encode() * 400_000 + b'"}', (413, "body_too_large")),
    ],
    ids=["empty", "cut", "null", "list", "string", "bytes", "deep", "surrogate", "large"],
)
async def test_a_body_that_is_no_question_is_refused(
    client: httpx.AsyncClient, body: bytes, outcome: tuple[int, str]
) -> None:
    assert await refused(client, body) == outcome


async def test_a_long_body_in_pieces_is_refused_too(client: httpx.AsyncClient) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(10):
            yield b"x" * 150_000

    response = await client.post("/api/chat", content=pieces(), headers={"content-type": "application/json"})
    assert (response.status_code, response.json()["error"]["code"]) == (413, "body_too_large")


async def test_a_form_from_elsewhere_is_no_question(client: httpx.AsyncClient, talks: ScriptedTalks) -> None:
    response = await client.post("/api/chat", content=b'{"text":"hi"}', headers={"content-type": "text/plain"})
    assert response.status_code == 400
    assert talks.heard == []


async def test_an_unexpected_failure_is_one_apology_with_a_number(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    heard = await say(client, text="boom please")
    assert [name for name, _ in heard] == ["status", "text", "end"]
    end = heard[-1][1]
    assert (end["kind"], end["lang"]) == ("error", "en")
    assert end["turn_id"] in end["text"]
    assert "private" not in json.dumps(heard)
    assert end["turn_id"] in caplog.text


async def test_a_fault_of_the_assistant_is_told_as_a_reply(client: httpx.AsyncClient) -> None:
    end = (await say(client, text="taken", lang="zh"))[-1][1]
    assert (end["kind"], end["text"]) == ("error", "这个时间刚被约走，请另选一个。")


async def test_a_repeated_update_is_answered_with_the_first_reply(client: httpx.AsyncClient) -> None:
    first = (await say(client, text="你好", update_id="u1"))[-1][1]
    again = (await say(client, text="你好", update_id="u1"))[-1][1]
    assert again["turn_id"] == first["turn_id"]


async def test_history_is_shown_to_its_own_visitor_only(client: httpx.AsyncClient, app: FastAPI) -> None:
    session = (await say(client, text="天气"))[-1][1]["session_id"]
    turns = (await client.get("/api/history", params={"session_id": session})).json()["turns"]
    assert turns[0]["said"] == "天气"
    assert turns[0]["html"].startswith("<p>")
    assert turns[0]["choices"][1]["url"] == "https://centre.example/"
    assert turns[0]["reply"]["session_id"] == session
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://chat.test") as other:
        assert (await other.get("/api/history", params={"session_id": session})).json()["turns"] == []
        named = await other.get("/api/history", params={"session_id": session, "visitor": "w_x"})
        assert named.status_code == 403
    assert (await client.get("/api/history")).json()["error"]["code"] == "bad_field"


async def test_history_carries_citations_with_addresses(client: httpx.AsyncClient) -> None:
    session = (await say(client, visitor="acme", text="期限"))[-1][1]["session_id"]
    found = await client.get("/api/history", params={"session_id": session, "visitor": "acme"})
    assert [c["href"][-6:] for c in found.json()["turns"][0]["citations"]] == ["#quote", "#quote"]


async def test_an_attachment_is_downloaded_by_its_own_visitor_only(
    client: httpx.AsyncClient, app: FastAPI, tmp_path: Path
) -> None:
    (tmp_path / "one.ics").write_text("BEGIN:VCALENDAR")
    heard = await say(client, text="file please")
    one, gone = (data for name, data in heard if name == "attachment")
    assert (one["name"], one["media_type"]) == ("日程 1.ics", "text/calendar")
    got = await client.get(one["href"])
    assert (got.text, got.headers["x-content-type-options"]) == ("BEGIN:VCALENDAR", "nosniff")
    assert got.headers["content-disposition"].startswith("attachment")
    assert (await client.get(gone["href"])).status_code == 404
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://chat.test") as other:
        assert (await other.get(one["href"])).status_code == 404


async def test_a_named_visitor_downloads_with_its_name(client: httpx.AsyncClient, tmp_path: Path) -> None:
    (tmp_path / "one.ics").write_text("BEGIN:VCALENDAR")
    heard = await say(client, visitor="acme", text="file please")
    assert (await client.get(dict(heard[:3])["attachment"]["href"])).status_code == 200


async def test_health_tells_how_the_parts_are(client: httpx.AsyncClient) -> None:
    assert (await client.get("/healthz")).json() == {"ok": True, "documents": 2}


async def test_unknown_addresses_of_the_api_answer_in_json(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/nothing")).json()["error"]["code"] == "not_found"
    wrong = await client.get("/api/chat")
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (405, "wrong_method")


def test_over_a_real_socket_the_status_comes_before_the_reply(tmp_path: Path) -> None:
    talks = ScriptedTalks(folder=tmp_path, pause_s=0.4)
    with serving(make_app(talks, SmallLibrary())) as address:
        opened = httpx.Client(base_url=address, trust_env=False)
        with opened, opened.stream("POST", "/api/chat", json={"text": "期限"}) as response:
            pieces = response.iter_text()
            first = next(pieces)
            rest = "".join(pieces)
    assert "event: status" in first
    assert "event: end" not in first
    assert rest.rstrip().rpartition("event: ")[2].startswith("end")
