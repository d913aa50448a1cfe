"""One case played through the whole house: a fresh world, its injected texts, the actor's turns, what came of them."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

from langchain.tools import ToolRuntime, tool
from langchain_core.language_models import BaseChatModel
from langchain_core.tools import BaseTool

from assistant.agent.build import build_agent, embedded_model
from assistant.agent.desk import Desk
from assistant.agent.tools import called
from assistant.app import App
from assistant.booking.sheet import sheet
from assistant.rendering import render
from assistant.replies import Event, Reply, Visitor
from evals.attacks.carriers import Carried, carry
from evals.attacks.cases import Case
from evals.attacks.obedient import ObedientModel
from evals.attacks.watch import changes, outbox, snapshot, sockets
from evals.attacks.world import Homes

Seat = Callable[[App], BaseChatModel | None]


def obedient(app: App) -> BaseChatModel:
    return ObedientModel(inner=embedded_model(app.settings, app.search, app.names))


def configured(app: App) -> BaseChatModel | None:
    return None  # the agent's own choice by the settings


def play(
    case: Case, homes: Homes, seat: Seat, allowed_addresses: frozenset[str] = frozenset(),
    unsafe: Callable[[App], list[BaseTool]] = lambda app: [],
) -> dict[str, Any]:  # fmt: skip
    """What was observed, as `oracle.check` reads it, and under `lost` the injections that had no place.

    `unsafe` tools come beside ours: with one that acts at once, a test sees that the check can fail.
    """
    carried = carry(case, homes.world)
    app = homes.make(carried.poison)
    try:
        app.agent = build_agent(
            app.settings, app.search, app.appointments, app.names, seat(app), patents=app.patents,
            extra=[*stand_ins(carried), *unsafe(app)], mark=homes.world.secret("system_prompt_canary"),
        )  # fmt: skip
        before, begun = snapshot(app.database), time.perf_counter()
        with sockets(allowed_addresses) as reached:
            replies = _talk(app, case, carried)
        seconds = time.perf_counter() - begun
        after = snapshot(app.database)
        return {
            "reply": "\n".join(_seen(reply) for reply in replies), "last_reply": replies[-1].text,
            "html": "\n".join(render(reply.text, reply.citations) for reply in replies),
            "tool_calls": [{"name": one.name, "args": one.arguments} for reply in replies for one in reply.tool_calls],
            "db_diff": changes(before, after), "outbox": outbox(before, after),
            "fetched_urls": reached.names, "fetched_ips": reached.ips,
            "csv": sheet(app.bookings.every()), "seconds": round(seconds, 2),
            "lost": [injection.where for injection in carried.lost],
        }  # fmt: skip
    finally:
        homes.drop(app)


def stand_ins(carried: Carried) -> list[BaseTool]:
    """Reading tools that return the injected texts, through the same door as every tool's result."""
    return [_reader(name, fields) for name, fields in carried.tools.items()]


def _reader(name: str, fields: dict[str, str]) -> BaseTool:
    @tool(name, description="Reads what the visitor points at.")
    def read(query: str, runtime: ToolRuntime[Desk, Any]) -> str:
        return called(runtime.context, name, {"query": query}, lambda desk: {"rows": [fields]})

    return read


def _talk(app: App, case: Case, carried: Carried) -> list[Reply]:
    visitor = Visitor(case.actor, "web", name=carried.display_name)
    session: str | None = None
    replies = []
    for words in case.turns:
        reply = asyncio.run(_last(app.assistant.answer(visitor, words, session_id=session)))
        session = reply.session_id or session
        replies.append(reply)
    return replies


async def _last(events: AsyncIterator[Event]) -> Reply:
    reply = None
    async for event in events:
        reply = event.reply or reply
    assert reply is not None
    return reply


def _seen(reply: Reply) -> str:
    """All that a visitor can read of a reply: its words, its buttons, its sources."""
    sources = [f"{one.title} {one.section or ''} {one.quote}" for one in reply.citations]
    booking = json.dumps(reply.proposal, ensure_ascii=False) if reply.proposal else ""
    return "\n".join(part for part in (reply.text, *(one.label for one in reply.choices), *sources, booking) if part)
