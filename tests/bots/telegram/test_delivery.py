"""Once, whatever happens: repeated updates, a network that fails, limits, visitors who leave, staff who write."""

import random
import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from assistant.app import App
from bots.telegram.inbox import Inbox
from tests.bots.web.fakes import ScriptedTalks

from .bot_api import BotApi, Refusal
from .conftest import SECRET, answered, answering, called, parts_of, whole

ANN, BOB = 501, 502


def test_two_hundred_updates_repeated_and_shuffled_are_answered_once_each(centre: App, api: BotApi) -> None:
    talks = ScriptedTalks()
    users = range(600, 620)
    updates = [_message(number, users[number % 20], f"问题 {number}") for number in range(200)]
    draw = random.Random(7)
    repeated = [update for update in updates for _ in range(draw.randint(1, 10))]
    draw.shuffle(repeated)
    with called(replace(parts_of(centre, api), talks=talks)) as address, httpx.Client() as client:
        api.wait(lambda: api.webhook)
        for update in repeated:
            sent = client.post(f"{address}/telegram", json=update, headers=_secret())
            assert sent.status_code == 200
        api.wait(lambda: all(len(whole(api, user)) == 10 for user in users), 60)
        time.sleep(0.5)
    assert len(talks.heard) == 200
    assert {len(api.seen(user)) for user in users} == {10}


def test_repeated_presses_make_exactly_as_many_bookings_as_were_confirmed(centre: App, api: BotApi) -> None:
    now = centre.assistant._clock().now
    free = centre.bookings.free("svc-pledge", now, now + timedelta(days=14), now)
    times = sorted({slot.starts for slot in free})[:6]
    draw = random.Random(3)
    with called(parts_of(centre, api)) as address, httpx.Client() as client:
        api.wait(lambda: api.webhook)
        for at, starts in enumerate(times):
            api.says(700 + at, f"帮我约{starts:%m月%d日%H:%M}的专利质押融资咨询")
        for at, _ in enumerate(times):
            answered(api, 700 + at, 1)
        presses = [_press(2000 + at, 700 + at, api) for at, _ in enumerate(times)]
        repeated = [press for press in presses for _ in range(draw.randint(2, 10))]
        draw.shuffle(repeated)
        for press in repeated:
            client.post(f"{address}/telegram", json=press, headers=_secret())
        api.wait(lambda: all(api.last(700 + at).file for at, _ in enumerate(times)), 60)
    made = centre.bookings.every()
    assert sorted(one.starts for one in made) == times
    assert {one.status.value for one in made} == {"confirmed"}
    assert all(len(whole(api, 700 + at)) == 2 for at, _ in enumerate(times))


def test_a_limit_is_waited_out_and_the_answer_comes_once(centre: App, api: BotApi) -> None:
    refused: list[float] = []

    def limited(method: str, given: dict[str, Any]) -> None:
        if method == "sendMessage" and not refused:
            refused.append(time.monotonic())
            raise Refusal(429, "Too Many Requests: retry after 2", retry_after=2)

    api.before = limited
    with answering(parts_of(centre, api)):
        api.says(ANN, "你好")
        answered(api, ANN, 1)
    sent = [at for at, method, _ in api.calls if method in ("sendMessage", "editMessageText")]
    assert len(sent) == 3
    assert all(at >= refused[0] + 2 for at in sent[1:])


@pytest.mark.parametrize("method", ["sendMessage", "editMessageText", "sendDocument"])
def test_an_error_of_the_server_loses_and_repeats_nothing(centre: App, api: BotApi, method: str) -> None:
    left = [2]

    def failing(called_method: str, given: dict[str, Any]) -> None:
        if called_method == method and left[0] > 0:
            left[0] -= 1
            raise Refusal(502, "Bad Gateway")

    with answering(parts_of(centre, api)):
        api.says(ANN, "帮我约12月2日下午两点的专利质押融资咨询")
        answered(api, ANN, 1)
        api.before = failing
        api.presses(ANN, "确认预约")
        api.wait(lambda: api.last(ANN).file)
    assert [text.split("：")[0] for text in whole(api, ANN)] == ["请确认预约", "已预约"]
    assert len(centre.bookings.every()) == 1


def test_whoever_blocked_the_bot_is_let_be_and_the_others_are_answered(centre: App, api: BotApi) -> None:
    def blocked(method: str, given: dict[str, Any]) -> None:
        if given.get("chat_id") == str(ANN):
            raise Refusal(403, "Forbidden: bot was blocked by the user")

    api.before = blocked
    with answering(parts_of(centre, api)):
        api.says(ANN, "你好")
        api.says(BOB, "你好")
        answered(api, BOB, 1)
        time.sleep(1.5)
    assert sum(given.get("chat_id") == str(ANN) for _, method, given in api.calls if method == "sendMessage") == 1


def test_a_placeholder_that_the_visitor_deleted_is_no_loss(centre: App, api: BotApi) -> None:
    def deleting(method: str, given: dict[str, Any]) -> None:
        if method == "editMessageText":
            api.chats[ANN][0].deleted = True

    api.before = deleting
    with answering(parts_of(centre, api)):
        api.says(ANN, "你好")
        api.wait(lambda: whole(api, ANN))
    assert len(api.seen(ANN)) == 1


def test_a_fault_of_ours_is_one_apology(centre: App, api: BotApi) -> None:
    with answering(replace(parts_of(centre, api), talks=ScriptedTalks())):
        api.says(ANN, "boom")
        answered(api, ANN, 1)
        api.says(ANN, "天气")
        answered(api, ANN, 2)
    assert "抱歉" in api.seen(ANN)[0].text
    assert "private" not in api.seen(ANN)[0].text


def test_what_staff_write_reaches_the_chat_once_and_the_assistant_is_silent(centre: App, api: BotApi) -> None:
    now = centre.assistant._clock().now
    with answering(parts_of(centre, api)):
        api.says(ANN, "我要人工")
        answered(api, ANN, 1)
        case = centre.cases.every()[0]
        centre.cases.take(case.id, "helper", now)
        answered(api, ANN, 2)
        asked = api.says(ANN, "专利还有效吗？")
        api.wait(lambda: Inbox(centre.database).is_done(str(asked)))
        centre.cases.reply(case.id, "helper", "您好，请把专利号发给我。", now)
        answered(api, ANN, 3)
        centre.cases.hand_back(case.id, "helper", now)
        answered(api, ANN, 4)
        api.says(ANN, "发明专利保护多少年？")
        answered(api, ANN, 5)
        time.sleep(1.5)
    told = whole(api, ANN)
    assert case.id in told[0], told
    assert "工作人员已接入" in told[1]
    assert told[2] == "👤 工作人员：\n您好，请把专利号发给我。"
    assert "20年" in told[4], told
    assert len(told) == 5
    assert centre.cases.undelivered("telegram") == []


def test_the_webhook_takes_nothing_without_its_secret(centre: App, api: BotApi) -> None:
    update = _message(1, ANN, "你好")
    with called(parts_of(centre, api)) as address:
        api.wait(lambda: api.webhook)
        assert api.webhook is not None
        assert api.webhook["url"] == f"{address}/telegram"
        for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "wrong"}):
            assert httpx.post(f"{address}/telegram", json=update, headers=headers).status_code == 403
        assert httpx.post(f"{address}/telegram", content=b"{", headers=_secret()).status_code == 400
        assert (
            httpx.post(f"{address}/telegram", json={"update_id": 5, "poll": {}}, headers=_secret()).status_code == 200
        )
        time.sleep(0.3)
        assert api.seen(ANN) == []
        api.says(ANN, "你好")
        answered(api, ANN, 1)


def _message(update_id: int, user: int, text: str) -> dict[str, Any]:
    message = {
        "message_id": 10_000 + update_id, "date": 1, "chat": {"id": user, "type": "private"}, "text": text,
        "from": {"id": user, "is_bot": False, "first_name": "Visitor", "language_code": "zh"},
    }  # fmt: skip
    return {"update_id": update_id, "message": message}


def _press(update_id: int, user: int, api: BotApi) -> dict[str, Any]:
    shown = api.last(user)
    data = next(one["callback_data"] for one in shown.buttons if "确认" in one["text"])
    made = _message(update_id, user, shown.text)["message"]
    query = {"id": f"p{update_id}", "from": made["from"], "chat_instance": "1", "data": data,
             "message": {**made, "message_id": shown.id}}  # fmt: skip
    return {"update_id": update_id, "callback_query": query}


def _secret() -> dict[str, str]:
    return {"X-Telegram-Bot-Api-Secret-Token": SECRET}
