"""What is known: files read, documents, versions, passages, vectors."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, false

from ..database import UtcDateTime
from .base import metadata

sources = Table(
    "sources",
    metadata,
    Column("path", String, primary_key=True),  # as resolved on disk; a row is a file that was read
    Column("collection", String, primary_key=True),
    Column("content_hash", String, nullable=False),  # of the bytes and of what the manifest says; "" = read it again
    Column("read_at", UtcDateTime, nullable=False),
    Column("twins", JSON, nullable=False, default=list),  # version ids that this file repeats
    Column("file_hash", String, nullable=False, default="", server_default=""),  # content_hash without the reader's age
    Column("settled", String, nullable=False, default="", server_default=""),  # removed, rolled_back: leave it alone
    Column("doubts", JSON, nullable=False, default=list, server_default="[]"),  # where it differs from what it repeats
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
    Column("number", String),
    Column("repeals", JSON, nullable=False, default=list, server_default="[]"),  # [{"title", "number", "on"}]
    Column("repealed", Boolean, nullable=False, default=False, server_default=false()),  # the text says so of itself
    Column("doubts", JSON, nullable=False, default=list, server_default="[]"),  # [{"kind", "facts"}] of reading
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

revisions = Table(
    "revisions",  # texts that were replaced or removed, whole, so that they can be compared and brought back
    metadata,
    Column("row", Integer, primary_key=True),  # the order in which they were replaced
    Column("id", String, nullable=False, unique=True),
    Column("collection", String, nullable=False),
    Column("document_id", String, nullable=False, index=True),
    Column("version_id", String, nullable=False),
    Column("source_path", String, nullable=False),
    Column("title", String, nullable=False),
    Column("version_date", String),
    Column("in_force_from", String),
    Column("reason", String, nullable=False),  # replaced, removed, rolled_back, gone
    Column("file_hash", String, nullable=False),  # of the file that held it
    Column("added_at", UtcDateTime, nullable=False),
    Column("replaced_at", UtcDateTime, nullable=False),
    Column("characters", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),  # zlib of JSON: the rows of document, version and passages
)

document_conflicts = Table(
    "document_conflicts",  # what documents leave open for staff; made anew by each ingest
    metadata,
    Column("id", String, primary_key=True),
    Column("collection", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("document_id", String, nullable=False, index=True),
    Column("version_ids", JSON, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("found_at", UtcDateTime, nullable=False),
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
