"""Words that mean a version: which kind they are, and which of the versions held they show."""

from dataclasses import replace

import pytest

from knowledge.validity import Timeline, VersionFacts
from knowledge.version_words import family, meant, wording

TODAY = "2026-11-23"
PLAIN = VersionFacts("", "d", "guidance", "商标法", "/in/a.md", "zh", "cn", None, None, None, None)
OLDEST = replace(PLAIN, version_id="2013", version_date="2013-08-30", in_force_from="2014-05-01")
HELD = replace(PLAIN, version_id="2019", version_date="2019-04-23", in_force_from="2019-11-01")
COMING = replace(PLAIN, version_id="2026", version_date="2026-06-26", in_force_from="2027-01-01")
TIMELINE = Timeline([OLDEST, HELD, COMING])


@pytest.mark.parametrize(
    ("question", "kind", "words"),
    [
        ("旧商标法的异议期是多久？", "old", "旧商标法"),
        ("原来的商标法怎么规定异议期", "old", "原来的商标法"),
        ("修改前的商标法异议期多久", "old", "修改前的商标法"),
        ("What did the old Trade Marks Act say?", "old", "the old Trade Marks Act"),
        ("新商标法规定的异议期", "new", "新商标法"),
        ("新修订的商标法异议期多长", "new", "新修订的商标法"),
        ("What does the new law say on opposition?", "new", "the new law"),
        ("现行商标法怎么规定", "current", "现行商标法"),
        ("2019年修正的商标法异议期", "year", "2019年修正的商标法"),
        ("2019年版的商标法异议期", "year", "2019年版的商标法"),
        ("商标法（2019年修正）异议期", "year", "2019年修正"),
        ("2019年商标法规定的异议期", "dated", "2019年商标法"),
        ("under the 2019 law, how long is the period?", "year", "the 2019 law"),
        ("What does the 2019 Trade Marks Act say?", "year", "the 2019 Trade Marks Act"),
    ],
)
def test_words_for_a_version_are_heard(question: str, kind: str, words: str) -> None:
    said = wording(question)
    assert said is not None
    assert (said.kind, said.words) == (kind, words)


@pytest.mark.parametrize(
    "question",
    [
        "商标法的异议期是多久？",
        "旧法和新法有什么区别",
        "2013年修正的商标法和2019年修正的商标法有什么不同",
        "旧的专利法实施细则和新的有什么区别",
        "What changed in the new law?",
        "创新办法有哪些",
        "我们2018年成立，能用哪些政策",
        "优先权日是2018年3月1日",
        "我们有一个新办法申请专利吗",
        "a new trade mark of 2019",
        "Our company was founded in 2019, which law applies?",
    ],
)
def test_other_words_name_no_version(question: str) -> None:
    assert wording(question) is None


@pytest.mark.parametrize(
    ("question", "version", "day"),
    [
        ("旧商标法的异议期", "2013", "2019-10-31"),
        ("新商标法的异议期", "2026", "2027-01-01"),
        ("2019年修正的商标法", "2019", TODAY),
        ("under the 2013 law", "2013", "2019-10-31"),
        ("2026年修订的商标法", "2026", "2027-01-01"),
        ("the law of 2027", "2026", "2027-01-01"),
    ],
)
def test_the_version_that_is_held_gives_the_day(question: str, version: str, day: str) -> None:
    said = wording(question)
    assert said is not None
    found = meant(said, family(HELD, TIMELINE), TIMELINE, TODAY)
    assert found is not None
    assert (found.version.version_id, found.day) == (version, day)


@pytest.mark.parametrize("question", ["旧商标法", "新商标法", "2001年修正的商标法"])
def test_where_no_such_version_is_held_the_words_mean_nothing(question: str) -> None:
    said = wording(question)
    assert said is not None
    assert meant(said, [HELD], Timeline([HELD]), TODAY) is None
