"""Two runs beside each other: what newly fails and passes, and which replies changed."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from evals.commands import evaluate
from evals.compare import compare
from evals.play import Outcome, Status
from evals.runs import NoSuchRun, Runs
from evals.why import Why
from knowledge.database import Database
from knowledge.tables import results

Kept = dict[str, tuple[Status, str]]
BEFORE: Kept = {"a": ("passed", "20年"), "b": ("failed", "？"), "c": ("failed", "x"), "gone": ("passed", "y")}
AFTER: Kept = {"a": ("failed", "10年"), "b": ("passed", "？"), "c": ("error", "x"), "new": ("passed", "y")}


def keep(runs: Runs, run_id: str, cases: Kept, now: datetime, booking: dict[str, Any] | None = None) -> None:
    runs.start(run_id, "embedded", ["cases"], len(cases), now)
    for at, (id, (status, text)) in enumerate(cases.items()):
        reply = {"kind": "answer", "text": text, "booking": booking}
        told = [{"visitor": "v", "said": "问", "reply": reply, "trace": {}, "line": 1}]
        why = [] if status == "passed" else [Why(f"{id} 未通过。", f"{id} failed.")]
        runs.keep(run_id, at, {"id": id, "tags": ["t", id]}, "zh", f"h-{id}", Outcome(status, why, told, 0.1), now)
    runs.end(run_id, list(cases), now)


@pytest.fixture
def runs(database: Database, now: datetime) -> Runs:
    kept = Runs(database)
    keep(kept, "before", BEFORE, now)
    keep(kept, "after", AFTER, now)
    return kept


def test_what_newly_fails_comes_with_its_reasons(runs: Runs) -> None:
    found = compare(runs, "before", "after")
    assert found["newly_failing"] == [{"id": "a", "why": ["a failed."], "why_zh": ["a 未通过。"]}]
    assert found["newly_passing"] == ["b"]
    assert found["still_failing"] == ["c"]
    assert (found["only_before"], found["only_after"]) == (["gone"], ["new"])


def test_replies_that_changed_are_named(runs: Runs) -> None:
    assert compare(runs, "before", "after")["replies_changed"] == ["a"]


def test_a_number_made_anew_is_no_change_of_the_reply(runs: Runs, now: datetime) -> None:
    for number in ("BK-1", "BK-2"):
        keep(runs, number, {"a": ("passed", f"已预约，编号：{number}")}, now, {"id": number})
    assert compare(runs, "BK-1", "BK-2")["replies_changed"] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("编号BK-2F7QKM，已预约", "编号BK-9XW3TR，已预约"),
        ("Case C-7KQ2MX is open", "Case C-3HT8WB is open"),
        ("turn t_0123456789abcdef", "turn t_fedcba9876543210"),
    ],
)
def test_ids_anywhere_in_a_reply_are_no_change_of_it(runs: Runs, now: datetime, one: str, other: str) -> None:
    for name, text in (("one", one), ("other", other), ("else", one.replace("-", "，").replace("_", "，"))):
        keep(runs, name, {"a": ("passed", text)}, now)
    assert compare(runs, "one", "other")["replies_changed"] == []
    assert compare(runs, "one", "else")["replies_changed"] == ["a"]


def test_passes_are_counted_by_tag_over_the_cases_of_both(runs: Runs) -> None:
    by_tag = compare(runs, "before", "after")["by_tag"]
    assert by_tag["t"] == {"cases": 3, "before": 1, "after": 1}
    assert "gone" not in by_tag


def test_a_run_that_is_not_there_is_told_with_those_that_are(runs: Runs) -> None:
    with pytest.raises(NoSuchRun) as raised:
        compare(runs, "before", "nowhere")
    assert "nowhere" in raised.value.told("en")
    assert "before" in raised.value.told("en")


@pytest.mark.parametrize(("order", "status"), [(("before", "after"), 1), (("before", "before"), 0)])
def test_the_command_ends_with_1_when_a_case_newly_fails(
    runs: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, order: tuple[str, str], status: int
) -> None:
    monkeypatch.setenv("IPSTEWARD_HOME", str(tmp_path / "home"))
    result = CliRunner().invoke(evaluate, ["compare", *order, "--json"], standalone_mode=False)
    assert result.return_value == status
    assert json.loads(result.stdout)["before"] == "before"


def test_the_tables_speak_the_readers_language(runs: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPSTEWARD_HOME", str(tmp_path / "home"))
    told = {}
    for lang in ("zh_CN.UTF-8", "C.UTF-8"):
        monkeypatch.setenv("LC_ALL", lang)
        told[lang] = CliRunner().invoke(evaluate, ["compare", "before", "after"], standalone_mode=False).stdout
    for words in ("新通过：b", "答复有变化：a", "新出现的未通过", "a 未通过。", "before 通过"):
        assert words in told["zh_CN.UTF-8"]
    for words in ("newly passing: b", "replies changed: a", "a failed.", "passed in before"):
        assert words in told["C.UTF-8"]


def test_reasons_of_earlier_runs_are_told_as_they_were_kept(runs: Runs, database: Database) -> None:
    with database.write() as connection:
        connection.execute(update(results).where(results.c.case_id == "a").values(why=["kind: expected …"]))
    assert [one.told("zh") for one in runs.results("after")[0].why] == ["kind: expected …"]
