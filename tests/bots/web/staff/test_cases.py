"""The cases on the staff pages: the list, the file, taking over, replying, handing back."""

from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from assistant.stewards.model import State

from .conftest import NAME, OTHER, Centre, browser, press, sign_in


async def test_the_list_shows_who_waits_first_with_reason_and_time(steward: httpx.AsyncClient, centre: Centre) -> None:
    case = centre.case()
    centre.hour += timedelta(minutes=7)
    page = (await steward.get("/staff/cases")).text
    for told in (case.id, "访客要求人工", "中文", "网页", "7 分钟", "发明专利权的期限是多久？"):
        assert told in page
    english = (await steward.get("/staff/cases?lang=en")).text
    assert "asked for a person" in english
    assert "7 min" in english


async def test_a_taken_and_a_closed_case_stand_below(steward: httpx.AsyncClient, centre: Centre) -> None:
    taken, closed, waiting = (centre.case(visitor, f"s_{visitor}") for visitor in ("ann", "ben", "cat"))
    centre.cases.take(taken.id, NAME, centre.hour)
    centre.cases.take(closed.id, OTHER, centre.hour)
    centre.cases.hand_back(closed.id, OTHER, centre.hour)
    page = (await steward.get("/staff/cases")).text
    assert page.index(waiting.id) < page.index(taken.id) < page.index(closed.id)
    centre.hour += timedelta(days=8)
    await sign_in(steward)
    assert closed.id not in (await steward.get("/staff/cases")).text


async def test_the_file_shows_what_was_said_known_and_found(steward: httpx.AsyncClient, centre: Centre) -> None:
    case = centre.case(facts=[{"name": "service", "value": "svc"}, {"name": "channel", "value": "web"}])
    page = (await steward.get(f"/staff/cases/{case.id}")).text
    for told in ("专利咨询", "网页", "中华人民共和国专利法", "第四十二条", "二十年。"):
        assert told in page
    assert 'href="/documents/law?version=law-2020&amp;start=' in page


async def test_take_reply_and_hand_back_reach_the_visitor(steward: httpx.AsyncClient, centre: Centre) -> None:
    case = centre.case()
    answer = await press(steward, f"/staff/cases/{case.id}/take")
    assert answer.headers["location"] == f"/staff/cases/{case.id}#act"
    await press(steward, f"/staff/cases/{case.id}/reply", text="您好，\r\n我来看看。")
    await press(steward, f"/staff/cases/{case.id}/hand-back")
    written = centre.cases.messages("s_1", "ann")
    assert [message.author for message in written] == ["system", "staff", "system"]
    assert written[1].text == "您好，\n我来看看。"
    assert written[1].staff == NAME
    assert centre.cases.get(case.id).status is State.CLOSED
    assert "这个对话已结束" in (await steward.get(f"/staff/cases/{case.id}")).text


async def test_a_second_steward_is_told_who_has_it(
    staffed: FastAPI, steward: httpx.AsyncClient, centre: Centre
) -> None:
    case = centre.case()
    await press(steward, f"/staff/cases/{case.id}/take")
    async with browser(staffed) as other:
        await sign_in(other, OTHER)
        for what in ("take", "reply", "hand-back"):
            answer = await press(other, f"/staff/cases/{case.id}/{what}", text="您好")
            assert answer.status_code == 409
            assert 'role="alert"' in answer.text
        assert NAME in answer.text
    assert [message.author for message in centre.cases.messages("s_1", "ann")] == ["system"]


@pytest.mark.parametrize(("text", "told"), [("  \n", "空"), ("长" * 4001, "4,000")])
async def test_a_reply_that_cannot_be_sent_is_told_and_kept(
    steward: httpx.AsyncClient, centre: Centre, text: str, told: str
) -> None:
    case = centre.case()
    await press(steward, f"/staff/cases/{case.id}/take")
    answer = await press(steward, f"/staff/cases/{case.id}/reply", text=text)
    assert answer.status_code == 422
    assert told in answer.text
    assert text.strip() in answer.text


async def test_a_case_that_is_not_there_is_a_page(steward: httpx.AsyncClient) -> None:
    answer = await steward.get("/staff/cases/C-NOTHERE")
    assert answer.status_code == 404
    assert "C-NOTHERE" in answer.text


async def test_a_silent_reply_has_no_line_but_the_visitors_words_have(
    steward: httpx.AsyncClient, centre: Centre
) -> None:
    case = centre.case()
    centre.said("还在吗？", "", kind="handoff")
    page = (await steward.get(f"/staff/cases/{case.id}")).text
    assert "还在吗？" in page
    assert page.count('class="line assistant"') == 1


async def test_words_of_visitors_and_staff_stay_words(steward: httpx.AsyncClient, centre: Centre) -> None:
    evil = '<script>alert(1)</script><img src=x onerror="alert(1)">'
    case = centre.case(summary=evil, facts=[{"name": evil, "value": evil}])
    centre.said(evil, evil)
    await press(steward, f"/staff/cases/{case.id}/take")
    await press(steward, f"/staff/cases/{case.id}/reply", text=evil)
    for address in ("/staff/cases", f"/staff/cases/{case.id}"):
        page = (await steward.get(address)).text
        assert "<script>alert" not in page
        assert "<img" not in page
