"""The tables of the store, all in one place: documents, catalog, conversations, bookings."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy import UniqueConstraint as Unique

from .database import UtcDateTime

metadata = MetaData()

# --- what is known ----------

sources = Table(
    "sources",
    metadata,
    Column("path", String, primary_key=True),  # as resolved on disk; a row is a file that was read
    Column("collection", String, primary_key=True),
    Column("content_hash", String, nullable=False),  # of the bytes and of what the manifest says; "" = read it again
    Column("read_at", UtcDateTime, nullable=False),
    Column("twins", JSON, nullable=False, default=list),  # version ids that this file repeats
)

documents = Table(
    "documents",
    metadata,
    Column("id", String, primary_key=True),
    Column("collection", String, nullable=False, index=True),
    Column("title", String, nullable=False),
    Column("issuer", String),
    Column("number", String),
    Column("kind", String),
    Column("region", String, nullable=False, default=""),  # "", "cn", "beijing", "shanghai/pudong"
    Column("lang", String, nullable=False),
    Column("url", String),
    Column("licence", String),
    Column("applies_to", String),
)

versions = Table(
    "versions",
    metadata,
    Column("id", String, primary_key=True),
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("source_path", String, nullable=False, index=True),
    Column("title", String, nullable=False),
    Column("version_date", String),  # ISO dates as text, or null where unknown
    Column("in_force_from", String),
    Column("in_force_to", String),
    Column("supersedes", String),
    Column("text", Text, nullable=False),
    Column("pages", JSON, nullable=False, default=list),  # [[first character, page number], ...]
    Column("added_at", UtcDateTime, nullable=False),
)

passages = Table(
    "passages",
    metadata,
    Column("row", Integer, primary_key=True),  # the row id that the word index shares
    Column("id", String, nullable=False, unique=True),
    Column("version_id", ForeignKey("versions.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("ordinal", Integer, nullable=False),
    Column("start", Integer, nullable=False),  # characters in versions.text
    Column("end", Integer, nullable=False),
    Column("section", String),
    Column("page", Integer),
    Column(
        "context", String, nullable=False, default=""
    ),  # title path, embedded and indexed with the text, never quoted
    Column("text", Text, nullable=False),
    Column("tokens", Integer, nullable=False),
    Column("embedded", Boolean, nullable=False, default=False),  # its vector is in the index
    Index("passages_unembedded", "embedded"),
)

vectors = Table(
    "vectors",  # the cache: a text that was embedded once is never embedded again by the same model
    metadata,
    Column("content_hash", String, primary_key=True),
    Column("model", String, primary_key=True),
    Column("vector", LargeBinary, nullable=False),  # float32, little endian
)

facts = Table(
    "facts",  # small things about this home: the embedding model, whether an ingest was cut short
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

# --- the catalog ----------


def _both(name: str) -> list[Column[str]]:
    return [
        Column(f"{name}_zh", String, nullable=False, default=""),
        Column(f"{name}_en", String, nullable=False, default=""),
    ]


organizations = Table(
    "organizations",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    *_both("name"),
    Column("alliances", JSON, nullable=False, default=list),
    Column("park", String, nullable=False, default=""),
    *_both("address"),
    Column("latitude", String),
    Column("longitude", String),
    Column("phone", String, nullable=False, default=""),
    Column("email", String, nullable=False, default=""),
    *_both("hours"),
    Column("matters", JSON, nullable=False, default=list),
    Column("languages", JSON, nullable=False, default=list),
    Column("countries", JSON, nullable=False, default=list),
    Column("website", String, nullable=False, default=""),
    Column("valid_from", String),
    Column("valid_to", String),
)

services = Table(
    "services",
    metadata,
    Column("id", String, primary_key=True),
    Column("organization_id", ForeignKey("organizations.id"), nullable=False),
    Column("kind", String, nullable=False),
    *_both("name"),
    *_both("description"),
    Column("matters", JSON, nullable=False, default=list),
    Column("minutes", Integer, nullable=False),
    Column("mode", String, nullable=False),
    Column("price_cny", String),  # Decimal as text
    Column("documents_zh", JSON, nullable=False, default=list),
    Column("documents_en", JSON, nullable=False, default=list),
    Column("programme_id", String),
    Column("approval", String, nullable=False, default="auto"),
    Column("min_notice_hours", Integer),
    Column("max_days_ahead", Integer),
    Column("per_visitor_open", Integer),
    Column("buffer_before_minutes", Integer, nullable=False, default=0),
    Column("buffer_minutes", Integer, nullable=False, default=0),
    Column("seats", Integer, nullable=False, default=1),
    *_both("intake"),
)

advisers = Table(
    "advisers",
    metadata,
    Column("id", String, primary_key=True),
    Column("organization_id", ForeignKey("organizations.id"), nullable=False),
    *_both("label"),
    Column("services", JSON, nullable=False, default=list),  # empty = all of the organization's
    Column("ipc", JSON, nullable=False, default=list),
    Column("languages", JSON, nullable=False, default=list),
    Column("park", String, nullable=False, default=""),
    Column("time_zone", String, nullable=False),
    Column("weekly", String, nullable=False),  # as in the file; `knowledge.hours` reads it
    Column("daily_limit", Integer),
    Column("weight", Integer, nullable=False, default=1),
)

absences = Table(
    "absences",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("adviser_id", ForeignKey("advisers.id"), nullable=False),
    Column("starts", UtcDateTime, nullable=False),
    Column("ends", UtcDateTime, nullable=False),
    Column("redirect_to", String),
    Column("reason", String, nullable=False, default=""),
)

events = Table(
    "events",
    metadata,
    Column("id", String, primary_key=True),
    Column("organization_id", ForeignKey("organizations.id"), nullable=False),
    *_both("name"),
    Column("starts", UtcDateTime, nullable=False),
    Column("ends", UtcDateTime, nullable=False),
    Column("time_zone", String, nullable=False),
    Column("seats", Integer, nullable=False),
    Column("language", String, nullable=False, default=""),
    *_both("place"),
    Column("matters", JSON, nullable=False, default=list),
)

programmes = Table(
    "programmes",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False, default=""),
    Column("valid_from", String),
    Column("valid_to", String),
    Column("body", JSON, nullable=False),  # the whole entry, checked
)

aliases = Table(
    "aliases",
    metadata,
    Column("alias", String, primary_key=True),
    Column("canonical", String, primary_key=True),
)

conflicts = Table(
    "conflicts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("adviser_id", ForeignKey("advisers.id"), nullable=False),
    Column("enterprise", String, nullable=False),
    Column("reason", String, nullable=False, default=""),
)

holidays = Table(
    "holidays",
    metadata,
    Column("country", String, primary_key=True),
    Column("date", String, primary_key=True),
    Column("state", String, nullable=False),  # closed | working
    *_both("name"),
)

# --- conversations and bookings ----------

sessions = Table(
    "sessions",
    metadata,
    Column("id", String, primary_key=True),
    Column("visitor", String, nullable=False, index=True),
    Column("channel", String, nullable=False),
    Column("lang", String),
    Column("started_at", UtcDateTime, nullable=False),
    Column("busy_until", UtcDateTime),  # the lease of the turn that is under way
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
    Unique("session_id", "ordinal"),
    Unique("visitor", "update_id"),
)

bookings = Table(
    "bookings",
    metadata,
    Column("id", String, primary_key=True),
    Column("status", String, nullable=False, index=True),
    Column("visitor", String, nullable=False, index=True),
    Column("session_id", String),
    Column("organization_id", String, nullable=False),
    Column("service_id", String, nullable=False),
    Column("adviser_id", String, nullable=False, index=True),
    Column("starts", UtcDateTime, nullable=False),
    Column("ends", UtcDateTime, nullable=False),
    Column("time_zone", String, nullable=False),
    Column("topic", String, nullable=False, default=""),
    Column("held_until", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("history", JSON, nullable=False, default=list),  # [{"at", "status", "by"}]
)

claims = Table(
    "claims",  # what makes a double booking impossible: one row per adviser, 5-minute grain and seat
    metadata,
    Column("adviser_id", String, primary_key=True),
    Column("grain", Integer, primary_key=True),  # minutes since 1970-01-01 UTC, divided by 5
    Column("seat", Integer, primary_key=True),
    Column("booking_id", ForeignKey("bookings.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("proposal_id", String),  # set while a move holds the new time beside the old one
)

proposals = Table(
    "proposals",
    metadata,
    Column("id", String, primary_key=True),
    Column("session_id", String, nullable=False, index=True),
    Column("visitor", String, nullable=False, index=True),
    Column("action", String, nullable=False),  # book | cancel | move
    Column("booking_id", ForeignKey("bookings.id"), nullable=False, index=True),
    Column("status", String, nullable=False, index=True),  # open | confirmed | declined | expired
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires", UtcDateTime, nullable=False),
    Column("adviser_id", String),  # of a move: the new adviser and time
    Column("starts", UtcDateTime),
    Column("ends", UtcDateTime),
)
