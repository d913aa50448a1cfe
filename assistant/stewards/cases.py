"""Cases as stored: opened by a conversation, taken and handed back by staff, one at a time a session."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from assistant.errors import CaseNotFound, MessageEmpty, MessageTooLong
from assistant.replies import Visitor
from assistant.stewards.model import OPEN_STATES, Author, Case, Entry, Message, Reason, State
from assistant.threads import restored
from assistant.wording import say
from knowledge.database import Database
from knowledge.errors import Lang
from knowledge.tables import cases, messages, turns

MESSAGE_CHARS = 4000
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class Cases:
    """Every change is one transaction that reads the case anew: two stewards cannot both take it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- the conversation's side ----------

    def open(
        self, visitor: Visitor, session_id: str, lang: Lang, reason: Reason, summary: str,
        facts: Sequence[dict[str, str]], passages: Sequence[dict[str, Any]], now: datetime,
    ) -> Case:  # fmt: skip
        """The session's case, opened if it has none; one that waits unasked becomes one that was asked for."""
        with self._database.write() as connection:
            found = _of_session(connection, session_id)
            if found is not None:
                changed = found.asked_for(now) if reason == "asked" else found
                return found if changed == found else _saved(connection, changed)
            case = Case(
                "C-" + "".join(secrets.choice(ALPHABET) for _ in range(6)), session_id, visitor.id, visitor.channel,
                lang, State.OPEN, reason, summary, tuple(facts), tuple(passages), now,
                history=({"at": now.isoformat(timespec="seconds"), "status": "open", "by": "visitor"},),
            )  # fmt: skip
            connection.execute(insert(cases).values(**_columns(case)))
        return case

    def of_session(self, session_id: str) -> Case | None:
        """The case that is open or taken; None when the assistant has the conversation to itself."""
        with self._database.read() as connection:
            return _of_session(connection, session_id)

    def withdraw(self, session_id: str, now: datetime) -> Case | None:
        """The visitor goes on with the assistant; None when no case was open."""
        with self._database.write() as connection:
            found = _of_session(connection, session_id)
            return None if found is None else _saved(connection, found.withdrawn(now))

    def messages(self, session_id: str, visitor: str, after: int = 0) -> list[Message]:
        """What came into the visitor's own session outside turns, with an id above `after`, oldest first."""
        statement = select(messages).where(
            messages.c.session_id == session_id, messages.c.visitor == visitor, messages.c.id > after
        )
        with self._database.read() as connection:
            return [_message(row) for row in connection.execute(statement.order_by(messages.c.id))]

    # --- the staff's side ----------

    def every(self, *statuses: State) -> list[Case]:
        """Cases in these states (all without any), the longest waiting first."""
        statement = select(cases).order_by(cases.c.opened_at, cases.c.id)
        if statuses:
            statement = statement.where(cases.c.status.in_([state.value for state in statuses]))
        with self._database.read() as connection:
            return [_case(row) for row in connection.execute(statement)]

    def closed_since(self, at: datetime) -> list[Case]:
        """Cases that were closed at or after an instant, the latest first."""
        statement = select(cases).where(cases.c.closed_at >= at).order_by(cases.c.closed_at.desc(), cases.c.id)
        with self._database.read() as connection:
            return [_case(row) for row in connection.execute(statement)]

    def get(self, case_id: str) -> Case:
        """Raises CaseNotFound."""
        with self._database.read() as connection:
            return _found(connection, case_id)

    def take(self, case_id: str, staff: str, now: datetime) -> Case:
        """Raises CaseNotFound, CaseTaken, CaseClosed."""
        with self._database.write() as connection:
            before = _found(connection, case_id)
            after = before.taken(staff, now)
            if after == before:
                return before
            _note(connection, after, "system", say(after.lang, "case_taken_note"), now)
            return _saved(connection, after)

    def reply(self, case_id: str, staff: str, text: str, now: datetime) -> Message:
        """A person's words into the visitor's own channel.

        Raises CaseNotFound, CaseNotYours, CaseClosed, MessageEmpty, MessageTooLong.
        """
        words = text.replace("\0", "").strip()
        if not words:
            raise MessageEmpty()
        if len(words) > MESSAGE_CHARS:
            raise MessageTooLong(count=f"{len(words):,}", limit=f"{MESSAGE_CHARS:,}")
        with self._database.write() as connection:
            case = _found(connection, case_id).spoken_in(staff)
            return _note(connection, case, "staff", words, now, staff)

    def hand_back(self, case_id: str, staff: str, now: datetime) -> Case:
        """The assistant answers again. Raises CaseNotFound, CaseNotYours, CaseClosed."""
        with self._database.write() as connection:
            case = _found(connection, case_id).handed_back(staff, now)
            _note(connection, case, "system", say(case.lang, "case_back_note"), now)
            return _saved(connection, case)

    def conversation(self, case_id: str) -> list[Entry]:
        """All that was said in the case's session, by the visitor, the assistant and staff, in order."""
        with self._database.read() as connection:
            session_id = _found(connection, case_id).session_id
            held = connection.execute(select(turns).where(turns.c.session_id == session_id, turns.c.reply.is_not(None)))
            placed = [((row.ordinal, 0), Entry(row.at, row.said, restored(row.reply))) for row in held]
            notes = connection.execute(select(messages).where(messages.c.session_id == session_id))
            placed += [((row.after_ordinal, row.id), Entry(row.at, message=_message(row))) for row in notes]
        return [entry for _, entry in sorted(placed, key=lambda pair: pair[0])]

    # --- a channel that must be written to ----------

    def undelivered(self, channel: str) -> list[Message]:
        statement = select(messages).where(messages.c.channel == channel, messages.c.delivered_at.is_(None))
        with self._database.read() as connection:
            return [_message(row) for row in connection.execute(statement.order_by(messages.c.id))]

    def delivered(self, message_id: int, now: datetime) -> None:
        with self._database.write() as connection:
            connection.execute(update(messages).where(messages.c.id == message_id).values(delivered_at=now))


def _of_session(connection: Connection, session_id: str) -> Case | None:
    statement = select(cases).where(
        cases.c.session_id == session_id, cases.c.status.in_([state.value for state in OPEN_STATES])
    )
    row = connection.execute(statement).first()
    return None if row is None else _case(row)


def _found(connection: Connection, case_id: str) -> Case:
    row = connection.execute(select(cases).where(cases.c.id == case_id)).first()
    if row is None:
        raise CaseNotFound(case=case_id)
    return _case(row)


def _saved(connection: Connection, case: Case) -> Case:
    connection.execute(update(cases).where(cases.c.id == case.id).values(**_columns(case)))
    return case


def _note(
    connection: Connection, case: Case, author: Author, text: str, now: datetime, staff: str | None = None
) -> Message:
    last = select(func.coalesce(func.max(turns.c.ordinal), 0)).where(turns.c.session_id == case.session_id)
    ordinal = int(connection.execute(last).scalar_one())
    values = {
        "session_id": case.session_id, "case_id": case.id, "visitor": case.visitor, "channel": case.channel,
        "author": author, "staff": staff, "text": text, "after_ordinal": ordinal, "at": now,
    }  # fmt: skip
    made = connection.execute(insert(messages).values(**values).returning(messages)).one()
    return _message(made)


def _columns(case: Case) -> dict[str, Any]:
    return {
        "id": case.id, "session_id": case.session_id, "visitor": case.visitor, "channel": case.channel,
        "lang": case.lang, "status": case.status.value, "reason": case.reason, "summary": case.summary,
        "facts": list(case.facts), "passages": list(case.passages), "opened_at": case.opened_at,
        "taken_by": case.taken_by, "taken_at": case.taken_at, "closed_at": case.closed_at,
        "history": list(case.history),
    }  # fmt: skip


def _case(row: Row[Any]) -> Case:
    fields = row._asdict()
    fields |= {name: tuple(fields[name]) for name in ("facts", "passages", "history")}
    return Case(**fields | {"status": State(row.status)})


def _message(row: Row[Any]) -> Message:
    fields = {name: value for name, value in row._asdict().items() if name != "delivered_at"}
    return Message(**fields)
