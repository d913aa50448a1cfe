"""The command `patents`: importing records, searching them, one record, counts over them, their vectors."""

from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from assistant.app import App
from assistant.clock import day
from assistant.patents import chart, telling
from assistant.patents.refining import loosened
from assistant.patents.understanding import understood
from bots.commands.options import Decorated, GivenPath, RangeBackwards, as_json, open_app, print_json
from bots.commands.patents_shown import WORDS, show_found, show_landscape, show_record, show_report
from ingest.patents.run import Import, Report
from knowledge.errors import Fault, Lang
from knowledge.patents.model import Landscape, PatentQuery
from knowledge.patents.symbols import prefix
from knowledge.patents.vectors import fill
from knowledge.terminal import reader_lang
from knowledge.times import clock_now


class BadClass(Fault):
    code = "bad_class"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "“{value}”不是 IPC 或 CPC 分类号；请写成 H01M 或 H01M10/05 这样的形式。",
        "en": "“{value}” is no IPC or CPC symbol; write it like H01M or H01M10/05.",
    }


class CannotDraw(Fault):
    code = "cannot_draw"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "图片 {path} 写不了（{why}）；请检查目录和权限。",
        "en": "The picture {path} cannot be written ({why}); check its folder and permissions.",
    }


class NoPng(Fault):
    code = "no_png"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "图片只能存为 PNG；请把 {path} 的扩展名写成 .png。",
        "en": "A picture is written as PNG; let the name {path} end in .png.",
    }


@click.group()
def patents() -> None:
    """Patent records: import, search, show, landscape, embed."""


def fields(command: Decorated) -> Decorated:
    """The fields of a search; each narrows it."""
    for name, told in (
        ("--office", "Office as its two letters, such as CN, US, WO."), ("--to", "Published on this day or before."),
        ("--from", "Published on this day or later."), ("--inventor", "Part of an inventor's name."),
        ("--applicant", "Part of an applicant's name; legal forms do not count."),
    ):  # fmt: skip
        command = click.option(name, help=told)(command)
    command = click.option("--class", "classes", multiple=True, help="IPC or CPC, from the left: H01M, H01M10/05.")(
        command
    )
    return click.argument("query", required=False, default="")(command)


@patents.command("import")
@click.argument("files", nargs=-1, required=True, type=GivenPath(path_type=Path))
@as_json
def import_(files: tuple[Path, ...], as_json: bool) -> int:
    """Import records: JSON lines, CSV, USPTO XML, .zip of these. Word search works when it returns."""
    app = open_app()
    report = run(app, files)
    if as_json:
        print_json(report.as_json())
    else:
        show_report(report, reader_lang())
    return 1 if report.rejected or report.refused else 0


@patents.command()
@click.option("-k", default=10, show_default=True, type=click.IntRange(1, 1000), help="How many records.")
@click.option("--offset", default=0, show_default=True, type=click.IntRange(0), help="How many to pass over.")
@fields
@as_json
def search(k: int, offset: int, as_json: bool, **asked: Any) -> int:
    """Find records by words, applicant, inventor, class, date, office. Without words, the newest first."""
    app = open_app()
    found = app.patents.search(_query(app, **asked), k, offset)
    if as_json:
        print_json(found.as_json())
        return 0
    show_found(found, offset, reader_lang())
    if not found.hits:
        for field, count in loosened(found.query, lambda wider: app.patents.search(wider, 1).total):
            click.echo(f"- {telling.loosened(field, count, reader_lang())}")
    return 0


@patents.command()
@click.argument("number")
@as_json
def show(number: str, as_json: bool) -> int:
    """One record by its number, in any writing, with or without its kind code."""
    record = open_app().patents.get(number)
    if as_json:
        print_json({"found": False, "number": number} if record is None else {"found": True} | record.as_json())
    else:
        show_record(record, number, reader_lang())
    return 1 if record is None else 0


@patents.command()
@click.option(
    "--top", default=10, show_default=True, type=click.IntRange(1, 1000), help="Applicants and classes shown."
)
@click.option("--png", type=click.Path(path_type=Path, dir_okay=False), help="Draw the counts into this file.")
@fields
@as_json
def landscape(top: int, png: Path | None, as_json: bool, **asked: Any) -> int:
    """Count records by year, applicant and class; of the words a record must hold all."""
    if png is not None and png.suffix.lower() != ".png":
        raise NoPng(path=png)
    app = open_app()
    counted = app.patents.landscape(_query(app, **asked), top)
    if as_json:
        print_json(counted.as_json())
    else:
        show_landscape(counted, reader_lang())
    if png is None:
        return 0
    if not counted.total:
        click.echo(WORDS[reader_lang()]["not_drawn"].format(path=png), err=True)
        return 1
    _draw(counted, reader_lang(), png)
    return 0


@patents.command()
@click.option("--limit", type=click.IntRange(1), help="Stop after this many; run again to go on.")
def embed(limit: int | None) -> int:
    """Make the vectors that are missing, abstracts first; may be interrupted and run again."""
    app = open_app()
    words = WORDS[reader_lang()]
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with app.writing(), Progress(*columns, console=Console(stderr=True)) as bars:
        task = bars.add_task(words["embedding"], total=None)
        made = fill(app.database, app.patent_index, app.embedder,
                    lambda done, total: bars.update(task, completed=done, total=total), limit)  # fmt: skip
    click.echo(words["embedded"].format(made=made, left=app.patents.without_vectors()), err=True)
    return 0


def run(app: App, files: tuple[Path, ...]) -> Report:
    """Imports with progress on stderr. Raises WriterBusy when another process is at it."""
    columns = (TextColumn("{task.description}"), TextColumn("{task.completed:,.0f}"))
    with app.writing(), Progress(*columns, console=Console(stderr=True)) as bars:
        tasks = {}

        def progress(name: str, done: int) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(name, total=None)
            bars.update(tasks[name], completed=done)

        return Import(app.patents, progress)(files, lambda: clock_now(app.settings.zone))


def _query(app: App, query: str, **given: Any) -> PatentQuery:
    """What the free text says; an option says it more exactly. Raises BadDate, BadClass, RangeBackwards."""
    said = (
        understood(query, clock_now(app.settings.zone), app.patents.applicants_like).query
        if query.strip()
        else PatentQuery()
    )
    for symbol in given["classes"]:
        if prefix(symbol) is None:
            raise BadClass(value=symbol)
    if given["from"] and given["to"] and (day(given["from"]) or "") > (day(given["to"]) or ""):
        raise RangeBackwards(starts=given["from"], ends=given["to"])
    return replace(
        said,
        applicant=given["applicant"] or said.applicant, inventor=given["inventor"] or said.inventor,
        classes=tuple(given["classes"]) or said.classes, office=(given["office"] or said.office).upper(),
        date_from=day(given["from"]) or said.date_from, date_to=day(given["to"]) or said.date_to,
    )  # fmt: skip


def _draw(counted: Landscape, lang: Lang, path: Path) -> None:
    """Raises CannotDraw where the file cannot be written."""
    try:
        chart.draw(counted, lang, path)
    except OSError as error:
        raise CannotDraw(path=path, why=error.strerror or error) from error
