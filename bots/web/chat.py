"""The HTTP API of the chat: a turn as a stream of events, the history of a session, a reply's attachments."""

import logging
import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import FileResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from assistant.replies import Event, Reply, Visitor
from knowledge.errors import Fault, Lang

from . import live, shown
from .faults import Broken, NotFound, TextOrChoice
from .seams import Lines, Talks
from .visitors import Visitors

MAX_BODY_BYTES = 1024 * 1024  # more than a message may be, so that one too long is told its own limit
log = logging.getLogger(__name__)


def _storable(value: str) -> str:
    """JSON may carry half of a surrogate pair, which no database takes."""
    value.encode()
    return value


Words = Annotated[str, AfterValidator(_storable)]
Id = Annotated[Words, Field(min_length=1, max_length=200)]


class Ask(BaseModel):
    """The body of `POST /api/chat`. The same `update_id` sent again is answered with the first reply."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    visitor: Words | None = None
    session_id: Id | None = None
    update_id: Id | None = None
    text: Words | None = None
    choice_id: Id | None = None
    lang: Lang | None = None

    @property
    def words(self) -> str:
        return (self.text or "").replace("\0", "").strip()

    def check(self) -> None:
        if bool(self.words) == (self.choice_id is not None) or (self.text is not None and self.choice_id is not None):
            raise TextOrChoice()


def router(talks: Talks, visitors: Visitors, files: Path, lines: Lines | None = None) -> APIRouter:
    """`files` is the folder that relative paths of attachments start from, `lines` are those of people."""
    api = APIRouter(prefix="/api", max_body_size=MAX_BODY_BYTES)

    def asker(ask: Ask, request: Request, response: Response) -> tuple[Ask, Visitor]:
        ask.check()
        return ask, visitors.of_caller(request, response, ask.visitor, ask.lang)

    def reader(request: Request, response: Response, visitor: str | None = None) -> Visitor:
        return visitors.of_caller(request, response, visitor, None)

    @api.post("/chat", response_class=EventSourceResponse)
    async def chat(asked: Annotated[tuple[Ask, Visitor], Depends(asker)]) -> AsyncIterator[ServerSentEvent]:
        ask, visitor = asked
        async for event in _stream(_events(talks, ask, visitor), ask):
            yield event

    @api.get("/history")
    def history(session_id: str, visitor: Annotated[Visitor, Depends(reader)]) -> dict[str, Any]:
        turns = talks.history(visitor, session_id)
        held = [shown.turn(past, _named(visitor)) for past in turns]
        return {"turns": held, **live.so_far(lines, visitor, session_id)}

    @api.get("/attachments")
    def attachment(
        session_id: str, turn_id: str, number: int, visitor: Annotated[Visitor, Depends(reader)]
    ) -> FileResponse:
        for past in talks.history(visitor, session_id):
            held = past.reply.attachments
            if past.reply.turn_id == turn_id and 0 <= number < len(held) and (files / held[number].path).is_file():
                path = files / held[number].path
                return FileResponse(path, media_type=held[number].media_type, filename=held[number].name)
        raise NotFound()

    return api


def _events(talks: Talks, ask: Ask, visitor: Visitor) -> AsyncIterator[Event]:
    if ask.choice_id is not None:
        return talks.act(visitor, ask.choice_id, session_id=ask.session_id, update_id=ask.update_id)
    return talks.answer(visitor, ask.words, session_id=ask.session_id, update_id=ask.update_id)


async def _stream(events: AsyncIterator[Event], ask: Ask) -> AsyncIterator[ServerSentEvent]:
    """The reply's events; a fault becomes a reply of kind `error`, for the answer has begun and has no status left."""
    attached = 0
    try:
        async for event in events:
            if event.kind == "attachment":
                attached += 1
            for piece in _pieces(event, attached, ask.visitor):
                yield piece
    except Exception as error:
        for piece in _apology(error, ask):
            yield piece


def _pieces(event: Event, attached: int, named_visitor: str | None) -> list[ServerSentEvent]:
    reply = event.reply
    if reply is None:
        return [_piece("status", {"text": event.status})] if event.kind == "status" else []
    match event.kind:
        case "status":
            return [_piece("status", {"text": event.status})]
        case "text":
            return [_piece("text", shown.text(reply))]
        case "citations":
            return [_piece("citations", {"citations": shown.citations(reply)})]
        case "choices":
            return [_piece("choices", {"choices": shown.choices(reply)})]
        case "attachment":
            return _attachments(reply, attached - 1, attached, named_visitor)
        case "end":
            missed = _attachments(reply, attached, len(reply.attachments), named_visitor)
            return [*missed, _piece("end", reply.as_json())]


def _attachments(reply: Reply, first: int, end: int, named_visitor: str | None) -> list[ServerSentEvent]:
    numbers = range(first, min(end, len(reply.attachments)))
    return [_piece("attachment", shown.attachment(reply, number, named_visitor)) for number in numbers]


def _apology(error: Exception, ask: Ask) -> list[ServerSentEvent]:
    turn_id = "t_" + secrets.token_hex(8)
    if isinstance(error, Fault):
        fault = error
        log.warning("turn %s refused: %s", turn_id, fault.code)
    else:
        fault = Broken(id=turn_id)
        log.error("turn %s failed", turn_id, exc_info=error)
    lang: Lang = ask.lang or ("en" if ask.words.isascii() and ask.words else "zh")
    reply = Reply(turn_id, ask.session_id or "", lang, "error", fault.told(lang))
    return [_piece("text", shown.text(reply)), _piece("end", reply.as_json())]


def _piece(name: str, data: dict[str, Any]) -> ServerSentEvent:
    return ServerSentEvent(event=name, data=data)


def _named(visitor: Visitor) -> str | None:
    return visitor.id if visitor.channel == "api" else None
