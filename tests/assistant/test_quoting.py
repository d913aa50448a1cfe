"""Which passage is quoted, of those that bear on a question."""

from collections.abc import Sequence

import pytest

from assistant.llm.quoting import ALONE, Seen, choose, relevant
from assistant.llm.subjects import fits

QUESTION = "申请质押融资前要准备什么？"


def same(_: str, texts: Sequence[str]) -> list[float]:
    return [1.0] * len(texts)


def test_a_passage_of_sources_alone_takes_no_other_ones_place() -> None:
    sources = Seen(1, "质押", QUESTION, "zh", "来源：《专利法》第十四条", near=0.95, words=1.0, score=1.0)
    answer = Seen(2, "质押", QUESTION, "zh", "企业应当核对专利登记簿。", near=0.93, words=1.0, score=0.99)
    assert [quote.text for quote in choose(QUESTION, [sources, answer], "zh", same)] == ["企业应当核对专利登记簿。"]


def test_what_will_hold_one_day_is_quoted_behind_what_holds() -> None:
    later = Seen(1, "商标", "自2027年起", "zh", "异议期改为2个月。", near=0.95, score=1.0, later=True)
    now = Seen(2, "商标", "异议", "zh", "异议期为3个月。", near=0.94, score=0.9)
    assert [quote.seen.n for quote in choose("异议期是多长？", [later, now], "zh", same)] == [2, 1]


def test_one_item_of_a_list_is_quoted_without_its_mark() -> None:
    text = "- 缴纳专利费用。\n" + "- 其他的材料按照办理的事项另行通知申请人，请留意来信。\n" * 20
    seen = Seen(1, "专利", "费用", "zh", text, near=0.95, words=1.0, score=1.0)
    assert choose("怎么缴纳专利费用？", [seen], "zh", same)[0].text == "缴纳专利费用。"


def test_a_sentence_that_announces_items_is_quoted_with_them() -> None:
    items = "".join(
        f"\n- Case {at}: {'it was shown and nobody else had told of it before ' * 2}." for at in range(1, 4)
    )
    text = f"A disclosure does no harm in three cases only:{items}\n\n{'Something else is told here. ' * 20}"
    seen = Seen(1, "Novelty", "Disclosure", "en", text, near=0.95, words=1.0, score=1.0)
    quote = choose("Does a disclosure do harm?", [seen], "en", same)[0].text
    assert quote.startswith("A disclosure does no harm")
    assert "Case 3" in quote


@pytest.mark.parametrize(
    ("question", "passage", "bears"),
    [
        ("How much does it cost to register a trade mark?", "The court can award up to 5,000,000 yuan.", False),
        ("How much does it cost to register a trade mark?", "Damages follow a multiple of the licence fee.", False),
        ("How much does it cost to register software?", "Registration is made on payment of a fee.", True),
        ("注册一个商标要花多少钱？", "由主管部门责令改正，处10万元罚款。", False),
        ("商标申请的收费标准是什么？", "收费金额请向受理部门核实。", True),
        ("冒用驰名商标罚多少？", "处10万元罚款。", True),
        ("发明人的奖金最低多少钱？", "一项发明专利的奖金最低不少于4000元。", True),
        ("How much can a court award for infringement?", "The court awards up to 5,000,000 yuan.", True),
        ("What tax is due when a patent is sold?", "The owner pays an annual fee.", False),
        ("How do I enter the China Patent Award?", "A PCT application enters China within 30 months.", False),
        ("专利审查员工资多少？", "审查员应当在期限内审查完毕。", False),
        ("越南的商标有效期几年？", "A registered trade mark is valid for 10 years.", False),
        ("越南的商标有效期几年？", "In Vietnam a trade mark is valid for 10 years.", True),
        ("公司注册需要哪些材料？", "企业可以准备营业执照和合同。", False),
    ],
)
def test_a_passage_tells_of_the_thing_that_is_asked(question: str, passage: str, bears: bool) -> None:
    assert fits(question, "", passage) is bears


def test_where_only_the_other_language_was_looked_through_more_likeness_is_needed() -> None:
    near = Seen(1, "Abroad", "Basics", "en", "A United States design patent lasts 15 years.", near=0.88)
    question = "美国外观设计专利的保护期是多少年？"
    assert relevant(question, [near])
    assert relevant(question, [near], ALONE) == []
