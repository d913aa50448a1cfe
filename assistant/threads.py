"""Sessions and their turns as stored: one turn at a time a session, a repeated message answered once."""

import secrets
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from assistant.errors import SessionBusy, SessionNotFound
from assistant.processes import is_gone, this_process
from assistant.replies import Attachment, Choice, Citation, Reply, ToolCall, Visitor
from knowledge.database import Database
from knowledge.errors import Lang
from knowledge.tables import sessions, turns

LEASE = timedelta(seconds=90)
PATIENCE_S = 60.0
POLL_S = 0.05


@dataclass(frozen=True, slots=True)
class Thread:
    """A session with its lease taken: what it remembers, and the last reply."""

    session_id: str
    turn_id: str
    ordinal: int
    lang: Lang | None
    state: dict[str, Any]
    last: Reply | None
    answered: Reply | None = None  # this very message was answered before


@dataclass(frozen=True, slots=True)
class PastTurn:
    said: str | None
    reply: Reply
    ordinal: int  # in its session, from 1; what a message of the staff says that it follows


class Threads:
    """The lease is taken by wall clock, which no test moves, and is void once its process has ended.

    `now` is the clock of the conversation.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._holder = this_process()

    def begin(self, visitor: Visitor, session_id: str | None, update_id: str | None, now: datetime) -> Thread:
        """Takes the session's lease, waiting for a turn that is under way.

        Raises:
            SessionNotFound: the session is another visitor's.
            SessionBusy: the turn before did not end within a minute.
        """
        until = time.monotonic() + PATIENCE_S
        while True:
            thread = self._try(visitor, session_id, update_id, now)
            if thread is not None:
                return thread
            if time.monotonic() > until:
                raise SessionBusy()
            time.sleep(POLL_S)

    def finish(
        self, thread: Thread, visitor: Visitor, said: str, choice_id: str | None, update_id: str | None,
        reply: Reply, state: dict[str, Any], trace: dict[str, Any], now: datetime,
    ) -> None:  # fmt: skip
        """Keeps the turn and gives the lease back, in one transaction."""
        with self._database.write() as connection:
            connection.execute(
                insert(turns).values(
                    id=thread.turn_id, session_id=thread.session_id, visitor=visitor.id, ordinal=thread.ordinal,
                    update_id=update_id, said=said, choice_id=choice_id, at=now, reply=_stored(reply),
                    passages=[one["passage_id"] for one in trace.get("passages", [])], trace=trace,
                )
            )  # fmt: skip
            connection.execute(
                update(sessions)
                .where(sessions.c.id == thread.session_id)
                .values(busy_until=None, state=state, lang=reply.lang)
            )

    def release(self, thread: Thread) -> None:
        with self._database.write() as connection:
            connection.execute(update(sessions).where(sessions.c.id == thread.session_id).values(busy_until=None))

    def history(self, visitor: str, session_id: str) -> list[PastTurn]:
        """The turns of the visitor's own session, oldest first; nothing of any other."""
        statement = select(turns.c.said, turns.c.reply, turns.c.ordinal).where(
            turns.c.session_id == session_id, turns.c.visitor == visitor, turns.c.reply.is_not(None)
        )
        with self._database.read() as connection:
            rows = connection.execute(statement.order_by(turns.c.ordinal)).all()
        return [PastTurn(row.said, restored(row.reply), row.ordinal) for row in rows]

    def _try(self, visitor: Visitor, session_id: str | None, update_id: str | None, now: datetime) -> Thread | None:
        wall = datetime.now(now.tzinfo)
        with self._database.write() as connection:
            if update_id is not None:
                repeated = select(turns).where(turns.c.visitor == visitor.id, turns.c.update_id == update_id)
                row = connection.execute(repeated).first()
                if row is not None:
                    return Thread(row.session_id, row.id, row.ordinal, None, {}, None, restored(row.reply))
            session_id = session_id or "s_" + secrets.token_hex(8)
            row = connection.execute(select(sessions).where(sessions.c.id == session_id)).first()
            if row is None:
                connection.execute(
                    insert(sessions).values(
                        id=session_id, visitor=visitor.id, channel=visitor.channel, lang=visitor.lang, started_at=now,
                        busy_until=wall + LEASE, busy_by=self._holder, state={},
                    )
                )  # fmt: skip
                return Thread(session_id, _turn_id(), 1, visitor.lang, {}, None)
            if row.visitor != visitor.id:
                raise SessionNotFound()
            if row.busy_until is not None and row.busy_until > wall and not (row.busy_by and is_gone(row.busy_by)):
                return None
            lease = {"busy_until": wall + LEASE, "busy_by": self._holder}
            connection.execute(update(sessions).where(sessions.c.id == session_id).values(**lease))
            last = connection.execute(
                select(turns.c.ordinal, turns.c.reply)
                .where(turns.c.session_id == session_id)
                .order_by(turns.c.ordinal.desc())
                .limit(1)
            ).first()
        ordinal, reply = (last.ordinal + 1, restored(last.reply)) if last else (1, None)
        return Thread(session_id, _turn_id(), ordinal, row.lang, dict(row.state), reply)


def _turn_id() -> str:
    return "t_" + secrets.token_hex(8)


def _stored(reply: Reply) -> dict[str, Any]:
    """The public shape, and beside it what the buttons mean."""
    return reply.as_json() | {"values": {choice.id: choice.value for choice in reply.choices}}


def restored(body: dict[str, Any]) -> Reply:
    """A reply as it was stored."""
    fields = {name: value for name, value in body.items() if name != "values"}
    reply = Reply(**fields)
    return replace(
        reply,
        citations=tuple(Citation(**one) for one in body["citations"]),
        choices=tuple(Choice(**one, value=body["values"][one["id"]]) for one in body["choices"]),
        attachments=tuple(Attachment(**one) for one in body["attachments"]),
        tool_calls=tuple(ToolCall(**one) for one in body["tool_calls"]),
    )
