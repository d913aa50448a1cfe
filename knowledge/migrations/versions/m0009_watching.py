"""Watches of folders and addresses, what they dealt with, and changes that wait for staff."""

import sqlalchemy as sa
from alembic import op

from knowledge.database import UtcDateTime

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "document_watches",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("collection", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.Column("lang", sa.String(), nullable=True),
        sa.Column("every_s", sa.Integer(), nullable=False),
        sa.Column("review", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("added_at", UtcDateTime(length=32), nullable=False),
        sa.Column("due_at", UtcDateTime(length=32), nullable=False),
        sa.Column("ended_at", UtcDateTime(length=32), nullable=True),
        sa.Column("outcome", sa.JSON(), nullable=False, server_default="{}"),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("fault", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    told = ("stamp", "own", "meaning", "live", "etag", "last_modified", "answered_by")
    op.create_table(
        "watched_sources",
        sa.Column("watch_id", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False, server_default="") for name in told),
        sa.Column("checked_at", UtcDateTime(length=32), nullable=True),
        sa.Column("due_at", UtcDateTime(length=32), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("fault", sa.JSON(), nullable=True),
        sa.Column("gone", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.ForeignKeyConstraint(["watch_id"], ["document_watches.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("watch_id", "location"),
    )
    op.create_table(
        "document_changes",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("watch_id", sa.String(), nullable=False),
        sa.Column("collection", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("own", sa.String(), nullable=False),
        sa.Column("meaning", sa.String(), nullable=False),
        sa.Column("base", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False, server_default="{}"),
        sa.Column("found_at", UtcDateTime(length=32), nullable=False),
        sa.Column("decided_at", UtcDateTime(length=32), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("row"),
        sa.UniqueConstraint("id"),
    )
    for name in ("watch_id", "location", "status"):
        op.create_index(op.f(f"ix_document_changes_{name}"), "document_changes", [name], unique=False)
