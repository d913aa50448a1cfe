"""Patent records, and on SQLite their word index."""

import sqlalchemy as sa
from alembic import op

from knowledge.database import UtcDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:

    op.create_table(
        "patents",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("identity", sa.String(), nullable=False),
        sa.Column("stem", sa.String(), nullable=False),
        sa.Column("application_key", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("kind_code", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("abstract", sa.Text(), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("applicants", sa.JSON(), nullable=False),
        sa.Column("inventors", sa.JSON(), nullable=False),
        sa.Column("ipc", sa.JSON(), nullable=False),
        sa.Column("cpc", sa.JSON(), nullable=False),
        sa.Column("application_number", sa.String(), nullable=True),
        sa.Column("filing_date", sa.String(), nullable=True),
        sa.Column("priority_date", sa.String(), nullable=True),
        sa.Column("publication_date", sa.String(), nullable=True),
        sa.Column("grant_date", sa.String(), nullable=True),
        sa.Column("published", sa.String(), nullable=True),
        sa.Column("expiry_date", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("embedded", sa.Boolean(), nullable=False),
        sa.Column("added_at", UtcDateTime(length=32), nullable=False),
        sa.PrimaryKeyConstraint("row"),
        sa.UniqueConstraint("number"),
        sa.UniqueConstraint("identity"),
    )
    op.create_index(op.f("ix_patents_country"), "patents", ["country"], unique=False)
    op.create_index(op.f("ix_patents_stem"), "patents", ["stem"], unique=False)
    op.create_index(op.f("ix_patents_application_key"), "patents", ["application_key"], unique=False)
    op.create_index(op.f("ix_patents_published"), "patents", ["published"], unique=False)
    op.create_index("patents_unembedded", "patents", ["embedded"], unique=False)
    op.create_table(
        "patent_classes",
        sa.Column("patent_row", sa.Integer(), nullable=False),
        sa.Column("symbol", sa.String(), nullable=False),
        sa.Column("scheme", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["patent_row"], ["patents.row"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("patent_row", "symbol", "scheme"),
    )
    op.create_index(op.f("ix_patent_classes_symbol"), "patent_classes", ["symbol"], unique=False)
    op.create_table(
        "patent_names",
        sa.Column("patent_row", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["patent_row"], ["patents.row"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("patent_row", "role", "name"),
    )
    op.create_index("patent_names_by_role", "patent_names", ["role", "name"], unique=False)

    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE patent_words USING fts5(words, tokenize='unicode61')")
        op.execute("CREATE VIRTUAL TABLE patent_vocabulary USING fts5vocab(patent_words, row)")
