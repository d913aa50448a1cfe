"""Parsing in a process of its own with limits: a hostile file costs a child, never the service."""

import multiprocessing
import resource
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar, cast

from ingest.reading.faults import Broken, Encrypted, TimedOut, Unreadable

MEMORY_BYTES = 512 * 2**20
Read = TypeVar("Read")


def in_child(parse: Callable[[str], Read], path: Path, timeout_s: float) -> Read:
    """What `parse`, a function of a module, gives for the path. Raises Unreadable, and OSError if it does not open."""
    path.open("rb").close()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(parse, str(path), theirs), daemon=True)
    child.start()
    theirs.close()
    answer: tuple[str, Any]
    try:
        answer = ours.recv() if ours.poll(timeout_s) else ("timed_out", None)
    except EOFError:
        raise Broken(why="its reader ran out of memory or stopped") from None
    finally:
        child.kill()
        child.join()
        ours.close()
    kind, body = answer
    if kind != "read":
        raise _fault(kind, body, timeout_s)
    return cast(Read, body)


def _fault(kind: str, why: Any, timeout_s: float) -> Unreadable:
    if kind == "timed_out":
        return TimedOut(limit=f"{timeout_s:g}")
    return Encrypted() if kind == "encrypted" else Broken(why=why)


def _child(parse: Callable[[str], Any], path: str, answer: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))  # counts what is used, not what is mapped
    try:
        answer.send(("read", parse(path)))
    except Encrypted:
        answer.send(("encrypted", ""))
    except Exception as error:  # whatever a damaged file makes the parser raise is the file's fault
        answer.send(("broken", f"{type(error).__name__}: {error}"[:200]))
