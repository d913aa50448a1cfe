"""With review nothing goes live before staff say so, and never an old text unnoticed."""

from datetime import timedelta

import pytest

from ingest.watching import texts
from ingest.watching.faults import ChangeDecided, ChangeOutdated, ChangeUnknown, LiveTextChanged
from knowledge.model import Doubt, NewPassage, NewVersion, Repeal

from .conftest import TITLE, Centre


@pytest.fixture
def reviewed(centre: Centre) -> Centre:
    """三 is live, 四 waits."""
    centre.write("a.md", "三")
    centre.watch(review=True)
    assert centre.counted(after=timedelta()) == {"waiting": 1}
    centre.desk.approve(centre.waiting()[0].id, "sample")
    centre.write("a.md", "四")
    assert centre.counted() == {"waiting": 1}
    return centre


def test_a_new_document_is_not_found_before_it_is_approved(centre: Centre) -> None:
    centre.write("a.md", "三")
    centre.watch(review=True)
    centre.run(after=timedelta())
    (change,) = centre.waiting()
    assert (change.kind, change.title) == ("new", TITLE)
    assert centre.sums() == set()
    assert centre.documents.passage_ids() == set()
    assert centre.embedder.embedded == []
    centre.desk.approve(change.id, "sample")
    assert centre.sums() == {"三"}
    assert centre.reads == 1  # what was read is what goes live


def test_staff_see_what_changed_and_visitors_do_not(reviewed: Centre) -> None:
    (change,) = reviewed.waiting()
    (text,) = reviewed.desk.compared(reviewed.changes.get(change.id))
    (place,) = text.differences
    assert (text.kind, place.kind, place.section) == ("changed", "changed", "第二条")
    assert "三万元" in (place.before or "")
    assert "四万元" in (place.after or "")
    assert reviewed.sums() == {"三"}
    done = reviewed.desk.approve(change.id, "sample")
    assert (done.status, done.decided_by) == ("approved", "sample")
    assert reviewed.sums() == {"四"}
    assert reviewed.index.ids() <= reviewed.documents.passage_ids()
    assert reviewed.counted() == {"unchanged": 1}


def test_what_was_rejected_is_not_asked_again_until_it_changes(reviewed: Centre) -> None:
    reviewed.desk.reject(reviewed.waiting()[0].id, "sample")
    assert reviewed.counted() == {"unchanged": 1}
    assert reviewed.waiting() == []
    assert reviewed.sums() == {"三"}
    reviewed.write("a.md", "五")
    assert reviewed.counted() == {"waiting": 1}


def test_a_change_is_decided_once(reviewed: Centre) -> None:
    (change,) = reviewed.waiting()
    reviewed.desk.reject(change.id, "sample")
    for act in (reviewed.desk.approve, reviewed.desk.reject):
        with pytest.raises(ChangeDecided):
            act(change.id, "second")
    assert reviewed.sums() == {"三"}
    with pytest.raises(ChangeUnknown):
        reviewed.desk.approve("ch_none", "sample")


def test_of_two_who_decide_at_once_one_is_told(reviewed: Centre) -> None:
    (change,) = reviewed.waiting()
    stale = reviewed.desk
    held = stale._waiting(change.id)
    reviewed.desk.reject(change.id, "first")
    with pytest.raises(ChangeDecided):
        stale.ingest().bring(
            change.location, "guidance", change.own, texts.unpacked(held.body or b""), reviewed.now,
            lambda connection: stale._decided(connection, held, "second"),
        )  # fmt: skip
    assert reviewed.sums() == {"三"}  # the whole transaction was undone


def test_a_newer_change_takes_the_place_of_one_that_waits(reviewed: Centre) -> None:
    (first,) = reviewed.waiting()
    reviewed.write("a.md", "五")
    reviewed.run()
    (second,) = reviewed.waiting()
    with pytest.raises(ChangeDecided):
        reviewed.desk.approve(first.id, "sample")
    assert reviewed.sums() == {"三"}
    reviewed.desk.approve(second.id, "sample")
    assert reviewed.sums() == {"五"}


def test_a_source_that_moved_on_unseen_stops_the_approval(reviewed: Centre) -> None:
    (change,) = reviewed.waiting()
    reviewed.write("a.md", "五")  # and no run since
    with pytest.raises(ChangeOutdated) as refusal:
        reviewed.desk.approve(change.id, "sample")
    assert TITLE in refusal.value.told("zh")
    assert reviewed.sums() == {"三"}
    assert reviewed.counted(after=timedelta()) == {"waiting": 1}  # it is due at once
    reviewed.desk.approve(reviewed.waiting()[0].id, "sample")
    assert reviewed.sums() == {"五"}


def test_a_source_that_vanished_meanwhile_stops_the_approval(reviewed: Centre) -> None:
    (change,) = reviewed.waiting()
    (reviewed.folder / "a.md").unlink()
    with pytest.raises(ChangeOutdated):
        reviewed.desk.approve(change.id, "sample")


def test_a_live_text_that_changed_meanwhile_is_shown_again_first(reviewed: Centre) -> None:
    (change,) = reviewed.waiting()
    shown = reviewed.desk.base(change)
    found = reviewed.holdings.find(TITLE, "2026-11-23")
    reviewed.history.remove(found.document_id, [one.ref for one in found.versions], reviewed.now)
    reviewed.write("c.md", "七", "样例别的办法")
    reviewed.ingest()([reviewed.folder / "c.md"], "guidance", None, lambda: reviewed.now)
    assert reviewed.desk.base(change) == shown  # a removal by staff is of the same bytes
    reviewed.ingest()([reviewed.folder / "a.md"], "guidance", None, lambda: reviewed.now)  # 四 is live by another way
    with pytest.raises(LiveTextChanged):
        reviewed.desk.approve(change.id, "sample", shown)
    reviewed.desk.approve(change.id, "sample")


def test_a_source_that_is_as_before_has_nothing_to_decide(reviewed: Centre) -> None:
    reviewed.write("a.md", "三")
    assert reviewed.counted() == {"unchanged": 1}
    assert reviewed.waiting() == []
    assert reviewed.changes.decided(5)[0].status == "withdrawn"


def test_a_new_file_that_vanishes_before_it_is_decided_leaves_nothing(centre: Centre) -> None:
    path = centre.write("a.md", "三")
    centre.watch(review=True)
    centre.run(after=timedelta())
    path.unlink()
    assert centre.counted() == {}
    assert centre.waiting() == []


def test_a_text_that_shrinks_to_a_remnant_waits_even_without_review(centre: Centre) -> None:
    path = centre.write("a.md", "三", more="本办法的其他内容。" * 100)
    centre.watch()
    centre.run(after=timedelta())
    path.write_text("# 系统维护中\n\n请稍后访问。\n", "utf-8")
    centre.aged(path)
    assert centre.counted() == {"waiting": 1}
    assert centre.sums() <= {"三"}
    assert centre.documents.passage_ids()


def test_what_waits_comes_back_as_it_was_read() -> None:
    text = "第一条 甲。\n\n第二条 乙。"
    version = NewVersion(
        "id", TITLE, text, (NewPassage(0, 6, text[:6], "第一条", 2, "上文", 5),), "zh", issuer="样例局",
        pages=((0, 1), (8, 2)), repeals=(Repeal("旧办法", None, "2026-01-01"),),
        doubts=(Doubt("two_dates", {"a": "b"}),),
    )  # fmt: skip
    assert texts.unpacked(texts.packed([version])) == [version]
    assert texts.meaning([version]) == texts.meaning(texts.unpacked(texts.packed([version])))


def test_a_run_that_dies_lets_each_change_wait_once(centre: Centre) -> None:
    for at, sum in enumerate("三四五六"):
        centre.write(f"{at}.md", sum, f"样例{sum}号办法")
    centre.watch(review=True)

    def die() -> None:
        if centre.reads == 3:
            raise SystemExit

    centre.during = die
    with pytest.raises(SystemExit):
        centre.run(after=timedelta())
    assert len(centre.waiting()) == 2
    centre.during = lambda: None
    assert centre.counted(after=timedelta()) == {"waiting": 4}
    assert (len(centre.waiting()), centre.reads) == (4, 5)
