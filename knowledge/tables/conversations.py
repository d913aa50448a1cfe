"""Conversations: sessions, their turns, cases handed to a person, and what the person writes."""

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, Text
from sqlalchemy import UniqueConstraint as Unique

from ..database import UtcDateTime
from .base import metadata

sessions = Table(
    "sessions",
    metadata,
    Column("id", String, primary_key=True),
    Column("visitor", String, nullable=False, index=True),
    Column("channel", String, nullable=False),
    Column("lang", String),
    Column("started_at", UtcDateTime, nullable=False),
    Column("busy_until", UtcDateTime),  # the lease of the turn that is under way
    Column("busy_by", String),  # the process that holds it; a dead one's lease is void
    Column("state", JSON, nullable=False, default=dict),  # switches of this session: region, law date, topic
)

turns = Table(
    "turns",
    metadata,
    Column("id", String, primary_key=True),
    Column("session_id", ForeignKey("sessions.id"), nullable=False, index=True),
    Column("visitor", String, nullable=False, index=True),
    Column("ordinal", Integer, nullable=False),
    Column("update_id", String),  # a channel's own id of the message; the same one is answered once
    Column("said", Text),  # the visitor's words, or the label of the button
    Column("choice_id", String),
    Column("at", UtcDateTime, nullable=False),
    Column("reply", JSON),
    Column("passages", JSON, nullable=False, default=list),  # ids of the passages that the model was shown
    Column("trace", JSON, nullable=False, default=dict),  # for reviewers: passages as shown, tool results, checks
    Unique("session_id", "ordinal"),
    Unique("visitor", "update_id"),
)

cases = Table(
    "cases",  # a conversation that a person is asked to take over
    metadata,
    Column("id", String, primary_key=True),
    Column("session_id", ForeignKey("sessions.id"), nullable=False, index=True),
    Column("visitor", String, nullable=False, index=True),
    Column("channel", String, nullable=False),
    Column("lang", String, nullable=False),
    Column("status", String, nullable=False, index=True),  # open | taken | closed
    Column("reason", String, nullable=False),  # asked | unanswered
    Column("summary", Text, nullable=False),
    Column("facts", JSON, nullable=False, default=list),  # [{"name", "value"}], as told to staff
    Column(
        "passages", JSON, nullable=False, default=list
    ),  # what the assistant had found: title, section, text, href parts
    Column("opened_at", UtcDateTime, nullable=False),
    Column("taken_by", String),
    Column("taken_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("history", JSON, nullable=False, default=list),  # [{"at", "status", "by"}]
)

messages = Table(
    "messages",  # what comes into a session outside a turn: a person's words, a note that somebody took over
    metadata,
    Column("id", Integer, primary_key=True),
    Column("session_id", ForeignKey("sessions.id"), nullable=False, index=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("visitor", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("author", String, nullable=False),  # staff | system
    Column("staff", String),  # the account's name, for staff alone
    Column("text", Text, nullable=False),
    Column("after_ordinal", Integer, nullable=False),  # the turn that it follows
    Column("at", UtcDateTime, nullable=False),
    Column("delivered_at", UtcDateTime),  # of a channel that must be written to; the web reads by itself
)
