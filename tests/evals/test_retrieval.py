"""The measures of retrieval, on cases that can be counted by hand."""

import json
from pathlib import Path

import pytest

from evals.bm25 import Bm25
from evals.labelled import BadSet
from evals.ranking import ndcg, recall, reciprocal_rank
from evals.retrieval import load, measure
from knowledge.settings import Settings


def test_the_measures_are_those_of_the_textbook() -> None:
    labels = {"a": 2, "b": 1}
    assert ndcg(["a", "b"], labels) == 1
    assert ndcg(["x", "a"], {"a": 1}) == pytest.approx(0.6309, abs=1e-4)
    assert recall(["a", "x"], labels) == 0.5
    assert reciprocal_rank(["x", "a"], labels) == 0.5


def test_plain_bm25_finds_what_shares_terms_and_nothing_else() -> None:
    bm25 = Bm25(["发明专利权的期限", "注册商标的有效期", "unrelated words"])
    assert bm25.best("专利期限多久", 10)[0] == 0
    assert bm25.best("zebra", 10) == []


def test_a_small_set_is_measured_end_to_end(tmp_path: Path) -> None:
    passages = [
        ("p1", "专利法 第四十二条", "发明专利权的期限为二十年。"),
        ("p2", "商标法 第三十九条", "注册商标的有效期为十年。"),
    ]
    _write(
        tmp_path / "p.jsonl", [{"id": id, "lang": "zh", "title": title, "text": text} for id, title, text in passages]
    )
    _write(tmp_path / "q.jsonl", [{"id": "q1", "lang": "zh", "text": "发明专利保护多少年"}])
    _write(tmp_path / "r.jsonl", [{"query": "q1", "passage": "p1", "score": 1}])
    labelled = load(tmp_path / "p.jsonl", tmp_path / "q.jsonl", tmp_path / "r.jsonl")
    figures = measure(labelled, Settings(home=tmp_path / "home", embed_processes=1), lambda stage, done, total: None)
    assert (figures["queries"], figures["ndcg@10"], figures["bm25"]["ndcg@10"]) == (1, 1.0, 1.0)
    assert set(figures) == {
        "queries", "ndcg@10", "recall@10", "mrr@10", "bm25", "index_seconds", "query_ms_p50", "query_ms_p95",
    }  # fmt: skip


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "p.jsonl").write_text('{"id": "p1", "title": "t", "text": "x"}\n{"id": \n')
    _write(tmp_path / "q.jsonl", [])
    _write(tmp_path / "r.jsonl", [])
    with pytest.raises(BadSet) as refusal:
        load(tmp_path / "p.jsonl", tmp_path / "q.jsonl", tmp_path / "r.jsonl")
    assert "2" in refusal.value.told("en")


def _write(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
