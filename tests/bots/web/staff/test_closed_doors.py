"""Nobody reaches a staff page without a sign-in, and nothing is changed without the token of its form."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from assistant.stewards.model import State
from bots.web.staff.shell import COOKIE

from .conftest import Centre, browser, sign_in

OPEN = {("GET", "/staff/sign-in"), ("POST", "/staff/sign-in")}


def doors(app: FastAPI) -> list[tuple[str, str]]:
    """Every method and address under /staff that the application answers."""
    return [
        (method, route.path)
        for route in routes(app)
        if route.path.startswith("/staff")
        for method in sorted(route.methods or ())
    ]


def routes(router: Any) -> Iterator[APIRoute]:
    for route in router.routes:
        if hasattr(route, "original_router"):
            yield from routes(route.original_router)
        elif isinstance(route, APIRoute):
            yield route


def filled(path: str, centre: Centre) -> str:
    held = centre.cases.every()[0].id
    return path.replace("{case_id}", held).replace("{booking_id}", "BK-1")


async def test_every_door_is_closed_to_visitors(staffed: FastAPI, centre: Centre) -> None:
    case = centre.case()
    found = [door for door in doors(staffed) if door not in OPEN]
    assert len(found) >= 13
    async with browser(staffed) as client:
        await client.get("/")  # a visitor's cookie
        for method, path in found:
            answer = await client.request(method, filled(path, centre))
            if path.startswith("/staff/api/"):
                assert (answer.status_code, answer.json()["error"]["code"]) == (401, "not_signed_in"), path
            else:
                assert answer.status_code == 303, (method, path)
                assert answer.headers["location"].startswith("/staff/sign-in"), path
            assert "发明专利权" not in answer.text
            assert answer.headers["cache-control"] == "no-store"
    assert centre.cases.get(case.id).status is State.OPEN


@pytest.mark.parametrize("cookie", ["ann", "w_made-up.sealed", "x" * 5000, "ä".encode().decode("latin-1"), '" or 1=1'])
async def test_made_up_cookies_open_nothing(staffed: FastAPI, cookie: str) -> None:
    async with browser(staffed) as client:
        answer = await client.get("/staff/bookings", headers=[(b"cookie", f"{COOKIE}={cookie}".encode("latin-1"))])
        assert answer.status_code == 303


async def test_a_visitors_own_cookie_is_no_sign_in(staffed: FastAPI) -> None:
    async with browser(staffed) as client:
        sealed = (await client.get("/")).cookies["ipsteward_visitor"]
        answer = await client.get("/staff/cases", headers={"cookie": f"{COOKIE}={sealed}"})
        assert answer.status_code == 303


async def test_every_post_wants_the_token_of_its_sign_in(staffed: FastAPI, centre: Centre) -> None:
    case = centre.case()
    async with browser(staffed) as mine, browser(staffed) as yours:
        await sign_in(mine)
        await sign_in(yours, "second")
        theirs = (await yours.get("/staff/cases")).text.split('name="csrf" value="')[1].split('"')[0]
        for method, path in doors(staffed):
            if method == "GET" or (method, path) in OPEN:
                continue
            for fields in ({}, {"csrf": ""}, {"csrf": theirs}):
                answer = await mine.post(filled(path, centre), data=fields)
                assert answer.status_code == 403, path
                assert "表单已失效" in answer.text
            answer = await mine.post(filled(path, centre), json={"csrf": theirs})
            assert answer.status_code == 403, path
    assert centre.cases.get(case.id).status is State.OPEN


async def test_a_router_of_another_package_is_behind_the_same_door(staffed: FastAPI, centre: Centre) -> None:
    shell = staffed.state.shell
    more = APIRouter(prefix="/staff/more")
    more.add_api_route("", lambda: "seen", methods=["GET", "POST"])
    shell.mount(staffed, more)
    async with browser(staffed) as client:
        assert (await client.get("/staff/more")).status_code == 303
        await sign_in(client)
        assert (await client.get("/staff/more")).json() == "seen"
        assert (await client.post("/staff/more")).status_code == 403
    outside = APIRouter(prefix="/documents")
    outside.add_api_route("/x", lambda: "seen")
    unfenced = APIRouter(prefix="/staff/files")
    unfenced.mount("/all", staffed)
    for router in (outside, unfenced):
        with pytest.raises(ValueError, match="/staff"):
            shell.mount(staffed, router)


async def test_headers_fence_the_pages(steward: httpx.AsyncClient) -> None:
    answer = await steward.get("/staff/cases")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert "style=" not in answer.text
    assert "onclick" not in answer.text
