"""Signing in to the staff pages: who gets in, what a cookie is worth, what a form must carry."""

from datetime import datetime
from string import Formatter

import httpx
import pytest
from fastapi import FastAPI

from assistant.accounts.staff import TRIES, Accounts
from bots.web.staff.shell import COOKIE
from bots.web.staff.words import WORDS

from .conftest import PASSWORD, browser, hidden, sign_in


async def test_the_right_password_opens_the_pages(visitor: httpx.AsyncClient) -> None:
    answer = await sign_in(visitor)
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/cases")
    assert (await visitor.get("/staff/")).headers["location"] == "/staff/cases"


async def test_the_cookie_is_kept_from_scripts_and_from_other_sites(visitor: httpx.AsyncClient) -> None:
    made = next(one for one in (await sign_in(visitor)).headers.get_list("set-cookie") if one.startswith(COOKIE + "="))
    assert "HttpOnly" in made
    assert "SameSite=strict" in made
    assert "Path=/staff" in made
    assert "Secure" not in made


async def test_over_https_the_cookie_is_secure(staffed: FastAPI) -> None:
    async with browser(staffed, "https://chat.test") as client:
        made = (await sign_in(client)).headers.get_list("set-cookie")
    assert all("Secure" in one for one in made if one.startswith(COOKIE + "="))


@pytest.mark.parametrize(("lang", "told"), [("zh", "账号或密码不对"), ("en", "name or the password is wrong")])
async def test_a_wrong_password_is_a_sentence(visitor: httpx.AsyncClient, lang: str, told: str) -> None:
    visitor.headers["accept-language"] = lang
    answer = await sign_in(visitor, password="not the password")
    assert answer.status_code == 403
    assert told in answer.text
    assert "not the password" not in answer.text


async def test_the_lock_is_a_sentence_and_holds_against_the_right_password(visitor: httpx.AsyncClient) -> None:
    for _ in range(TRIES):
        await sign_in(visitor, password="not the password")
    answer = await sign_in(visitor)
    assert answer.status_code == 429
    assert "10 分钟" in answer.text
    assert COOKIE not in visitor.cookies


async def test_a_sign_in_form_of_another_page_is_refused(visitor: httpx.AsyncClient) -> None:
    for fields in ({"form": ""}, {"form": "made up"}, {}):
        answer = await visitor.post("/staff/sign-in", data={"name": "sample", "password": PASSWORD, **fields})
        assert answer.status_code == 403
        assert "表单已失效" in answer.text
    assert COOKIE not in visitor.cookies


async def test_a_token_that_was_brought_along_is_never_taken_up(visitor: httpx.AsyncClient) -> None:
    visitor.cookies.set(COOKIE, "planted", domain="chat.test", path="/staff")
    await sign_in(visitor)
    held = {one.value for one in visitor.cookies.jar if one.name == COOKIE}
    assert "planted" not in held
    visitor.cookies.clear()
    planted = await visitor.get("/staff", headers={"cookie": f"{COOKIE}=planted"})
    assert planted.headers["location"] == "/staff/sign-in"


async def test_a_second_sign_in_ends_the_first(visitor: httpx.AsyncClient, accounts: Accounts, now: datetime) -> None:
    await sign_in(visitor)
    first = visitor.cookies[COOKIE]
    form = await visitor.get("/staff/sign-in")
    assert form.headers["location"] == "/staff/cases"
    token = accounts.sign_in("sample", PASSWORD, now)
    visitor.cookies.set("ipsteward_staff_form", "f", domain="chat.test", path="/staff")
    await visitor.post("/staff/sign-in", data={"name": "sample", "password": PASSWORD, "form": "f"})
    assert accounts.by_token(first, now) is None
    assert accounts.by_token(token, now) is not None


async def test_signing_out_makes_the_token_worthless(steward: httpx.AsyncClient) -> None:
    token = steward.cookies[COOKIE]
    page = await steward.get("/staff/nothing-here")
    answer = await steward.post("/staff/sign-out", data={"csrf": hidden(page.text, "csrf")})
    assert answer.headers["location"] == "/staff/sign-in"
    assert COOKIE not in steward.cookies
    again = await steward.get("/staff", headers={"cookie": f"{COOKIE}={token}"})
    assert again.headers["location"] == "/staff/sign-in"


async def test_signing_out_without_the_token_of_the_form_changes_nothing(steward: httpx.AsyncClient) -> None:
    answer = await steward.post("/staff/sign-out", data={"csrf": "made up"})
    assert answer.status_code == 403
    assert "没有作任何改动" in answer.text
    assert (await steward.get("/staff")).headers["location"] == "/staff/cases"


@pytest.mark.parametrize(
    "to", ["https://far.example/", "//far.example/", "/staff/../documents/x", "/\\far.example", "/staff/sign-out", "/"]
)
async def test_the_sign_in_leads_to_no_other_place(visitor: httpx.AsyncClient, to: str) -> None:
    assert (await sign_in(visitor, to=to)).headers["location"] == "/staff/cases"


async def test_the_sign_in_leads_back_to_the_page_that_was_asked_for(visitor: httpx.AsyncClient) -> None:
    to = "/staff/bookings?week=2026-11-23&status=pending"
    assert (await sign_in(visitor, to=to)).headers["location"] == to


async def test_what_staff_see_is_not_for_caches_and_stays_fenced(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/staff/sign-in")
    assert answer.headers["cache-control"] == "no-store"
    assert "script-src 'self'" in answer.headers["content-security-policy"]


def test_the_pages_words_are_the_same_in_both_languages() -> None:
    assert WORDS["zh"].keys() == WORDS["en"].keys()
    for name, words in WORDS["zh"].items():
        assert placeholders(words) == placeholders(WORDS["en"][name]), name


def placeholders(words: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(words) if field}
