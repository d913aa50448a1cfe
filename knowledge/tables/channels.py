"""Updates that channels deliver more than once."""

from sqlalchemy import JSON, Column, String, Table

from ..database import UtcDateTime
from .base import metadata

updates = Table(
    "updates",  # what a channel delivered: kept before it is answered, so that a restart loses and repeats nothing
    metadata,
    Column("channel", String, primary_key=True),
    Column("update_id", String, primary_key=True),
    Column("chat_id", String, nullable=False, index=True),
    Column("body", JSON, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("status", String, nullable=False, index=True),  # new | answered | done
    Column("turn_id", String),
    Column("sent", JSON, nullable=False, default=dict),  # which parts of the answer went out, and as which message
    Column("ended_at", UtcDateTime),
)
