"""What leaves with a reply: markers, spans and numbers that hold."""

import pytest

from assistant.agent.citations import check
from assistant.agent.numbers import claimed, stated
from knowledge.model import Hit

LAW = (
    "第四十二条 发明专利权的期限为二十年，实用新型专利权的期限为十年，外观设计专利权的期限为十五年，均自申请日起计算。"
)


def hit(text: str = LAW, section: str | None = "第四十二条", start: int = 1000, lang: str = "zh") -> Hit:
    return Hit(
        "p_1",
        "d_1",
        "v_1",
        "专利法",
        section,
        None,
        start,
        start + len(text),
        text,
        0.9,
        lang,
        "cn",
        "",
        None,
        None,
        None,
    )


def test_a_quotation_is_cited_by_its_exact_span() -> None:
    quote = "发明专利权的期限为二十年，实用新型专利权的期限为十年"
    checked = check(f"专利法第四十二条：“{quote}”[1]", [hit()], "")
    citation = checked.citations[0]
    assert citation.quote == quote
    assert LAW[citation.start - 1000 : citation.end - 1000] == quote


def test_a_quotation_over_two_paragraphs_stays_whole() -> None:
    text = "第一款说二十年。\n\n第二款说十年。"
    checked = check(f"指南：“{text}”[1]", [hit(text, None)], "")
    assert checked.citations[0].quote == text
    assert text in checked.text


def test_a_marker_that_points_nowhere_takes_its_sentence_with_it() -> None:
    checked = check("发明专利权的期限为二十年。[1] 还可以续展。[7]", [hit()], "")
    assert "续展" not in checked.text
    assert [one.marker for one in checked.citations] == [1]
    assert checked.dropped == 1


def test_a_number_that_the_source_does_not_hold_is_dropped() -> None:
    checked = check("发明专利权的期限为25年。[1]", [hit()], "")
    assert checked.text == ""
    assert checked.citations == ()


def test_a_number_without_a_source_is_dropped_unless_a_tool_or_the_visitor_said_it() -> None:
    assert check("费用是900元。", [], "").text == ""
    assert check("您约在12月2日14:00。", [], "12月2日 周三 14:00").text == "您约在12月2日14:00。"


@pytest.mark.parametrize("claim", ["An invention patent lasts 20 years. [1]", "It lasts twenty years. [1]"])
def test_numbers_agree_across_languages_and_spellings(claim: str) -> None:
    assert check(claim, [hit()], "").citations[0].quote.startswith("第四十二条")


def test_markers_are_renumbered_in_the_order_of_the_text() -> None:
    passages = [hit("甲。", None), hit("乙。", None), hit("丙。", None)]
    checked = check("“丙。”[3]\n“甲。”[1]", passages, "")
    assert checked.text == "“丙。”[1]\n“甲。”[2]"
    assert [(one.marker, one.quote) for one in checked.citations] == [(1, "丙。"), (2, "甲。")]


def test_the_section_is_that_of_the_quote() -> None:
    two = "第一条 为了保护专利权。\n\n第二条 发明创造是指发明。"
    assert check("“发明创造是指发明。”[1]", [hit(two, "第一条")], "").citations[0].section == "第二条"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("二十年", {"20"}), ("20年", {"20"}), ("twenty years", {"20"}), ("3万元以上500万元以下", {"30000", "5000000"}),
        ("百分之五十", {"50"}), ("1,000 yuan", {"1000"}), ("两个月", {"2"}), ("5 million", {"5000000"}),
    ],
)  # fmt: skip
def test_a_number_is_read_however_it_is_written(text: str, numbers: set[str]) -> None:
    assert numbers <= stated(text)


def test_everyday_words_are_no_numbers() -> None:
    assert claimed("一般来说，一种产品；专利法第一[1]。One of them") == set()
