"""Both stores side by side, for tests that ask whether they agree."""

from collections.abc import Iterator

import pytest
from sqlalchemy import delete, text

from knowledge.database import Database, open_database
from knowledge.tables import metadata
from tests.postgres import Server


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory, postgres: Server) -> Iterator[dict[str, Database]]:
    """A SQLite and a PostgreSQL database for the tests of a module."""
    home = tmp_path_factory.mktemp("stores")
    with postgres.database() as url:
        opened = {"sqlite": open_database(home / "a"), "postgres": open_database(home / "b", url)}
        yield opened
        for database in opened.values():
            database.close()


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, stores: dict[str, Database]) -> Database:
    """One of them, emptied."""
    database = stores[request.param]
    emptied(database)
    return database


def emptied(database: Database) -> None:
    with database.write() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))
        for words in ("passage_words", "patent_words"):
            connection.execute(text(f"DELETE FROM {words}"))
            if database.on_postgres:
                connection.execute(text(f"DELETE FROM {words.replace('words', 'vocabulary')}"))
                connection.execute(text("UPDATE word_totals SET rows = 0, length = 0"))
