"""The channels under one contract: the console, the web API on a real server, Telegram before a local Bot API."""

import json
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

import httpx
from sqlalchemy import select

from assistant.app import App
from assistant.replies import Reply
from assistant.script import Player
from bots.telegram.inbox import Inbox
from bots.web.app import create_app
from knowledge.tables import turns
from tests.bots.telegram.bot_api import BotApi, running
from tests.bots.telegram.conftest import answering, parts_of
from tests.bots.web.conftest import CENTRE, serving
from tests.conftest import SHARED

Cited = tuple[str, str, str]  # the document, its title and section, the quote


@dataclass(frozen=True)
class Seen:
    """A reply as a channel shows it."""

    kind: str
    citations: tuple[Cited, ...]


class Channel(Protocol):
    def visitor(self, number: int) -> str:
        """Somebody new at the channel; gives the id that the centre knows them by."""
        ...

    def say(self, text: str) -> Seen: ...
    def press(self, kind: str) -> Seen:
        """The first choice of that kind."""
        ...


class OnConsole:
    def __init__(self, app: App) -> None:
        self._app = app

    def visitor(self, number: int) -> str:
        self._console = Player(self._app.assistant, f"v{number}", None, lambda text: None)
        self._last: Reply | None = None
        return f"v{number}"

    def say(self, text: str) -> Seen:
        self._last = self._console.line(text)
        assert self._last is not None
        return _seen(self._last.as_json())

    def press(self, kind: str) -> Seen:
        assert self._last is not None
        place = next(at for at, one in enumerate(self._last.choices, 1) if one.kind == kind)
        return self.say(f"/pick {place}")


class OnWeb:
    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def visitor(self, number: int) -> str:
        self._who: dict[str, str] = {"visitor": f"v{number}"}
        self._choices: list[dict[str, str]] = []
        return f"v{number}"

    def say(self, text: str) -> Seen:
        return self._post(text=text)

    def press(self, kind: str) -> Seen:
        return self._post(choice_id=next(one["id"] for one in self._choices if one["kind"] == kind))

    def _post(self, **asked: str) -> Seen:
        answer = self._client.post("/api/chat", json=self._who | asked)
        assert answer.status_code == 200
        end = answer.text.split("event: end\n")[1]
        reply: dict[str, Any] = json.loads(end.split("data: ", 1)[1].split("\n")[0])
        self._who["session_id"], self._choices = reply["session_id"], reply["choices"]
        return _seen(reply)


class OnTelegram:
    """The kind of a reply is not shown there and comes from the store; citations are read off the screen's links."""

    def __init__(self, app: App, api: BotApi) -> None:
        self._app, self._api = app, api

    def visitor(self, number: int) -> str:
        self._user = 900 + number
        return f"t_{self._user}"

    def say(self, text: str) -> Seen:
        return self._handled(self._api.says(self._user, text))

    def press(self, kind: str) -> Seen:
        choice = next(one["id"] for one in self._stored()["choices"] if one["kind"] == kind)
        shown = next(
            one
            for one in self._api.seen(self._user)
            if any(button.get("callback_data") == choice for button in one.buttons)
        )
        return self._handled(self._api.presses_data(self._user, choice, shown))

    def _handled(self, update_id: int) -> Seen:
        before = len(self._api.seen(self._user))
        self._api.wait(lambda: Inbox(self._app.database).is_done(str(update_id)))
        new = [one for one in self._api.seen(self._user)[before:] if one.file is None]
        return Seen(self._stored()["kind"], tuple(cited for one in new for cited in self._cited(one.links())))

    def _cited(self, links: dict[str, str]) -> Iterator[Cited]:
        for label, url in links.items():
            if label.startswith("["):
                continue
            query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
            document_id = unquote(urlsplit(url).path.removeprefix("/documents/"))
            page = self._app.documents.page(document_id, query["version"])
            assert page is not None
            yield document_id, label, page.text[int(query["start"]) : int(query["end"])]

    def _stored(self) -> dict[str, Any]:
        newest = select(turns.c.reply).where(turns.c.visitor == f"t_{self._user}").order_by(turns.c.ordinal.desc())
        with self._app.database.read() as connection:
            found: dict[str, Any] = connection.execute(newest.limit(1)).scalar_one()
        return found


def _seen(reply: dict[str, Any]) -> Seen:
    cited = (
        (one["document_id"], " ".join(part for part in (one["title"], one["section"]) if part), one["quote"])
        for one in reply["citations"]
    )
    return Seen(reply["kind"], tuple(cited))


@contextmanager
def opened(name: str, app: App) -> Generator[Channel]:
    match name:
        case "console":
            yield OnConsole(app)
        case "web":
            web = create_app(
                app.assistant, app.documents, secret="a secret of the tests", health=lambda: {"ok": True},
                centre={"zh": CENTRE["zh"], "en": CENTRE["en"]}, files=app.settings.home,
            )  # fmt: skip
            with serving(web) as address, httpx.Client(base_url=address, timeout=60, verify=False) as client:
                yield OnWeb(client)
        case _:
            described = SHARED / "telegram" / "api.json"
            with running(described if described.is_file() else None) as api, answering(parts_of(app, api)):
                yield OnTelegram(app, api)
