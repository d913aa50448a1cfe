"""Accounts of the staff."""

import sqlalchemy as sa
from alembic import op

from knowledge.database import UtcDateTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:

    op.create_table(
        "staff",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(length=32), nullable=False),
        sa.Column("disabled_at", UtcDateTime(length=32), nullable=True),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("staff", sa.String(), nullable=False),
        sa.Column("csrf", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(length=32), nullable=False),
        sa.Column("expires_at", UtcDateTime(length=32), nullable=False),
        sa.ForeignKeyConstraint(["staff"], ["staff.name"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_index(op.f("ix_staff_sessions_staff"), "staff_sessions", ["staff"], unique=False)
    op.create_table(
        "sign_in_failures",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", UtcDateTime(length=32), nullable=False),
        sa.Column("locked_until", UtcDateTime(length=32), nullable=True),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_index(op.f("ix_sign_in_failures_last_at"), "sign_in_failures", ["last_at"], unique=False)
