"""Locks that all processes of a database share, on whatever machine; the server gives them back when one dies."""

import time
import zlib
from collections.abc import Generator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from .engine import OURS

INDEX, TELEGRAM = 2, 3  # which lock of OURS: see also engine.WRITES
WORKERS = OURS + 1  # another kind: one lock a worker, by its name; who holds his is alive

HOLDERS = """
SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND granted AND classid = :kind
  AND (CAST(:which AS bigint) IS NULL OR objid = CAST(:which AS bigint))
  AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


class Taken(Exception):
    """Another process holds the lock; `holder` says which, as its connections are named."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


@contextmanager
def held(
    engine: Engine, which: int, wait_s: float = 0, poll_s: float = 0.1, *, kind: int = OURS, shared: bool = False
) -> Generator[None]:
    """Holds a lock on a connection of its own, outside of any transaction; `shared` ones exclude only whole ones.

    Raises Taken after `wait_s` seconds.
    """
    share = "_shared" if shared else ""
    key = {"kind": kind, "which": which}
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        until = time.monotonic() + wait_s
        while not connection.execute(text(f"SELECT pg_try_advisory_lock{share}(:kind, :which)"), key).scalar_one():
            if time.monotonic() >= until:
                raise Taken(next(iter(_holders(connection, kind, which)), "?"))
            time.sleep(poll_s)
        try:
            yield
        finally:
            with suppress(DBAPIError):  # the connection is gone, and the lock with it
                connection.execute(text(f"SELECT pg_advisory_unlock{share}(:kind, :which)"), key)


def name(whose: str) -> int:
    """The lock of a name."""
    return zlib.crc32(whose.encode()) & 0x7FFFFFFF


def is_held(engine: Engine, which: int, kind: int = OURS) -> bool:
    with engine.connect() as connection:
        return bool(_holders(connection, kind, which))


def count(engine: Engine, kind: int) -> int:
    """How many locks of a kind are held."""
    with engine.connect() as connection:
        return len(_holders(connection, kind, None))


def _holders(connection: Connection, kind: int, which: int | None) -> list[str]:
    found = connection.execute(text(HOLDERS), {"kind": kind, "which": which})
    return [str(one or "?") for one in found.scalars()]
