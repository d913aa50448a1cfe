"""Replies as Telegram takes them: marks counted in UTF-16, links that lead somewhere, pieces that are short enough."""

from telegramify_markdown import utf16_len

from assistant.replies import Choice, Citation, Reply
from bots.telegram.texts import Text, marked, rows, split, told

LAW = Citation(1, "law/1", "v1", "样例条例", "第三条", 2, 5, 9, "原文")
PUBLIC = "https://ip.example.org/"


def words(text: Text, kind: str) -> list[str]:
    units = text.text.encode("utf-16-le")
    return [
        units[2 * one.offset : 2 * (one.offset + one.length)].decode("utf-16-le")
        for one in text.marks
        if one.type == kind
    ]


def reply(text: str, *citations: Citation) -> Reply:
    return Reply("t_1", "s_1", "zh", "answer", text, citations)


def test_marks_stand_where_they_should_behind_characters_of_two_units() -> None:
    text = marked("😀😀 **重点**：期限为20年。[1]", [LAW], PUBLIC)
    assert text.text == "😀😀 重点：期限为20年。[1]"
    assert words(text, "bold") == ["重点"]
    assert words(text, "text_link") == ["[1]"]
    assert text.marks[-1].url == "https://ip.example.org/documents/law%2F1?version=v1&start=5&end=9#quote"


def test_without_a_public_address_sources_are_named_and_not_linked() -> None:
    out = told(reply("期限为20年。[1]", LAW), None)
    assert out.texts[0].text == "期限为20年。[1]\n\n来源：\n[1] 样例条例 第三条 第2页"
    assert out.texts[0].marks == ()


def test_a_marker_that_cites_nothing_is_text_and_never_a_link() -> None:
    text = marked("见[9]和[1](https://evil.example/)", [LAW], PUBLIC)
    assert text.text == "见[9]和[1](https://evil.example/)"
    assert words(text, "text_link") == ["[1]"]
    assert text.marks[0].url is not None
    assert text.marks[0].url.startswith(PUBLIC)


def test_html_formulas_and_underscores_stay_as_they_are_written() -> None:
    said = "<b>5</b> < 6，$a_1$ 和 $b_2$，编号 BK_7Q_2M，<tg-spoiler>x</tg-spoiler>"
    text = marked(said, [], PUBLIC)
    assert text.text == said
    assert text.marks == ()


def test_links_of_a_model_lead_to_the_web_or_nowhere() -> None:
    text = marked("[a](javascript:alert(1)) [b](tg://user?id=1) [c](https://c.example/)", [], PUBLIC)
    assert words(text, "text_link") == ["c"]


def test_a_silent_reply_sends_nothing() -> None:
    assert told(Reply("t", "s", "zh", "handoff", ""), PUBLIC).texts == ()
    waits = Reply("t", "s", "zh", "handoff", "", choices=(Choice("c_1", "confirm", "确认"),), proposal={"id": "p_1"})
    assert told(waits, PUBLIC).texts == ()


def test_long_texts_are_cut_between_paragraphs_then_sentences_and_lose_nothing() -> None:
    paragraph = "甲方应当自收到通知之日起三个月内缴纳年费。[1]" * 60
    whole = marked("\n\n".join([paragraph, paragraph, "😀" * 3000, paragraph]), [LAW], PUBLIC)
    pieces = list(split(whole))
    assert all(utf16_len(piece.text) <= 4096 for piece in pieces)
    assert "".join("".join(piece.text.split()) for piece in pieces) == "".join(whole.text.split())
    assert sum(len(words(piece, "text_link")) for piece in pieces) == 180
    assert {word for piece in pieces for word in words(piece, "text_link")} == {"[1]"}
    assert pieces[0].text.endswith("[1]")
    one_line = list(split(marked("一二三四五六七八九。[1]" * 500, [LAW], PUBLIC), 100))
    assert all(piece.text.endswith("[1]") for piece in one_line)


def test_slots_stand_two_in_a_row_and_yes_beside_no() -> None:
    choices = [Choice(f"c_{at}", "slot", f"{at}:00") for at in range(3)]
    choices += [Choice("c_x", "link", "官网", "https://c.example/"), Choice("c_bad", "link", "x", "javascript:x")]
    choices += [Choice("c_y", "confirm", "确认"), Choice("c_n", "decline", "不用了")]
    laid = [[button.label for button in row] for row in rows(choices)]
    assert laid == [["0:00", "1:00"], ["2:00"], ["官网"], ["确认", "不用了"]]
