"""Queued ingests on a real PostgreSQL: two worker processes share one, and what a killed one had begun is not lost."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ingest.batches import FILES, Asked, Batches
from ingest.queueing import Jobs, State, asking
from ingest.run import Ingest, Report
from knowledge.database import Database, open_database
from knowledge.documents import Documents
from knowledge.embed import CachedEmbedder
from knowledge.index import open_index
from knowledge.tables import passages, sources, versions
from tests.fakes import FakeEmbedder, FakeIndex

ROOT = Path(__file__).resolve().parents[2]
COUNT = 4 * FILES
PATIENCE_S = 120


@pytest.fixture
def on_server(postgres_url: str, tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path / "home", postgres_url)
    yield opened
    opened.close()


def written(folder: Path, count: int) -> Path:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        text = f"# 样例办法{number}\n\n## 一\n\n第{number * 7919}号甲。\n\n## 二\n\n第{number * 104729}号乙。\n"
        (folder / f"{number:03}.md").write_text(text, "utf-8")
    return folder


def start(tmp_path: Path, url: str, name: str) -> "subprocess.Popen[bytes]":
    with (tmp_path / f"{name}.txt").open("wb") as told:
        command = [sys.executable, "-m", "tests.ingest.queue_worker", str(tmp_path / "home"), url]
        return subprocess.Popen(command, cwd=ROOT, stdout=told, stderr=subprocess.STDOUT)


def wait(jobs: Jobs, job: str, until: Callable[[State], bool]) -> State:
    ends = time.monotonic() + PATIENCE_S
    while not until(state := jobs.state(job)):
        assert time.monotonic() < ends, state
        time.sleep(0.1)
    return state


def test_two_workers_share_an_ingest_and_one_ends_what_the_other_was_killed_in(
    on_server: Database, postgres_url: str, tmp_path: Path
) -> None:
    folder = written(tmp_path / "docs", COUNT)
    with asking(on_server) as jobs:
        job = jobs.ask(Asked((str(folder),), "guidance"))
        workers = [start(tmp_path, postgres_url, name) for name in ("first", "second")]
        try:
            wait(jobs, job, lambda state: state.workers == 2 and state.done >= 1)
            workers[0].kill()
            state = wait(jobs, job, lambda state: state.result is not None)
        finally:
            for one in workers:
                one.kill()
                one.wait()
        assert state.done == state.batches == COUNT // FILES
    assert state.result is not None
    report = Report(**state.result)
    assert (report.added, report.updated, report.unchanged, report.rejected) == (COUNT, 0, 0, [])
    with on_server.read() as connection:
        held = {table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in (sources, versions, passages)}  # fmt: skip
    assert held == {"sources": COUNT, "versions": COUNT, "passages": report.passages}
    assert Documents(on_server).left_to_embed() == 0
    assert open_index(tmp_path, on_server).ids() == Documents(on_server).passage_ids()


def test_batches_one_after_another_do_what_an_ingest_does(database: Database, tmp_path: Path, now: datetime) -> None:
    folder = written(tmp_path / "docs", FILES + 4)
    work = Ingest(
        Documents(database), CachedEmbedder(FakeEmbedder(), database), FakeIndex(), 30, lambda stage, done, total: None
    )
    batches, asked = Batches(work, lambda: now), Asked((str(folder),), "guidance")

    def all_of_it() -> Report:
        plan = batches.plan(asked)
        for files in plan["batches"]:
            done = Report(**batches.do(files, "guidance"))
            assert Report(**batches.do(files, "guidance")) == done  # as if its process had been killed after all
            plan["report"]["added"] += done.added
            plan["report"]["updated"] += done.updated
        return Report(**batches.settle(asked, plan["report"]))

    assert all_of_it().added == FILES + 4
    (folder / "000.md").unlink()
    (folder / "001.md").write_text("# 样例办法1\n\n改了。\n", "utf-8")
    again = all_of_it()
    assert (again.added, again.updated, again.removed, again.unchanged) == (0, 1, 1, FILES + 2)
    assert work.index.ids() == Documents(database).passage_ids()
