"""Asked how long, by when or how much: the passage and the sentence that give the measure are quoted."""

from collections.abc import Sequence

import pytest

from assistant.llm.measures import tells
from assistant.llm.quoting import Seen, best_span, choose

DECIDES = "对初步审定公告的商标提出异议的，主管部门应当听取双方陈述，自公告期满之日起十二个月内作出决定，并通知异议人。"
OPPOSES = "对初步审定公告的商标，自公告之日起二个月内，在先权利人可以向主管部门提出异议。"
STAYS = "主管部门在商标异议审查过程中，在先权益有争议的，可以中止审查。"


def same(_: str, texts: Sequence[str]) -> list[float]:
    return [1.0] * len(texts)


@pytest.mark.parametrize("question", ["商标异议期多长？", "How long is the trade mark opposition period?"])
def test_the_time_for_an_act_is_told_by_the_article_that_allows_it(question: str) -> None:
    texts = [DECIDES, STAYS, OPPOSES]
    seen = [
        Seen(n, "商标法", f"第{n}条", "zh", text, near=0.93 - n / 100, score=1.0) for n, text in enumerate(texts, 1)
    ]
    assert choose(question, seen, "zh", same)[0].text == OPPOSES


def test_a_question_without_a_measure_is_answered_as_before() -> None:
    seen = [Seen(n, "商标法", None, "zh", text, near=0.93 - n / 100) for n, text in enumerate([STAYS, OPPOSES], 1)]
    assert choose("什么情况下中止异议审查？", seen, "zh", same)[0].text == STAYS


def test_of_a_long_article_the_sentence_with_the_measure_is_quoted() -> None:
    asked = "请求宣告注册商标无效的期限是几年？"
    right = "自商标注册之日起五年内，在先权利人可以请求主管部门宣告该注册商标无效。"
    notice = "主管部门收到请求宣告注册商标无效的申请后，应当书面通知有关当事人，并限期提出答辩。"
    text = notice + right + "当事人对裁定不服的，可以向人民法院起诉。" * 15
    quote = best_span(asked, Seen(1, "商标法", "第四十五条", "zh", text), same, tells(asked, [text]))
    assert quote is not None
    assert right in quote.text


@pytest.mark.parametrize(
    ("question", "sentence", "gives"),
    [
        ("期限是几年？", "本法自2020年10月17日起施行。", False),
        ("期限是几年？", "第三年度的报告应当公开。", False),
        ("期限是几年？", "期限为十年。", True),
        ("By when must a reply be filed?", "A reply is due within two months of the notice.", True),
        ("By when must a reply be filed?", "A reply is made in writing.", False),
        ("罚多少钱？赔偿多少？", "可以处二十五万元以下的罚款。", True),
    ],
)
def test_a_date_and_an_ordinal_are_no_measure(question: str, sentence: str, gives: bool) -> None:
    told = tells(question, [sentence])
    assert told is not None
    assert (told(sentence) > 0) is gives
