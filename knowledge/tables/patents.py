"""Patent records, and what they are filtered by."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from ..database import UtcDateTime
from .base import metadata

patents = Table(
    "patents",
    metadata,
    Column("row", Integer, primary_key=True),  # the row id that the word index shares
    Column("number", String, nullable=False, unique=True),  # normalised publication number: US6858197B1
    Column("identity", String, nullable=False, unique=True),  # what imports of one publication share (numbers.py)
    Column("stem", String, nullable=False, index=True),  # the number without its kind code
    Column("application_key", String, index=True),
    Column("country", String, nullable=False, index=True),  # the office, as its ST.3 code
    Column("kind_code", String),
    Column("title", String, nullable=False, default=""),
    Column("abstract", Text, nullable=False, default=""),
    Column("lang", String, nullable=False, default="en"),
    Column("applicants", JSON, nullable=False, default=list),
    Column("inventors", JSON, nullable=False, default=list),
    Column("ipc", JSON, nullable=False, default=list),  # normalised symbols: H01M10/0562
    Column("cpc", JSON, nullable=False, default=list),
    Column("application_number", String),
    Column("filing_date", String),  # ISO dates as text, or null where the source does not say
    Column("priority_date", String),
    Column("publication_date", String),
    Column("grant_date", String),
    Column("published", String, index=True),  # publication, else grant: the day that a search by date looks at
    Column("expiry_date", String),
    Column("status", String),  # only as the source states it
    Column("source", String, nullable=False),  # the set that the record came with
    Column("content_hash", String, nullable=False),  # of the text that is embedded
    Column("embedded", Boolean, nullable=False, default=False),
    Column("added_at", UtcDateTime, nullable=False),
    Index("patents_unembedded", "embedded"),
)

patent_names = Table(
    "patent_names",  # applicants and inventors, folded for search
    metadata,
    Column("patent_row", ForeignKey("patents.row", ondelete="CASCADE"), primary_key=True),
    Column("role", String, primary_key=True),  # applicant | inventor
    Column("name", String, primary_key=True),
    Column("shown", String, nullable=False),  # as the source writes it
    Index("patent_names_by_role", "role", "name"),
)

patent_classes = Table(
    "patent_classes",
    metadata,
    Column("patent_row", ForeignKey("patents.row", ondelete="CASCADE"), primary_key=True),
    Column("symbol", String, primary_key=True, index=True),
    Column("scheme", String, primary_key=True),  # ipc | cpc
)
