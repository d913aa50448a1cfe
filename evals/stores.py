"""A store to measure in, empty at first and gone afterwards: in a folder, or a database of its own on the server."""

import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from knowledge import postgres
from knowledge.chroma import PASSAGES
from knowledge.database import Database, open_database
from knowledge.index import Index, open_index
from knowledge.settings import Settings


@contextmanager
def scratch(settings: Settings, collection: str = PASSAGES) -> Generator[tuple[Database, Index]]:
    """Of the kind that the settings name. On PostgreSQL the account must be allowed to make databases."""
    with tempfile.TemporaryDirectory() as folder, _address(settings) as url:
        database = open_database(Path(folder), url)
        try:
            yield database, open_index(Path(folder), database, collection)
        finally:
            database.close()


@contextmanager
def _address(settings: Settings) -> Generator[str | None]:
    if settings.database_url is None or not settings.database_url.startswith("postgresql"):
        yield None
        return
    with postgres.scratch(settings.database_url) as url:
        yield url
