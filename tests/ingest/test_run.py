"""An ingest from files to a searchable store: what changed, what went, what was refused."""

import gzip
import json
from datetime import datetime
from pathlib import Path

import pytest

from ingest.run import Ingest, Report
from knowledge.database import Database
from knowledge.documents import Documents
from knowledge.embed import CachedEmbedder
from knowledge.errors import WriterBusy
from knowledge.lock import writing
from tests.fakes import FakeEmbedder, FakeIndex


class Bench:
    """An ingest over doubles, and what it left behind."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.embedder, self.index, self.documents, self.now = FakeEmbedder(), FakeIndex(), Documents(database), now
        self._ingest = Ingest(
            self.documents, CachedEmbedder(self.embedder, database), self.index, 10, lambda stage, done, total: None
        )

    def __call__(self, *paths: Path, wait: bool = True) -> Report:
        return self._ingest(paths, "guidance", None, lambda: self.now, wait=wait)


@pytest.fixture
def bench(database: Database, now: datetime) -> Bench:
    return Bench(database, now)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "docs"
    made.mkdir()
    (made / "a.md").write_text("# 专利指南\n\n## 期限\n\n发明专利权的期限为20年。\n")
    (made / "b.txt").write_text("Trade marks last ten years.\n")
    return made


def test_new_unchanged_changed_and_removed_files_are_told_apart(bench: Bench, folder: Path) -> None:
    assert bench(folder).added == 2
    again = bench(folder)
    assert (again.added, again.unchanged) == (0, 2)
    (folder / "a.md").write_text("# 专利指南\n\n## 期限\n\n外观设计专利权的期限为15年。\n")
    (folder / "b.txt").unlink()
    third = bench(folder)
    assert (third.updated, third.removed, third.unchanged) == (1, 1, 0)
    assert bench.index.ids() == bench.documents.passage_ids()


def test_an_unchanged_file_is_not_embedded_again(bench: Bench, folder: Path) -> None:
    bench(folder)
    before = len(bench.embedder.embedded)
    bench(folder)
    assert len(bench.embedder.embedded) == before


def test_a_file_that_cannot_be_read_is_refused_and_the_rest_goes_on(bench: Bench, folder: Path) -> None:
    (folder / "empty.md").write_text("")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 no")
    (folder / "rows.jsonl").write_text('{"text": \n')
    (folder / "rows.jsonl.gz").write_bytes(gzip.compress(json.dumps({"text": "hello there", "title": "T"}).encode()))
    report = bench(folder)
    assert {Path(one["path"]).name: one["code"] for one in report.rejected} == {
        "empty.md": "empty", "broken.pdf": "broken", "rows.jsonl": "broken",
    }  # fmt: skip
    assert report.added == 3
    assert all(one["reason_zh"] and one["reason_en"] for one in report.rejected)


def test_a_file_that_became_unreadable_keeps_its_last_good_version(bench: Bench, folder: Path) -> None:
    bench(folder)
    (folder / "a.md").write_text("")
    report = bench(folder)
    assert [one["code"] for one in report.rejected] == ["empty"]
    assert report.removed == 0
    assert len(bench.documents.passage_ids()) == 2


def test_without_waiting_words_are_there_and_vectors_come_later(bench: Bench, folder: Path) -> None:
    bench(folder, wait=False)
    assert bench.documents.passage_ids()
    assert bench.index.ids() == set()
    bench(folder)
    assert bench.index.ids() == bench.documents.passage_ids()


def test_an_index_that_lost_or_kept_too_much_is_made_whole(bench: Bench, folder: Path) -> None:
    bench(folder)
    vector = bench.index.held.pop(next(iter(bench.index.held)))
    bench(folder)
    assert bench.index.ids() == bench.documents.passage_ids()
    bench.index.upsert(["p_orphan"], vector[None, :])
    bench(folder)
    assert bench.index.ids() == bench.documents.passage_ids()


def test_an_index_that_is_as_it_was_left_is_not_looked_through(bench: Bench, folder: Path) -> None:
    bench(folder)
    asked = len(bench.index.asked)
    bench(folder)
    assert len(bench.index.asked) == asked
    (folder / "a.md").write_text("Another text altogether.")
    bench(folder)
    assert len(bench.index.asked) > asked


def test_a_second_writer_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with writing(tmp_path), pytest.raises(WriterBusy) as refusal, writing(tmp_path):
        pass
    assert "ipsteward" in refusal.value.told("zh") or "索引" in refusal.value.told("zh")
    with writing(tmp_path):
        assert (tmp_path / "writer.pid").exists()


def test_a_faulty_line_of_a_manifest_is_one_line_of_the_report(bench: Bench, folder: Path) -> None:
    bench(folder)
    (folder / "manifest.csv").write_text("path,title,lang\nnone.md,无,\na.md,指南,fr\nb.txt,Marks,en\n", "utf-8")
    report = bench(folder)
    assert (report.updated, report.removed) == (1, 0)
    assert [(Path(one["path"]).name, one["code"]) for one in report.rejected] == [
        ("manifest.csv", "bad_manifest_line"), ("a.md", "bad_manifest_line"),
    ]  # fmt: skip
    assert "第 2 行" in report.rejected[0]["reason_zh"]
    assert "Line 3" in report.rejected[1]["reason_en"]
    (folder / "manifest.csv").write_text("path,title,lang\na.md,指南,zh\nb.txt,Marks,en\n", "utf-8")
    report = bench(folder)
    assert (report.updated, report.rejected) == (1, [])
