"""Archives and messages taken apart into a folder of our own, within limits of number, size and nesting."""

import shutil
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from ingest.reading import formats
from ingest.reading.child import in_child
from ingest.reading.faults import Bomb, TooMany, TooManyFiles, Unreadable

MOST_MEMBERS, MOST_BYTES, MEMBER_BYTES = 2000, 600 * 2**20, 120 * 2**20
RATIO, RATIO_BYTES = 120, 20 * 2**20  # so many times its packed size, once it is larger than that


@dataclass(frozen=True, slots=True)
class Member:
    """A part by its name inside, and where its bytes lie, or why they were left where they are."""

    name: str
    path: Path
    fault: Unreadable | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What a child says of a part: its name, its file in the folder, or the fault's class and facts."""

    name: str
    file: str | None
    fault: tuple[type[Unreadable], dict[str, str]] | None = None
    title: str | None = None


@dataclass
class Budget:
    """What may still be unpacked."""

    members: int = MOST_MEMBERS
    bytes: int = MOST_BYTES

    def take(self, size: int) -> None:
        """Raises Bomb, TooMany when the file holds more than is taken from one."""
        self.members -= 1
        self.bytes -= size
        if self.members < 0:
            raise TooManyFiles(limit=MOST_MEMBERS)
        if self.bytes < 0:
            raise Bomb(what=f"> {MOST_BYTES // 2**20} MB")


@contextmanager
def unpacked(path: Path, timeout_s: float, depth: int) -> Generator[Iterator[Member]]:
    """Its parts, those of archives inside it among them. Raises Unreadable, Bomb for the whole at nesting too deep."""
    folder = Path(tempfile.mkdtemp(prefix="ipsteward-"))
    try:
        yield _below(path, path.name, "", folder, Budget(), timeout_s, depth)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _below(
    path: Path, name: str, before: str, folder: Path, budget: Budget, timeout_s: float, depth: int
) -> Iterator[Member]:
    if depth == 0:
        raise Bomb(what="archives within archives")
    module, function = formats.CONTAINERS[formats.suffix(name)].split(":")
    within = Path(tempfile.mkdtemp(dir=folder))
    parts = in_child(getattr(import_module(f"ingest.reading.{module}"), function), path, timeout_s, str(within), name)
    for part in parts:
        fault = part.fault and part.fault[0](**part.fault[1])
        member = Member(before + part.name, within / (part.file or ""), fault, part.title)
        budget.take(member.path.stat().st_size if part.file else 0)
        if part.file is None or formats.suffix(part.name) not in formats.CONTAINERS:
            yield member
            continue
        try:
            yield from _below(member.path, part.name, f"{member.name}!/", folder, budget, timeout_s, depth - 1)
        except (Bomb, TooMany):
            raise
        except Unreadable as fault:
            yield Member(member.name, member.path, fault)
        member.path.unlink(missing_ok=True)
