"""What a text puts an end to: every document that it names, each with the day, and nothing that it only mentions."""

import time

import pytest

from ingest.reading.in_force import said
from knowledge.model import Repeal

DAY = "2027-01-01"


def ended(text: str, title: str = "样例通知", *, statute: bool = False) -> list[tuple[str, str | None]]:
    return [(one.title, one.on) for one in said(title, text, statute=statute, dated=None).repeals]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("《甲办法》《乙办法》自2027年1月1日起废止。", "甲乙"),
        ("《甲办法》（样发〔2020〕1号）、《乙办法》和《丙办法》自2027年1月1日起废止。", "甲乙丙"),
        ("《甲办法》（2015年3月1日公布）、《乙办法》等两件文件自2027年1月1日起予以废止。", "甲乙"),
        ("自2027年1月1日起，《甲办法》《乙办法》同时废止。", "甲乙"),
        ("自2027年1月1日起，《甲办法》、《乙办法》停止执行。", "甲乙"),
        ("本办法自2027年1月1日起施行。《甲办法》《乙办法》、《丙办法》同时废止。", "甲乙丙"),
        ("本办法自2027年1月1日起施行，《甲办法》以及2015年3月1日公布的《乙办法》同时废止。", "甲乙"),
        ("下列文件自2027年1月1日起废止：\n1.《甲办法》（样发〔2020〕1号）\n\n2.《乙办法》；\n请遵照执行。", "甲乙"),
        ("自2027年1月1日起废止下列规范性文件：《甲办法》《乙办法》。", "甲乙"),
        ("根据《丁法》，《甲办法》《乙办法》自2027年1月1日起废止。", "甲乙"),
    ],
)
def test_every_document_that_is_named_ends_on_the_day(text: str, names: str) -> None:
    assert ended(text) == [(f"{name}办法", DAY) for name in names]


@pytest.mark.parametrize(
    "text",
    [
        "依照《甲办法》、《乙办法》的规定，许可证同时废止。",
        "《甲办法》《乙办法》第三条自2027年1月1日起废止。",
        "自2027年1月1日起，《甲办法》第三条废止。",
        "下列文件的部分条款自2027年1月1日起废止：\n1.《甲办法》第三条",
        "有下列情形之一的，许可自2027年1月1日起失效：\n1.《甲办法》",
        "《甲办法》《乙办法》自2027年1月1日起施行。",
    ],
)
def test_what_is_mentioned_or_loses_an_article_does_not_end(text: str) -> None:
    assert ended(text) == []


def test_a_title_that_ends_an_article_ends_no_document() -> None:
    assert ended("正文", "关于废止《甲办法》部分条款的决定") == []


def test_two_texts_of_one_name_are_told_apart_by_their_numbers() -> None:
    text = "《甲办法》（样发〔2018〕1号）、《甲办法》（样发〔2020〕2号）自2027年1月1日起废止。"
    assert said("通知", text, statute=False, dated=None).repeals == (
        Repeal("甲办法", "样发〔2018〕1号", DAY), Repeal("甲办法", "样发〔2020〕2号", DAY),
    )  # fmt: skip


ACT, RULES = ("Sample Fees Act 2015", DAY), ("Sample Fees Rules 2016", DAY)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Sample Fees Act 2015 is repealed as of 1 January 2027.", [ACT]),
        ("The Sample Fees Act 2015 shall cease to have effect on January 1, 2027.", [ACT]),
        ("The Sample Fees Act 2015 ceases to have effect at the end of 31 December 2026.", [ACT]),
        ("The Sample Fees Act 2015 and the Sample Fees Rules 2016 are repealed with effect from 1 January 2027.",
         [ACT, RULES]),
        ("This Act repeals the Sample Fees Act 2015 with effect from 1 January 2027.", [ACT]),
        ("The Trade Marks and Designs Act 1990 is repealed.", [("Trade Marks and Designs Act 1990", None)]),
        ("Section 5 of the Sample Fees Act 2015 is repealed as of 1 January 2027.", []),
        ("This Act replaces the Sample Fees Act 2015 and applies to all.", [("Sample Fees Act 2015", None)]),
    ],
)  # fmt: skip
def test_an_english_statute_ends_others_with_the_day(text: str, names: list[tuple[str, str | None]]) -> None:
    assert ended(text, "Sample Reform Act 2026") == names


def test_an_english_notice_ends_others_and_a_guide_only_tells_of_it() -> None:
    text = "The Sample Fees Act 2015 will be repealed as of 1 January 2027."
    assert ended(text, "Notice on sample fees") == [ACT]
    assert ended(text, "Guide to sample fees") == []


@pytest.mark.parametrize(
    "end", ["shall cease to have effect on", "will be revoked as of", "is repealed effective from"]
)
def test_an_english_text_says_when_it_ends_itself(end: str) -> None:
    text = f"These Sample Rules {end} 1 January 2027."
    assert said("Sample Rules", text, statute=True, dated=None).in_force_to == "2026-12-31"


@pytest.mark.parametrize(
    "piece",
    [
        "下列文件",
        "下列文件废止：《",
        "附件所列文件",
        "《甲》延长至2024年1月1日",
        "《甲》（",
        "《《甲》",
        "》（一）",
        "\n \n",
        "The Aa and Bb ",
    ],
)
def test_reading_endings_takes_time_by_the_length_of_a_text_alone(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        taken = []
        for _ in range(3):
            begun = time.process_time()
            said("样例办法", text, statute=True, dated=None)
            taken.append(time.process_time() - begun)
        return min(taken)

    assert seconds(40_000) <= 3 * seconds(20_000) + 0.01
