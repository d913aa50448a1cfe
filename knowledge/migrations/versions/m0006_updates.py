"""Updates of channels, kept before they are answered, and what a chat has open."""

import sqlalchemy as sa
from alembic import op

from knowledge.database import UtcDateTime

revision = "0006"
down_revision = "0005"


def upgrade() -> None:

    op.create_table(
        "updates",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("update_id", sa.String(), nullable=False),
        sa.Column("chat_id", sa.String(), nullable=False),
        sa.Column("ordinal", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("received_at", UtcDateTime(length=32), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("sent", sa.JSON(), nullable=False),
        sa.Column("ended_at", UtcDateTime(length=32), nullable=True),
        sa.PrimaryKeyConstraint("channel", "update_id"),
    )
    op.create_index(op.f("ix_updates_chat_id"), "updates", ["chat_id"], unique=False)
    op.create_index(op.f("ix_updates_status"), "updates", ["status"], unique=False)
    op.create_table(
        "chats",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("chat_id", sa.String(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("lang", sa.String(), nullable=True),
        sa.Column("spoken", sa.String(), nullable=True),
        sa.Column("buttons", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("channel", "chat_id"),
    )
