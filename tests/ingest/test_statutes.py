"""A statute is split by its articles, each with its place; other texts are split by headings and size."""

import pytest

from ingest.reading import statutes
from ingest.reading.markup import markdown, plain_text
from ingest.reading.pieces import Block
from ingest.reading.split import split
from ingest.reading.tokens import count
from knowledge.model import NewPassage

LAW = """中华人民共和国某法

（1984年3月12日第六届全国人民代表大会常务委员会第四次会议通过）

目　录

第一编　通则
第一章　总则
第二章　申请

第一编　通则

第一章　总则

第一条　为了保护权利，制定本法。

第二条　本法所称发明，是指新的技术方案。
依照第四条规定提出的申请除外。
第三条第二款所称的部门另行规定。

第三条　国务院专利行政部门负责管理全国的专利工作。
（一）第一项；
（二）第二项。

第二编　申请

第二章　申请的提出

第一节　一般规定

第四条　申请应当提交请求书。

第四条之一　申请人可以要求优先权。

第二节　特别规定

第五条　本法自1985年4月1日起施行。
"""


def passages(text: str, title: str = "某法") -> tuple[NewPassage, ...]:
    extracted = plain_text(text)
    whole, found, _ = split(title, extracted.blocks)
    for one in found:
        assert whole[one.start : one.end] == one.text
        assert one.text == one.text.strip() != ""
        assert one.tokens == count(one.text)
    return found


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("第四十二条　发明专利权的期限为二十年", "第四十二条"),
        ("第 四十二 条 发明", "第四十二条"),
        ("第42条 发明", "第42条"),
        ("第一百二十条之一　投保", "第一百二十条之一"),
        ("第二十条", "第二十条"),
        ("第三条：适用范围", "第三条"),
        ("第三条本法所称", "第三条"),
        ("第三条　规划先行", "第三条"),
        ("第三条规定的期限", None),
        ("第三条第二款", None),
        ("第三条、第四条", None),
        ("第三条之一的规定", None),
        ("第三条所称的申请", None),
        ("第三款 另有约定", None),
        ("依照第三条 办理", None),
        ("“第三条 申请人", None),
    ],
)
def test_an_article_begins_a_line_and_a_mention_of_one_does_not(line: str, name: str | None) -> None:
    assert statutes.article(line) == name


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("第一编　总则", (1, "第一编 总则")),
        ("第二分编 典型合同", (2, "第二分编 典型合同")),
        ("第三章 质权", (3, "第三章 质权")),
        ("第一节　动产质权", (4, "第一节 动产质权")),
        ("第三章", (3, "第三章")),
        ("第三章的规定适用于本条例。", None),
        ("第三条 总则", None),
        ("第一章规定了总则；", None),
    ],
)
def test_a_division_is_a_short_line_of_its_own(line: str, told: tuple[int, str] | None) -> None:
    assert statutes.division(line) == told


def test_each_article_is_one_passage_with_its_part_chapter_and_section_around_it() -> None:
    found = {one.section: one for one in passages(LAW)}
    assert [name for name in found if name] == ["第一条", "第二条", "第三条", "第四条", "第四条之一", "第五条"]
    assert found["第一条"].context == "某法 > 第一编 通则 > 第一章 总则"
    assert found["第四条之一"].context == "某法 > 第二编 申请 > 第二章 申请的提出 > 第一节 一般规定"
    assert found["第五条"].context == "某法 > 第二编 申请 > 第二章 申请的提出 > 第二节 特别规定"


def test_a_mention_stays_in_the_article_that_mentions_it() -> None:
    second = next(one for one in passages(LAW) if one.section == "第二条")
    assert "依照第四条规定" in second.text
    assert second.text.endswith("第三条第二款所称的部门另行规定。")


def test_items_of_a_list_stay_with_their_article_and_headings_stay_out() -> None:
    third = next(one for one in passages(LAW) if one.section == "第三条")
    assert third.text.endswith("（二）第二项。")
    assert not any("第二编" in one.text or one.text[:1] == "目" for one in passages(LAW))


def test_what_stands_before_the_first_article_is_a_passage_without_section() -> None:
    first = passages(LAW)[0]
    assert first.section is None
    assert "第四次会议通过" in first.text


def test_a_very_long_article_is_split_and_every_piece_keeps_its_section() -> None:
    long = "".join(f"（{at}）申请人应当在规定的期限内提交第{at}项材料并缴纳费用；\n" for at in range(1, 120))
    found = [one for one in passages(LAW.replace("（一）第一项；", long)) if one.section == "第三条"]
    assert len(found) > 3
    assert {one.context for one in found} == {"某法 > 第一编 通则 > 第一章 总则"}
    assert max(one.tokens for one in found) <= 600
    assert all(f"（{at}）" in "".join(one.text for one in found) for at in range(1, 120))


def test_articles_quoted_by_an_amendment_are_no_articles_of_it() -> None:
    decision = """关于修改《某条例》的决定

一、将第四条修改为：“第四条　申请人应当提交请求书。”

二、增加一条，作为第九条：
“第九条　期限为二十年。”

三、将第十一条改为第十三条。

本决定自2024年1月20日起施行。"""
    found = passages(decision, "关于修改《某条例》的决定")
    assert all(one.section is None for one in found)
    assert "“第九条　期限为二十年。”" in "".join(one.text for one in found)


def test_a_text_that_only_mentions_articles_is_no_statute() -> None:
    assert not statutes.is_statute(["第六十条 见下", "第十二条 见上", "第四条 另见", "第九条 又见"])
    assert not statutes.is_statute(["第一条 甲", "第二条 乙"])
    assert statutes.is_statute(["第一条 甲", "第二条 乙", "第二条之一 丙", "第十条 丁"])
    assert statutes.is_statute(["第1条 甲", "第2条 乙", "第１０条 丙"])


def test_headings_make_sections_with_their_path_and_stay_out_of_the_passages() -> None:
    blocks = markdown(
        "# Guide\n\nIntro.\n\n## Fees\n\nPay 900.\n\n### Refunds\n\nNone.\n\n## Terms\n\nTwenty years."
    ).blocks
    _, found, _ = split("Guide", blocks)
    assert [(one.section, one.context, one.text) for one in found] == [
        ("Guide", "Guide", "Intro."),
        ("Fees", "Guide > Fees", "Pay 900."),
        ("Refunds", "Guide > Fees > Refunds", "None."),
        ("Terms", "Guide > Terms", "Twenty years."),
    ]


def test_a_notice_without_headings_is_split_at_its_numbered_points() -> None:
    notice = "\n\n".join(f"{name}、支持事项\n\n对符合条件的企业给予补助。" for name in "一二三四")
    assert [one.text[:2] for one in passages(notice, "关于支持的通知")] == ["一、", "二、", "三、", "四、"]


@pytest.mark.parametrize(
    "paragraph",
    [
        "知识产权质押融资是指企业以合法有效的专利权作为质物。" * 200,
        "The office examines the application and sends a report to the applicant. " * 200,
        "一句之后有空格。 又一句也有。 " * 200,
        "知识产权" * 2000,
        "pledge " * 3000,
        "x" * 20_000,
        "🔒" * 3000,
        "\n".join("一行很短的文字" for _ in range(800)),
    ],
)
def test_a_long_paragraph_becomes_passages_of_bounded_size_that_lose_nothing(paragraph: str) -> None:
    found = passages(paragraph, "长文")
    assert max(one.tokens for one in found) <= 450
    assert sum(len("".join(one.text.split())) for one in found) == len("".join(paragraph.split()))
    assert [one.start for one in found] == sorted(one.start for one in found)


def test_a_sentence_keeps_its_closing_quote() -> None:
    found = passages("他说：“专利权的期限为二十年，自申请日起计算。”" * 60, "记录")
    assert len(found) > 1
    assert all(one.text.startswith("他说") and one.text.endswith("”") for one in found)


def test_passages_end_at_pages_and_name_them() -> None:
    blocks = [Block("第一页的文字。", 0, 1), Block("第三页的文字。", 0, 3), Block("还在第三页。", 0, 3)]
    text, found, pages = split("手册", blocks)
    assert [(one.page, one.text) for one in found] == [(1, "第一页的文字。"), (3, "第三页的文字。\n\n还在第三页。")]
    assert pages == ((0, 1), (text.index("第三页"), 3))
