"""Bytes become the text that a reader sees, or are refused."""

import time

import pytest

from ingest.reading.clean import clean, decode, without_gaps
from ingest.reading.faults import BadEncoding

SIMPLIFIED = "为了保护专利权人的合法权益，鼓励发明创造，推动发明创造的应用，制定本法。"
TRADITIONAL = "為了保護專利權人的合法權益，鼓勵發明創造，推動發明創造的應用，制定本法。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_simplified_chinese_is_read_in_every_usual_encoding(encoding: str) -> None:
    assert decode(SIMPLIFIED.encode(encoding)) == SIMPLIFIED


@pytest.mark.parametrize("text", [TRADITIONAL, "專利權的期限為二十年 對於發明專利申請的審查", "我們的業務是專利"])
def test_big5_is_told_from_gb18030_with_and_without_punctuation(text: str) -> None:
    assert decode(text.encode("big5")) == text


@pytest.mark.parametrize("text", ["专利", "知识产权", "商标注册", "质押贷款贴息"])
def test_a_few_characters_of_gb18030_are_not_taken_for_big5(text: str) -> None:
    assert decode(text.encode("gb18030")) == text


def test_utf_16_is_read_in_either_byte_order() -> None:
    assert decode(b"\xfe\xff" + "专利".encode("utf-16-be")) == "专利"
    assert decode(b"\xff\xfe" + "专利".encode("utf-16-le")) == "专利"


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x01\x02\x03garbage",
        bytes(range(128, 256)) * 20,
        b"\xff\xfe\x00",  # a mark of UTF-16 and half a character
        "专利法".encode("utf-16-le"),  # no mark: the byte order would be a guess
        b"\x1b\x02\x03\x04" * 50,
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(BadEncoding):
        decode(data)


def test_a_byte_order_mark_alone_is_an_empty_text() -> None:
    assert decode(b"\xef\xbb\xbf") == decode(b"\xff\xfe") == ""


@pytest.mark.parametrize(
    "char", ["\u200b", "\u200e", "\u202e", "\u2066", "\ufeff", "\u00ad", "\x00", "\ud800", "\U000e0041"]
)
def test_invisible_characters_go(char: str) -> None:
    assert clean(f"专{char}利{char}") == "专利"


def test_lines_lose_indentation_and_trailing_space_but_keep_their_inner_space() -> None:
    assert (
        clean("\u3000\u3000第一条\u3000为了  保护\t \r\n\xa0第二条 \r\r\n\n\n第三条")
        == "第一条\u3000为了  保护\n第二条\n\n第三条"
    )


def test_characters_are_composed_and_full_width_ones_stay_as_printed() -> None:
    assert clean("cafe\u0301 １２３，ＡＢＣ") == "café １２３，ＡＢＣ"


def test_gaps_between_chinese_characters_close_except_after_an_article() -> None:
    assert without_gaps("专 利 权 人 ， 是 指 IP owner 的 人") == "专利权人，是指 IP owner 的人"
    assert without_gaps("第 一 条 为 了 保 护") == "第一条 为了保护"
    assert without_gaps("第二十条之一\u3000规 划") == "第二十条之一 规划"


@pytest.mark.parametrize("text", ["a" + " " * 300_000 + "b", "\u200b" * 300_000, "\n" * 300_000 + "x", "　" * 300_000])
def test_cleaning_takes_linear_time(text: str) -> None:
    began = time.process_time()
    clean(text)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(("mark", "shown"), [("\x0b", "\n"), ("\x85", "\n"), ("\x1b", "")])
def test_what_a_word_processor_leaves_in_copied_text_is_no_reason_to_refuse_it(mark: str, shown: str) -> None:
    assert clean(decode(f"第一行{mark}第二行".encode())) == f"第一行{shown}第二行"
