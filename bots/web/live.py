"""What the centre's people write into a visitor's conversation, as a stream of events."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from assistant.replies import Visitor
from assistant.stewards.model import Message, State

from .pulse import Pulse
from .seams import Lines
from .visitors import Visitors

Holder = Literal["person", "waiting", "watched", "assistant"]
LARGEST_ID = 2**53


def holder(lines: Lines, visitor: Visitor, session_id: str) -> Holder:
    """Who has the visitor's own conversation.

    A person; nobody yet, for it waits for one; the assistant, with a case that a person may take (`watched`) or alone.
    """
    case = lines.of_session(session_id)
    if case is None or case.visitor != visitor.id:
        return "assistant"
    if case.status is State.TAKEN:
        return "person"
    return "waiting" if case.silences else "watched"


def router(lines: Lines, visitors: Visitors, pulse: Pulse) -> APIRouter:
    api = APIRouter(prefix="/api")

    def reader(request: Request, response: Response, visitor: str | None = None) -> Visitor:
        return visitors.of_caller(request, response, visitor, None)

    @api.get("/live", response_class=EventSourceResponse)
    async def live(
        session_id: str,
        visitor: Annotated[Visitor, Depends(reader)],
        after: Annotated[int, Query(ge=0, le=LARGEST_ID)] = 0,
        last_event_id: Annotated[str, Header()] = "",
    ) -> AsyncIterator[ServerSentEvent]:
        """Messages with an id above `after`, and who has the conversation; ends when nothing more can come."""
        if last_event_id.isascii() and last_event_id.isdigit() and len(last_event_id) < 16:
            after = max(after, int(last_event_id))
        told: Holder | None = None
        async with aclosing(pulse.beats()) as beats:
            async for _ in beats:
                now_with, messages = await asyncio.to_thread(_look, lines, visitor, session_id, after)
                for message in messages:
                    after = message.id
                    yield ServerSentEvent(event="message", id=str(message.id), data=message.as_json())
                if now_with != told:
                    told = now_with
                    yield ServerSentEvent(event="holder", data={"holder": now_with})
                if now_with == "assistant":
                    return

    return api


def _look(lines: Lines, visitor: Visitor, session_id: str, after: int) -> tuple[Holder, list[Message]]:
    """Who has it first: the note that closes a case is then among the messages that are read."""
    now_with = holder(lines, visitor, session_id)
    return now_with, list(lines.messages(session_id, visitor.id, after))


def so_far(lines: Lines | None, visitor: Visitor, session_id: str) -> dict[str, Any]:
    """The part of people in a conversation's history; `after_ordinal` of a message is the turn that it follows."""
    if lines is None:
        return {"messages": [], "holder": "assistant"}
    now_with, messages = _look(lines, visitor, session_id, 0)
    return {"messages": [message.as_json() for message in messages], "holder": now_with}
