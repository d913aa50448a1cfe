"""What channels outside the web keep: updates before they are answered, and what a chat has open."""

from sqlalchemy import JSON, BigInteger, Column, String, Table

from ..database import UtcDateTime
from .base import metadata

updates = Table(
    "updates",  # what a channel delivered: kept before it is answered, so that a restart loses and repeats nothing
    metadata,
    Column("channel", String, primary_key=True),
    Column("update_id", String, primary_key=True),
    Column("chat_id", String, nullable=False, index=True),
    Column("ordinal", BigInteger, nullable=False),  # the channel's own order of a chat's updates
    Column("body", JSON, nullable=False),  # emptied when it is done with
    Column("received_at", UtcDateTime, nullable=False),
    Column("status", String, nullable=False, index=True),  # new | done
    Column("sent", JSON, nullable=False, default=dict),  # which parts of the answer went out, and as which message
    Column("ended_at", UtcDateTime),
)

chats = Table(
    "chats",
    metadata,
    Column("channel", String, primary_key=True),
    Column("chat_id", String, primary_key=True),
    Column("session_id", String, nullable=False),
    Column("lang", String),  # as chosen by the visitor
    Column("spoken", String),  # of the last reply; what is said outside turns follows it
    Column("buttons", String),  # the message that carries the open buttons
)
