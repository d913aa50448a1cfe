"""Parsing in a process of its own with limits: a hostile file costs a child, never the service.

Children are forked from a server that has the parsers loaded, so that one costs some ten milliseconds.
"""

import multiprocessing
import os
import pickle
import resource
import signal
import stat
from collections.abc import Callable
from contextlib import suppress
from math import ceil
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any, TypeVar, cast

from ingest.reading.faults import Broken, NotReadable, ReaderStopped, TimedOut, TooDeep, TooLarge, Unreadable

# What a child may use for data; with the code that it shares with the others it stays below 512 MB of memory.
MEMORY_BYTES = 416 * 2**20
ANSWER_BYTES = 192 * 2**20
WRITTEN_BYTES = 256 * 2**20  # the largest file that it may write: a member of an archive
BEGIN_S = 60  # the server of children loads its parsers before the first one begins
Read = TypeVar("Read")


def in_child(parse: Callable[..., Read], path: Path, timeout_s: float, *more: Any) -> Read:
    """What `parse(path, *more)`, a function of a module, gives. Raises Unreadable, and OSError if it does not open."""
    _opens(path)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["ingest.reading.warm"])
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(parse, str(path), timeout_s, more, theirs), daemon=True)
    child.start()
    theirs.close()
    try:
        kind, body = _answer(ours, timeout_s)
    finally:
        _end(child)
        ours.close()
    if kind == "refused":
        fault, facts = body
        raise fault(**facts)
    return cast(Read, body)


def warm_up() -> None:
    """Starts the server of children, so that the first file does not wait for it."""
    in_child(_nothing, Path(__file__), BEGIN_S)


def _nothing(path: str) -> None:
    """Reads nothing."""


def _opens(path: Path) -> None:
    """Raises OSError where it cannot be opened, NotReadable where opening it would wait for somebody to write."""
    if not stat.S_ISREG(path.stat().st_mode) and not path.is_dir():
        raise NotReadable(why="not a regular file")
    path.open("rb").close()


def _answer(ours: Connection, timeout_s: float) -> tuple[str, Any]:
    try:
        if not ours.poll(BEGIN_S) or ours.recv() != "begun" or not ours.poll(timeout_s):
            raise TimedOut(limit=f"{timeout_s:g}")
        answer: tuple[str, Any] = pickle.loads(ours.recv_bytes(ANSWER_BYTES))
        return answer
    except EOFError:
        raise ReaderStopped() from None
    except OSError:  # more than is taken
        raise TooLarge(size=ANSWER_BYTES // 2**20, limit=ANSWER_BYTES // 2**20) from None


def _end(child: ForkServerProcess) -> None:
    """The child, and whatever it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid or 0, signal.SIGKILL) if child.pid else None
    child.kill()
    child.join()


def _child(parse: Callable[..., Any], path: str, timeout_s: float, more: tuple[Any, ...], answer: Connection) -> None:
    os.setsid()
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))  # counts what is used, not what is mapped
    seconds = ceil(timeout_s) + 5  # it ends by itself if its parent was killed
    for limit, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, WRITTEN_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    answer.send("begun")
    try:
        body = pickle.dumps(("read", parse(path, *more)), pickle.HIGHEST_PROTOCOL)
    except Unreadable as fault:
        body = pickle.dumps(("refused", (type(fault), fault.facts)))
    except MemoryError:
        body = pickle.dumps(("refused", (ReaderStopped, {})))
    except RecursionError:
        body = pickle.dumps(("refused", (TooDeep, {})))
    except Exception as error:  # whatever a damaged file makes the parser raise is the file's fault
        body = pickle.dumps(("refused", (Broken, {"why": f"{type(error).__name__}: {error}"[:200]})))
    answer.send_bytes(body)
