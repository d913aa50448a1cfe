"""A changed file takes the place of its old text as a whole; what was replaced can be seen and brought back."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from evals.ingest_bench import RandomVectors, Toll, child, generations, ingest, orphans, write
from ingest.reading.manifest import load
from ingest.run import Ingest, Report
from knowledge.database import Database
from knowledge.documents import Documents
from knowledge.embed import CachedEmbedder
from knowledge.history import Change, History, NothingToRollBack
from knowledge.holdings import DocumentAmbiguous, DocumentUnknown, Holding, Holdings, RevisionUnknown
from knowledge.search import Search, Where
from tests.fakes import FakeEmbedder, FakeIndex

TITLE, TODAY = "样例资助办法", "2026-11-23"


class Died(Exception):
    """Stands for the end of the process."""


class Centre:
    """A folder, an ingest over doubles, and what staff and visitors see of it."""

    def __init__(self, database: Database, folder: Path, now: datetime) -> None:
        self.folder, self.now, self.index = folder, now, FakeIndex()
        self.documents, self.holdings, self.history = Documents(database), Holdings(database), History(database)
        self.embedder = FakeEmbedder()
        self.search = Search(database, self.index, self.embedder)
        self.progress: Callable[[str, int, int], None] = lambda stage, done, total: None
        self._cached = CachedEmbedder(self.embedder, database)
        folder.mkdir()

    def write(self, name: str, sum: str, title: str = TITLE, more: str = "") -> Path:
        text = f"# {title}\n\n第一条 为了鼓励创新。\n\n第二条 每件资助{sum}万元。\n\n第三条 由样例中心解释。{more}\n"
        (self.folder / name).write_text(text, "utf-8")
        return self.folder / name

    def ingest(self) -> Report:
        self.now += timedelta(minutes=1)
        work = Ingest(
            self.documents, self._cached, self.index, 10, lambda stage, done, total: self.progress(stage, done, total)
        )
        manifest = self.folder / "manifest.csv"
        return work([self.folder], "guidance", load(manifest) if manifest.exists() else None, lambda: self.now)

    def found(self) -> Holding:
        return self.holdings.find(TITLE, TODAY)

    def sums(self, on: str = TODAY) -> set[str]:
        return {hit.text[-4:-3] for hit in self.search("每件资助万元", Where(on)) if "资助" in hit.text}

    def roll_back(self, ref: str | None = None) -> Change:
        self.now += timedelta(minutes=1)
        change = self.history.roll_back(self.found().document_id, ref, TITLE, self.now)
        self.index.delete(change.gone)
        return change

    def remove(self) -> None:
        found = self.found()
        change = self.history.remove(found.document_id, [one.ref for one in found.versions], self.now)
        self.index.delete(change.gone)


@pytest.fixture
def centre(database: Database, tmp_path: Path, now: datetime) -> Centre:
    return Centre(database, tmp_path / "docs", now)


def test_a_replaced_text_stays_in_the_history(centre: Centre) -> None:
    centre.write("a.md", "三")
    centre.ingest()
    centre.write("a.md", "四")
    centre.ingest()
    current, earlier = centre.holdings.history(centre.found())
    assert (current.state, earlier.state) == ("held", "replaced")
    assert "四万元" in centre.holdings.text(current)
    assert "三万元" in centre.holdings.text(earlier)
    assert centre.sums() == {"四"}


def test_a_roll_back_holds_while_the_file_is_unchanged_and_ends_when_it_changes(centre: Centre) -> None:
    for sum in "三四":
        centre.write("a.md", sum)
        centre.ingest()
    centre.roll_back()
    assert centre.sums() == {"三"}
    assert centre.ingest().unchanged == 1
    assert centre.sums() == {"三"}
    assert centre.index.ids() == centre.documents.passage_ids()
    centre.roll_back()
    assert centre.sums() == {"四"}
    centre.write("a.md", "五")
    assert centre.ingest().updated == 1
    assert centre.sums() == {"五"}


def test_a_named_revision_is_brought_back(centre: Centre) -> None:
    for sum in "三四五":
        centre.write("a.md", sum)
        centre.ingest()
    oldest = centre.holdings.history(centre.found())[-1]
    centre.roll_back(oldest.ref)
    assert centre.sums() == {"三"}
    assert [one.state for one in centre.holdings.history(centre.found())] == ["held", "rolled_back", "replaced"]


def test_without_an_earlier_revision_nothing_is_rolled_back(centre: Centre) -> None:
    centre.write("a.md", "三")
    centre.ingest()
    with pytest.raises(NothingToRollBack):
        centre.roll_back()


def test_a_removed_document_stays_out_until_its_file_changes(centre: Centre) -> None:
    centre.write("a.md", "三")
    centre.ingest()
    centre.remove()
    report = centre.ingest()
    assert [one["reason"] for one in report.skipped] == ["removed by staff, and unchanged since"]
    assert centre.sums() == set()
    assert centre.index.ids() == set()
    assert [one.title for one in centre.holdings.listed(TODAY, removed=True)] == [TITLE]
    centre.roll_back()
    assert centre.sums() == {"三"}
    centre.remove()
    centre.write("a.md", "四")
    centre.ingest()
    assert centre.sums() == {"四"}


def test_a_document_of_two_files_is_removed_as_one(centre: Centre) -> None:
    centre.write("a.md", "三", more="\n\n（2020年1月1日公布）")
    (centre.folder / "b.md").write_bytes((centre.folder / "a.md").read_bytes())
    centre.ingest()
    centre.remove()
    centre.ingest()
    assert centre.sums() == set()


def test_a_text_of_a_deleted_file_can_be_brought_back(centre: Centre) -> None:
    centre.write("a.md", "三")
    centre.ingest()
    (centre.folder / "a.md").unlink()
    assert centre.ingest().removed == 1
    centre.roll_back()
    assert centre.ingest().removed == 0
    assert centre.sums() == {"三"}


def test_a_renamed_file_is_never_absent(centre: Centre) -> None:
    path = centre.write("a.md", "三")
    centre.ingest()
    path.rename(centre.folder / "z.md")
    seen: list[set[str]] = []
    centre.progress = lambda stage, done, total: seen.append(centre.sums())
    report = centre.ingest()
    assert all(seen)
    assert centre.sums() == {"三"}
    assert [one.source_path for one in centre.found().versions] == [str(centre.folder / "z.md")]
    assert (report.removed, report.skipped) == (1, [])


def test_when_one_of_two_files_goes_the_other_holds_the_text_in_the_same_run(centre: Centre) -> None:
    centre.write("a.md", "三")
    (centre.folder / "b.md").write_bytes((centre.folder / "a.md").read_bytes())
    centre.ingest()
    (centre.folder / "a.md").unlink()
    centre.ingest()
    assert centre.sums() == {"三"}
    assert centre.ingest().unchanged == 1


@pytest.mark.parametrize("at", range(0, 9, 2))
def test_a_run_cut_short_leaves_old_or_new_texts_and_the_next_one_goes_on(centre: Centre, at: int) -> None:
    for number in range(5):
        centre.write(f"{number}.md", "三", f"样例办法之{'甲乙丙丁戊'[number]}办法")
    centre.ingest()
    for number in range(5):
        centre.write(f"{number}.md", "四", f"样例办法之{'甲乙丙丁戊'[number]}办法")
    steps = iter(range(100))

    def dies(stage: str, done: int, total: int) -> None:
        if next(steps) == at:
            raise Died

    centre.progress = dies
    with pytest.raises(Died):
        centre.ingest()
    texts = [centre.holdings.text(one.versions[0]) for one in centre.holdings.listed(TODAY)]
    assert len(texts) == 5
    assert all(("三万元" in text) != ("四万元" in text) for text in texts)
    done = sum("四万元" in text for text in texts)
    centre.progress = lambda stage, done, total: None
    assert centre.ingest().updated == 5 - done
    assert centre.index.ids() == centre.documents.passage_ids()
    assert centre.documents.unembedded() == []
    assert centre.sums() == {"四"}


@pytest.mark.slow
def test_kill_9_leaves_no_torn_document_and_no_orphan(tmp_path: Path) -> None:
    home, docs, toll, documents = tmp_path / "home", tmp_path / "docs", Toll(), 30
    write(docs, documents, 1)
    ingest(home, docs, RandomVectors())
    write(docs, documents, 2)
    with child(home, docs) as running:
        while running.poll() is None and not generations(home, toll, documents)[2]:
            time.sleep(0.01)
        running.kill()
    done = generations(home, toll, documents)[2]
    assert ingest(home, docs, RandomVectors()).updated == documents - done
    assert generations(home, toll, documents)[2] == documents
    assert (toll.torn, orphans(home)) == (0, 0)


def test_only_what_changed_in_a_file_is_embedded_again(centre: Centre) -> None:
    centre.write("a.md", "三")
    centre.ingest()
    before = len(centre.embedder.embedded)
    centre.write("a.md", "四")
    centre.ingest()
    assert len(centre.embedder.embedded) == before + 1


def test_documents_are_found_by_id_title_and_number_and_else_what_is_near_is_told(centre: Centre) -> None:
    centre.write("a.md", "三")
    centre.write("b.md", "三", "样例质押办法")
    centre.ingest()
    found = centre.found()
    for asked in (found.document_id, found.document_id[:9], f"《{TITLE}》", found.versions[0].ref):
        assert centre.holdings.find(asked, TODAY).document_id == found.document_id
    with pytest.raises(DocumentUnknown) as unknown:
        centre.holdings.find("样例资助办", TODAY)
    assert TITLE in unknown.value.told("zh")
    assert TITLE in unknown.value.told("en")
    with pytest.raises(DocumentAmbiguous, match="样例质押办法"):
        centre.holdings.find("d_", TODAY)
    with pytest.raises(RevisionUnknown):
        centre.holdings.entry(found, "r_none")


def manifest(centre: Centre, *rows: str) -> None:
    head = "path,title,issuer,number,region,in_force_from,in_force_to,supersedes"
    (centre.folder / "manifest.csv").write_text("\n".join([head, *rows]) + "\n", "utf-8")


def kinds(report: Report) -> list[str]:
    return sorted(one["kind"] for one in report.conflicts)


def test_the_manifest_against_the_text_is_told_and_the_manifest_counts(centre: Centre) -> None:
    centre.write("a.md", "三", more="本办法自2026年3月1日起施行。")
    manifest(centre, "a.md,,,,,2026-04-01,,")
    report = centre.ingest()
    assert kinds(report) == ["manifest_text"]
    assert "2026-03-01" in report.conflicts[0]["say_zh"]
    assert "2026-04-01" in report.conflicts[0]["say_en"]
    assert centre.sums("2026-03-15") == set()
    manifest(centre, "a.md,,,,,2026-03-01,,")
    assert kinds(centre.ingest()) == []


def test_two_texts_of_one_day_that_differ_are_told_whether_a_little_or_much(centre: Centre) -> None:
    history = "\n\n（2020年1月1日公布）"
    (centre.folder / "a.md").write_text(
        f"# {TITLE}{history}\n\n第一条 每件资助三万元。\n\n第二条 由样例中心解释本办法。\n\n"
        "第三条 申请材料一式两份。\n\n第四条 每年受理一次申请。\n"
    )
    (centre.folder / "b.md").write_text((centre.folder / "a.md").read_text().replace("三万", "五万"))
    report = centre.ingest()
    assert kinds(report) == ["differs"]
    assert "五万元" in report.conflicts[0]["say_zh"]
    other = "第一条 是另一份文件。\n\n第二条 讲的是别的事情。"
    (centre.folder / "b.md").write_text(f"# {TITLE}{history}\n\n{other}\n")
    assert kinds(centre.ingest()) == ["same_day"]
    assert centre.sums() == {"三"}
    assert len(centre.holdings.conflicts()) == 1


def test_a_day_of_adoption_alone_is_told_until_the_manifest_gives_the_first_day(centre: Centre) -> None:
    law = "（2026年2月1日样例市人民代表大会通过）\n\n第一条 为了鼓励创新。\n\n第二条 由样例中心解释。"
    (centre.folder / "law.md").write_text(f"# {TITLE}\n\n{law}\n", "utf-8")
    report = centre.ingest()
    assert kinds(report) == ["only_adopted"]
    assert "2026-02-01" in report.conflicts[0]["say_zh"]
    assert centre.found().versions[0].in_force_from is None
    manifest(centre, "law.md,,,,,2026-03-01,,")
    assert kinds(centre.ingest()) == []


def test_a_notice_that_extends_another_text_is_told_with_both_days_and_not_applied(centre: Centre) -> None:
    centre.write("a.md", "三", more="\n\n第四条 本办法自2024年1月1日起施行，有效期至2025年12月31日。")
    notice = "# 关于延续政策的通知\n\n《样例资助办法》有效期延长至2027年12月31日。\n"
    (centre.folder / "notice.md").write_text(notice, "utf-8")
    report = centre.ingest()
    assert kinds(report) == ["extended"]
    for told in (report.conflicts[0]["say_zh"], report.conflicts[0]["say_en"]):
        assert "2025-12-31" in told
        assert "2027-12-31" in told
    assert centre.found().versions[0].status == "expired"
    manifest(centre, "a.md,,,,,,2027-12-31,")
    assert [one["kind"] for one in centre.ingest().conflicts if one["kind"] == "extended"] == []
    assert centre.found().versions[0].status == "in_force"


def test_terms_that_overlap_and_names_that_lead_nowhere_are_told(centre: Centre) -> None:
    centre.write("a(2020-01-01).md", "三")
    centre.write("b(2026-01-01).md", "四")
    manifest(centre, "a(2020-01-01).md,,,,,2020-01-01,2026-06-30,", "b(2026-01-01).md,,,,,2026-03-01,,没有的办法")
    assert kinds(centre.ingest()) == ["names_nothing", "overlap"]
    assert centre.sums("2026-02-01") == {"三"}
    assert centre.sums("2026-04-01") == {"四"}


def test_one_title_in_two_districts_is_two_documents(centre: Centre) -> None:
    centre.write("a.md", "三")
    centre.write("b.md", "四")
    manifest(centre, "a.md,,甲局,,beijing/haidian,,,", "b.md,,乙局,,beijing/chaoyang,,,")
    assert kinds(centre.ingest()) == []
    assert centre.sums() == {"三", "四"}


def test_guides_whose_names_differ_in_a_date_are_versions(centre: Centre) -> None:
    centre.write("guide(2025-03-01).md", "三", "2025年资助指南")
    centre.write("guide(2026-03-01).md", "四", "2026年资助指南")
    centre.ingest()
    assert centre.sums() == {"四"}
    assert centre.sums("2025-06-01") == {"三"}


def test_a_text_without_a_date_beside_a_dated_one_is_left_to_staff(centre: Centre) -> None:
    centre.write("旧(2019-01-01).md", "一")
    text = "第一条 对企业的发明专利给予奖励。\n\n第二条 奖励金额不超过九万元。\n\n第三条 市财政局安排资金。"
    (centre.folder / "新.md").write_text(f"# {TITLE}\n\n{text}\n", "utf-8")
    centre.ingest()
    assert [one.status for one in centre.found().versions] == ["in_force", "in_force"]
    assert [one.kind for one in centre.holdings.conflicts()] == ["undated_beside"]


def test_a_notice_that_extends_a_text_without_a_last_day_says_that_it_is_unknown(centre: Centre) -> None:
    centre.write("a.md", "三", more="\n\n第四条 本办法自2024年1月1日起施行。")
    notice = "# 关于延续政策的通知\n\n《样例资助办法》有效期延长至2027年12月31日。\n"
    (centre.folder / "notice.md").write_text(notice, "utf-8")
    report = centre.ingest()
    assert kinds(report) == ["extended_unknown"]
    zh, en = report.conflicts[0]["say_zh"], report.conflicts[0]["say_en"]
    assert "关于延续政策的通知" in zh
    assert "截止日未知" in zh
    assert "is not known" in en
    assert "—" not in zh + en


def test_two_days_in_force_are_settled_by_the_manifest(centre: Centre) -> None:
    more = "\n\n第四条 本办法自2024年1月1日起施行。\n\n施行日期：2024年3月1日"
    centre.write("a.md", "三", more=more)
    report = centre.ingest()
    assert kinds(report) == ["two_dates"]
    assert f"{TITLE}(" in report.conflicts[0]["say_zh"]
    manifest(centre, "a.md,,,,,2024-03-01,,")
    assert kinds(centre.ingest()) == []
