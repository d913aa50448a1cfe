"""The staff pages with the review in them, over a home of their own."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI

from assistant.accounts.staff import Accounts
from bots.web.app import create_app
from bots.web.staff.pages import Staff
from evals.review.casefile import CaseFile
from evals.review.pages import router
from evals.review.shell import Desk, desk
from knowledge.database import Database
from tests.bots.web.conftest import CENTRE
from tests.bots.web.fakes import ScriptedTalks, SmallLibrary
from tests.bots.web.staff.conftest import sign_in

RITA, OTTO, PASSWORD = "rita", "otto", "a sample password"
Played = list[str]


@pytest.fixture
def played() -> Played:
    """The ids of the made cases that a page was asked to run."""
    return []


@pytest.fixture
def review_desk(database: Database, now: datetime, tmp_path: Path, played: Played) -> Desk:
    zone = ZoneInfo("Asia/Shanghai")
    return desk(database, zone, lambda: now, CaseFile(tmp_path / "home", lambda path: None), played.append)


def reviewed_app(database: Database, made: Desk, clock: Callable[[], datetime], folder: Path) -> FastAPI:
    accounts = Accounts(database, PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    for name in (RITA, OTTO):
        accounts.add(name, PASSWORD, clock())
    return create_app(
        ScriptedTalks(folder=folder), SmallLibrary(), centre={"zh": CENTRE["zh"], "en": CENTRE["en"]},
        secret="a secret of the tests", health=lambda: {"ok": True},
        staff=Staff(accounts, clock),
        staff_routers=[lambda shell: router(shell, made)],
    )  # fmt: skip


@pytest.fixture
async def stranger(
    database: Database, review_desk: Desk, now: datetime, tmp_path: Path
) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that is not signed in; follows no redirect."""
    app = reviewed_app(database, review_desk, lambda: now, tmp_path)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://chat.test") as opened:
        yield opened


@pytest.fixture
async def rita(stranger: httpx.AsyncClient) -> httpx.AsyncClient:
    """The same browser, signed in; reads English."""
    assert (await sign_in(stranger, RITA, PASSWORD)).status_code == 303
    stranger.headers["accept-language"] = "en"
    return stranger
