"""The cases: who waits for a person, the case file, and the conversation that a person takes over."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Form, Header, Request
from fastapi.responses import RedirectResponse, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from assistant.errors import CaseClosed, CaseNotFound, CaseNotYours, CaseTaken, VisitorError
from assistant.stewards.cases import MESSAGE_CHARS, Cases
from assistant.stewards.model import State
from bots.web.languages import reader_lang
from bots.web.pulse import Pulse
from knowledge.catalog import Catalog

from .case_facts import Told
from .shell import Shell

CLOSED_SHOWN = timedelta(days=7)
Words = Annotated[str, Form(max_length=5 * MESSAGE_CHARS)]
EventId = Annotated[str, Header(alias="Last-Event-ID")]


@dataclass(frozen=True, slots=True)
class Desk:
    """What the pages show of the cases, and what comes of an action."""

    shell: Shell
    cases: Cases
    catalog: Catalog
    zone: ZoneInfo

    def listed(self, request: Request) -> dict[str, Any]:
        as_row, now = self._told(request).row, self.shell.clock()
        return {
            "waiting": [as_row(case) for case in self.cases.every(State.OPEN)],
            "taken": [as_row(case) for case in self.cases.every(State.TAKEN)],
            "closed": [as_row(case) for case in self.cases.closed_since(now - CLOSED_SHOWN)],
        }

    def filed(self, request: Request, case_id: str) -> dict[str, Any]:
        case, tells = self.cases.get(case_id), self._told(request)
        lines = tells.lines(self.cases.conversation(case_id))
        key = f"{case.status.value}.{hashlib.sha256((case.taken_by or '').encode()).hexdigest()[:8]}"
        return {"case": case, "file": tells.file(case), "lines": lines, "key": key, "limit": MESSAGE_CHARS}

    def list_now(self, request: Request) -> tuple[str, dict[str, Any]]:
        """An id of what the list shows, and the list."""
        facts = self.listed(request)
        shown = [[(row["case"].id, row["case"].history) for row in rows] for rows in facts.values()]
        html = self.shell.fragment(request, "staff/case_list.html", **facts)
        return _digest(shown), {"html": html, "waiting": [row["case"].id for row in facts["waiting"]]}

    def case_now(self, request: Request, case_id: str) -> tuple[str, dict[str, Any]]:
        """An id of what the case's page shows, and the parts of it that change."""
        facts = self.filed(request, case_id)
        html = {
            "conversation": self.shell.fragment(request, "staff/conversation.html", **facts),
            "actions": self.shell.fragment(request, "staff/case_actions.html", **facts),
        }
        closed = facts["case"].status is State.CLOSED
        return f"{facts['key']}.{len(facts['lines'])}", html | {"key": facts["key"], "closed": closed}

    def done(self, request: Request, case_id: str, act: Callable[[], object], typed: str = "") -> Response:
        """Back to the case after an action; a refusal is told there and keeps what was typed."""
        try:
            act()
        except CaseNotFound:
            raise
        except VisitorError as refusal:
            status = 409 if isinstance(refusal, CaseTaken | CaseClosed | CaseNotYours) else 422
            facts = self.filed(request, case_id) | {"said": refusal.told(reader_lang(request)), "typed": typed}
            return self.shell.page(request, "staff/case.html", status=status, here=f"/staff/cases/{case_id}", **facts)
        return RedirectResponse(f"/staff/cases/{case_id}#act", status_code=303)

    def _told(self, request: Request) -> Told:
        return Told(reader_lang(request), self.zone, self.shell.clock(), self.catalog)


def router(shell: Shell, cases: Cases, pulse: Pulse, catalog: Catalog, zone: ZoneInfo) -> APIRouter:
    pages = APIRouter(prefix="/staff", include_in_schema=False)
    desk = Desk(shell, cases, catalog, zone)
    By = Annotated[str, Depends(shell.signed_in)]
    Acts = Annotated[str, Depends(shell.checked)]

    @pages.get("/cases")
    def every(request: Request, _: By) -> Response:
        return shell.page(request, "staff/cases.html", **desk.listed(request))

    @pages.get("/cases/{case_id}")
    def one(request: Request, case_id: str, _: By) -> Response:
        return shell.page(request, "staff/case.html", **desk.filed(request, case_id))

    @pages.get("/api/cases/live", response_class=EventSourceResponse)
    async def live(request: Request, _: By, last_event_id: EventId = "") -> AsyncIterator[ServerSentEvent]:
        """The list anew after each change."""
        async for event in _changes(shell, pulse, request, last_event_id, lambda: desk.list_now(request)):
            yield event

    @pages.get("/api/cases/{case_id}/live", response_class=EventSourceResponse)
    async def live_case(
        request: Request, case_id: str, _: By, last_event_id: EventId = ""
    ) -> AsyncIterator[ServerSentEvent]:
        """The conversation and what can be done with it, anew after each change."""
        async for event in _changes(shell, pulse, request, last_event_id, lambda: desk.case_now(request, case_id)):
            yield event

    @pages.post("/cases/{case_id}/take")
    def take(request: Request, case_id: str, name: Acts) -> Response:
        return desk.done(request, case_id, lambda: cases.take(case_id, name, shell.clock()))

    @pages.post("/cases/{case_id}/reply")
    def reply(request: Request, case_id: str, name: Acts, text: Words = "") -> Response:
        words = text.replace("\r\n", "\n")
        return desk.done(request, case_id, lambda: cases.reply(case_id, name, words, shell.clock()), words)

    @pages.post("/cases/{case_id}/hand-back")
    def hand_back(request: Request, case_id: str, name: Acts) -> Response:
        return desk.done(request, case_id, lambda: cases.hand_back(case_id, name, shell.clock()))

    return pages


async def _changes(
    shell: Shell, pulse: Pulse, request: Request, known: str, look: Callable[[], tuple[str, dict[str, Any]]]
) -> AsyncIterator[ServerSentEvent]:
    """What `look` gives, whenever its id is another one than the browser has; ends with the sign-in."""
    async with aclosing(pulse.beats()) as beats:
        async for _ in beats:
            event_id, data = await asyncio.to_thread(look)
            if not await asyncio.to_thread(shell.still_in, request):
                return
            if event_id != known:
                known = event_id
                yield ServerSentEvent(event="changed", id=event_id, data=data)


def _digest(facts: object) -> str:
    return hashlib.sha256(repr(facts).encode("utf-8", "replace")).hexdigest()[:16]
