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

sign_in_failures = Table(
    "sign_in_failures",  # of names that are no account too, so that a lock tells nobody which names exist
    metadata,
    Column("name", String, primary_key=True),
    Column("failures", Integer, nullable=False),  # wrong passwords in a row
    Column("last_at", UtcDateTime, nullable=False, index=True),
    Column("locked_until", UtcDateTime),
)
