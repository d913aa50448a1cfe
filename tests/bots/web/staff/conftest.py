"""The web server with its staff pages over a home of its own."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI

from assistant.accounts.staff import Accounts
from bots.web.app import create_app
from bots.web.staff.pages import Staff
from knowledge.database import Database
from tests.bots.web.conftest import CENTRE
from tests.bots.web.fakes import ScriptedTalks, SmallLibrary

NAME, PASSWORD = "sample", "a sample password"


@pytest.fixture
def accounts(database: Database, now: datetime) -> Accounts:
    made = Accounts(database, PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    made.add(NAME, PASSWORD, now)
    return made


@pytest.fixture
def staffed(accounts: Accounts, now: datetime, tmp_path: Path) -> FastAPI:
    return create_app(
        ScriptedTalks(folder=tmp_path),
        SmallLibrary(),
        centre={"zh": CENTRE["zh"], "en": CENTRE["en"]},
        secret="a secret of the tests",
        health=lambda: {"ok": True},
        staff=Staff(accounts, lambda: now),
    )


@pytest.fixture
async def visitor(staffed: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that is not signed in; follows no redirect."""
    transport = httpx.ASGITransport(staffed, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://chat.test") as opened:
        yield opened


@pytest.fixture
async def steward(visitor: httpx.AsyncClient) -> httpx.AsyncClient:
    """The same browser after the sign-in."""
    await sign_in(visitor)
    return visitor


async def sign_in(
    client: httpx.AsyncClient, name: str = NAME, password: str = PASSWORD, to: str = ""
) -> httpx.Response:
    form = await client.get("/staff/sign-in")
    fields = {"name": name, "password": password, "to": to, "form": hidden(form.text, "form")}
    return await client.post("/staff/sign-in", data=fields)


def hidden(page: str, name: str) -> str:
    """The value of a hidden field of the page's first form that has it."""
    return page.split(f'name="{name}" value="', 1)[1].split('"', 1)[0]
