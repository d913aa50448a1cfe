"""Runs the Alembic migrations; imported only when a database is not at the newest one."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from . import postgres
from .postgres.tables import need_vector, sort_by_code_point

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Brings the database to the newest migration, all in one transaction; another process waits for it meanwhile.

    Raises DatabaseLacksVector.
    """
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        if postgres.runs(engine):
            need_vector(connection)
        command.upgrade(config, "head")
        if postgres.runs(engine):
            sort_by_code_point(connection)
