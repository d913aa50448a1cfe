"""`ipsteward eval`: measurements from the command line."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from evals import dates
from evals.retrieval import load, measure
from knowledge import settings as configured
from knowledge.errors import BadDate

File = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group("eval")
def evaluate() -> None:
    """Measure retrieval and dates."""


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


def _shown(bars: Progress) -> Callable[[str, int, int], None]:
    tasks = {stage: bars.add_task(stage, total=None) for stage in ("embed", "ask")}
    return lambda stage, done, total: bars.update(tasks[stage], completed=done, total=total)
