"""What is remembered of a chat: its conversation, the chosen language, the message with the open buttons."""

import secrets
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import insert, select, update

from knowledge.database import Database
from knowledge.errors import Lang
from knowledge.tables import chats

from .inbox import CHANNEL


@dataclass(frozen=True, slots=True)
class Chat:
    chat_id: str
    session_id: str
    lang: Lang | None = None  # as chosen
    spoken: Lang | None = None  # of the last reply
    buttons: str | None = None  # the id of the message that carries them


class Chats:
    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, chat_id: str) -> Chat:
        """The chat as remembered; one that is new gets a conversation."""
        names = [field.name for field in fields(Chat)]
        found = select(*(chats.c[name] for name in names)).where(_is(chat_id))
        with self._database.write() as connection:
            row = connection.execute(found).first()
            if row is not None:
                return Chat(**row._asdict())
            chat = Chat(chat_id, new_session())
            connection.execute(insert(chats).values(channel=CHANNEL, chat_id=chat_id, session_id=chat.session_id))
        return chat

    def change(self, chat_id: str, **values: Any) -> None:
        with self._database.write() as connection:
            connection.execute(update(chats).where(_is(chat_id)).values(**values))


def new_session() -> str:
    return "s_" + secrets.token_hex(8)


def _is(chat_id: str) -> Any:
    return (chats.c.channel == CHANNEL) & (chats.c.chat_id == chat_id)
