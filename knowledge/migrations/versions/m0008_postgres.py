"""PostgreSQL only: words and vectors, which SQLite and Chroma keep otherwise."""

from alembic import op

from knowledge.postgres.tables import create

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        create(op.get_bind())
