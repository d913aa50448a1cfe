"""`ipsteward eval`: measurements from the command line."""

import json
import shlex
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from evals import dates, hostile
from evals.attacks.commands import attacks
from evals.compare import compare
from evals.retrieval import load, measure
from evals.run import run, run_name
from evals.runs import Runs
from evals.told import tell_comparison, tell_hostile, tell_run, word
from knowledge import settings as configured
from knowledge.database import open_database
from knowledge.errors import BadDate, Fault
from knowledge.terminal import reader_lang
from knowledge.times import clock_now

File = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group("eval")
def evaluate() -> None:
    """Measure retrieval and dates; play conversations as cases, compare runs, try attacks."""


evaluate.add_command(attacks)


@evaluate.command()
@click.option("--passages", type=File, required=True)
@click.option("--queries", type=File, required=True)
@click.option("--qrels", type=File, required=True)
@click.option("--json", "as_json", is_flag=True, help="The figures are JSON in any case; this keeps scripts uniform.")
def retrieval(passages: Path, queries: Path, qrels: Path, as_json: bool) -> int:
    """nDCG, recall and time of our search, beside plain BM25 over the same passages."""
    labelled = load(passages, queries, qrels)
    with Progress(console=Console(stderr=True)) as bars:
        click.echo(json.dumps(measure(labelled, configured.load(), _shown(bars)), ensure_ascii=False))
    return 0


@evaluate.command("dates")
@click.argument("file", type=File)
@click.option("--now", required=True, help="The time that it is, as ISO 8601.")
@click.option("--json", "as_json", is_flag=True, help="The figures are JSON in any case; this keeps scripts uniform.")
def evaluate_dates(file: Path, now: str, as_json: bool) -> int:
    """How many expressions of a file are read as they are meant."""
    try:
        at = datetime.fromisoformat(now)
    except ValueError as error:
        raise BadDate(value=now) from error
    at = at if at.tzinfo else at.replace(tzinfo=configured.load().zone)
    click.echo(json.dumps(dates.run(file, at), ensure_ascii=False, default=str))
    return 0


@evaluate.command("hostile")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="JSON on stdout.")
def read_hostile(folder: Path, as_json: bool) -> int:
    """Whether every file of DIR/manifest.jsonl ends inside its limits as it should; 1 when one does not."""
    with _counted(word("files")) as progress:
        found = hostile.run(folder, progress)
    if as_json:
        click.echo(json.dumps(hostile.as_json(found), ensure_ascii=False))
    else:
        tell_hostile(found)
    if not found:
        return 2
    return 1 if any(one.why for one in found) else 0


@contextmanager
def _counted(what: str) -> Generator[Callable[[int, int, str], None]]:
    """Progress on stderr, told (done, of how many, which came last): a bar in a terminal, else a line for each."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda done, total, last: click.echo(f"{what} {done}/{total} {last}", err=True)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[last]}"))
    with Progress(*columns, console=console) as bars:
        task = bars.add_task(what, total=None, last="")
        yield lambda done, total, last: bars.update(task, completed=done, total=total, last=escape(last))


def _shown(bars: Progress) -> Callable[[str, int, int], None]:
    tasks = {stage: bars.add_task(stage, total=None) for stage in ("embed", "ask")}
    return lambda stage, done, total: bars.update(tasks[stage], completed=done, total=total)


@evaluate.command("run")
@click.argument("cases", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", metavar="RUN", help="The run's name; a run of that name is gone on with.")
@click.option("--model", metavar="M", help="The model instead of the configured one.")
@click.option("--processes", type=click.IntRange(1), help="How many cases at a time (default: one a processor).")
@click.option("--json", "as_json", is_flag=True, help="The summary as JSON on stdout.")
def run_cases(cases: tuple[Path, ...], out: str | None, model: str | None, processes: int | None, as_json: bool) -> int:
    """Play cases (files, folders), each in a world of its own; everything is kept in the home."""
    settings = configured.load()
    database = open_database(settings.home, settings.database_url)
    name = run_name(out, clock_now(settings.zone))
    reached: list[tuple[int, int]] = []
    try:
        with _counted(word("cases")) as progress:

            def noted(done: int, total: int, last: str) -> None:
                reached.append((done, total))
                progress(done, total, last)

            found, faults = run(
                cases, settings, Runs(database), out=name, model=model, processes=processes, progress=noted, warn=_told
            )
    except (KeyboardInterrupt, SystemExit):
        done, total = reached[-1] if reached else (0, 0)
        command = _again(cases, name, model, processes, as_json)
        click.echo(
            word("stopped" if done else "stopped_before", run=name, done=done, total=total, command=command), err=True
        )
        return 1 if done else 2
    finally:
        database.close()
    for fault in faults:
        _told(fault)
    found["refused"] = [fault.told("en") for fault in faults]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    elif found["cases"]:
        tell_run(found)
    if not found["cases"]:
        return 2
    return 0 if found["passed"] == found["cases"] and not faults else 1


def _again(
    cases: tuple[Path, ...], name: str, model: str | None, processes: int | None, as_json: bool
) -> str:  # fmt: skip
    """The command that goes on with a run."""
    options = ["--out", name, *(["--model", model] if model else []), *(["--json"] if as_json else [])]
    options += ["--processes", str(processes)] if processes else []
    return shlex.join(["ipsteward", "eval", "run", *map(str, cases), *options])


def _told(fault: Fault) -> None:
    click.echo(f"ipsteward: {fault.told(reader_lang())}", err=True)


@evaluate.command("compare")
@click.argument("before")
@click.argument("after")
@click.option("--json", "as_json", is_flag=True, help="JSON on stdout.")
def compare_runs(before: str, after: str, as_json: bool) -> int:
    """What changed from one run to another; 1 when a case newly fails."""
    settings = configured.load()
    database = open_database(settings.home, settings.database_url)
    found = compare(Runs(database), before, after)
    database.close()
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        tell_comparison(found)
    return 1 if found["newly_failing"] else 0
