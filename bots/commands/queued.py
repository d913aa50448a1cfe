"""`ipsteward ingest --queue` and `ipsteward worker`: an ingest that several processes or machines share."""

import logging
import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from assistant.app import App
from bots.commands.options import open_app
from ingest.batches import Asked, Batches
from ingest.reading.manifest import load
from ingest.run import Ingest, Report
from knowledge.errors import Fault, Lang
from knowledge.terminal import reader_lang
from knowledge.times import clock_now

if TYPE_CHECKING:
    from ingest.queueing import Jobs

LOOK_S = 0.5
WORDS = {
    "zh": {
        "waiting": "等待工作进程（运行 ipsteward worker）", "planning": "查找新的和改动的文件", "batches": "各批文件",
        "queued": "已排入队列：{job}", "done": "完成：{what}", "ready": "工作进程已就绪，等待任务（Ctrl-C 停止）",
    },
    "en": {
        "waiting": "Waiting for a worker (run ipsteward worker)", "planning": "Looking for new and changed files",
        "batches": "Batches of files", "queued": "Queued: {job}", "done": "Done: {what}",
        "ready": "Worker ready, waiting for work (Ctrl-C stops it)",
    },
}  # fmt: skip


class QueueNeedsPostgres(Fault):
    code = "queue_needs_postgres"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "队列需要 PostgreSQL；请把 IPSTEWARD_DATABASE_URL 设为 postgresql://…，或不带 --queue 直接导入。",
        "en": "The queue needs PostgreSQL; set IPSTEWARD_DATABASE_URL to postgresql://…, or ingest without --queue.",
    }


class IngestFailed(Fault):
    code = "ingest_failed"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "排队的导入 {job} 没有完成（{why}）；已完成的文件会保留，改正后再次运行同一命令即可。",
        "en": "The queued ingest {job} did not come to its end ({why}); files that were done are kept, so put it right "
        "and run the same command again.",
    }


def ask(app: App, paths: tuple[Path, ...], collection: str, manifest: Path | None, *, wait: bool) -> Report | str:
    """Puts an ingest into the queue; waits for its report with progress, or gives the id of the job at once.

    Raises QueueNeedsPostgres, IngestFailed, and what is wrong with the paths or the manifest.
    """
    asked = Asked(
        tuple(str(path.resolve()) for path in paths), collection, str(manifest.resolve()) if manifest else None
    )
    if manifest is not None:
        load(manifest)
    asked.found()
    _on_postgres(app)
    from ingest.queueing import asking  # brings dbos, which takes a second

    with asking(app.database) as jobs:
        job = jobs.ask(asked)
        click.echo(WORDS[reader_lang()]["queued"].format(job=job), err=True)
        return _followed(jobs, job) if wait else job


def _followed(jobs: "Jobs", job: str) -> Report:
    words = WORDS[reader_lang()]
    begun = time.monotonic()
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=Console(stderr=True)
    ) as bars:
        task = bars.add_task(words["planning"], total=None)
        while (result := (state := jobs.state(job)).result) is None:
            told = "waiting" if not state.workers else "batches" if state.batches else "planning"
            bars.update(task, description=words[told], completed=state.done, total=state.batches or None)
            time.sleep(LOOK_S)
        bars.update(task, description=words["batches"], completed=state.done, total=state.batches or None)
    if "fault" in result:
        raise IngestFailed(job=job, why=result.get(reader_lang(), result["fault"]))
    report = Report(**result)
    report.seconds = round(time.monotonic() - begun, 2)
    return report


@click.command()
@click.option("--until-idle", is_flag=True, help="End when nothing is left to do.")
def worker(until_idle: bool) -> int:
    """Do queued ingests, a batch of files at a time; run as many workers as there are machines and cores."""
    app = open_app()
    _on_postgres(app)
    from ingest.queueing import Worker

    words = WORDS[reader_lang()]
    settings = app.settings
    work = Ingest(
        app.documents, app.embedder, app.index, settings.read_timeout_s, lambda stage, done, total: None,
        settings.ocr_timeout_s, settings.archive_timeout_s,
    )  # fmt: skip
    working = Worker(
        app.database, Batches(work, lambda: clock_now(settings.zone)),
        lambda what: click.echo(words["done"].format(what=what), err=True),
    )  # fmt: skip
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: working.stop())
    click.echo(words["ready"], err=True)
    working.run(until_idle=until_idle)
    app.close()
    logging.shutdown()
    os._exit(0)  # a job that waited here for batches of others would keep its thread, and the process, alive


def _on_postgres(app: App) -> None:
    if not app.database.on_postgres:
        raise QueueNeedsPostgres()
