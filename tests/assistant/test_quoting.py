"""Which passage is quoted, of those that bear on a question."""

from collections.abc import Sequence

from assistant.llm.quoting import Seen, choose

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


def test_a_sentence_that_announces_items_is_quoted_with_them() -> None:
    items = "".join(
        f"\n- Case {at}: {'it was shown and nobody else had told of it before ' * 2}." for at in range(1, 4)
    )
    text = f"A disclosure does no harm in three cases only:{items}\n\n{'Something else is told here. ' * 20}"
    seen = Seen(1, "Novelty", "Disclosure", "en", text, near=0.95, words=1.0, score=1.0)
    quote = choose("Does a disclosure do harm?", [seen], "en", same)[0].text
    assert quote.startswith("A disclosure does no harm")
    assert "Case 3" in quote
