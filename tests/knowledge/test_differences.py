"""Texts compared paragraph by paragraph, and never for longer than a moment."""

import random
import time
from collections.abc import Callable

import pytest

from knowledge.differences import differences

DICE = random.Random(1)


def words(length: int) -> str:
    return "".join(DICE.choice("甲乙丙丁戊己庚辛") for _ in range(length))


def test_a_paragraph_that_changed_is_told_with_its_article() -> None:
    before = "第一条 鼓励创新。\n\n第二条 每件资助三万元。\n\n第三条 旧的规定。"
    after = "第一条  鼓励创新。\n\n第二条 每件资助四万元。\n\n第四条 全然另外的内容在此。"
    found = [(one.kind, one.section) for one in differences(before, after)]
    assert found == [("changed", "第二条"), ("removed", "第三条"), ("added", "第四条")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (lambda: "甲\n" * 5000, lambda: "甲\n" * 5001),
        (lambda: "\n".join(words(60) for _ in range(3000)),) * 2,
        (lambda: "\n".join(words(60) * 60 for _ in range(100)),) * 2,
        (lambda: "甲乙" * 300_000, lambda: "乙甲" * 300_000),
    ],
    ids=["repeated", "rewritten", "long", "one line"],
)
def test_a_text_made_to_be_slow_is_not(before: Callable[[], str], after: Callable[[], str]) -> None:
    texts = before(), after()
    begun = time.process_time()
    assert differences(*texts)
    assert time.process_time() - begun < 5
