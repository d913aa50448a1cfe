"""The import of patents: files in, records kept in batches, faults listed, progress told."""

import re
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from ingest.patents import tables, xml
from ingest.patents.faults import NoPatents, RecordFault
from ingest.patents.tables import Read
from ingest.reading.faults import Broken, NotReadable, Unreadable
from ingest.reading.files import NoSuchPath
from knowledge.errors import Fault
from knowledge.patents.model import PatentRecord
from knowledge.patents.store import BATCH, Written

SKIPPED = ("PROVENANCE", "README")
ENTRY_BYTES = 1 << 30
HTML = re.compile(rb"<!doctype html|<html")
LISTED_FAULTS = 1000


class Keeps(Protocol):
    """Where records go."""

    def put(self, records: Sequence[PatentRecord], now: datetime) -> Written: ...


@dataclass
class PatentReport:
    """Counts over all files; `faults` are records left out or fields unknown, `rejected` whole files."""

    files: int = 0
    written: Written = field(default_factory=Written)
    faults: list[RecordFault] = field(default_factory=list)
    faulty: int = 0  # how many there were; only the first thousand are listed
    rejected: list[dict[str, str]] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def records(self) -> int:
        return self.written.added + self.written.updated + self.written.unchanged

    def as_json(self) -> dict[str, Any]:
        return {
            "files": self.files, "records": self.records, "added": self.written.added,
            "updated": self.written.updated, "unchanged": self.written.unchanged, "faulty": self.faulty,
            "faults": [one.as_json() for one in self.faults], "rejected": self.rejected, "seconds": self.seconds,
        }  # fmt: skip


class PatentImport:
    """Streams each file; what is read before a fault is kept. `progress` is told a file's name and records so far."""

    def __init__(self, store: Keeps, progress: Callable[[str, int], None] = lambda name, done: None) -> None:
        self._store = store
        self._progress = progress

    def __call__(self, paths: Sequence[Path], now: Callable[[], datetime], source: str | None = None) -> PatentReport:
        """Raises NoSuchPath."""
        begun, report = time.perf_counter(), PatentReport()
        for path in _files(paths):
            try:
                self._file(path, source or _source(path), now, report)
                report.files += 1
            except Unreadable as fault:
                _reject(report, path, fault)
            except OSError as error:
                _reject(report, path, NotReadable(why=error.strerror or error))
            except (EOFError, zipfile.BadZipFile) as error:
                _reject(report, path, Broken(why=error))
        report.seconds = round(time.perf_counter() - begun, 1)
        return report

    def _file(self, path: Path, source: str, now: Callable[[], datetime], report: PatentReport) -> None:
        reads = _reads(path, source)
        batch: list[PatentRecord] = []
        try:
            for one in reads:
                if isinstance(one, RecordFault):
                    report.faulty += 1
                    if len(report.faults) < LISTED_FAULTS:
                        report.faults.append(one)
                    continue
                batch.append(one)
                if len(batch) >= BATCH:
                    self._keep(batch, path, now, report)
        finally:
            self._keep(batch, path, now, report)

    def _keep(self, batch: list[PatentRecord], path: Path, now: Callable[[], datetime], report: PatentReport) -> None:
        if batch:
            report.written += self._store.put(batch, now())
            self._progress(path.name, report.records)
            batch.clear()


def _reads(path: Path, source: str) -> Iterator[Read]:
    """By the name first, then by the first bytes. Raises NoPatents for what is neither."""
    name = path.name.lower()
    if name.endswith((".jsonl", ".jsonl.gz", ".ndjson")):
        return tables.json_lines(path, source)
    if name.endswith((".csv", ".tsv")):
        return tables.table(path, source)
    if name.endswith(".zip"):
        return _zipped(path, source)
    with path.open("rb") as file:
        start = file.read(512).lstrip(b"\xef\xbb\xbf \r\n\t")
    if start.startswith(
        (b"<?xml", b"<us-patent", b"<patent-application", b"<PATDOC", b"<!DOCTYPE")
    ) and not HTML.search(start.lower()):
        return xml.records(path, source)
    raise NoPatents()


def _zipped(path: Path, source: str) -> Iterator[Read]:
    """The XML files in an archive, which is read and never unpacked to disk."""
    with zipfile.ZipFile(path) as archive:
        inside = [one for one in archive.infolist() if one.filename.lower().endswith(".xml")]
        if not inside:
            raise NoPatents()
        for entry in inside:
            if entry.flag_bits & 1 or entry.file_size > ENTRY_BYTES:
                yield RecordFault(path.name, 1, f"未读取 {entry.filename}", f"{entry.filename} is locked or too large")
                continue
            with archive.open(entry) as file:
                yield from xml.documents(file, f"{path.name}/{entry.filename}", source)


def _files(paths: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise NoSuchPath(path=path)
        below = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
        found += [one for one in below if not _passed_over(one)]
    return list(dict.fromkeys(found))


def _passed_over(path: Path) -> bool:
    return path.name.startswith(".") or path.name.upper().split(".")[0] in SKIPPED


def _source(path: Path) -> str:
    """The set's name: the file's, or its folder's where the file is just called patents."""
    stem = path.name.split(".")[0]
    return path.resolve().parent.name if stem.lower() in ("patents", "data", "export") else stem


def _reject(report: PatentReport, path: Path, fault: Fault) -> None:
    report.rejected.append(
        {"path": str(path), "code": fault.code, "reason_zh": fault.told("zh"), "reason_en": fault.told("en")}
    )
