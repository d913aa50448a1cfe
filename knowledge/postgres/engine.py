"""The engine of a PostgreSQL database: the writer's lock, limits of time, and what is said when it is not to be had."""

import os
import socket
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from ..errors import DatabaseUnreachable

OURS = 0x1957  # the first half of the keys of our advisory locks; the second says which
WRITES = 1  # held by a transaction that writes
READING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}  # all statements see one instant
CONNECT_S = 10
LIMITS = {
    "lock_timeout": "30s",  # as long as SQLite is waited for
    "idle_in_transaction_session_timeout": "300s",  # a process that hangs gives the writer's lock back
    "tcp_keepalives_idle": "30",  # so does a machine that was switched off
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
    "jit": "off",  # compiling costs more than our short queries take
}
BESIDE = (2, 20)
POOL, OVERFLOW = 5, 25  # connections that a process keeps, and those that a rush may add


def runs(connection: Connection | Engine) -> bool:
    return connection.dialect.name == "postgresql"


def engine_of(address: URL, pool: int = POOL, overflow: int = OVERFLOW) -> Engine:
    """An engine whose connections say who they are, and whose writing transactions take turns."""
    given = str(address.query.get("options", ""))
    limits = " ".join(f"-c {name}={value}" for name, value in LIMITS.items())
    engine = create_engine(
        address.set(drivername="postgresql+psycopg"),
        pool_size=pool, max_overflow=overflow, pool_pre_ping=True,
        connect_args={"options": f"{limits} {given}".strip(), "application_name": this_process(),
                      "connect_timeout": CONNECT_S},
    )  # fmt: skip
    event.listen(engine, "connect", _settle)
    event.listen(engine, "begin", _begin)
    return engine


def beside(engine: Engine) -> Engine:
    """A second pool, whose connections know vectors: for calls made by who holds a connection of the first.

    Two of one pool would jam as soon as all who hold one wait for another.
    """
    made = engine_of(engine.url, *BESIDE)
    event.listen(made, "connect", _know_vectors)
    return made


def this_process() -> str:
    """How a connection is told apart by who looks at the server."""
    return f"ipsteward {socket.gethostname()[:40]} {os.getpid()}"


@contextmanager
def told(address: URL) -> Generator[None]:
    """What the server refuses becomes one sentence. Raises DatabaseUnreachable."""
    try:
        yield
    except DBAPIError as error:
        why = next(iter(str(error.orig).strip().splitlines()), type(error.orig).__name__)
        raise DatabaseUnreachable(where=shown(address), why=why) from error


def shown(address: URL) -> str:
    """The address without its password."""
    return address.render_as_string(hide_password=True)


def _settle(raw: Any, _record: object) -> None:
    """PostgreSQL keeps no NUL in a text, and nobody means one: it is left out."""
    from psycopg.types.string import StrBinaryDumper, StrDumper  # the driver is loaded by now

    class WithoutNul(StrDumper):
        def dump(self, obj: str) -> Any:
            return super().dump(obj.replace("\0", ""))

    class BinaryWithoutNul(StrBinaryDumper):
        def dump(self, obj: str) -> Any:
            return super().dump(obj.replace("\0", ""))

    for dumper in (WithoutNul, BinaryWithoutNul):
        raw.adapters.register_dumper(str, dumper)


def _know_vectors(raw: Any, _record: object) -> None:
    from pgvector.psycopg import register_vector

    register_vector(raw)


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("writes", False):
        connection.execute(text("SELECT pg_advisory_xact_lock(:ours, :which)"), {"ours": OURS, "which": WRITES})
