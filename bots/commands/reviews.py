"""`ipsteward reviews`: what reviewers said of replies, taken out as a file."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import click

from bots.commands.options import open_app
from evals.review import export as exports
from evals.review.faults import RunUnknown
from evals.review.model import Filters
from evals.review.runs import Runs
from evals.review.transcripts import Transcripts
from knowledge.terminal import reader_lang


@click.group()
def reviews() -> None:
    """What reviewers said of replies."""


@reviews.command()
@click.option("--format", "format", type=click.Choice(["csv", "jsonl"]), default="csv", show_default=True)
@click.option("--run", help="The replies of this evaluation run, instead of those of real conversations.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False, writable=True), help="A file (default: stdout).")
@click.option("--with-visitors", is_flag=True, help="Tell which visitor asked; left out otherwise.")
def export(format: exports.Format, run: str | None, out: Path | None, with_visitors: bool) -> int:
    """A row for each reply and review; replies without a review have empty fields."""
    app = open_app()
    runs = Runs(app.database)
    if run is not None and all(one.id != run for one in runs.every()):
        raise RunUnknown(run=run)
    if run is not None:
        records = exports.of_run(runs, run, Filters())
    else:
        records = exports.of_conversations(Transcripts(app.database, app.settings.zone), Filters(), with_visitors)
    pieces = exports.written(records, format, exports.columns(with_visitors))
    if out is None:
        sys.stdout.reconfigure(newline="")  # pyrefly: ignore[missing-attribute]  # the line ends are CSV's own
        count = _write(pieces, sys.stdout)
    else:
        with out.open("w", encoding="utf-8", newline="") as file:
            count = _write(pieces, file)
    click.echo(f"{count} 行" if reader_lang() == "zh" else f"{count} rows", err=True)
    return 0


def _write(pieces: Iterator[str], file: TextIO) -> int:
    """How many rows were written, the heading of a CSV not counted."""
    count = 0
    for piece in pieces:
        file.write(piece)
        count += not piece.startswith(exports.BOM)
    file.flush()
    return count
