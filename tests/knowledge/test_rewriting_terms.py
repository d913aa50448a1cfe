"""Other words for what a question says: numbers, widths, scripts, short forms, the other language."""

import pytest

from knowledge.glossary import glossary
from knowledge.lexical import entries, indexed_text, terms
from knowledge.rewriting import numeral, rewritten, value


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


def test_everyday_english_gets_the_words_of_the_field() -> None:
    assert "renewal" in rewritten("When must I renew my trade mark?").split()
    assert "refusal" in rewritten("They turned down my application").replace("refused", "").split()
    assert "opposition" in rewritten("How do I stop somebody from registering a name like mine?").split()
    assert "质权人同意" in rewritten("专利抵押给银行后还能许可别人用吗？")
    assert "pledge" in rewritten("Can I borrow money on my patents?").split()


def test_traditional_text_is_found_by_simplified_words() -> None:
    assert terms("專利權") == terms("专利权")


def test_terms_are_known_in_the_other_language() -> None:
    assert "发明专利" in glossary().translated("How long does an invention patent last?")
    assert "patent infringement" in glossary().translated("专利侵权怎么赔")
    assert glossary().translated("hello there") == ""


def test_the_glossary_holds_at_least_six_hundred_pairs() -> None:
    assert sum(len(told) for told in glossary().english.values()) >= 600


def test_doctrine_gets_the_words_of_the_statute() -> None:
    assert "三维标志" in rewritten("立体商标能注册吗")
    assert "是指" in rewritten("什么是地理标志？")
    assert "long last" in rewritten("What is the term of a design?")


def test_words_of_statutes_are_left_as_they_are() -> None:
    for question in ("融资租赁合同何时解除？", "贷款利率怎么约定？", "We determine ofte"):
        assert rewritten(question).strip() == question.replace("？", "?").strip()


def test_latin_words_have_stems_and_neighbours_beside_them() -> None:
    found = entries("Registered trade marks")
    assert {"registered", "ǂregister", "tradǂmark"} <= set(found)
    assert set(found) & set(entries("registering a trade mark")) >= {"ǂregister", "tradǂmark"}
    assert entries("商标") == terms("商标")
    assert not [term for term in entries("PCT申请30个月") if term.startswith("pctǂ")]


def test_a_title_counts_more_than_once() -> None:
    assert indexed_text("标题", "正文").count("标题") > 1
    assert indexed_text("Renewal", "text").count("Renewal") > 1
    assert indexed_text("", "正文") == "正文"


@pytest.mark.parametrize(
    ("question", "text", "spoken_of"),
    [
        ("质押贷款能贴息多少？", "可以转让的专利权可以出质，向银行贷款。", False),
        ("质押贷款能贴息多少？", "质押贷款的利息由财政给予贴息。", True),
        ("故意侵权赔几倍？", "故意实施侵权行为的，可以加倍。", True),
        ("How do I become a patent attorney?", "A patent agency may file for you.", False),
        ("How do I become a patent attorney?", "执业的专利代理师要通过考试。", True),
        ("We showed it at a trade fair", "An exhibition was held.", True),
        ("What does it cost?", "Nobody knows.", True),  # no thing of the field is named
        ("How long does it last?", "Nobody knows.", True),
    ],
)
def test_a_text_speaks_of_what_is_asked_under_any_of_its_names(question: str, text: str, spoken_of: bool) -> None:
    assert all(concept.spoken_of(text) for concept in glossary().concepts(question)) is spoken_of
