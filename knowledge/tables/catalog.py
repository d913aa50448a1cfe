"""The catalog: organizations, services, advisers, events, programmes."""

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table

from ..database import UtcDateTime
from .base import metadata


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
