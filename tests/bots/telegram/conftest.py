"""The channel between a local Bot API and an assistant: the sample centre's own, or a scripted one."""

import asyncio
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi import FastAPI

from assistant.app import App
from bots.telegram.parts import Parts
from bots.telegram.service import polling
from bots.telegram.webhook import Webhook
from bots.web.serving import free_port, server
from knowledge.settings import Settings
from tests.assistant.conftest import centre, clock, filled_home
from tests.conftest import SHARED

from .bot_api import TOKEN, BotApi, running

__all__ = ["centre", "clock", "filled_home"]
PUBLIC = "https://ip.example.org"
SECRET = "a-secret-of-the-tests"
PLACEHOLDERS = ("正在回复…", "Replying…")


@pytest.fixture
def api() -> Iterator[BotApi]:
    """Checks every call against the description of the Bot API where the development data lies beside the code."""
    described = SHARED / "telegram" / "api.json"
    with running(described if described.is_file() else None) as opened:
        yield opened


def settings_for(home: Path, api: BotApi) -> Settings:
    return Settings(home=home, telegram_token=TOKEN, telegram_api_url=api.url, public_url=PUBLIC)


def parts_of(app: App, api: BotApi, calls_a_second: float = 1000) -> Parts:
    return Parts(
        settings_for(app.settings.home, api), app.database, app.assistant, app.cases, wall, calls_a_second
    )  # fmt: skip


def answered(api: BotApi, user: int, count: int) -> None:
    """Waits until the user's so-manieth message is a whole one."""
    api.wait(lambda: len(api.seen(user)) >= count and api.seen(user)[count - 1].text not in PLACEHOLDERS)


def whole(api: BotApi, user: int) -> list[str]:
    """The texts that the user has, orphaned placeholders aside."""
    return [one.text for one in api.seen(user) if one.text not in PLACEHOLDERS and one.file is None]


def wall() -> datetime:
    return datetime.now(UTC)


@contextmanager
def answering(parts: Parts) -> Generator[None]:
    """The polling channel in a thread of its own, until the block ends."""
    loop = asyncio.new_event_loop()
    started = threading.Event()
    task = loop.create_task(polling(parts, lambda name: started.set()))

    def work() -> None:
        try:
            loop.run_until_complete(asyncio.gather(task, return_exceptions=True))
            loop.run_until_complete(loop.shutdown_default_executor())
        finally:
            loop.close()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    assert started.wait(20), "the channel did not start"
    try:
        yield
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join(20)


@contextmanager
def called(parts: Parts) -> Generator[str]:
    """The channel behind its webhook on a real server; gives the server's address."""
    port = free_port("127.0.0.1", 0)
    address = f"http://127.0.0.1:{port}"
    webhook = Webhook(
        replace(parts, settings=parts.settings.model_copy(update={"public_url": address, "telegram_secret": SECRET}))
    )
    application = FastAPI(lifespan=webhook.running)
    application.include_router(webhook.router())
    serving = server(application, "127.0.0.1", port)
    thread = threading.Thread(target=serving.run, daemon=True)
    thread.start()
    while not serving.started:  # the webhook is asked for before the server takes calls
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.02)
    try:
        yield address
    finally:
        serving.should_exit = True
        thread.join(20)
