"""One ingest: files in, what changed into the store, vectors after, and a report of every file."""

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from ingest.filling import Filling
from ingest.reading import Outcome, Rejected, Skipped, read_file
from ingest.reading.files import Found, PassedOver, walk
from ingest.reading.manifest import BadLine, Manifest, ManifestRow
from knowledge.documents import Also, Documents, Source, Stored, nothing
from knowledge.embed import CachedEmbedder
from knowledge.errors import OtherEmbedder
from knowledge.index import Index
from knowledge.model import NewVersion

READER = "6"  # raised when reading or splitting changes, so that unchanged files are read anew


class Progress(Protocol):
    """Told about the work as it goes; `total` 0 means unknown."""

    def __call__(self, stage: str, done: int, total: int, /) -> None: ...


@dataclass
class Report:
    """What an ingest did, in the shape that `ingest --json` prints."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    skipped: list[dict[str, str]] = field(default_factory=list)
    rejected: list[dict[str, str]] = field(default_factory=list)
    conflicts: list[dict[str, Any]] = field(default_factory=list)
    notes: list[dict[str, str]] = field(default_factory=list)  # of files that were read, such as hidden text left out
    passages: int = 0
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def pass_over(self, files: Sequence[PassedOver]) -> None:
        for one in files:
            if one.code:
                self.rejected.append(refused(named(one.path), one.code, one.reason_zh, one.reason))
            else:
                self.skipped.append(passed_over(named(one.path), one.reason, one.reason_zh))


@dataclass(frozen=True)
class Ingest:
    """Brings a collection up to date with files. The caller holds the writer's lock."""

    documents: Documents
    embedder: CachedEmbedder
    index: Index
    read_timeout_s: float
    progress: Progress
    ocr_timeout_s: float | None = None
    archive_timeout_s: float | None = None

    def __call__(
        self, paths: Sequence[Path], collection: str, manifest: Manifest | None, now: Callable[[], datetime], *,
        wait: bool = True,
    ) -> Report:  # fmt: skip
        begun, report = now(), Report()
        self.begin()
        known = self.documents.sources(collection)
        found, others = walk(paths, manifest)
        report.pass_over(others)
        gone: list[str] = []
        for at, file in enumerate(found):
            self.progress("read", at, len(found))
            gone += self.take(file, collection, known.get(named(file.path)), report, now())
        self.progress("read", len(found), len(found))
        self.end(paths, collection, found, known, report, now(), gone, wait=wait)
        report.seconds = round((now() - begun).total_seconds(), 2)
        return report

    def begin(self) -> None:
        """Raises OtherEmbedder."""
        self._same_embedder()
        self.documents.set_fact("ingest", "under way")

    def end(
        self, paths: Sequence[Path], collection: str, found: Sequence[Found], known: dict[str, Source],
        report: Report, now: datetime, gone: list[str], *, wait: bool = True,
    ) -> None:  # fmt: skip
        """What is done when all files were taken; `gone` are passages that left. The report is completed."""
        # Missing files go last: one that was renamed is known under its new name by then, and never absent between.
        gone += self._forget_missing(paths, collection, known, found, report, now)
        gone += self._take_heirs(collection, found, report, now)
        self.index.delete(gone)
        report.conflicts = [one.as_json() for one in self.documents.settle_conflicts(collection, now)]
        if wait:
            self.fill()
        report.passages = self.documents.passage_count()

    def fill(self) -> None:
        """Makes the vectors that are missing, and the index whole after a run that was cut short."""
        Filling(self.documents, self.embedder, self.index)(partial(self.progress, "embed"))

    def read(self, file: Found) -> Outcome:
        """One file, within the limits; changes nothing."""
        if file.row is not None and file.row.wrong:
            return Rejected.because(BadLine(**file.row.wrong))
        return read_file(
            file.path, file.root, file.row, timeout_s=self.read_timeout_s,
            ocr_timeout_s=self.ocr_timeout_s, archive_timeout_s=self.archive_timeout_s,
        )  # fmt: skip

    def bring(
        self, path: str, collection: str, own: str, found: Sequence[NewVersion], now: datetime, also: Also = nothing
    ) -> None:
        """Puts live what was read of one file before (`own` is its digest); vectors are filled later."""
        self._same_embedder()
        stored = self.documents.put(path, collection, digest(own), found, now, own, also=also)
        self.index.delete(stored.removed)
        self.documents.settle_conflicts(collection, now)

    def take_out(self, path: str, collection: str, now: datetime, also: Also = nothing) -> None:
        """What a file brought that is gone; its texts stay as earlier revisions."""
        self.index.delete(self.documents.forget(path, collection, now, also=also))
        self.documents.settle_conflicts(collection, now)

    def _same_embedder(self) -> None:
        built = self.documents.fact("embedding_model")
        if built is not None and built != self.embedder.model_id:
            raise OtherEmbedder(built=built, set=self.embedder.model_id)
        self.documents.set_fact("embedding_model", self.embedder.model_id)

    def _forget_missing(
        self, paths: Sequence[Path], collection: str, known: dict[str, Source], found: Sequence[Found], report: Report,
        now: datetime,
    ) -> list[str]:  # fmt: skip
        """Files that were read from these folders before and are not there now, but for what staff brought back."""
        present = {named(file.path) for file in found}
        roots = [named(path.resolve()) for path in paths if path.is_dir()]
        gone: list[str] = []
        for path, source in known.items():
            missing = path not in present and any(path.startswith(root + "/") for root in roots)
            if missing and source.settled != "without_file":
                gone += self.documents.forget(path, collection, now)
                report.removed += 1
        return gone

    def _take_heirs(self, collection: str, found: Sequence[Found], report: Report, now: datetime) -> list[str]:
        """Files that only repeated what a missing or changed file held: read now, in the same run."""
        again = self.documents.to_read_again(collection)
        heirs = [file for file in found if named(file.path) in again]
        told = {named(file.path) for file in heirs}
        report.skipped = [one for one in report.skipped if one["path"] not in told]
        known = self.documents.sources(collection)
        return [id for file in heirs for id in self.take(file, collection, known[named(file.path)], report, now)]

    def take(self, file: Found, collection: str, known: Source | None, report: Report, now: datetime) -> Sequence[str]:
        """Reads one file if it changed; gives the ids of passages that left."""
        path, own = named(file.path), own_hash(file)
        if as_it_was(path, own, known, report):
            return ()
        outcome = self.read(file)
        if isinstance(outcome, Skipped):
            report.skipped.append(passed_over(path, outcome.reason, outcome.reason_zh))
            return self.documents.forget(path, collection, now) if known else ()
        if isinstance(outcome, Rejected):
            report.rejected.append(refused(path, outcome.code, outcome.reason_zh, outcome.reason_en))
            return ()  # what an earlier, readable file of this name brought stays until it is removed
        report.notes += [
            {"path": path, "part": note.part or "", "code": note.code, "reason_zh": note.zh, "reason_en": note.en}
            for note in outcome.notes
        ]
        stored = self.documents.put(path, collection, digest(own), outcome, now, own)
        self._count(path, known, stored, report)
        return stored.removed

    def _count(self, path: str, known: Source | None, stored: Stored, report: Report) -> None:
        for title in stored.twins:
            report.skipped.append(
                passed_over(path, f"the same text is held already: {title}", f"同样的文字已收录：{title}")
            )
        if stored.passages:
            if known is None:
                report.added += 1
            else:
                report.updated += 1


def own_hash(file: Found) -> str:
    """Of the bytes of a file and of what the manifest says about it."""
    try:
        return digest_of(file.path, file.row)
    except OSError as error:
        return f"unreadable: {error}"


def digest(own: str) -> str:
    """What a file is known by: its own hash and the age of the reader."""
    return f"{own} {READER}"


def as_it_was(path: str, own: str, known: Source | None, report: Report) -> bool:
    """Whether a file need not be read again; the report is told."""
    if known is None:
        return False
    if known.settled and known.file_hash == own:
        if known.settled == "removed":
            report.skipped.append(
                passed_over(path, "removed by staff, and unchanged since", "工作人员已移除，此后没有变化")
            )
        else:
            report.unchanged += 1
        return True
    if known.content_hash == digest(own):
        report.unchanged += 1
        return True
    return False


def named(path: Path) -> str:
    """A path as text that can be stored and printed, whatever bytes its name has."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def passed_over(path: str, reason: str, reason_zh: str) -> dict[str, str]:
    return {"path": path, "reason": reason, "reason_zh": reason_zh, "reason_en": reason}


def refused(path: str, code: str, reason_zh: str, reason_en: str) -> dict[str, str]:
    return {"path": path, "code": code, "reason_zh": reason_zh, "reason_en": reason_en}


def digest_of(path: Path, row: ManifestRow | None) -> str:
    """Of the file and of what the manifest says about it."""
    digest = hashlib.sha256()
    if not path.is_file():
        raise OSError("not a regular file")
    with path.open("rb") as stream:
        while piece := stream.read(2**20):
            digest.update(piece)
    told = {} if row is None else {name: cell for name, cell in asdict(row).items() if name != "wrong" or cell}
    about = json.dumps(told, sort_keys=True, default=str) if told else ""
    digest.update(f"\n{about}".encode())
    return digest.hexdigest()[:32]
