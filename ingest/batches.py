"""An ingest in batches that several processes share: what changed is found, read in parts, and settled at the end.

Each of the three may be done again at any time, by whoever: files that were taken are known by their hash, passages
that were embedded are marked, so a batch whose process was killed is finished by another and nothing is done twice.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from ingest.filling import Filling
from ingest.reading.files import Found, walk
from ingest.reading.manifest import Manifest, ManifestRow, load
from ingest.run import Ingest, Report, as_it_was, named, own_hash

FILES, BYTES = 16, 4_000_000  # of a batch at most; a larger file is one alone


@dataclass(frozen=True, slots=True)
class Asked:
    """What an ingest was asked for. Paths and manifest must mean the same files on every machine that works."""

    paths: tuple[str, ...]
    collection: str
    manifest: str | None = None

    def found(self) -> tuple[list[Found], Report]:
        """The files, and a report of those that are passed over."""
        found, others = walk([Path(path) for path in self.paths], self._manifest())
        report = Report()
        report.pass_over(others)
        return found, report

    def _manifest(self) -> Manifest | None:
        return load(Path(self.manifest)) if self.manifest else None


@dataclass(frozen=True)
class Batches:
    """The work itself; who does which part when is the queue's matter."""

    work: Ingest
    now: Callable[[], datetime]

    def plan(self, asked: Asked) -> dict[str, Any]:
        """{"batches": files that are new or changed, by batch, "report": of all others}."""
        self.work.begin()
        found, report = asked.found()
        known = self.work.documents.sources(asked.collection)
        changed = [
            file for file in found
            if not as_it_was(named(file.path), own_hash(file), known.get(named(file.path)), report)
        ]  # fmt: skip
        batches = [[_written(file, named(file.path) in known) for file in batch] for batch in _parted(changed)]
        return {"batches": batches, "report": asdict(report)}

    def do(self, batch: Sequence[dict[str, Any]], collection: str) -> dict[str, Any]:
        """Reads files and makes their vectors; gives a report."""
        report, gone = Report(), list[str]()
        known = self.work.documents.sources(collection)
        files = [_read(one) for one in batch]
        for file, one in zip(files, batch, strict=True):
            own, path = Report(), named(file.path)
            gone += self.work.take(file, collection, known.get(path), own, self.now())
            if own.unchanged:  # a process that was killed had taken it already
                known_before = bool(one["known"])
                own = replace(own, unchanged=0, updated=int(known_before), added=int(not known_before))
            add(report, own)
        held = self.work.documents.passage_ids() if gone else set()
        self.work.index.delete([id for id in gone if id not in held])
        paths = [named(file.path) for file in files]
        self.filling.of_files(paths, collection, lambda done: None)
        return asdict(report)

    def settle(self, asked: Asked, report: dict[str, Any]) -> dict[str, Any]:
        """Forgets files that are missing, finds conflicts, makes the index whole; gives the whole report."""
        found, _ = asked.found()
        whole = Report(**report)
        known = self.work.documents.sources(asked.collection)
        paths = [Path(path) for path in asked.paths]
        self.work.end(paths, asked.collection, found, known, whole, self.now(), [])
        return asdict(whole)

    @property
    def filling(self) -> Filling:
        return Filling(self.work.documents, self.work.embedder, self.work.index)


def add(whole: Report, part: Report) -> None:
    """Counts together what parts of an ingest did."""
    for field in fields(Report):
        if field.name in ("passages", "seconds"):
            continue
        value = getattr(part, field.name)
        setattr(whole, field.name, getattr(whole, field.name) + value)


def _parted(files: Sequence[Found]) -> Iterator[list[Found]]:
    batch, weight = list[Found](), 0
    for file in files:
        size = file.path.stat().st_size if file.path.is_file() else 0
        if batch and (len(batch) == FILES or weight + size > BYTES):
            yield batch
            batch, weight = [], 0
        batch.append(file)
        weight += size
    if batch:
        yield batch


def _written(file: Found, known: bool) -> dict[str, Any]:
    row = asdict(file.row) if file.row else None
    return {"path": str(file.path), "root": str(file.root), "row": row, "known": known}


def _read(written: dict[str, Any]) -> Found:
    row = ManifestRow(**written["row"]) if written["row"] else None
    return Found(Path(written["path"]), Path(written["root"]), row)
