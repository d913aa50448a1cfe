"""A folder of broken and hostile files: each must end inside its limits, in text or in a reason in both languages."""

import json
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from evals.why import Why
from ingest.reading import Outcome, Read, Rejected, Skipped, read_file
from ingest.reading.child import warm_up
from knowledge.errors import Fault, Lang

WALL_S, MEMORY_MB = 10.0, 512.0
SPARE = 0.9  # of the time allowed goes to the reader; the rest is for ending it
STEP_S = 0.02
NAMES = ("manifest.jsonl", "manifest.json")


class NoManifest(Fault):
    code = "no_hostile_manifest"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "{folder} 里没有可用的 manifest.jsonl 或 manifest.json；请检查路径，以及每条是否写了 file。",
        "en": "There is no usable manifest.jsonl or manifest.json in {folder}; check the path, and that each "
        "entry names a file.",
    }


@dataclass(frozen=True, slots=True)
class Case:
    """One file and what is expected of it."""

    file: str
    kind: str = ""
    expected: str = ""
    accept: str = ""
    must_contain: tuple[str, ...] = ()
    must_not_contain: tuple[str, ...] = ()
    wall_s: float = WALL_S
    rss_mb: float = MEMORY_MB

    @classmethod
    def of(cls, row: dict[str, Any]) -> "Case":
        limits = row.get("limits") or {}
        return cls(
            str(row["file"]), str(row.get("kind") or row.get("category") or ""), str(row.get("expected") or ""),
            str(row.get("accept") or ""), tuple(row.get("must_contain") or ()),
            tuple(row.get("must_not_contain") or ()),
            float(limits.get("wall_s") or WALL_S), float(limits.get("rss_mb") or MEMORY_MB),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measured:
    """How one file ended; `why` lists what is wrong, empty when it passed."""

    case: Case
    outcome: str  # ingested, or the code
    seconds: float
    memory_mb: float
    why: tuple[Why, ...] = ()


@dataclass
class Watch:
    """The most memory that the children of this process held together while it was open, in bytes."""

    most: int = 0
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> "Watch":
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def _look(self) -> None:
        own, before = os.getpid(), resident(os.getpid())
        while not self._over.is_set():
            server = children(own)
            working = [pid for parent in server for pid in below(parent)]
            self.most = max(
                self.most, sum(resident(pid) for pid in working), *map(peak, working), resident(own) - before
            )
            self._over.wait(STEP_S)


def children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").glob("*/children"))
    except OSError:  # it has ended meanwhile
        return []
    return [int(one) for task in tasks for one in _text(task).split()]


def below(pid: int) -> Iterator[int]:
    for child in children(pid):
        yield child
        yield from below(child)


def resident(pid: int) -> int:
    return _status(pid, "VmRSS:")


def peak(pid: int) -> int:
    return _status(pid, "VmHWM:")


def _status(pid: int, name: str) -> int:
    for line in _text(Path(f"/proc/{pid}/status")).splitlines():
        if line.startswith(name):
            return int(line.split()[1]) * 1024
    return 0


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:  # it has ended meanwhile
        return ""


def load(folder: Path) -> list[Case]:
    """The cases of a folder. Raises NoManifest."""
    path = next((folder / name for name in NAMES if (folder / name).is_file()), None)
    if path is None:
        raise NoManifest(folder=folder)
    try:
        text = path.read_text("utf-8-sig")
        rows = (
            json.loads(text)
            if path.suffix == ".json"
            else [json.loads(line) for line in text.splitlines() if line.strip()]
        )
        rows = rows.get("files", []) if isinstance(rows, dict) else rows
        return [Case.of(row) for row in rows]
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise NoManifest(folder=folder) from error


def measure(folder: Path, case: Case) -> Measured:
    """Reads one file as an ingest does, and says what is wrong with how it ended."""
    began = time.monotonic()
    allowed = case.wall_s * SPARE
    with Watch() as watch:
        outcome = read_file(
            folder / case.file, folder, None, timeout_s=allowed, ocr_timeout_s=allowed, archive_timeout_s=allowed
        )
    seconds, memory = time.monotonic() - began, watch.most / 2**20
    ended = outcome.code if isinstance(outcome, Rejected) else "skipped" if isinstance(outcome, Skipped) else "ingested"
    return Measured(
        case, ended,
        round(seconds, 2), round(memory, 1), tuple(_faults(case, outcome, seconds, memory)),
    )  # fmt: skip


def _faults(case: Case, outcome: Outcome, seconds: float, memory: float) -> Iterator[Why]:
    if seconds > case.wall_s:
        yield Why(f"用时 {seconds:.1f} 秒，限 {case.wall_s:g} 秒", f"took {seconds:.1f} s, allowed {case.wall_s:g} s")
    if memory > case.rss_mb:
        yield Why(f"占用 {memory:.0f} MB，限 {case.rss_mb:g} MB", f"used {memory:.0f} MB, allowed {case.rss_mb:g} MB")
    yield from _outcome(case, outcome)
    if isinstance(outcome, Read):
        for version in outcome:
            if not all(version.text[one.start : one.end] == one.text for one in version.passages):
                yield Why("有段落与其位置上的文字不符", "a passage is not what stands at its place")
        text = "\n".join(version.text for version in outcome)
        yield from (Why(f"缺少 {told!r}", f"lacks {told!r}") for told in case.must_contain if told not in text)
        yield from (Why(f"含有 {told!r}", f"contains {told!r}") for told in case.must_not_contain if told in text)
    elif isinstance(outcome, Rejected) and not (outcome.reason_zh.strip() and outcome.reason_en.strip()):
        yield Why("拒绝时没有中英文原因", "refused without a reason in both languages")


def _outcome(case: Case, outcome: Outcome) -> Iterator[Why]:
    """`accept` beginning with either: both are right; with encrypted: refused with that code."""
    if case.accept.startswith("either"):
        return
    code = outcome.code if isinstance(outcome, Rejected) else None
    if case.accept.startswith("encrypted"):
        if code != "encrypted":
            yield Why(
                f"应为 encrypted，实际为 {code or 'ingested'}", f"expected the code encrypted, was {code or 'ingested'}"
            )
    elif case.expected.startswith("ingested") and not isinstance(outcome, Read):
        yield Why(f"应读出文字，实际为 {code or 'skipped'}", f"expected text, was {code or 'skipped'}")
    elif case.expected.startswith("rejected") and isinstance(outcome, Read):
        yield Why("应拒绝，实际已读取", "expected to be refused, was ingested")


def run(folder: Path, progress: Callable[[int, int, str], None]) -> list[Measured]:
    """Every file of the manifest, one after the other. Raises NoManifest."""
    cases = load(folder)
    warm_up()
    found: list[Measured] = []
    for at, case in enumerate(cases):
        progress(at, len(cases), case.file)
        found.append(measure(folder, case))
    progress(len(cases), len(cases), "")
    return found


def as_json(found: Sequence[Measured]) -> dict[str, Any]:
    """The figures in the shape that `eval hostile --json` prints."""
    slowest = max(found, key=lambda one: one.seconds, default=None)
    largest = max(found, key=lambda one: one.memory_mb, default=None)
    return {
        "files": len(found),
        "ok": sum(not one.why for one in found),
        "failed": [_failed(one) for one in found if one.why],
        "slowest": slowest and {"file": slowest.case.file, "seconds": slowest.seconds},
        "largest": largest and {"file": largest.case.file, "memory_mb": largest.memory_mb},
        "outcomes": [{"file": one.case.file, "outcome": one.outcome, "seconds": one.seconds, "memory_mb": one.memory_mb}
                     for one in found],
    }  # fmt: skip


def _failed(one: Measured) -> dict[str, str]:
    why = {"why": "; ".join(why.en for why in one.why), "why_zh": "；".join(why.zh for why in one.why)}
    return {"file": one.case.file, **why}
