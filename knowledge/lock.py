"""The one-writer lock of a home's index; readers never wait for it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from .errors import WriterBusy


@contextmanager
def writing(home: Path) -> Iterator[None]:
    """Holds the lock; the system gives it back if the process dies. Raises WriterBusy at once when it is taken."""
    pid_file = home / "writer.pid"
    try:
        lock = FileLock(home / "writer.lock", timeout=0)
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
