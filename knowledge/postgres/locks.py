"""Locks that all processes of a database share, on whatever machine; the server gives them back when one dies."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text

from .engine import OURS

INDEX, TELEGRAM = 2, 3  # which lock: see also engine.WRITES

HOLDER = """
SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND classid = :ours AND objid = :which AND granted
  AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


class Taken(Exception):
    """Another process holds the lock; `holder` says which, as its connections are named."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


@contextmanager
def held(engine: Engine, which: int, wait_s: float = 0, poll_s: float = 0.1) -> Iterator[None]:
    """Holds a lock on a connection of its own, outside of any transaction. Raises Taken after `wait_s` seconds."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        until = time.monotonic() + wait_s
        while not _try(connection, which):
            if time.monotonic() >= until:
                raise Taken(_holder(connection, which))
            time.sleep(poll_s)
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:ours, :which)"), {"ours": OURS, "which": which})


def _try(connection: Connection, which: int) -> bool:
    statement = text("SELECT pg_try_advisory_lock(:ours, :which)")
    return bool(connection.execute(statement, {"ours": OURS, "which": which}).scalar_one())


def _holder(connection: Connection, which: int) -> str:
    found = connection.execute(text(HOLDER), {"ours": OURS, "which": which}).scalar()
    return str(found or "?")
