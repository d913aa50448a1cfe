"""What is watched: folders and addresses that are read again, and changes that wait for staff."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, LargeBinary, String, Table, false

from ..database import UtcDateTime
from .base import metadata

document_watches = Table(
    "document_watches",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),  # folder, list, url
    Column("place", String, nullable=False),
    Column("collection", String, nullable=False),
    Column("region", String),  # what the manifest or the list does not say
    Column("issuer", String),
    Column("lang", String),
    Column("every_s", Integer, nullable=False),
    Column("review", Boolean, nullable=False, default=False, server_default=false()),
    Column("added_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),  # of the last run that came to its end
    Column("outcome", JSON, nullable=False, default=dict, server_default="{}"),  # {"new": 1, …} of that run
    Column("failures", Integer, nullable=False, default=0, server_default="0"),  # runs in a row that could not begin
    Column("fault", JSON),  # {"code", "zh", "en"} of the last of them
)

watched_sources = Table(
    "watched_sources",  # one file or address of a watch, as it was dealt with last
    metadata,
    Column("watch_id", ForeignKey("document_watches.id", ondelete="CASCADE"), primary_key=True),
    Column("location", String, primary_key=True),  # a path as in `sources`, or an address
    Column("stamp", String, nullable=False, default="", server_default=""),  # a file's size and time, and the reader
    Column("own", String, nullable=False, default="", server_default=""),  # hash of the bytes and of what is said of it
    Column("meaning", String, nullable=False, default="", server_default=""),  # hash of the text that was dealt with
    Column("live", String, nullable=False, default="", server_default=""),  # hash of the text that was put live
    Column("etag", String, nullable=False, default="", server_default=""),
    Column("last_modified", String, nullable=False, default="", server_default=""),
    Column("answered_by", String, nullable=False, default="", server_default=""),  # the address behind the redirects
    Column("checked_at", UtcDateTime),
    Column("due_at", UtcDateTime),
    Column("failures", Integer, nullable=False, default=0, server_default="0"),  # in a row
    Column("fault", JSON),  # {"code", "zh", "en"}
    Column("gone", Boolean, nullable=False, default=False, server_default=false()),  # staff were told that it vanished
)

document_changes = Table(
    "document_changes",  # what a watch found, for staff to decide; the text waits here and is not searchable
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("watch_id", String, nullable=False, index=True),
    Column("collection", String, nullable=False),
    Column("location", String, nullable=False, index=True),
    Column("kind", String, nullable=False),  # new, changed, gone
    Column("status", String, nullable=False, index=True),  # waiting, approved, rejected, outdated, withdrawn
    Column("title", String, nullable=False),
    Column("own", String, nullable=False),
    Column("meaning", String, nullable=False),
    Column("base", String, nullable=False),  # hash under which the live text was read when this was found
    Column("facts", JSON, nullable=False, default=dict, server_default="{}"),  # why it is gone, notes of reading
    Column("found_at", UtcDateTime, nullable=False),
    Column("decided_at", UtcDateTime),
    Column("decided_by", String),
    Column("body", LargeBinary),  # zlib of JSON: the versions that were read; null once decided
)
