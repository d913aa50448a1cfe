"""The words of all passages anew: Latin words have stems and pairs beside them, and titles count differently."""

from alembic import op
from sqlalchemy import text

from knowledge import lexical

revision = "0010"
down_revision = "0009"
PART = 2000


def upgrade() -> None:
    connection = op.get_bind()
    rows = connection.execute(text("SELECT row FROM passages ORDER BY row")).scalars().all()
    chosen = text("SELECT row, context, text FROM passages WHERE row BETWEEN :first AND :last")
    for at in range(0, len(rows), PART):
        part = rows[at : at + PART]
        found = connection.execute(chosen, {"first": part[0], "last": part[-1]}).all()
        lexical.remove(connection, [one.row for one in found])
        lexical.add(connection, [(one.row, lexical.indexed_text(one.context, one.text)) for one in found])
