"""Whole conversations over a socket: questions, buttons, files and languages as a visitor's Telegram shows them."""

from dataclasses import replace
from typing import Any

from assistant.app import App
from assistant.replies import Reply
from knowledge.errors import Lang
from tests.bots.web.fakes import CITATIONS, ScriptedTalks

from .bot_api import BotApi
from .conftest import PUBLIC, answered, answering, parts_of, whole

ANN = 501


def test_an_answer_links_its_citations_to_the_passage_and_names_its_sources(centre: App, api: BotApi) -> None:
    with answering(parts_of(centre, api)):
        api.says(ANN, "发明专利保护多少年？")
        answered(api, ANN, 1)
    shown = api.last(ANN)
    assert "20年" in shown.text
    links = shown.links()
    assert links["[1]"].startswith(f"{PUBLIC}/documents/")
    assert links["专利保护期限 期限"] == links["[1]"]


def test_a_booking_is_made_with_buttons_and_comes_with_a_calendar_file(centre: App, api: BotApi) -> None:
    with answering(parts_of(centre, api)):
        api.says(ANN, "帮我约下周三下午的专利质押融资咨询")
        answered(api, ANN, 1)
        slots = api.last(ANN)
        assert all("12月2日 周三" in one["text"] for one in slots.buttons)
        api.presses(ANN, "14:00")
        answered(api, ANN, 2)
        api.wait(lambda: slots.rows == [])
        proposal = api.last(ANN)
        assert [one["text"] for one in proposal.rows[-1]] == ["确认预约", "不用了"]
        api.presses(ANN, "确认预约")
        api.wait(lambda: api.last(ANN).file)
        api.wait(lambda: proposal.rows == [])
    done, file = api.seen(ANN)[-2:]
    assert done.text.startswith("已预约")
    assert done.rows == []
    assert file.file is not None
    assert b"BEGIN:VCALENDAR" in file.file[1]
    assert [one.status.value for one in centre.bookings.every()] == ["confirmed"]
    assert len(api.accepted) == 2


def test_the_menu_is_shown_in_both_languages(centre: App, api: BotApi) -> None:
    with answering(parts_of(centre, api)):
        pass
    offered = ["start", "help", "bookings", "new", "lang", "person"]
    assert api.commands == {"": offered, "zh": offered, "en": offered}


def test_the_chosen_language_is_kept(centre: App, api: BotApi) -> None:
    with answering(parts_of(centre, api)):
        api.says(ANN, "/start")
        answered(api, ANN, 1)
        assert api.last(ANN).text.startswith("您好")
        api.says(ANN, "/lang")
        answered(api, ANN, 2)
        api.presses(ANN, "English")
        answered(api, ANN, 3)
        assert api.last(ANN).text == "All right, I will speak English with you."
        api.says(ANN, "/start")
        answered(api, ANN, 4)
        api.says(ANN, "/bookings")
        answered(api, ANN, 5)
        api.says(ANN, "/lang zh")
        answered(api, ANN, 6)
    assert api.seen(ANN)[3].text.startswith("Hello! I am")
    assert api.seen(ANN)[4].text.startswith("You have no")
    assert api.last(ANN).text.startswith("好的")


def test_whoever_has_an_english_telegram_is_greeted_in_english(centre: App, api: BotApi) -> None:
    with answering(parts_of(centre, api)):
        api.says(ANN, "/start", lang="en")
        answered(api, ANN, 1)
    assert api.last(ANN).text.startswith("Hello")


def test_a_new_conversation_forgets_what_was_open(centre: App, api: BotApi) -> None:
    with answering(parts_of(centre, api)):
        api.says(ANN, "帮我约下周三下午的专利质押融资咨询")
        answered(api, ANN, 1)
        slots = api.last(ANN)
        data = slots.buttons[0]["callback_data"]
        api.says(ANN, "/new")
        answered(api, ANN, 2)
        api.wait(lambda: slots.rows == [])
        api.presses_data(ANN, data, slots)
        answered(api, ANN, 3)
    assert "失效" in api.last(ANN).text
    assert centre.bookings.every() == []


def test_an_old_button_is_explained_and_taken_away(centre: App, api: BotApi) -> None:
    with answering(parts_of(centre, api)):
        api.says(ANN, "帮我约下周三下午的专利质押融资咨询")
        answered(api, ANN, 1)
        slots = api.last(ANN)
        data = slots.buttons[0]["callback_data"]
        api.says(ANN, "发明专利保护多少年？")
        answered(api, ANN, 2)
        api.wait(lambda: slots.rows == [])
        api.presses_data(ANN, data, slots)
        answered(api, ANN, 3)
    assert "失效" in api.last(ANN).text


def test_what_the_bot_cannot_read_gets_a_sentence(centre: App, api: BotApi) -> None:
    file = {"file_id": "f", "file_unique_id": "u"}
    photo = [{**file, "width": 1, "height": 1}]
    sticker = {**file, "width": 1, "height": 1, "type": "regular", "is_animated": False, "is_video": False}
    contents: dict[str, dict[str, Any]] = {
        "读取文件": {"document": {**file, "file_name": "a.pdf", "file_size": 1000}},
        "超过 20 MB": {"document": {**file, "file_name": "b.pdf", "file_size": 30_000_000}},
        "读取图片": {"photo": photo, "caption": "这是什么"},
        "收听语音": {"voice": {**file, "duration": 3}},
        "文字消息": {"sticker": sticker},
    }
    with answering(parts_of(centre, api)):
        for content in contents.values():
            api.sends(ANN, content)
        answered(api, ANN, len(contents))
        api.sends(ANN, {"text": "改过了", "edit_date": 1}, kind="edited_message")
        answered(api, ANN, len(contents) + 1)
        api.sends(ANN, {"text": "/nonsense", "entities": [{"type": "bot_command", "offset": 0, "length": 9}]})
        answered(api, ANN, len(contents) + 2)
    told = whole(api, ANN)
    assert all(word in sentence for word, sentence in zip(contents, told, strict=False))
    assert "修改过的消息" in told[-2]
    assert "/help" in told[-1]


def test_a_group_is_asked_to_write_privately_and_only_when_it_speaks_to_the_bot(centre: App, api: BotApi) -> None:
    group = {"chat": {"id": -77, "type": "group", "title": "g"}}
    named = {"text": "@sample_ip_bot 你好", "entities": [{"type": "mention", "offset": 0, "length": 14}]}
    with answering(parts_of(centre, api)):
        api.sends(ANN, {**group, "text": "大家好"})
        api.sends(ANN, {**group, **named})
        answered(api, -77, 1)
        api.says(ANN, "你好")
        answered(api, ANN, 1)
    assert len(api.seen(-77)) == 1
    assert "私聊" in api.last(-77).text
    assert api.last(-77).buttons[0]["url"] == "https://t.me/sample_ip_bot"


def test_a_long_answer_comes_in_pieces_with_the_buttons_below_the_last(centre: App, api: BotApi) -> None:
    class Endless(ScriptedTalks):
        def _for_words(self, text: str, lang: Lang) -> Reply:
            long = "\n\n".join("甲方应当自收到通知之日起三个月内缴纳年费。[1]" * 40 for _ in range(12))
            return replace(super()._for_words("weather", lang), text=long, citations=CITATIONS)

    parts = replace(parts_of(centre, api), talks=Endless())
    with answering(parts):
        api.says(ANN, "说说年费")
        api.wait(lambda: api.seen(ANN) and api.last(ANN).rows)
    assert [bool(one.rows) for one in api.seen(ANN)] == [False, False, True]
    assert [one.get("url") for one in api.last(ANN).buttons] == [None, "https://centre.example/"]
    assert all("[1]" in one.links() for one in api.seen(ANN))
