"""Other words for what a question says: numbers, widths, scripts, short forms, the other language."""

import pytest

from knowledge.glossary import glossary
from knowledge.lexical import indexed_text, terms
from knowledge.rewriting import numeral, rewritten, sentences, value

LONG = "这是一个足够长的第一个句子，说的是专利权的期限问题。这是另一个足够长的句子，说的是注册商标的续展问题。"


@pytest.mark.parametrize(
    ("number", "told"), [(1, "一"), (10, "十"), (15, "十五"), (20, "二十"), (105, "一百零五"), (1010, "一千零一十")]
)
def test_numbers_are_told_as_statutes_tell_them(number: int, told: str) -> None:
    assert numeral(number) == told
    assert value(told) == number


def test_a_question_gets_the_other_words_for_what_it_says() -> None:
    assert "20年" in rewritten("專利保護二十年嗎？")
    assert rewritten("專利保護").startswith("专利保护")
    assert "三个月" in rewritten("３个月内答复")
    assert "information disclosure statement" in rewritten("How do I file an IDS?")
    assert "information" not in rewritten("I had ideas")


def test_traditional_text_is_found_by_simplified_words() -> None:
    assert terms("專利權") == terms("专利权")


def test_terms_are_known_in_the_other_language() -> None:
    assert "发明专利" in glossary().translated("How long does an invention patent last?")
    assert "patent infringement" in glossary().translated("专利侵权怎么赔")
    assert glossary().translated("hello there") == ""


def test_the_glossary_holds_at_least_six_hundred_pairs() -> None:
    assert sum(len(told) for told in glossary().english.values()) >= 600


def test_short_sentences_stay_with_what_stands_before_them() -> None:
    assert sentences("短句。") == ["短句。"]
    assert (
        len(
            sentences(
                "这是一个足够长的第一个句子，说的是专利权的期限问题。这是另一个足够长的句子，说的是商标权的续展问题。"
            )
        )
        == 2
    )


def test_a_title_counts_more_than_once() -> None:
    assert indexed_text("标题", "正文").count("标题") > 1
    assert indexed_text("", "正文") == "正文"
