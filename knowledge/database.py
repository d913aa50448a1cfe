"""The relational store: one SQLite file in the home (or PostgreSQL by URL), migrated when it is opened."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Dialect, Engine, String, TypeDecorator, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, OperationalError

from . import postgres
from .errors import BadSetting, HomeNotWritable, HomeTooNew

HEAD = "0010"
BUSY_TIMEOUT_S = 30.0


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored as ISO 8601 text in UTC: sorts as text, reads the same in SQLite and PostgreSQL."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a stored time has a zone: {value}")
        return value.astimezone(UTC).isoformat(timespec="seconds")

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class Database:
    """Opens transactions. `read()` takes no lock and sees one instant; `write()` takes the writer's lock at once.

    That lock is SQLite's own (BEGIN IMMEDIATE), or an advisory lock of the PostgreSQL database.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @property
    def on_postgres(self) -> bool:
        return postgres.runs(self.engine)

    @contextmanager
    def read(self) -> Generator[Connection]:
        options = postgres.READING if self.on_postgres else {}
        with self.engine.connect().execution_options(**options) as connection:
            yield connection

    @contextmanager
    def write(self) -> Generator[Connection]:
        with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    @cached_property
    def beside(self) -> Engine:
        """PostgreSQL only: a second pool, for calls made while a connection of the first is held."""
        return postgres.beside(self.engine)

    def close(self) -> None:
        self.engine.dispose()
        if "beside" in self.__dict__:
            self.beside.dispose()


def open_database(home: Path, url: str | None = None) -> Database:
    """The database of a home, made and migrated where that is needed.

    `url` names another one: `postgresql://…`, or `sqlite:///…` for a file elsewhere.

    Raises:
        HomeNotWritable: the folder or the file in it cannot be written.
        HomeTooNew: a later version of the project wrote it.
        DatabaseUnreachable, DatabaseLacksVector: the PostgreSQL server does not answer, or lacks the extension.
        BadSetting: the address is none.
    """
    address = _address(url) if url else make_url(f"sqlite:///{home / 'ipsteward.db'}")
    try:
        home.mkdir(parents=True, exist_ok=True)
        if address.get_backend_name() == "postgresql":
            return _on_server(address)
        engine = _sqlite(address)
        _migrate(engine, home)
    except (OSError, OperationalError) as error:
        raise HomeNotWritable(home=home) from error
    return Database(engine)


def _on_server(address: URL) -> Database:
    engine = postgres.engine_of(address)
    try:
        with postgres.told(address):
            _migrate(engine, postgres.shown(address))
    except Exception:
        engine.dispose()
        raise
    return Database(engine)


def _address(url: str) -> URL:
    """Raises BadSetting where it names no database that we can use."""
    try:
        address = make_url(url)
    except ArgumentError:
        address = None
    if address is None or address.get_backend_name() not in ("sqlite", "postgresql"):
        raise BadSetting(name="IPSTEWARD_DATABASE_URL", why="neither postgresql://… nor sqlite:///…")
    return address


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_S})

    @event.listens_for(engine, "connect")
    def _settle(raw: sqlite3.Connection, _record: object) -> None:
        raw.isolation_level = None  # we say BEGIN ourselves, below
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _migrate(engine: Engine, home: object) -> None:
    with engine.connect() as connection:
        found = _version(connection)
    if found == HEAD:
        return
    if found is not None and found > HEAD:
        raise HomeTooNew(home=home)
    from .migrate import upgrade  # alembic costs half a second; only a new or older home needs it

    upgrade(engine)


def _version(connection: Connection) -> str | None:
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return None if row is None else str(row[0])
