"""Accounts of the staff and their sign-ins."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from ..database import UtcDateTime
from .base import metadata

staff = Table(
    "staff",
    metadata,
    Column("name", String, primary_key=True),  # the sign-in name, lower case
    Column("password_hash", String, nullable=False),  # argon2id
    Column("created_at", UtcDateTime, nullable=False),
    Column("disabled_at", UtcDateTime),
    Column("failures", Integer, nullable=False, default=0),  # wrong passwords in a row
    Column("locked_until", UtcDateTime),
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("token_hash", String, primary_key=True),  # SHA-256 of the cookie's token
    Column("staff", ForeignKey("staff.name", ondelete="CASCADE"), nullable=False, index=True),
    Column("csrf", String, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)
