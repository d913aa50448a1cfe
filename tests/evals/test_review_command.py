"""`ipsteward reviews export` as a process of its own."""

import csv
import io
import json
from datetime import datetime
from pathlib import Path

from evals.review.model import Source
from evals.review.reviews import Reviews
from knowledge.database import Database
from tests.bots.test_command_line import command, lines
from tests.evals.seeds import citation, seed_question, seed_run


def test_reviews_are_exported_to_stdout_and_to_a_file(database: Database, now: datetime, tmp_path: Path) -> None:
    home = tmp_path / "home"
    turn_id = seed_question(database, "s_1", now, "=1+1", "二十年。\n[1]", citations=[citation()], visitor="ann-secret")
    Reviews(database).put(Source("s_1"), turn_id, "rita", "partly", ("a", "b"), "", "", now)
    seed_run(database, "nightly", now, {"a": "failed"})

    done = command(home, "reviews", "export")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(done.stdout.removeprefix("\ufeff"), newline="")))
    assert [(row["said"], row["verdict"], row["tags"]) for row in rows] == [("'=1+1", "partly", "a; b")]
    assert "ann-secret" not in done.stdout

    out = tmp_path / "out.jsonl"
    done = command(home, "reviews", "export", "--format", "jsonl", "--with-visitors", "--out", str(out))
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads(out.read_text("utf-8"))["visitor"] == "ann-secret"

    run = lines(command(home, "reviews", "export", "--format", "jsonl", "--run", "nightly"))
    assert [(row["run_id"], row["case_id"], row["status"]) for row in run] == [("nightly", "a", "failed")]

    unknown = command(home, "reviews", "export", "--run", "monthly")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "monthly" in unknown.stderr
