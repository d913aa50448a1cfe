"""The web server with its staff pages over a home of its own: conversations, cases and bookings without a model."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI

from assistant.accounts.staff import Accounts
from assistant.booking.bookings import Bookings
from assistant.replies import Kind, Reply, Visitor
from assistant.stewards.cases import Cases
from assistant.stewards.model import Case
from assistant.stewards.watch import Watch
from assistant.threads import PastTurn, Threads
from bots.web.app import create_app
from bots.web.staff.pages import Office, People, Staff, StaffRouter
from knowledge.catalog import Catalog
from knowledge.database import Database
from tests.assistant.booking.centre import small_centre
from tests.bots.web.conftest import CENTRE
from tests.bots.web.fakes import CITATIONS, ScriptedTalks, SmallLibrary
from tests.conftest import SHANGHAI

NAME, OTHER, PASSWORD = "sample", "second", "a sample password"
HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


class Talks(ScriptedTalks):
    """The scripted assistant, whose past turns are those of the database."""

    threads: Threads

    def history(self, visitor: Visitor, session_id: str) -> list[PastTurn]:
        return self.threads.history(visitor.id, session_id)


@dataclass
class Centre:
    """The parts that the pages work on; `hour` can be set."""

    database: Database
    accounts: Accounts
    cases: Cases
    bookings: Bookings
    hour: datetime

    def said(
        self, words: str, text: str, visitor: str = "ann", session: str = "s_1", *, kind: Kind = "answer", **reply: Any
    ) -> None:
        """One turn of a conversation, as the assistant leaves it."""
        threads, who = Threads(self.database), Visitor(visitor, "web")
        thread = threads.begin(who, session, None, self.hour)
        made = Reply(thread.turn_id, session, "zh", kind, text, **reply)
        threads.finish(thread, who, words, None, None, made, {}, {}, self.hour)

    def case(self, visitor: str = "ann", session: str = "s_1", **facts: Any) -> Case:
        """A conversation that asked for a person."""
        self.said("发明专利权的期限是多久？", "二十年。[1]", visitor, session, citations=CITATIONS[:1])
        quoted = CITATIONS[0]
        passage = {
            "document_id": quoted.document_id, "version_id": quoted.version_id, "title": quoted.title,
            "section": quoted.section, "start": quoted.start, "end": quoted.end, "text": quoted.quote, "cited": True,
        }  # fmt: skip
        held: dict[str, Any] = {
            "reason": "asked", "summary": "- 发明专利权的期限是多久？", "passages": [passage],
            "facts": [{"name": "question", "value": "发明专利权的期限是多久？"}],
        }  # fmt: skip
        return self.cases.open(Visitor(visitor, "web"), session, "zh", now=self.hour, **held | facts)

    def booking(self, slot: str, topic: str, visitor: str = "ann") -> str:
        proposal = self.bookings.propose(slot, topic, visitor, f"s-{visitor}", self.hour)
        return self.bookings.confirm(proposal.id, visitor, self.hour).id


@pytest.fixture
def centre(database: Database, now: datetime) -> Centre:
    accounts = Accounts(database, HASHER)
    for name in (NAME, OTHER):
        accounts.add(name, PASSWORD, now)
    return Centre(database, accounts, Cases(database), Bookings(database), now)


@pytest.fixture
def accounts(centre: Centre) -> Accounts:
    return centre.accounts


@pytest.fixture
def more_pages() -> list[StaffRouter]:
    """Pages beside those of cases and bookings."""
    return []


@pytest.fixture
def staffed(centre: Centre, tmp_path: Path, more_pages: list[StaffRouter]) -> FastAPI:
    small_centre(centre.database, approval="staff", name_zh="专利咨询", name_en="Patent consultation")
    catalog, clock = Catalog(centre.database), lambda: centre.hour
    talks = Talks(folder=tmp_path)
    talks.threads = Threads(centre.database)
    return create_app(
        talks,
        SmallLibrary(),
        centre={"zh": CENTRE["zh"], "en": CENTRE["en"]},
        secret="a secret of the tests",
        health=lambda: {"ok": True},
        people=People(centre.cases, Watch(centre.database)),
        staff=Staff(centre.accounts, clock, Office(centre.bookings, catalog, SHANGHAI)),
        staff_routers=more_pages,
    )


@pytest.fixture
async def visitor(staffed: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that is not signed in; follows no redirect."""
    async with browser(staffed) as opened:
        yield opened


@pytest.fixture
async def steward(staffed: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that is signed in."""
    async with browser(staffed) as opened:
        await sign_in(opened)
        yield opened


def browser(app: FastAPI, address: str = "http://chat.test") -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=address, headers={"accept-language": "zh"})


async def sign_in(
    client: httpx.AsyncClient, name: str = NAME, password: str = PASSWORD, to: str = ""
) -> httpx.Response:
    form = await client.get("/staff/sign-in")
    fields = {"name": name, "password": password, "to": to, "form": hidden(form.text, "form")}
    return await client.post("/staff/sign-in", data=fields)


async def press(client: httpx.AsyncClient, address: str, **fields: str) -> httpx.Response:
    """A form of the staff pages, sent with the token of the sign-in."""
    page = await client.get("/staff/cases")
    return await client.post(address, data={"csrf": hidden(page.text, "csrf"), **fields})


def hidden(page: str, name: str) -> str:
    """The value of the page's first hidden field of that name."""
    found = re.search(f'name="{name}" value="([^"]*)"', page)
    assert found, f"no field {name}"
    return found[1]
