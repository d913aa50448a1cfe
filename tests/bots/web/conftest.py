"""The web chat with a scripted assistant behind it: in memory, and on a real socket."""

import threading
import time
from collections.abc import AsyncIterator, Generator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from bots.web.app import create_app
from bots.web.serving import free_port, server

from .fakes import ScriptedTalks, SmallLibrary

CENTRE = {"zh": "样例知识产权促进中心", "en": "Sample IP Promotion Centre"}


@pytest.fixture
def talks(tmp_path: Path) -> ScriptedTalks:
    return ScriptedTalks(folder=tmp_path)


@pytest.fixture
def app(talks: ScriptedTalks) -> FastAPI:
    return make_app(talks)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://chat.test") as opened:
        yield opened


def make_app(talks: ScriptedTalks, library: SmallLibrary | None = None) -> FastAPI:
    return create_app(
        talks,
        library or SmallLibrary(),
        centre={"zh": CENTRE["zh"], "en": CENTRE["en"]},
        secret="a secret of the tests",
        health=lambda: {"ok": True, "documents": 2},
        files=talks.folder,
    )


@contextmanager
def serving(app: FastAPI) -> Generator[str]:
    """The application on a real socket; gives its address."""
    port = free_port("127.0.0.1", 0)
    running = server(app, "127.0.0.1", port)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        running.should_exit = True
        thread.join(10)
