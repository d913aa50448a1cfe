"""A typed yes or no: exact words only."""

import pytest

from assistant.confirming import answer_in, fits


@pytest.mark.parametrize(
    "text",
    [
        "确认",
        "好的",
        "是的，确认",
        "确认预约！",
        "ＯＫ",
        "Yes, please.",
        "confirm",
        "Yes, book it",
        "Yes, confirm the cancellation",
        "yes 确认",
        "yes确认",
        "行，就这么定了",
    ],
)
def test_a_yes(text: str) -> None:
    assert answer_in(text) == "confirm"


@pytest.mark.parametrize("text", ["不用了", "算了。", "No, thanks", "never mind"])
def test_a_no(text: str) -> None:
    assert answer_in(text) == "decline"


@pytest.mark.parametrize(
    "text",
    [
        "可以改到四点吗",
        "是不是要带材料？",
        "确认一下时间",
        "yes but at 4pm",
        "好的，那周四呢",
        "不确定",
        "行不行",
        "好不好",
        "yes, cancel the other one",
        "confirm what?",
        "",
    ],
)
def test_what_only_sounds_like_one_is_neither(text: str) -> None:
    assert answer_in(text) is None


@pytest.mark.parametrize(
    ("text", "action", "is_yes"),
    [
        ("确认取消", "cancel", True),
        ("确认取消", "book", False),
        ("Yes, confirm the cancellation", "move", False),
        ("确认改期", "book", False),
        ("confirm the booking", "cancel", False),
        ("yes", "cancel", True),
    ],
)
def test_a_yes_to_something_else_fits_no_proposal(text: str, action: str, is_yes: bool) -> None:
    assert answer_in(text) == "confirm"
    assert fits(text, action) is is_yes
