"""The watches that are due, read one after the other; any end in between is taken up by the next run."""

import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from ingest.fetching.client import Absent, Fetcher, Unchanged, Validators
from ingest.fetching.faults import HostUnknown, NotFetched, Unreachable
from ingest.reading import Outcome
from ingest.reading.faults import NotReadable, UnknownFormat
from ingest.reading.files import Found as File
from ingest.reading.formats import is_rows, suffix
from ingest.run import READER, Ingest, digest_of, named
from ingest.watching import places
from ingest.watching.changes import Changes
from ingest.watching.faults import WatchBusy
from ingest.watching.intervals import next_try
from ingest.watching.model import Seen, Told, Watch, told_of
from ingest.watching.round import Round, Undone
from ingest.watching.store import Watches
from knowledge.errors import Fault

QUIET_S = 10.0  # a file that changed within these seconds may be half-written
SOON = timedelta(minutes=1)
PAUSE_S = 1.0  # between two questions to one host
BROUGHT = ("new", "changed", "reread")


@dataclass(frozen=True, slots=True)
class Ran:
    """What one reading of a watch came to: sources counted by what became of them, or why it could not begin."""

    watch: Watch
    counted: dict[str, int]
    complete: bool = True

    def as_json(self, faulty: Sequence[Seen]) -> dict[str, Any]:
        told = [{"location": one.location, **(one.fault or {})} for one in faulty]
        own = {"id": self.watch.id, "place": self.watch.place, "complete": self.complete, "fault": self.watch.fault}
        return own | self.counted | {"faults": told}

    @property
    def brought(self) -> bool:
        """Whether a text went live."""
        return any(self.counted.get(name) for name in BROUGHT)

    @property
    def faulty(self) -> bool:
        return bool(self.watch.fault or self.counted.get("failed"))


@dataclass(frozen=True)
class Watching:
    """`writing` takes the writer's lock for a moment; `pause` waits between two questions to one host."""

    watches: Watches
    changes: Changes
    ingest: Callable[[], Ingest]
    fetch: Callable[[], Fetcher]
    home: Path
    writing: Callable[[], Undone]
    clock: Callable[[], datetime]
    pause: Callable[[float], None] = time.sleep

    def __call__(self, asked: Sequence[str] = (), stopped: Callable[[], bool] = lambda: False) -> list[Ran]:
        """Those that are due; with `asked` these, due or not. Raises WatchUnknown, WatchBusy."""
        chosen = [self.watches.get(one) for one in asked] or self.watches.due(self.clock())
        ran: list[Ran] = []
        with self._alone():
            for watch in chosen:
                if stopped():
                    break
                ran.append(self._run(watch, bool(asked), stopped))
        return ran

    def _run(self, watch: Watch, forced: bool, stopped: Callable[[], bool]) -> Ran:
        now = self.clock()
        ingest = self.ingest()
        work = Round(
            watch, self.watches, self.changes, ingest, self.writing, now,
            ingest.documents.sources(watch.collection), self.watches.sources(watch.id),
        )  # fmt: skip
        try:
            step = self._folder if watch.kind == "folder" else self._addresses
            whole, soon = step(work, forced, stopped)
        except Fault as fault:
            failures = watch.failures + 1
            self.watches.failed(watch.id, next_try(now, watch.every_s, failures), failures, told_of(fault))
            return Ran(replace(watch, fault=told_of(fault)), dict(work.counted), complete=False)
        if any(work.counted[name] for name in BROUGHT):
            ingest.documents.settle_conflicts(watch.collection, now)
        if whole:
            retries = [one.due_at for one in work.seen.values() if one.fault and one.due_at]
            due = min([now + watch.every, *retries, *([now + SOON] if soon else [])])
            self.watches.ended(watch.id, now, due, dict(work.counted))
        return Ran(replace(watch, fault=None), dict(work.counted), complete=whole)

    def _folder(self, work: Round, forced: bool, stopped: Callable[[], bool]) -> tuple[bool, bool]:
        """Whether it came to its end, and whether a file is still being written."""
        found = places.files(work.watch)
        soon = False
        for file in found:
            if stopped():
                return False, False
            soon |= self._file(work, file, forced)
        present, root = {named(file.path) for file in found}, named(Path(work.watch.place)) + "/"
        once = {*work.seen, *(path for path in work.known if path.startswith(root))}
        for location in sorted(once - present):
            work.vanish(location, "missing")
        work.known = work.ingest.documents.sources(work.watch.collection)
        for file in found:  # those that only repeated what is gone or changed now
            if (known := work.known.get(named(file.path))) and known.content_hash == "":
                soon |= self._file(work, file, forced)
        return True, soon

    def _file(self, work: Round, file: File, forced: bool) -> bool:
        """Deals with one file of a folder; whether it is still being written."""
        location = named(file.path)
        seen, known = work.of(location), work.known.get(location)
        stamp = _stamp(file)
        if stamp is None:
            return True
        if seen.stamp == str(stamp) and not forced:
            if seen.fault and seen.due_at and seen.due_at > work.now:
                work.counted["failed"] += 1
                return False
            if not seen.fault and known and known.content_hash and known.file_hash == seen.own:
                work.counted["unchanged"] += 1
                return False
        if -SOON.total_seconds() < work.now.timestamp() - stamp.changed < QUIET_S:
            work.counted["settling"] += 1
            return True
        try:
            own = digest_of(file.path, file.row)
        except OSError as error:
            work.fail(location, told_of(NotReadable(why=error.strerror or error)), str(stamp))
            return False

        def read() -> Outcome | None:
            outcome = work.ingest.read(file)
            return outcome if _stamp(file) == stamp else None

        work.deal(replace(seen, stamp=str(stamp)), own, read)
        return False

    def _addresses(self, work: Round, forced: bool, stopped: Callable[[], bool]) -> tuple[bool, bool]:
        fetch = self.fetch()
        listed = places.addresses(work.watch)
        down: dict[str, Told] = {}
        asked: set[str] = set()
        for address in listed:
            if stopped():
                return False, False
            seen = work.of(address.url)
            if not forced and seen.due_at and seen.due_at > work.now:
                work.counted["failed" if seen.fault else "not_due"] += 1
                continue
            host = address.url.split("/")[2] if address.url.count("/") > 1 else ""
            if host in down:
                work.fail(address.url, down[host])
                continue
            if host in asked:
                self.pause(PAUSE_S)
            asked.add(host)
            try:
                self._address(work, fetch, address)
            except NotFetched as fault:
                work.fail(address.url, told_of(fault), wait_s=fault.wait_s)
                if isinstance(fault, HostUnknown | Unreachable):
                    down[host] = told_of(fault)
        for location in sorted(work.seen.keys() - {address.url for address in listed}):
            work.vanish(location, "off_list")
        return True, False

    def _address(self, work: Round, fetch: Fetcher, address: places.Address) -> None:
        """Raises NotFetched."""
        seen = work.of(address.url)
        held = Validators(seen.answered_by, seen.etag, seen.last_modified) if self._trusted(work, seen) else None
        with tempfile.TemporaryDirectory(dir=self._folder_of_downloads()) as folder:
            answer = fetch(address.url, Path(folder), held)
            if isinstance(answer, Unchanged):
                work.same(seen)
            elif isinstance(answer, Absent):
                work.vanish(address.url, str(answer.status))
            elif is_rows(answer.path.name):  # they are read in this process, which is not for what others send
                work.fail(address.url, told_of(UnknownFormat(suffix=suffix(answer.path.name))))
            else:
                told, file = answer.validators, File(answer.path, Path(folder), address.row)
                seen = replace(seen, etag=told.etag, last_modified=told.last_modified, answered_by=told.url)
                work.deal(seen, digest_of(answer.path, address.row), lambda: work.ingest.read(file))

    def _trusted(self, work: Round, seen: Seen) -> bool:
        """Whether what the validators stand for is still dealt with, so that "unchanged" means nothing to do."""
        known, last = work.known.get(seen.location), self.changes.last(work.watch.collection, seen.location)
        live = known and known.file_hash == seen.own
        if known and live:
            return bool(known.settled) or known.content_hash == f"{seen.own} {READER}"
        return bool(last and last.own == seen.own and last.status in ("waiting", "rejected"))

    def _folder_of_downloads(self) -> Path:
        folder = self.home / "watching"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    @contextmanager
    def _alone(self) -> Generator[None]:
        """One process reads the places of a home at a time; what a killed one left of downloads is taken away."""
        self.home.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.home / "watching.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            raise WatchBusy() from error
        try:
            shutil.rmtree(self.home / "watching", ignore_errors=True)
            yield
        finally:
            lock.release()


@dataclass(frozen=True, slots=True)
class _Stamp:
    size: int
    changed_ns: int
    touched_ns: int  # nobody can set this one: a copy that keeps the time of its original is noticed by it
    about: str

    @property
    def changed(self) -> float:
        return self.changed_ns / 1e9

    def __str__(self) -> str:
        return f"{self.size} {self.changed_ns} {self.touched_ns} {self.about}"


def _stamp(file: File) -> _Stamp | None:
    """By which a file that did not change is told without opening it; None where it is not there."""
    try:
        found = file.path.stat()
    except OSError:
        return None
    about = hashlib.sha256(repr(file.row).encode("utf-8", "replace")).hexdigest()[:12]
    return _Stamp(found.st_size, found.st_mtime_ns, found.st_ctime_ns, f"{about} {READER}")
