"""Dates are read from what a text says of itself; the original law's date is not taken for the amended one's."""

from pathlib import Path

import pytest

from ingest.reading import versions
from ingest.reading.in_force import said
from knowledge.titles import normalised

HISTORY = (
    "（1984年3月12日第六届全国人民代表大会常务委员会第四次会议通过　根据1992年9月4日第七届全国人民代表大会常务委员会"
    "第二十七次会议《关于修改〈专利法〉的决定》第一次修正　根据2020年10月17日第十三届全国人民代表大会常务委员会"
    "第二十二次会议《关于修改〈专利法〉的决定》第四次修正）"
)


def in_force_from(text: str, dated: str | None, stated: str | None = None) -> str | None:
    return said("某法", text, statute=True, dated=dated, stated=stated).in_force_from


@pytest.mark.parametrize("history", [HISTORY, HISTORY.replace("　", "\n"), HISTORY.replace("年", " 年 ")])
def test_the_last_revision_counts_whether_the_history_stands_on_one_line_or_several(history: str) -> None:
    assert versions.version_date(f"专利法\n{history}\n第一条 为了保护，制定本法。") == "2020-10-17"


def test_a_law_that_was_never_amended_has_the_date_of_its_passing() -> None:
    assert versions.version_date("某条例\n（2021年5月6日国务院令第743号公布　自2021年8月1日起施行）") == "2021-05-06"
    assert versions.version_date("某法\n第一条 2019年1月1日通过的决定同时废止。") is None
    assert versions.version_date("2024年13月45日通过") is None


def test_the_date_of_the_original_law_is_not_when_the_amended_one_takes_force() -> None:
    text = f"专利法\n{HISTORY}\n第一条 为了保护。\n第八十二条　本法自1985年4月1日起施行。"
    assert in_force_from(text, "2020-10-17") is None
    assert in_force_from(text, "2020-10-17", stated="1985-04-01") is None


def test_a_law_may_take_force_months_after_it_was_passed() -> None:
    text = "商标法\n（2026年6月26日修订）\n第一条 为了加强。\n第八十七条　本法自2027年1月1日起施行。"
    assert in_force_from(text, versions.version_date(text)) == "2027-01-01"
    assert in_force_from("", "2025-06-27", stated="2025-10-15") == "2025-10-15"


@pytest.mark.parametrize(
    "sentence",
    [
        "本办法自2026年3月1日起施行。",
        "本办法自 2026 年 3 月 1 日起实施。",
        "本办法于2026年3月1日起施行",
        "自2026年3月1日施行，有效期至2028年",
    ],
)
def test_the_ways_of_saying_when_a_rule_begins(sentence: str) -> None:
    assert in_force_from(f"办法\n{sentence}", "2026-02-01") == "2026-03-01"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("二〇二五年一月一日", "2025-01-01"),
        ("二○二五年元月三十一日", "2025-01-31"),
        ("二零二五年十二月二十日", "2025-12-20"),
        ("二O二四年十月十五日", "2024-10-15"),
        ("一九八五 年 四月十日", "1985-04-10"),
        ("二〇二五年二月三十日", None),
    ],
)
def test_days_in_chinese_numerals_are_days_like_others(written: str, day: str | None) -> None:
    assert in_force_from(f"办法\n本办法自{written}起施行。", None) == day
    assert in_force_from(f"办法\n施行日期：{written}", None) == day
    assert versions.version_date(f"办法\n（{written}国务院令第七百九十号公布）\n第一条 目的。") == day
    assert said("办法", f"本办法有效期至{written}。", statute=True, dated=None).in_force_to == day


def test_a_history_in_chinese_numerals_has_its_last_revision() -> None:
    history = "（一九八四年三月十二日通过　二〇〇八年十二月二十七日第三次修正　二〇二〇年十月十七日第四次修正）"
    assert versions.version_date(f"专利法\n{history}\n第一条 为了保护。") == "2020-10-17"


def test_what_no_text_says_stays_unknown() -> None:
    assert in_force_from("本办法自发布之日起施行。", None) is None
    assert in_force_from("", None) is None


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("专利法(2020-10-17).md", "2020-10-17"),
        ("专利法（2020-10-17）.pdf", "2020-10-17"),
        ("v1.2 规定(2024-01-25).txt", "2024-01-25"),
        ("rows(2024-01-25).jsonl.gz", "2024-01-25"),
        ("规定(2024-13-25).md", None),
        ("规定(2024-01-25)修订.md", None),
        ("规定.md", None),
    ],
)
def test_the_date_at_the_end_of_a_file_name(name: str, day: str | None) -> None:
    assert versions.name_date(Path("folder(2001-01-01)") / name) == day


@pytest.mark.parametrize("told", ["2024-01-25", "20240125"])
def test_a_day_in_a_row_is_brought_to_one_form(told: str) -> None:
    assert versions.iso_day(told) == "2024-01-25"


@pytest.mark.parametrize("told", [None, "", 2024, "2024", "2024-02-30", ["2024-01-25"], True])
def test_what_is_no_day_is_unknown(told: object) -> None:
    assert versions.iso_day(told) is None


def test_names_of_one_statute_are_one() -> None:
    names = [
        "中华人民共和国专利法",
        "专利法",
        "《中华人民共和国专利法》",
        "专利法（2020年修正）",
        "专利法(2020-10-17)",
        "中华人民共和国 专利法",
    ]
    assert {normalised(name) for name in names} == {"专利法"}
    assert normalised("规定（一）") != normalised("规定（二）")


@pytest.mark.parametrize(
    "title", ["专利法", "民法典", "实施细则（2023年修订）", "若干问题的解释（二）", "《北京市专利保护和促进条例》"]
)
def test_statutes_are_told_by_their_title(title: str) -> None:
    assert versions.is_statute_title(title)


@pytest.mark.parametrize("title", ["关于申报的通知", "办事指南", "Patent Law Basics", "如何查询专利法律状态"])
def test_other_titles_are_no_statutes(title: str) -> None:
    assert not versions.is_statute_title(title)
