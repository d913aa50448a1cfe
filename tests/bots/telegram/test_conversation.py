"""Whole conversations over a socket: questions, buttons, files and languages as a visitor's Telegram shows them."""

from assistant.app import App

from .bot_api import BotApi
from .conftest import PUBLIC, answering, parts_of

ANN = 501


def answered(api: BotApi, user: int, count: int) -> None:
    """Waits for the user's so-manieth message to be a whole one."""
    api.wait(lambda: len(api.seen(user)) >= count and api.seen(user)[count - 1].text not in ("正在回复…", "Replying…"))


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
        assert slots.rows == []
        proposal = api.last(ANN)
        assert [one["text"] for one in proposal.rows[-1]] == ["确认预约", "不用了"]
        api.presses(ANN, "确认预约")
        api.wait(lambda: api.last(ANN).file)
    done, file = api.seen(ANN)[-2:]
    assert done.text.startswith("已预约")
    assert done.rows == proposal.rows == []
    assert file.file is not None
    assert b"BEGIN:VCALENDAR" in file.file[1]
    assert [one.status.value for one in centre.bookings.every()] == ["confirmed"]
    assert len(api.accepted) == 2
