"""What arrives without a reload: a person's words in the visitor's chat, changes on the staff pages."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator
from itertools import pairwise
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from assistant.replies import Visitor
from assistant.stewards.model import Case
from assistant.stewards.watch import Watch
from bots.web.pulse import Pulse
from tests.bots.web.conftest import serving

from .conftest import NAME, Centre, sign_in


@pytest.fixture
def address(staffed: FastAPI) -> Iterator[str]:
    staffed.state.pulse._every_s = 0.05
    with serving(staffed) as opened:
        yield opened


async def heard(lines: AsyncIterator[str], wanted: int) -> list[tuple[str, str, Any]]:
    """So many events: name, id, data."""
    found: list[tuple[str, str, Any]] = []
    fields: dict[str, str] = {}
    async with asyncio.timeout(10):
        async for line in lines:
            name, _, value = line.partition(": ")
            if line:
                fields[name] = value
            elif "data" in fields:
                found.append((fields["event"], fields.get("id", ""), json.loads(fields["data"])))
                fields = {}
                if len(found) == wanted:
                    break
    return found


def of(visitor: str, **more: Any) -> dict[str, Any]:
    return {"session_id": "s_1", "visitor": visitor, **more}


async def test_a_persons_words_arrive_and_the_line_ends_with_the_case(address: str, centre: Centre) -> None:
    case = centre.case()
    async with (
        httpx.AsyncClient(base_url=address) as client,
        client.stream("GET", "/api/live", params=of("ann")) as line,
    ):
        lines = line.aiter_lines()
        assert (await heard(lines, 1))[0][2] == {"holder": "waiting"}
        centre.cases.take(case.id, NAME, centre.hour)
        taken = await heard(lines, 2)
        assert [event[0] for event in taken] == ["message", "holder"]
        centre.cases.reply(case.id, NAME, "您好", centre.hour)
        ((_, told, message),) = await heard(lines, 1)
        assert (message["author"], message["text"], told) == ("staff", "您好", str(message["id"]))
        assert NAME not in json.dumps(message)
        centre.cases.hand_back(case.id, NAME, centre.hour)
        assert [event[2].get("holder") for event in await heard(lines, 2)] == [None, "assistant"]
        assert await heard(lines, 1) == []


async def test_the_line_goes_on_where_the_browser_was(address: str, centre: Centre) -> None:
    case = centre.case()
    centre.cases.take(case.id, NAME, centre.hour)
    first = centre.cases.messages("s_1", "ann")[0]
    centre.cases.reply(case.id, NAME, "您好", centre.hour)
    async with httpx.AsyncClient(base_url=address) as client:
        for asked, header in (({"after": first.id}, {}), ({}, {"last-event-id": str(first.id)})):
            async with client.stream("GET", "/api/live", params=of("ann", **asked), headers=header) as line:
                assert (await heard(line.aiter_lines(), 1))[0][2]["text"] == "您好"


async def test_another_visitor_hears_nothing(address: str, centre: Centre) -> None:
    case = centre.case()
    centre.cases.take(case.id, NAME, centre.hour)
    centre.cases.reply(case.id, NAME, "您好", centre.hour)
    async with httpx.AsyncClient(base_url=address) as client:
        for params in (of("ben"), {"session_id": "s_1"}):
            answer = await client.get("/api/live", params=params)
            assert "您好" not in answer.text
            assert '"holder":"assistant"' in answer.text.replace(" ", "")
        history = (await client.get("/api/history", params=of("ben"))).json()
        assert history == {"turns": [], "messages": [], "holder": "assistant"}


@pytest.mark.parametrize("after", ["-1", "x", str(2**60)])
async def test_a_place_that_is_none_is_refused(address: str, after: str) -> None:
    async with httpx.AsyncClient(base_url=address) as client:
        assert (await client.get("/api/live", params=of("ann", after=after))).status_code == 422


async def test_history_has_the_messages_and_the_turns_they_follow(address: str, centre: Centre) -> None:
    case = centre.case()
    centre.cases.take(case.id, NAME, centre.hour)
    centre.said("还在吗？", "", kind="handoff")
    centre.cases.reply(case.id, NAME, "在的", centre.hour)
    async with httpx.AsyncClient(base_url=address) as client:
        history = (await client.get("/api/history", params=of("ann"))).json()
    assert [turn["ordinal"] for turn in history["turns"]] == [1, 2]
    assert [(one["author"], one["after_ordinal"]) for one in history["messages"]] == [("system", 1), ("staff", 2)]
    assert history["holder"] == "person"


async def test_the_list_and_the_case_change_by_themselves(address: str, centre: Centre) -> None:
    async with httpx.AsyncClient(base_url=address, headers={"accept-language": "en"}) as client:
        await sign_in(client)
        async with client.stream("GET", "/staff/api/cases/live") as list_line:
            lines = list_line.aiter_lines()
            assert (await heard(lines, 1))[0][2]["waiting"] == []
            case = await asyncio.to_thread(centre.case)
            assert (await heard(lines, 1))[0][2]["waiting"] == [case.id]
        async with client.stream("GET", f"/staff/api/cases/{case.id}/live") as case_line:
            lines = case_line.aiter_lines()
            assert "Take over" in (await heard(lines, 1))[0][2]["actions"]
            centre.said("<b>还在吗？</b>", "", kind="handoff")
            ((_, _, shown),) = await heard(lines, 1)
            assert "&lt;b&gt;还在吗？" in shown["conversation"]
            centre.cases.take(case.id, NAME, centre.hour)
            assert "data-reply" in (await heard(lines, 1))[0][2]["actions"]


async def test_a_browser_that_has_the_list_is_not_sent_it_again(address: str, centre: Centre) -> None:
    centre.case()
    async with httpx.AsyncClient(base_url=address) as client:
        await sign_in(client)
        async with client.stream("GET", "/staff/api/cases/live") as line:
            ((_, known, _),) = await heard(line.aiter_lines(), 1)
        async with client.stream("GET", "/staff/api/cases/live", headers={"last-event-id": known}) as line:
            lines = line.aiter_lines()
            await asyncio.to_thread(centre.case, "ben", "s_2")
            ((_, fresh, data),) = await heard(lines, 1)
    assert fresh != known
    assert len(data["waiting"]) == 2


async def test_signing_out_ends_a_stream_that_is_open(address: str, centre: Centre) -> None:
    async with httpx.AsyncClient(base_url=address) as client:
        await sign_in(client)
        async with client.stream("GET", "/staff/api/cases/live") as line:
            lines = line.aiter_lines()
            await heard(lines, 1)
            centre.accounts.disable(NAME, centre.hour)
            await asyncio.to_thread(centre.case)
            assert await heard(lines, 1) == []


def test_a_server_stops_without_waiting_for_its_streams(staffed: FastAPI, centre: Centre) -> None:
    centre.case()
    with httpx.Client() as client, serving(staffed) as opened:
        line = client.send(client.build_request("GET", f"{opened}/api/live", params=of("ann")), stream=True)
        next(line.iter_lines())
        begun = time.monotonic()
    assert time.monotonic() - begun < 3
    line.close()


def test_a_look_differs_after_every_step(centre: Centre) -> None:
    look = Watch(centre.database)
    seen = [look()]

    def after(step: Any) -> None:
        step()
        seen.append(look())

    case: Case = centre.case(reason="unanswered")
    seen.append(look())
    after(lambda: centre.case(reason="asked"))
    after(lambda: centre.said("还在吗？", "", kind="handoff"))
    after(lambda: centre.cases.take(case.id, NAME, centre.hour))
    after(lambda: centre.cases.reply(case.id, NAME, "您好", centre.hour))
    after(lambda: centre.cases.hand_back(case.id, NAME, centre.hour))
    after(lambda: centre.case())
    after(lambda: centre.cases.withdraw("s_1", centre.hour))
    assert all(before != now for before, now in pairwise(seen))


async def test_a_pulse_looks_once_for_all_and_rests_when_nobody_listens() -> None:
    looks: list[int] = []

    def look() -> int:
        looks.append(1)
        return len(looks) // 3

    pulse = Pulse(look, every_s=0.01, lasts_s=0.2)

    async def beats() -> int:
        return len([None async for _ in pulse.beats()])

    counts = await asyncio.gather(*(beats() for _ in range(10)))
    assert min(counts) > 2
    looked = len(looks)
    assert looked < 40
    await asyncio.sleep(0.1)
    assert len(looks) <= looked + 1


async def test_a_look_that_fails_is_tried_again() -> None:
    looks = iter([1, None, 2])

    def look() -> int:
        found = next(looks, 2)
        if found is None:
            raise OSError("the database is away")
        return found

    pulse = Pulse(look, every_s=0.01, lasts_s=0.3)
    assert len([None async for _ in pulse.beats()]) == 3


def test_a_named_visitor_is_the_owner_of_what_it_said(centre: Centre) -> None:
    centre.case()
    assert centre.cases.messages("s_1", Visitor("ben").id) == []
