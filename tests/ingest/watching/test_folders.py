"""A watched folder: what changed is read, what is half-written waits, nothing vanishes unnoticed."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from ingest.watching.faults import BadInterval, NothingToWatch, WatchExists, WatchUnknown
from ingest.watching.intervals import next_try, seconds, told

from .conftest import TITLE, Centre, text_of


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("30m", 1800),
        ("6h", 21600),
        ("1d", 86400),
        ("2w", 1209600),
        (" 6 H ", 21600),
        ("daily", 86400),
        ("6小时", 21600),
    ],
)
def test_an_interval_is_a_number_and_a_unit(words: str, value: int) -> None:
    assert seconds(words) == value
    assert seconds(told(value)) == value


@pytest.mark.parametrize("words", ["", "6", "h", "0h", "1m", "-6h", "1.5h", "100d", "* * * * *", "99999m", "6h6h"])
def test_another_interval_is_refused_in_one_sentence(words: str) -> None:
    with pytest.raises(BadInterval) as refusal:
        seconds(words)
    assert "6h" in refusal.value.told("zh")
    assert "6h" in refusal.value.told("en")


def test_tries_after_a_fault_come_ever_later(centre: Centre) -> None:
    waits = [next_try(centre.now, 21600, failures) - centre.now for failures in range(1, 12)]
    assert waits[:3] == [timedelta(minutes=10), timedelta(minutes=20), timedelta(minutes=40)]
    assert waits[-1] == timedelta(days=1)
    assert next_try(centre.now, 7 * 86400, 20) - centre.now == timedelta(days=7)


def test_only_files_that_changed_are_read(centre: Centre) -> None:
    centre.write("a.md", "三")
    centre.write("b.md", "五", "样例奖励办法")
    centre.watch()
    assert centre.counted(after=timedelta()) == {"new": 2}
    assert centre.run(after=timedelta(minutes=59)) is None  # not due
    assert centre.counted(after=timedelta(minutes=1)) == {"unchanged": 2}
    centre.write("a.md", "四")
    centre.aged(centre.folder / "b.md", 30)  # its time alone changed: its hash is taken, and it is not read
    before = centre.reads
    assert centre.counted() == {"changed": 1, "unchanged": 1}
    assert centre.reads == before + 1
    assert centre.sums() == {"四", "五"}
    assert centre.holdings.find(TITLE, "2026-11-23").revisions == 1


def test_a_folder_that_was_ingested_before_is_known(centre: Centre) -> None:
    centre.write("a.md", "三")
    centre.ingest()([centre.folder], "guidance", None, lambda: centre.now)
    centre.watch(review=True)
    before = centre.reads
    assert centre.counted(after=timedelta()) == {"unchanged": 1}
    assert centre.reads == before


def test_a_file_that_is_being_written_waits_for_a_minute(centre: Centre) -> None:
    centre.write("a.md", "三", age_s=3)
    centre.watch()
    assert centre.counted(after=timedelta()) == {"settling": 1}
    assert centre.counted(after=timedelta(minutes=1)) == {"new": 1}


def test_a_file_that_changes_while_it_is_read_waits_too(centre: Centre) -> None:
    path = centre.write("a.md", "三")
    centre.watch()
    centre.during = lambda: path.write_text("half", "utf-8")
    assert centre.counted(after=timedelta()) == {"settling": 1}
    assert centre.sums() == set()


def test_links_and_hidden_files_are_not_followed(centre: Centre, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text(text_of("九"), "utf-8")
    (centre.folder / "link.md").symlink_to(outside / "secret.md")
    (centre.folder / "links").symlink_to(outside)
    (centre.folder / ".hidden.md").write_text(text_of("八"), "utf-8")
    centre.write("a.md", "三")
    centre.watch()
    assert centre.counted(after=timedelta()) == {"new": 1}
    assert centre.sums() == {"三"}


def test_a_file_that_is_gone_is_for_staff_to_decide(centre: Centre) -> None:
    path = centre.write("a.md", "三")
    centre.watch()
    centre.run(after=timedelta())
    path.unlink()
    assert centre.counted() == {"gone": 1}
    (change,) = centre.waiting()
    assert (change.kind, change.title, change.facts["why"]) == ("gone", TITLE, "missing")
    assert centre.counted() == {"waiting": 1}  # told once
    assert centre.sums() == {"三"}
    centre.desk.approve(change.id, "sample")
    assert centre.sums() == set()
    assert centre.index.ids() == centre.documents.passage_ids()
    assert centre.counted() == {}
    assert centre.holdings.find(TITLE, "2026-11-23").revisions == 1  # it can be brought back


def test_what_staff_keep_stays_though_its_file_is_gone(centre: Centre) -> None:
    path = centre.write("a.md", "三")
    centre.watch()
    centre.run(after=timedelta())
    path.unlink()
    centre.run()
    centre.desk.reject(centre.waiting()[0].id, "sample")
    assert centre.counted() == {"kept": 1}
    centre.ingest()([centre.folder], "guidance", None, lambda: centre.now)  # nor does an ingest take it out
    assert centre.sums() == {"三"}
    centre.write("a.md", "四")
    assert centre.counted() == {"changed": 1}
    path.unlink()
    assert centre.counted() == {"gone": 1}  # asked anew


def test_a_file_that_comes_back_is_not_gone(centre: Centre) -> None:
    path = centre.write("a.md", "三")
    centre.watch()
    centre.run(after=timedelta())
    away = path.rename(centre.folder.parent / "away.md")
    centre.run()
    away.rename(path)
    assert centre.counted() == {"unchanged": 1}
    assert centre.waiting() == []
    assert centre.changes.decided(5)[0].status == "withdrawn"


def test_a_folder_that_is_not_there_changes_nothing_and_is_told(centre: Centre) -> None:
    centre.write("a.md", "三")
    id = centre.watch()
    centre.run(after=timedelta())
    centre.folder.rename(centre.folder.parent / "moved")
    ran = centre.run()
    assert ran is not None
    assert ran.faulty
    held = centre.watches.get(id)
    assert (held.failures, held.fault and held.fault["code"]) == (1, "watched_place_missing")
    assert held.due_at - centre.now == timedelta(minutes=10)
    assert centre.waiting() == []
    assert centre.sums() == {"三"}
    (centre.folder.parent / "moved").rename(centre.folder)
    assert centre.counted(after=timedelta(minutes=10)) == {"unchanged": 1}
    assert centre.watches.get(id).fault is None


def test_a_file_that_cannot_be_read_keeps_what_it_brought_and_is_tried_later(centre: Centre) -> None:
    path = centre.write("a.md", "三")
    id = centre.watch()
    centre.run(after=timedelta())
    path.write_text("", "utf-8")
    centre.aged(path)
    assert centre.counted() == {"failed": 1}
    (seen,) = centre.watches.faulty(id)
    assert (seen.failures, seen.fault and seen.fault["code"]) == (1, "empty")
    assert centre.sums() == {"三"}
    before = centre.reads
    assert centre.counted(id, after=timedelta(minutes=1)) == {"failed": 1}  # asked by name: read at once
    assert centre.reads == before + 1
    assert centre.counted(after=timedelta(minutes=20)) == {"failed": 1}
    centre.write("a.md", "四")
    assert centre.counted(id, after=timedelta(minutes=1)) == {"changed": 1}
    assert centre.watches.faulty(id) == []


def test_a_file_that_repeats_another_holds_the_text_when_that_one_goes(centre: Centre) -> None:
    first = centre.write("a.md", "三")
    centre.write("b.md", "三")
    centre.watch(review=True)
    centre.run(after=timedelta())
    for change in centre.waiting():
        centre.desk.approve(change.id, "sample")
    centre.run()
    first.unlink()
    centre.run()
    (gone,) = centre.waiting()
    centre.desk.approve(gone.id, "sample")
    centre.run()
    assert centre.waiting() == []  # the same bytes as were approved: read again without asking
    assert centre.sums() == {"三"}
    assert {one.source_path.rsplit("/")[-1] for one in centre.holdings.find(TITLE, "2026-11-23").versions} == {"b.md"}


def test_what_staff_removed_stays_out_while_its_file_is_unchanged(centre: Centre) -> None:
    centre.write("a.md", "三")
    centre.watch()
    centre.run(after=timedelta())
    found = centre.holdings.find(TITLE, "2026-11-23")
    centre.history.remove(found.document_id, [one.ref for one in found.versions], centre.now)
    assert centre.counted() == {"unchanged": 1}
    assert centre.sums() == set()


def test_defaults_of_a_watch_stand_where_nothing_else_is_said(centre: Centre) -> None:
    centre.write("a.md", "三", "样例通知")
    (centre.folder / "manifest.csv").write_text("path,title,region\nb.md,样例公告,shanghai\n", "utf-8")
    centre.write("b.md", "五", "样例公告")
    centre.watch(region="beijing", issuer="样例局")
    centre.run(after=timedelta())
    listed = {one.title: (one.region, one.issuer) for one in centre.holdings.listed("2026-11-23")}
    assert listed == {"样例通知": ("beijing", "样例局"), "样例公告": ("shanghai", "样例局")}


def test_a_place_is_watched_once_and_found_by_name(centre: Centre) -> None:
    id = centre.watch()
    with pytest.raises(WatchExists):
        centre.watch(str(centre.folder) + "/.")
    assert centre.watches.get(str(centre.folder)).id == id == centre.watches.get(id[:5]).id
    with pytest.raises(WatchUnknown):
        centre.watches.get("w_nothing")
    with pytest.raises(NothingToWatch):
        centre.watch(centre.folder / "none")


def test_a_watch_that_is_taken_off_leaves_the_documents(centre: Centre) -> None:
    centre.write("a.md", "三")
    id = centre.watch()
    centre.run(after=timedelta())
    os.unlink(centre.folder / "a.md")
    centre.run()
    assert centre.watches.remove(id) == 1
    assert centre.waiting() == []
    assert centre.watches.all() == []
    assert centre.sums() == {"三"}


def test_a_stop_leaves_the_rest_to_the_next_run(centre: Centre) -> None:
    for at, sum in enumerate("三四五六"):
        centre.write(f"{at}.md", sum, f"样例{sum}号办法")
    id = centre.watch()
    (ran,) = centre.reading()((), lambda: centre.reads >= 2)
    assert (ran.counted, ran.complete) == ({"new": 2}, False)
    assert centre.watches.get(id).ended_at is None
    assert centre.counted(after=timedelta()) == {"unchanged": 2, "new": 2}
    assert centre.reads == 4
