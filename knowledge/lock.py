"""The one-writer lock of a home's index; readers never wait for it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from .errors import WriterBusy

POLL_S = 0.1


@contextmanager
def writing(home: Path, wait_s: float = 0) -> Iterator[None]:
    """Holds the lock; the system gives it back if the process dies.

    Raises WriterBusy when it is still taken after `wait_s` seconds.
    """
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
