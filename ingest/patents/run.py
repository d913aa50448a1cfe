"""One import of patent data: files in, records into the index in batches, a report of all that was wrong."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from ingest.patents.files import read
from ingest.patents.findings import Finding, Item, Read
from ingest.reading.faults import Rejected, Unreadable
from ingest.reading.files import NoSuchPath
from knowledge.patents.store import Patents
from knowledge.patents.writing import BATCH

SKIPPED = ("PROVENANCE", "README", "LICENSE")


@dataclass
class Report:
    """What an import did, in the shape that `patents import --json` prints.

    `records` were read, and each is one of added, updated (it filled or corrected something), unchanged or, with
    `imported` false, in `faults`. `rejected` are whole files. `without_vectors` wait for `patents embed`.
    """

    records: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    faults: list[dict[str, Any]] = field(default_factory=list)
    rejected: list[dict[str, str]] = field(default_factory=list)
    without_vectors: int = 0
    seconds: float = 0.0

    @property
    def refused(self) -> int:
        """Records that did not come in."""
        return sum(not fault["imported"] for fault in self.faults)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Import:
    """Brings files into the index. The caller holds the writer's lock."""

    patents: Patents
    progress: Callable[[str, int], None]  # (file, records read of it so far)

    def __call__(self, paths: Sequence[Path], now: Callable[[], datetime]) -> Report:
        """Raises NoSuchPath before anything is read."""
        begun, report, seen = now(), Report(), set[str]()
        for path in paths:
            if not path.exists():
                raise NoSuchPath(path=path)
        for path in (file for one in paths for file in _files(one)):
            try:
                self._file(path, report, seen, now)
            except Unreadable as fault:
                told = Rejected.because(fault)
                report.rejected.append({"path": str(path)} | asdict(told))
        report.without_vectors = self.patents.without_vectors()
        report.seconds = round((now() - begun).total_seconds(), 2)
        return report

    def _file(self, path: Path, report: Report, seen: set[str], now: Callable[[], datetime]) -> None:
        """Batches that were read are written also when the file turns out broken further on."""
        items = read(path, now().date().isoformat())
        done = 0
        while True:
            batch, fault = _batch(items)
            done += len(batch)
            self._take(batch, report, seen, now())
            self.progress(path.name, done)
            if fault is not None:
                raise fault
            if not batch:
                return

    def _take(self, batch: Sequence[tuple[str, Item]], report: Report, seen: set[str], now: datetime) -> None:
        reads = [(name, item) for name, item in batch if isinstance(item, Read)]
        written = self.patents.put([item.record for _, item in reads], seen, now)
        report.records += len(batch)
        report.added += written.added
        report.updated += written.updated
        report.unchanged += written.unchanged
        for name, item in batch:
            findings = item.findings if isinstance(item, Read) else (item,)
            report.faults += [finding.as_json(name) for finding in findings]
        for at in written.conflicts:
            name, item = reads[at]
            number = item.record.number
            report.faults.append(Finding("two_inventions", item.line, number, {"number": number}).as_json(name))


def _batch(items: Iterator[tuple[str, Item]]) -> tuple[list[tuple[str, Item]], Unreadable | None]:
    batch: list[tuple[str, Item]] = []
    try:
        for item in islice(items, BATCH):
            batch.append(item)
    except Unreadable as fault:
        return batch, fault
    return batch, None


def _files(path: Path) -> list[Path]:
    """A file, or those below a folder that are not its description or hidden."""
    if path.is_file():
        return [path]
    return sorted(
        file for file in path.rglob("*")
        if not any(part.startswith(".") for part in file.relative_to(path).parts)
        and file.name.upper().split(".")[0] not in SKIPPED
        and file.is_file()
    )  # fmt: skip
