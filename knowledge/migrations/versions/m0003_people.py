"""Cases handed to a person, what the person writes, the trace of a turn, the owner of a lease."""

import sqlalchemy as sa
from alembic import op

from knowledge.database import UtcDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:

    op.create_table(
        "cases",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("visitor", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("passages", sa.JSON(), nullable=False),
        sa.Column("opened_at", UtcDateTime(length=32), nullable=False),
        sa.Column("taken_by", sa.String(), nullable=True),
        sa.Column("taken_at", UtcDateTime(length=32), nullable=True),
        sa.Column("closed_at", UtcDateTime(length=32), nullable=True),
        sa.Column("history", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["sessions.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_cases_session_id"), "cases", ["session_id"], unique=False)
    op.create_index(op.f("ix_cases_status"), "cases", ["status"], unique=False)
    op.create_index(op.f("ix_cases_visitor"), "cases", ["visitor"], unique=False)
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("visitor", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("staff", sa.String(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("after_ordinal", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(length=32), nullable=False),
        sa.Column("delivered_at", UtcDateTime(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["sessions.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_messages_case_id"), "messages", ["case_id"], unique=False)
    op.create_index(op.f("ix_messages_session_id"), "messages", ["session_id"], unique=False)
    op.add_column("sessions", sa.Column("busy_by", sa.String(), nullable=True))
    op.add_column("turns", sa.Column("trace", sa.JSON(), nullable=False, server_default=sa.text("'{}'")))
