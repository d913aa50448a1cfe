"""A made case is handed to the command alone, and what comes of the command is told."""

import sys
from datetime import datetime
from pathlib import Path

import pytest
import yaml

from evals.review.background import Background
from evals.review.casefile import CaseFile
from evals.review.faults import CaseNotRun, CaseUnreadable
from evals.review.playing import Playing

STANDS_IN = """
import json, os, sys
said = {"words": sys.argv[1:], "case": open(sys.argv[3], encoding="utf-8").read(), "home": os.environ["IPSTEWARD_HOME"]}
open(os.environ["HEARD"], "w", encoding="utf-8").write(json.dumps(said))
sys.stderr.write("one\\nipsteward: no such model\\n")
sys.exit(int(os.environ["STATUS"]))
"""


@pytest.fixture
def file(tmp_path: Path) -> CaseFile:
    made = CaseFile(tmp_path, lambda path: None)
    for id in ("a", "b"):
        made.add(f"id: {id}\nturns:\n- 问\nexpect:\n  kind: answer\n")
    return made


def playing(file: CaseFile, tmp_path: Path, now: datetime, status: int) -> Playing:
    (script := tmp_path / "stands_in.py").write_text(STANDS_IN)
    environ = {"IPSTEWARD_HOME": str(tmp_path), "HEARD": str(tmp_path / "heard.json"), "STATUS": str(status)}
    return Playing([sys.executable, str(script)], file, environ, lambda: now)


@pytest.mark.parametrize("status", [0, 1])
def test_one_case_is_played_in_a_run_of_its_own(file: CaseFile, tmp_path: Path, now: datetime, status: int) -> None:
    playing(file, tmp_path, now, status)("b")
    heard = yaml.safe_load((tmp_path / "heard.json").read_text("utf-8"))
    assert heard["words"][:2] == ["eval", "run"]
    assert heard["words"][3:] == ["--out", "review-20261123-100000", "--json"]
    assert [case["id"] for case in yaml.safe_load(heard["case"])] == ["b"]
    assert Path(heard["words"][2]).parent == file.path.parent
    assert [path.name for path in file.path.parent.glob("*.yaml")] == ["from-review.yaml"]


def test_a_command_that_does_nothing_says_why(file: CaseFile, tmp_path: Path, now: datetime) -> None:
    with pytest.raises(CaseNotRun) as fault:
        playing(file, tmp_path, now, 2)("a")
    assert "ipsteward: no such model" in fault.value.told("en")
    with pytest.raises(CaseUnreadable):
        playing(file, tmp_path, now, 0)("gone")


def test_a_failure_in_the_background_is_kept_until_the_next_start() -> None:
    failures: list[Exception] = [CaseNotRun(why="x")]

    def plays(case_id: str) -> None:
        if failures:
            raise failures.pop()

    background = Background(plays)
    background.start("a")
    background.wait()
    assert isinstance(background.failure("a"), CaseNotRun)
    assert not background.running("a")
    background.start("a")
    background.wait()
    assert background.failure("a") is None
