"""What came in from Telegram, kept before it is answered, and how far each answer has gone out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from knowledge.database import Database
from knowledge.tables import updates

CHANNEL = "telegram"
KEPT = timedelta(days=7)  # Telegram itself repeats an update for one day


@dataclass(frozen=True, slots=True)
class Kept:
    """An update as it came, or a person's message on its way out; `ordinal` orders those of one chat."""

    update_id: str
    chat_id: str
    ordinal: int
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sent:
    """How much of an answer is out: the messages made for its texts, and how many files were sent."""

    texts: tuple[int, ...] = ()
    files: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """The next thing to do in a chat."""

    update_id: str
    chat_id: str
    body: dict[str, Any]
    sent: Sent


class Inbox:
    """Every method is one transaction; an update that is kept already is not kept again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, came: Sequence[Kept], now: datetime) -> int:
        """How many of them are new."""
        first = {one.update_id: one for one in reversed(came)}
        with self._database.write() as connection:
            known = select(updates.c.update_id).where(
                updates.c.channel == CHANNEL, updates.c.update_id.in_(first.keys())
            )
            fresh = first.keys() - set(connection.execute(known).scalars())
            for update_id in fresh:
                one = first[update_id]
                connection.execute(
                    insert(updates).values(
                        channel=CHANNEL, update_id=update_id, chat_id=one.chat_id, ordinal=one.ordinal, body=one.body,
                        received_at=now, status="new", sent={},
                    )
                )  # fmt: skip
        return len(fresh)

    def chats_waiting(self) -> list[str]:
        """The chats that have something to do, the longest waiting first."""
        statement = (
            select(updates.c.chat_id)
            .where(updates.c.channel == CHANNEL, updates.c.status == "new")
            .order_by(updates.c.received_at, updates.c.ordinal)
        )
        with self._database.read() as connection:
            return list(dict.fromkeys(connection.execute(statement).scalars()))

    def first_of(self, chat_id: str) -> Item | None:
        statement = (
            select(updates)
            .where(updates.c.channel == CHANNEL, updates.c.chat_id == chat_id, updates.c.status == "new")
            .order_by(updates.c.ordinal)
            .limit(1)
        )
        with self._database.read() as connection:
            row = connection.execute(statement).first()
        if row is None:
            return None
        sent = Sent(tuple(row.sent.get("texts", ())), row.sent.get("files", 0))
        return Item(row.update_id, row.chat_id, dict(row.body), sent)

    def went_out(self, item: Item, sent: Sent) -> None:
        self._change(item.update_id, sent={"texts": list(sent.texts), "files": sent.files})

    def done(self, item: Item, now: datetime) -> None:
        """Closes it; what was said stays in the conversation alone."""
        self._change(item.update_id, status="done", body={}, ended_at=now)

    def is_done(self, update_id: str) -> bool:
        statement = select(updates.c.status).where(updates.c.channel == CHANNEL, updates.c.update_id == update_id)
        with self._database.read() as connection:
            return connection.execute(statement).scalar() == "done"

    def forget(self, now: datetime) -> None:
        """Drops what was done with more than a week ago."""
        with self._database.write() as connection:
            connection.execute(
                delete(updates).where(
                    updates.c.channel == CHANNEL, updates.c.status == "done", updates.c.ended_at < now - KEPT
                )
            )

    def _change(self, update_id: str, **values: Any) -> None:
        with self._database.write() as connection:
            connection.execute(
                update(updates).where(updates.c.channel == CHANNEL, updates.c.update_id == update_id).values(**values)
            )


def kept_of(body: dict[str, Any]) -> Kept | None:
    """An update of the Bot API as the inbox keeps it; None for one that is of no chat that we serve."""
    update_id, chat_id = body.get("update_id"), chat_of(body)
    if not isinstance(update_id, int) or chat_id is None:
        return None
    return Kept(str(update_id), chat_id, update_id, body)


def chat_of(body: dict[str, Any]) -> str | None:
    """The chat that an update belongs to, read from its JSON; None if it is of no chat that we serve."""
    for name in ("message", "edited_message", "callback_query"):
        part = body.get(name)
        message = part.get("message") if isinstance(part, dict) and name == "callback_query" else part
        if isinstance(message, dict) and isinstance(message.get("chat"), dict):
            found = message["chat"].get("id")
            return str(found) if isinstance(found, int) else None
    return None
