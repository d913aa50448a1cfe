"""A language model behind an OpenAI-compatible address takes the same seat: same graph, tools and checks."""

import asyncio
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from assistant.app import App
from assistant.replies import Reply, Visitor
from knowledge.errors import BadSetting
from knowledge.settings import Settings, load


class Endpoint:
    """Speaks the chat-completions protocol over a real socket; says its lines, keeps what it was sent."""

    def __init__(self, lines: list[dict[str, Any]]) -> None:
        self.lines, self.asked = lines, list[dict[str, Any]]()
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                endpoint.asked.append(body)
                message = {"role": "assistant", "content": None} | endpoint.lines.pop(0)
                reply = {
                    "id": "c", "object": "chat.completion", "created": 0, "model": "m",
                    "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
                    "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
                }  # fmt: skip
                payload = json.dumps(reply).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(payload)))
                self.end_headers()
                self.wfile.write(payload)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/v1"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def calls(name: str, **arguments: str) -> dict[str, Any]:
    function = {"name": name, "arguments": json.dumps(arguments)}
    return {"tool_calls": [{"id": "call_1", "type": "function", "function": function}]}


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    made = Endpoint([])
    yield made
    made.close()


@pytest.fixture
def remote(centre: App, endpoint: Endpoint) -> Iterator[App]:
    settings = Settings(home=centre.settings.home, model="some-model", model_url=endpoint.url)
    app = replace(centre, settings=settings)
    yield app
    if "agent" in app.__dict__:
        app.agent.close()


def ask(app: App, text: str) -> Reply:
    async def last() -> Reply:
        replies = [event.reply async for event in app.assistant.answer(Visitor("ann"), text, session_id="s_r")]
        assert replies[-1] is not None
        return replies[-1]

    return asyncio.run(last())


def test_its_answer_is_checked_against_the_passages(remote: App, endpoint: Endpoint) -> None:
    endpoint.lines = [
        calls("search_guidance", query="发明专利保护多少年"),
        {"content": "发明专利权的期限为20年，自申请日起计算。[1] 外观设计专利权的期限为99年。[1] 年费为900元。"},
    ]
    reply = ask(remote, "发明专利保护多少年？")
    assert reply.kind == "answer"
    assert reply.model == "some-model"
    assert "99" not in reply.text
    assert "900" not in reply.text
    assert "20年" in reply.citations[0].quote
    assert {tool["function"]["name"] for tool in endpoint.asked[0]["tools"]} >= {"search_guidance", "propose_booking"}


def test_it_cannot_book_by_saying_so(remote: App, endpoint: Endpoint) -> None:
    slot = remote.bookings.free(
        "svc-pledge", remote.clock().now, remote.clock().now.replace(day=30), remote.clock().now
    )
    endpoint.lines = [
        calls("propose_booking", slot_id=slot[0].id, topic="质押"),
        {"content": "已预约成功，编号 BK-000000。"},
    ]
    reply = ask(remote, "帮我约质押融资咨询")
    assert reply.kind == "proposal"
    assert "已预约" not in reply.text
    assert [one.status.value for one in remote.bookings.every()] == ["held"]


def test_an_endpoint_that_fails_ends_in_one_apology(remote: App, endpoint: Endpoint) -> None:
    endpoint.lines = [{"tool_calls": "nonsense"}]
    reply = ask(remote, "发明专利保护多少年？")
    assert reply.kind == "error"
    assert reply.turn_id in reply.text


@pytest.mark.parametrize("address", [None, ""])
def test_a_model_without_an_address_is_refused_with_a_sentence(
    address: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IPSTEWARD_MODEL", "some-model")
    if address is not None:
        monkeypatch.setenv("IPSTEWARD_MODEL_URL", address)
    with pytest.raises(BadSetting, match="bad_setting") as refused:
        load()
    assert "IPSTEWARD_MODEL_URL" in refused.value.told("zh")
    assert "some-model" in refused.value.told("en")
