"""`ipsteward ingest`: documents into the index, with progress and a report."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column, Table
from rich.text import Text

from assistant.app import App
from bots.commands.options import GivenPath, as_json, open_app, print_json
from bots.commands.queued import ask as queue
from ingest.reading.manifest import load
from ingest.run import Ingest, Report
from knowledge.terminal import reader_lang
from knowledge.times import clock_now

STAGES = {
    "zh": {"read": "读取文件", "embed": "计算向量"},
    "en": {"read": "Reading files", "embed": "Embedding passages"},
}
CONFLICT = {"zh": "有冲突", "en": "conflict"}
WAIT_S = 60  # while `serve` puts a part of its vectors away


@click.command()
@click.argument("paths", nargs=-1, required=True, type=GivenPath(path_type=Path))
@click.option("--collection", default="guidance", show_default=True)
@click.option("--manifest", type=click.Path(path_type=Path), help="A manifest (CSV) for these files.")
@click.option(
    "--no-wait", is_flag=True, help="Return when word search works; serve or the next ingest makes the vectors."
)
@click.option("--queue", "queued", is_flag=True, help="Let `ipsteward worker` processes do it (PostgreSQL only).")
@as_json
def ingest(
    paths: tuple[Path, ...], collection: str, manifest: Path | None, no_wait: bool, queued: bool, as_json: bool
) -> int:
    """Index documents: files and folders. New and changed ones are read, removed ones forgotten."""
    app = open_app()
    report = (queue if queued else run)(app, paths, collection, manifest, wait=not no_wait)
    if isinstance(report, str):
        if as_json:
            print_json({"queued": report})
        return 0
    if as_json:
        print_json(report.as_json())
    else:
        show(report)
    return 1 if report.rejected else 0


def run(app: App, paths: tuple[Path, ...], collection: str, manifest: Path | None, *, wait: bool = True) -> Report:
    """Ingests with a progress bar on stderr. Raises WriterBusy when another process is at it."""
    with working(app) as work:
        rows = load(manifest) if manifest else None
        return work(paths, collection, rows, lambda: clock_now(app.settings.zone), wait=wait)


@contextmanager
def working(app: App) -> Iterator[Ingest]:
    """An ingest that holds the writer's lock and shows its progress. Raises WriterBusy."""
    words = STAGES[reader_lang()]
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with app.writing(WAIT_S), Progress(*columns, console=Console(stderr=True)) as bars:
        tasks = {stage: bars.add_task(told, total=None, visible=False) for stage, told in words.items()}

        def progress(stage: str, done: int, total: int) -> None:
            bars.update(tasks[stage], completed=done, total=total, visible=True)

        settings = app.settings
        yield Ingest(
            app.documents, app.embedder, app.index, settings.read_timeout_s, progress,
            settings.ocr_timeout_s, settings.archive_timeout_s,
        )  # fmt: skip


def show(report: Report) -> None:
    console = Console()
    console.print(
        f"added {report.added}, updated {report.updated}, unchanged {report.unchanged}, removed {report.removed}, "
        f"passages {report.passages}, {report.seconds} s"
    )
    lang = reader_lang()
    table = Table(Column("path", overflow="fold"), "what", "why")  # a path goes on in the next line, never cut
    for one in report.rejected:
        table.add_row(Text(one["path"]), "refused: " + one["code"], Text(one[f"reason_{lang}"]))
    for one in report.notes:
        table.add_row(Text(_part(one)), "read: " + one["code"], Text(one[f"reason_{lang}"]))
    for one in report.skipped:
        table.add_row(Text(one["path"]), "skipped", Text(one[f"reason_{lang}"]))
    for one in report.conflicts:
        table.add_row(Text(one["title"]), CONFLICT[lang], Text(one[f"say_{lang}"]))
    if table.row_count:
        console.print(table)


def _part(note: dict[str, str]) -> str:
    return f"{note['path']}!/{note['part']}" if note["part"] else note["path"]
