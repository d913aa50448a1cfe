"""One ingest: files in, what changed into the store, vectors after, and a report of every file."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from ingest.filling import Filling
from ingest.reading import Rejected, Skipped, read_file
from ingest.reading.files import Found, walk
from ingest.reading.manifest import Manifest, ManifestRow
from knowledge.documents import Documents
from knowledge.embed import CachedEmbedder
from knowledge.errors import OtherEmbedder
from knowledge.index import Index
from knowledge.model import NewVersion

READER = "3"  # raised when reading or splitting changes, so that unchanged files are read anew


class Progress(Protocol):
    """Told about the work as it goes; `total` 0 means unknown."""

    def __call__(self, stage: str, done: int, total: int) -> None: ...


@dataclass
class Report:
    """What an ingest did, in the shape that `ingest --json` prints."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    skipped: list[dict[str, str]] = field(default_factory=list)
    rejected: list[dict[str, str]] = field(default_factory=list)
    passages: int = 0
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Ingest:
    """Brings a collection up to date with files. The caller holds the writer's lock."""

    documents: Documents
    embedder: CachedEmbedder
    index: Index
    read_timeout_s: float
    progress: Progress

    def __call__(
        self, paths: Sequence[Path], collection: str, manifest: Manifest | None, now: Callable[[], datetime], *,
        wait: bool = True,
    ) -> Report:  # fmt: skip
        begun, report = now(), Report()
        self._same_embedder()
        self.documents.set_fact("ingest", "under way")
        known = self.documents.known(collection)
        found, refused = walk(paths, manifest)
        report.skipped += [{"path": str(one.path), "reason": one.reason} for one in refused]
        gone: list[str] = list(self._forget_missing(paths, collection, known, found, report))
        for at, file in enumerate(found):
            self.progress("read", at, len(found))
            gone += self._take(file, collection, known.get(str(file.path)), report, now())
        self.progress("read", len(found), len(found))
        self.index.delete(gone)
        if wait:
            self.fill()
        report.passages = len(self.documents.passage_ids())
        report.seconds = round((now() - begun).total_seconds(), 2)
        return report

    def fill(self) -> None:
        """Makes the vectors that are missing, and the index whole after a run that was cut short."""
        Filling(self.documents, self.embedder, self.index)(partial(self.progress, "embed"))

    def _same_embedder(self) -> None:
        built = self.documents.fact("embedding_model")
        if built is not None and built != self.embedder.model_id:
            raise OtherEmbedder(built=built, set=self.embedder.model_id)
        self.documents.set_fact("embedding_model", self.embedder.model_id)

    def _forget_missing(
        self, paths: Sequence[Path], collection: str, known: dict[str, str], found: Sequence[Found], report: Report
    ) -> list[str]:
        """Files that were read from these folders before and are not there now."""
        present = {str(file.path) for file in found}
        roots = [str(path.resolve()) for path in paths if path.is_dir()]
        gone: list[str] = []
        for path in known:
            if path not in present and any(path.startswith(root + "/") for root in roots):
                gone += self.documents.forget(path, collection)
                report.removed += 1
        return gone

    def _take(self, file: Found, collection: str, known: str | None, report: Report, now: datetime) -> Sequence[str]:
        """Reads one file if it changed; gives the ids of passages that left."""
        path = str(file.path)
        try:
            digest = _digest(file.path, file.row)
        except OSError as error:
            digest = f"unreadable: {error}"
        if known == digest:
            report.unchanged += 1
            return ()
        outcome = read_file(file.path, file.root, file.row, timeout_s=self.read_timeout_s)
        if isinstance(outcome, Skipped):
            report.skipped.append({"path": path, "reason": outcome.reason})
            return self.documents.forget(path, collection) if known else ()
        if isinstance(outcome, Rejected):
            report.rejected.append(
                {"path": path, "code": outcome.code, "reason_zh": outcome.reason_zh, "reason_en": outcome.reason_en}
            )
            return ()  # what an earlier, readable file of this name brought stays until it is removed
        return self._store(path, collection, digest, known, outcome, report, now)

    def _store(
        self, path: str, collection: str, digest: str, known: str | None, versions: Sequence[NewVersion],
        report: Report, now: datetime,
    ) -> Sequence[str]:  # fmt: skip
        stored = self.documents.put(path, collection, digest, versions, now)
        for title in stored.twins:
            report.skipped.append({"path": path, "reason": f"the same text is held already: {title}"})
        if stored.passages:
            if known is None:
                report.added += 1
            else:
                report.updated += 1
        return stored.removed


def _digest(path: Path, row: ManifestRow | None) -> str:
    digest = hashlib.sha256(path.read_bytes())
    about = "" if row is None else json.dumps(asdict(row), sort_keys=True, default=str)
    digest.update(f"\n{READER}\n{about}".encode())
    return digest.hexdigest()[:32]
