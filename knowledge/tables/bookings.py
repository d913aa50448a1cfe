"""Bookings, the claims that keep them apart, and proposals."""

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table

from ..database import UtcDateTime
from .base import metadata

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
