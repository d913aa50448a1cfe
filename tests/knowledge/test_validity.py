"""What is in force on a day: order within a document, supersession and repeal between documents."""

from dataclasses import replace
from typing import Any

import pytest

from knowledge.model import Repeal
from knowledge.validity import Timeline, VersionFacts

PLAIN = VersionFacts("", "d", "guidance", "办法", "/in/a.md", "zh", "cn", None, None, None, None)


def version(id: str, **about: Any) -> VersionFacts:
    return replace(PLAIN, version_id=id, **about)


def shown(day: str, *versions: VersionFacts) -> set[str]:
    return set(Timeline(versions).shown(day))


OLD = version("old", version_date="2019-04-23")
NEW = version("new", version_date="2026-06-26", in_force_from="2027-01-01")


def test_the_newer_version_counts_from_its_first_day() -> None:
    assert shown("2026-12-31", NEW, OLD) == {"old"}
    assert shown("2027-01-01", OLD, NEW) == {"new"}
    assert shown("2019-04-22", OLD, NEW) == set()


def test_what_became_of_a_version_is_known() -> None:
    line = Timeline([OLD, NEW])
    old = line.standings["old"]
    assert (old.ends, old.successor, old.on("2026-11-23"), old.on("2027-02-01")) == (
        "2026-12-31", NEW, "in_force", "superseded",
    )  # fmt: skip
    assert line.standings["new"].on("2026-11-23") == "not_yet"


def test_an_older_version_does_not_come_back_when_the_newer_one_runs_out() -> None:
    ended = replace(NEW, in_force_to="2028-12-31")
    assert shown("2029-01-01", OLD, ended) == set()
    assert Timeline([OLD, ended]).standings["new"].on("2029-01-01") == "expired"


def test_a_version_without_a_date_is_not_judged_beside_dated_ones() -> None:
    undated, older, newer = version("undated"), version("older", version_date="2020-01-01"), NEW
    assert shown("2021-01-01", undated, older, newer) == {"undated", "older"}
    assert shown("2027-06-01", newer, older, undated) == {"undated", "new"}
    line = Timeline([undated, older, newer])
    assert line.standings["undated"].successor is None
    assert list(line.unplaced([undated, older, newer])) == [(undated, newer)]


def test_staff_place_a_version_without_a_date_by_what_supersedes_it() -> None:
    undated, dated = version("undated"), version("dated", version_date="2020-01-01", supersedes="in/old.md")
    undated = replace(undated, source_path="/in/old.md")
    assert shown("2021-01-01", undated, dated) == {"dated"}
    assert list(Timeline([undated, dated]).unplaced([undated, dated])) == []


def test_of_two_texts_of_one_date_the_first_is_shown_and_the_other_waits() -> None:
    twice = replace(OLD, version_id="twice", source_path="/in/b.md")
    assert shown("2020-01-01", OLD, twice) == {"old"}
    assert shown("2020-01-01", twice, OLD) == {"twice"}
    assert Timeline([OLD, twice]).standings["twice"].on("2020-01-01") == "doubled"
    assert shown("2027-01-01", OLD, twice, NEW) == {"new"}


@pytest.mark.parametrize(
    "named", ["资助办法", "资助办法(2020-01-01)", "in/b.md", "./b.md", "京知局[2020]3号", "别的办法；资助办法"]
)
def test_another_document_is_superseded_by_path_title_date_or_number(named: str) -> None:
    target = version(
        "target",
        document_id="e",
        title="资助办法",
        source_path="/in/b.md",
        version_date="2020-01-01",
        number="京知局〔2020〕3号",
    )
    by = version("by", title="资助新办法", in_force_from="2026-03-01", supersedes=named)
    assert shown("2026-02-28", target, by) == {"target"}
    assert shown("2026-03-01", target, by) == {"by"}


def test_of_versions_only_the_one_named_by_date_is_superseded() -> None:
    first = version("first", document_id="e", title="资助办法", version_date="2020-01-01")
    second = version("second", document_id="e", title="资助办法", version_date="2022-01-01")
    by = version("by", title="资助新办法", in_force_from="2026-03-01", supersedes="资助办法(2020-01-01)")
    assert shown("2026-03-01", first, second, by) == {"second", "by"}


def test_what_a_text_repeals_ends_on_its_day_but_not_what_came_later() -> None:
    by = version("by", title="新解释", version_date="2022-03-16", repeals=(Repeal("旧解释", None, "2022-03-20"),))
    old = version("old", document_id="e", title="旧解释", version_date="2020-12-29")
    later = replace(old, version_id="later", version_date="2024-01-01")
    assert shown("2022-03-19", old, by) == {"old", "by"}
    assert shown("2022-03-20", old, by) == {"by"}
    assert shown("2024-06-01", old, later, by) == {"later", "by"}


def test_a_text_does_not_repeal_the_versions_of_its_own_document() -> None:
    repeal = (Repeal("办法", None, "2001-07-01"),)
    older, newer = replace(OLD, repeals=repeal), replace(NEW, repeals=repeal)
    assert shown("2026-01-01", older, newer) == {"old"}


def test_two_that_name_each_other_leave_the_newer_one() -> None:
    one = version("one", title="甲办法", version_date="2020-01-01", supersedes="乙办法")
    two = version("two", document_id="e", title="乙办法", version_date="2021-01-01", supersedes="甲办法")
    assert shown("2022-01-01", one, two) == {"two"}


def test_a_text_that_says_it_is_over_is_not_shown() -> None:
    assert shown("2026-01-01", version("over", repealed=True)) == set()
    ended = version("ended", repealed=True, in_force_to="2025-12-31")
    assert shown("2025-12-31", ended) == {"ended"}


def test_all_versions_are_found_when_all_are_asked_for() -> None:
    assert set(Timeline([OLD, NEW]).shown("2026-01-01", every=True)) == {"old", "new"}
    assert set(Timeline([OLD, NEW]).shown("2026-01-01", every=True, region="us")) == set()
