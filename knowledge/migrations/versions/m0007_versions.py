"""Earlier revisions, conflicts between documents, and what a text says of its own and others' validity."""

import sqlalchemy as sa
from alembic import op

from knowledge.database import UtcDateTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("sources", sa.Column("file_hash", sa.String(), nullable=False, server_default=""))
    op.add_column("sources", sa.Column("settled", sa.String(), nullable=False, server_default=""))
    op.add_column("sources", sa.Column("doubts", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("versions", sa.Column("number", sa.String(), nullable=True))
    op.add_column("versions", sa.Column("repeals", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("versions", sa.Column("repealed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("versions", sa.Column("doubts", sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "revisions",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("collection", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("version_id", sa.String(), nullable=False),
        sa.Column("source_path", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("version_date", sa.String(), nullable=True),
        sa.Column("in_force_from", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("file_hash", sa.String(), nullable=False),
        sa.Column("added_at", UtcDateTime(length=32), nullable=False),
        sa.Column("replaced_at", UtcDateTime(length=32), nullable=False),
        sa.Column("characters", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("row"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(op.f("ix_revisions_document_id"), "revisions", ["document_id"], unique=False)
    op.create_table(
        "document_conflicts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("collection", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("version_ids", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("found_at", UtcDateTime(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_document_conflicts_document_id"), "document_conflicts", ["document_id"], unique=False)
