"""What becomes of our own cases with the embedded model, kept as a table: `python -m evals.expected` writes it anew."""

import json
import sys
import tempfile
from dataclasses import dataclass, field
from importlib.resources import as_file, files
from pathlib import Path

import click

from evals.run import Players, in_processes, run
from evals.runs import Result, Runs
from knowledge.database import open_database
from knowledge.settings import Settings

CASES = files("evals") / "cases"
TABLE = Path(__file__).parent / "cases" / "expected.json"
PROCESSES = 2


@dataclass(frozen=True)
class Change:
    """Where what came of the cases differs from the table; the first two hold a sentence a case."""

    newly_failing: list[str] = field(default_factory=list)
    newly_passing: list[str] = field(default_factory=list)
    not_in_table: list[str] = field(default_factory=list)
    only_in_table: list[str] = field(default_factory=list)


def played(players: Players = in_processes, processes: int = PROCESSES) -> list[Result]:
    """Our own cases over the sample centre, in a home of their own. Raises Fault where a case cannot be read."""
    with tempfile.TemporaryDirectory(prefix="ipsteward-cases-") as folder, as_file(CASES) as cases:
        settings = Settings(home=Path(folder), database_url=None, model="embedded", embed_processes=processes)
        database = open_database(settings.home)
        runs = Runs(database)
        found, faults = run([cases], settings, runs, out="own", processes=processes, progress=_shown, players=players)
        results = runs.results(found["run"])
        database.close()
    if faults:
        raise faults[0]
    return results


def table() -> dict[str, str]:
    """{case id: "passed" or "failed"} as it was last written."""
    held: dict[str, str] = json.loads(TABLE.read_text("utf-8"))
    return held


def change(expected: dict[str, str], results: list[Result]) -> Change:
    """An error of a case counts as a failure."""
    came = {one.case_id: one for one in results}
    both = [id for id in came if id in expected]
    return Change(
        [
            f"{id}: {' '.join(why.en for why in came[id].why)}"
            for id in both
            if (expected[id], _told(came[id])) == ("passed", "failed")
        ],
        [id for id in both if (expected[id], _told(came[id])) == ("failed", "passed")],
        [id for id in came if id not in expected],
        [id for id in expected if id not in came],
    )


def _told(result: Result) -> str:
    return "passed" if result.status == "passed" else "failed"


def _shown(done: int, total: int, case: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done} of {total}", nl=False, err=True)


def main() -> int:
    results = played()
    told = {one.case_id: _told(one) for one in results}
    TABLE.write_text(json.dumps(told, indent=0, sort_keys=True) + "\n", "utf-8")
    failed = [one for one in results if told[one.case_id] == "failed"]
    click.echo(f"{len(told)} cases, {len(failed)} failed; written to {TABLE.name}")
    for one in failed:
        click.echo(f"{one.case_id}: {' '.join(why.en for why in one.why)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
