"""The one-writer lock of the index: a file in the home, or an advisory lock that all machines of a database share."""

import os
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from .database import Database
from .errors import WriterBusy
from .postgres.locks import INDEX, Taken, held

POLL_S = 0.1


def writing(home: Path, wait_s: float = 0, database: Database | None = None) -> AbstractContextManager[None]:
    """Holds the lock; the system gives it back if the process dies. Readers never wait for it.

    Raises WriterBusy when it is still taken after `wait_s` seconds.
    """
    if database is not None and database.on_postgres:
        return _in_database(database, wait_s)
    return _in_home(home, wait_s)


@contextmanager
def _in_home(home: Path, wait_s: float) -> Generator[None]:
    pid_file = home / "writer.pid"
    try:
        lock = FileLock(home / "writer.lock", timeout=wait_s, poll_interval=POLL_S)
        lock.acquire()
    except Timeout as error:
        pid = pid_file.read_text() if pid_file.exists() else "?"
        raise WriterBusy(home=home, pid=pid) from error
    try:
        pid_file.write_text(str(os.getpid()))
        yield
    finally:
        pid_file.unlink(missing_ok=True)
        lock.release()


@contextmanager
def _in_database(database: Database, wait_s: float) -> Generator[None]:
    try:
        with held(database.engine, INDEX, wait_s, POLL_S):
            yield
    except Taken as error:
        raise WriterBusy(home=database.engine.url.database, pid=error.holder) from error
