"""Hostile files are judged by how they end: in text or in a reason, inside their limits."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from evals.commands import evaluate
from evals.hostile import NoManifest, load


def folder(tmp_path: Path, rows: list[dict[str, Any]]) -> Path:
    (tmp_path / "good.txt").write_text("Patent pledge loans", encoding="utf-8")
    (tmp_path / "empty.pdf").write_bytes(b"")
    (tmp_path / "manifest.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return tmp_path


def test_each_expectation_is_judged(tmp_path: Path) -> None:
    good, empty = (
        {"file": "good.txt", "expected": "ingested"},
        {"file": "empty.pdf", "expected": "rejected with reason"},
    )
    rows: list[dict[str, Any]] = [
        good, empty, good | {"expected": "rejected"}, good | {"must_contain": ["trade mark"]},
        good | {"must_not_contain": ["pledge"]}, empty | {"expected": "ingested"},
        empty | {"expected": "ingested", "accept": "either: both"}, empty | {"accept": "encrypted: say so"},
        good | {"limits": {"rss_mb": 512, "wall_s": 0.0001}},
    ]  # fmt: skip
    ran = CliRunner().invoke(evaluate, ["hostile", str(folder(tmp_path, rows)), "--json"], standalone_mode=False)
    told = json.loads(ran.stdout)
    assert (told["files"], told["ok"], len(told["failed"])) == (9, 3, 6)
    assert ran.return_value == 1
    assert all(one["why"] for one in told["failed"])


def test_a_table_is_told_and_zero_means_that_all_passed(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [{"file": "good.txt", "expected": "ingested", "kind": "text"}]
    ran = CliRunner().invoke(evaluate, ["hostile", str(folder(tmp_path, rows))], standalone_mode=False)
    assert ran.return_value == 0
    assert "text" in ran.stdout


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoManifest):
        load(tmp_path)
