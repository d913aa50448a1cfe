"""A Bot API on loopback: speaks HTTP as Telegram does, refuses what Telegram refuses, keeps what each chat sees."""

import asyncio
import itertools
import json
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.datastructures import UploadFile

from assistant.addresses import outward
from bots.web.serving import free_port, server

from .schema import Schema

TOKEN = "123456:a-token-of-the-tests"
ME = {"id": 123456, "is_bot": True, "first_name": "Sample", "username": "sample_ip_bot"}
LIMIT = 4096


class Refusal(Exception):
    def __init__(self, status: int, why: str, **parameters: Any) -> None:
        super().__init__(why)
        self.status, self.why, self.parameters = status, why, parameters


@dataclass
class Shown:
    """A message as its chat shows it; `texts` are all that it ever said."""

    id: int
    text: str
    entities: list[dict[str, Any]] = field(default_factory=list)
    rows: list[list[dict[str, Any]]] = field(default_factory=list)
    file: tuple[str, bytes] | None = None
    deleted: bool = False
    texts: list[str] = field(default_factory=list)

    @property
    def buttons(self) -> list[dict[str, Any]]:
        return [button for row in self.rows for button in row]

    def links(self) -> dict[str, str]:
        """The words under each link, and its address."""
        units = self.text.encode("utf-16-le")
        return {
            units[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le"): one["url"]
            for one in self.entities
            if one["type"] == "text_link"
        }


class BotApi:
    """Handles calls one at a time; `before` may look at a call, or raise a Refusal, before it is handled."""

    def __init__(self, schema: Schema | None) -> None:
        self.schema = schema
        self.faults: list[str] = []
        self.calls: list[tuple[float, str, dict[str, Any]]] = []
        self.chats: dict[int, list[Shown]] = {}
        self.commands: dict[str, list[str]] = {}
        self.accepted: list[str] = []
        self.webhook: dict[str, Any] | None = None
        self.before: Callable[[str, dict[str, Any]], None] = lambda method, given: None
        self.url = ""
        self.closing = False
        self._waiting: list[dict[str, Any]] = []
        self._ids, self._updates = itertools.count(1), itertools.count(1000)
        self._queries: set[str] = set()
        self._client = httpx.Client(verify=False)  # loopback alone: no authorities to be read

    # --- the visitors' side ----------

    def says(self, user: int, text: str, lang: str = "zh-hans") -> int:
        """A private message; a word with a slash in front is a command. Gives the update's id."""
        entities = []
        if text.startswith("/"):
            entities = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        return self.sends(user, {"text": text, "entities": entities}, lang)

    def sends(self, user: int, content: dict[str, Any], lang: str = "zh-hans", kind: str = "message") -> int:
        message = {
            "message_id": next(self._ids), "date": int(time.time()), "chat": {"id": user, "type": "private"},
            "from": _user(user, lang), **content,
        }  # fmt: skip
        return self.delivers({"update_id": next(self._updates), kind: message})

    def presses(self, user: int, label: str, shown: Shown | None = None) -> int:
        """A button by its label, in `shown` or in the newest message that has one."""
        held = [shown] if shown else [one for one in reversed(self.seen(user)) if one.rows]
        button = next(one for one in held[0].buttons if label in one["text"])
        return self.presses_data(user, button["callback_data"], held[0])

    def presses_data(self, user: int, data: str, shown: Shown) -> int:
        query_id = f"q{next(self._ids)}"
        self._queries.add(query_id)
        message = {
            "message_id": shown.id, "date": int(time.time()), "chat": {"id": user, "type": "private"},
            "from": ME, "text": shown.text,
        }  # fmt: skip
        query = {"id": query_id, "from": _user(user, "zh-hans"), "chat_instance": "1", "data": data, "message": message}
        return self.delivers({"update_id": next(self._updates), "callback_query": query})

    def delivers(self, update: dict[str, Any]) -> int:
        """To the webhook if one is set, else to whoever asks."""
        if self.webhook:
            secret = {"X-Telegram-Bot-Api-Secret-Token": self.webhook["secret_token"]}
            answer = self._client.post(self.webhook["url"], json=update, headers=secret)
            assert answer.status_code == 200
        else:
            self._waiting.append(update)
        return int(update["update_id"])

    def seen(self, user: int) -> list[Shown]:
        return [one for one in self.chats.get(user, []) if not one.deleted]

    def last(self, user: int) -> Shown:
        return self.seen(user)[-1]

    def wait(self, until: Callable[[], Any], patience_s: float = 20.0) -> Any:
        """What `until` gives, once it gives something."""
        end = time.monotonic() + patience_s
        while not (found := until()):
            assert time.monotonic() < end, f"not seen in time; chats: {self.chats}"
            time.sleep(0.02)
        return found

    # --- the bot's side ----------

    async def call(self, method: str, given: dict[str, Any]) -> Any:
        self.calls.append((time.monotonic(), method, given))
        if self.schema is not None and (faults := self.schema.faults(method, given)):
            self.faults += faults
            raise Refusal(400, "Bad Request: " + "; ".join(faults))
        handler = getattr(self, f"_{method}", None)
        if handler is None:
            self.faults.append(f"the double does not know {method}")
            raise Refusal(404, "Not Found")
        self.before(method, given)
        answer = handler(given)
        return await answer if asyncio.iscoroutine(answer) else answer

    def _getMe(self, _: dict[str, Any]) -> Any:
        return ME

    async def _getUpdates(self, given: dict[str, Any]) -> Any:
        if self.webhook:
            raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active")
        offset = int(given.get("offset", 0))
        self._waiting[:] = [one for one in self._waiting if one["update_id"] >= offset or offset == 0]
        end = time.monotonic() + min(float(given.get("timeout", 0)), 1.0)
        while not self._waiting and not self.closing and time.monotonic() < end:  # noqa: ASYNC110 (tests add from other threads)
            await asyncio.sleep(0.01)
        return self._waiting[: int(given.get("limit", 100))]

    def _setWebhook(self, given: dict[str, Any]) -> Any:
        self.webhook = given
        return True

    def _deleteWebhook(self, _: dict[str, Any]) -> Any:
        self.webhook = None
        return True

    def _setMyCommands(self, given: dict[str, Any]) -> Any:
        self.commands[given.get("language_code", "")] = [one["command"] for one in json.loads(given["commands"])]
        return True

    def _sendChatAction(self, _: dict[str, Any]) -> Any:
        return True

    def _answerCallbackQuery(self, given: dict[str, Any]) -> Any:
        if given["callback_query_id"] not in self._queries:
            raise Refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.accepted.append(given["callback_query_id"])
        return True

    def _sendMessage(self, given: dict[str, Any]) -> Any:
        text, entities = self._text(given["text"], given)
        return self._show(given, Shown(0, text, entities, self._rows(given), texts=[text]))

    def _editMessageText(self, given: dict[str, Any]) -> Any:
        shown = self._find(given)
        text, entities = self._text(given["text"], given)
        rows = self._rows(given)
        if (shown.text, shown.entities, shown.rows) == (text, entities, rows):
            raise Refusal(400, "Bad Request: message is not modified: specified new message content is the same")
        shown.text, shown.entities, shown.rows = text, entities, rows
        shown.texts.append(text)
        return _message(int(given["chat_id"]), shown)

    def _editMessageReplyMarkup(self, given: dict[str, Any]) -> Any:
        shown, rows = self._find(given), self._rows(given)
        if shown.rows == rows:
            raise Refusal(400, "Bad Request: message is not modified: specified reply markup is the same")
        shown.rows = rows
        return _message(int(given["chat_id"]), shown)

    def _sendDocument(self, given: dict[str, Any]) -> Any:
        return self._send_file(given, given["document"])

    def _sendPhoto(self, given: dict[str, Any]) -> Any:
        return self._send_file(given, given["photo"])

    def _send_file(self, given: dict[str, Any], file: UploadFile) -> Any:
        return self._show(given, Shown(0, given.get("caption", ""), file=(file.filename or "", file.file.read())))

    def _show(self, given: dict[str, Any], shown: Shown) -> Any:
        shown.id = next(self._ids)
        chat_id = int(given["chat_id"])
        self.chats.setdefault(chat_id, []).append(shown)
        return _message(chat_id, shown)

    def _find(self, given: dict[str, Any]) -> Shown:
        for one in self.seen(int(given["chat_id"])):
            if one.id == int(given["message_id"]):
                return one
        raise Refusal(400, "Bad Request: message to edit not found")

    def _text(self, raw: str, given: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
        """As Telegram checks it: not empty, not too long, marks inside, links that lead somewhere."""
        text, entities = raw.strip(), json.loads(given.get("entities", "[]"))
        units = len(text.encode("utf-16-le")) // 2
        if not text or units > LIMIT:
            self._wrong("message text is empty" if not text else "message is too long")
        for one in entities:
            if one["offset"] < 0 or one["length"] < 1 or one["offset"] + one["length"] > units:
                self._wrong(f"ENTITY_BOUNDS_INVALID {one}")
            if one["type"] == "text_link" and outward(one["url"]) is None:
                self._wrong(f"a link that leads nowhere {one}")
        return text, entities

    def _rows(self, given: dict[str, Any]) -> list[list[dict[str, Any]]]:
        rows: list[list[dict[str, Any]]] = json.loads(given.get("reply_markup", "{}")).get("inline_keyboard", [])
        for button in itertools.chain(*rows):
            if len(button.keys() - {"text"}) != 1 or not button["text"]:
                self._wrong(f"a button does one thing {button}")
            if not 1 <= len(button.get("callback_data", "x").encode()) <= 64:
                self._wrong("BUTTON_DATA_INVALID")
        return rows

    def _wrong(self, why: str) -> None:
        self.faults.append(why)
        raise Refusal(400, f"Bad Request: {why}")


@contextmanager
def running(schema_path: Path | None) -> Generator[BotApi]:
    """The double on a port of its own; afterwards no call may have been wrong."""
    api = BotApi(Schema(schema_path) if schema_path else None)
    port = free_port("127.0.0.1", 0)
    api.url = f"http://127.0.0.1:{port}"
    serving = server(_application(api), "127.0.0.1", port)
    thread = threading.Thread(target=_run, args=(serving,), daemon=True)
    thread.start()
    api.wait(lambda: serving.started)
    try:
        yield api
    finally:
        serving.should_exit = True
        api.closing = True
        thread.join(10)
    assert api.faults == []


def _run(serving: uvicorn.Server) -> None:
    serving.run()


def _application(api: BotApi) -> FastAPI:
    application = FastAPI()

    @application.post("/bot{token}/{method}")
    async def called(token: str, method: str, request: Request) -> JSONResponse:
        if token != TOKEN:
            return JSONResponse({"ok": False, "error_code": 401, "description": "Unauthorized"}, 401)
        async with request.form() as form:
            given = dict(form)
            try:
                return JSONResponse({"ok": True, "result": await api.call(method, given)})
            except Refusal as refusal:
                body: dict[str, Any] = {"ok": False, "error_code": refusal.status, "description": refusal.why}
                if refusal.parameters:
                    body["parameters"] = refusal.parameters
                return JSONResponse(body, refusal.status)

    return application


def _user(user: int, lang: str) -> dict[str, Any]:
    return {"id": user, "is_bot": False, "first_name": "Visitor", "language_code": lang}


def _message(chat_id: int, shown: Shown) -> dict[str, Any]:
    return {
        "message_id": shown.id, "date": int(time.time()), "chat": {"id": chat_id, "type": "private"}, "from": ME,
        "text": shown.text,
    }  # fmt: skip
