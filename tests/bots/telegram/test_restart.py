"""The real process, killed in the middle of an answer and started again: one whole answer, nothing done twice."""

import os
import signal
import socket
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from assistant.app import App
from bots.web.serving import free_port
from knowledge.tables import turns
from tests import starting
from tests.starting import Started

from .bot_api import TOKEN, BotApi, Refusal
from .conftest import PLACEHOLDERS, SECRET, answered, whole

ANN = 501


@contextmanager
def process(home: Path, api: BotApi, **settings: str) -> Generator[Started]:
    environ = os.environ | settings | {
        "IPSTEWARD_HOME": str(home), "IPSTEWARD_TELEGRAM_TOKEN": TOKEN, "IPSTEWARD_TELEGRAM_API_URL": api.url,
    }  # fmt: skip
    started = starting.start(["telegram"], environ, stderr=home / "telegram.log")
    try:
        yield started
    finally:
        started.terminate()
        started.wait(20)


THINKS = {"IPSTEWARD_MODEL": "sample-model", "IPSTEWARD_MODEL_KEY": "a key of the tests"}


@contextmanager
def slow_model() -> Generator[str]:
    """The address of a language model that takes every question and never answers: a long thought to be killed in."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/v1"


class Killer:
    """Kills the process when it makes a call for the so-manieth time; that call is carried out, or it is lost."""

    def __init__(self, method: str, carried_out: bool) -> None:
        self.method, self.carried_out = method, carried_out
        self.victim: Started | None = None

    def __call__(self, method: str, given: dict[str, Any]) -> None:
        if self.victim is not None and method == self.method:
            os.kill(self.victim.pid, signal.SIGKILL)
            self.victim.wait(10)
            self.victim = None
            if not self.carried_out:
                raise Refusal(502, "Bad Gateway")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("method", "carried_out"),
    [("sendChatAction", True), ("sendMessage", True), ("editMessageText", True)],
)
def test_a_killed_answer_comes_whole_and_once(centre: App, api: BotApi, method: str, carried_out: bool) -> None:
    killer = Killer(method, carried_out)
    api.before = killer
    with (
        slow_model() as url,
        process(
            centre.settings.home, api, **(THINKS | {"IPSTEWARD_MODEL_URL": url} if method == "sendChatAction" else {})
        ) as first,
    ):
        killer.victim = first
        api.says(ANN, "发明专利保护多少年？")
        api.wait(lambda: first.poll() is not None, 60)
    with process(centre.settings.home, api):
        api.wait(lambda: whole(api, ANN), 60)
        api.says(ANN, "你好")
        api.wait(lambda: len(whole(api, ANN)) == 2, 60)
    assert [("20年" in text) for text in whole(api, ANN)] == [True, False]
    orphans = [one for one in api.seen(ANN) if one.text in PLACEHOLDERS]
    assert len(orphans) == (method == "sendMessage" and carried_out)
    assert len(_turns(centre)) == 2


@pytest.mark.slow
@pytest.mark.parametrize("method", ["sendMessage", "sendDocument"])
def test_a_confirmation_that_was_cut_short_books_once(centre: App, api: BotApi, method: str) -> None:
    killer = Killer(method, carried_out=False)
    with process(centre.settings.home, api) as first:
        api.says(ANN, "我想预约专利质押融资咨询")
        answered(api, ANN, 1)
        api.presses(ANN, ":00")
        answered(api, ANN, 2)
        api.before, killer.victim = killer, first
        api.presses(ANN, "确认预约")
        api.wait(lambda: first.poll() is not None, 60)
    with process(centre.settings.home, api):
        api.wait(lambda: api.last(ANN).file, 60)
    assert [text.startswith("已预约") for text in whole(api, ANN)] == [False, False, True]
    assert [one.status.value for one in centre.bookings.every()] == ["confirmed"]
    assert len(_turns(centre)) == 3


def test_serve_asks_for_a_webhook_and_answers_what_comes(centre: App, api: BotApi) -> None:
    port = free_port("127.0.0.1", 0)
    with serve(centre.settings.home, api.url, port):
        api.wait(lambda: api.webhook, 60)
        assert api.webhook is not None
        assert api.webhook["allowed_updates"] == '["message", "edited_message", "callback_query"]'
        api.says(ANN, "你好")
        answered(api, ANN, 1)


def test_serve_chats_on_the_web_when_telegram_cannot_be_reached(centre: App, api: BotApi) -> None:
    port, nobody = free_port("127.0.0.1", 0), free_port("127.0.0.1", 0)
    with serve(centre.settings.home, f"http://127.0.0.1:{nobody}", port) as log:
        api.wait(lambda: _status(f"http://127.0.0.1:{port}/healthz") == 200, 60)
        time.sleep(3)
    told = log.read_text("utf-8")
    assert told.count("Telegram: could not sign in yet") == 1
    assert "Traceback" not in told


@contextmanager
def serve(home: Path, api_url: str, port: int) -> Generator[Path]:
    """Gives the file with what it logs."""
    environ = os.environ | {
        "IPSTEWARD_HOME": str(home), "IPSTEWARD_TELEGRAM_TOKEN": TOKEN, "IPSTEWARD_TELEGRAM_API_URL": api_url,
        "IPSTEWARD_TELEGRAM_SECRET": SECRET, "IPSTEWARD_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }  # fmt: skip
    log = home / "serve.log"
    started = starting.start(["serve", "--port", str(port)], environ, stderr=log)
    try:
        yield log
    finally:
        started.terminate()
        started.wait(20)


def _status(url: str) -> int:
    try:
        return httpx.get(url).status_code
    except httpx.TransportError:
        return 0


def test_without_a_token_one_sentence_says_what_to_set(tmp_path: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if name != "IPSTEWARD_TELEGRAM_TOKEN"}
    done = starting.run(["telegram"], environ | {"IPSTEWARD_HOME": str(tmp_path), "LC_ALL": "C.UTF-8"})
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "IPSTEWARD_TELEGRAM_TOKEN" in done.stderr


def test_a_refused_token_ends_the_command_without_showing_it(centre: App, api: BotApi) -> None:
    environ = os.environ | {
        "IPSTEWARD_HOME": str(centre.settings.home), "IPSTEWARD_TELEGRAM_TOKEN": "9:wrong",
        "IPSTEWARD_TELEGRAM_API_URL": api.url, "LC_ALL": "C.UTF-8",
    }  # fmt: skip
    done = starting.run(["telegram"], environ)
    assert done.returncode == 2
    assert "does not accept" in done.stderr
    assert "9:wrong" not in done.stderr


def _turns(centre: App) -> list[Any]:
    with centre.database.read() as connection:
        return list(connection.execute(select(turns.c.id)))
