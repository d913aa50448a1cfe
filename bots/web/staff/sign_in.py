"""Signing in to the staff pages and out of them."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from assistant.accounts.faults import SignInLocked, SignInWrong
from assistant.accounts.staff import LASTS, Accounts
from bots.web.languages import reader_lang
from knowledge.errors import Fault

from .faults import FormExpired
from .shell import COOKIE, Shell

FORM_COOKIE = "ipsteward_staff_form"
FORM_AGE_S = 3600
START = "/staff/cases"
Field = Annotated[str, Form(max_length=1000)]


def router(shell: Shell, accounts: Accounts) -> APIRouter:
    pages = APIRouter(prefix="/staff", include_in_schema=False)

    @pages.get("/sign-in")
    def form(request: Request, to: str = "") -> Response:
        if shell.sign_in_of(request) is not None:
            return RedirectResponse(_inside(to), status_code=303)
        return _form(shell, request, to)

    @pages.post("/sign-in")
    def sign_in(request: Request, name: Field = "", password: Field = "", to: Field = "", form: Field = "") -> Response:
        sealed = request.cookies.get(FORM_COOKIE, "")
        if not sealed or not secrets.compare_digest(sealed.encode(), form.encode()):
            return _form(shell, request, to, name, FormExpired(), 403)
        try:
            token = accounts.sign_in(name, password, shell.clock())
        except SignInWrong as refusal:
            return _form(shell, request, to, name, refusal, 403)
        except SignInLocked as refusal:
            return _form(shell, request, to, name, refusal, 429)
        accounts.sign_out(request.cookies.get(COOKIE, ""))  # whatever token was brought along ends here
        response = RedirectResponse(_inside(to), status_code=303)
        _set(request, response, COOKIE, token, round(LASTS.total_seconds()))
        response.delete_cookie(FORM_COOKIE, path="/staff")
        return response

    @pages.post("/sign-out")
    def sign_out(request: Request, _: Annotated[str, Depends(shell.checked)]) -> Response:
        accounts.sign_out(request.cookies.get(COOKIE, ""))
        response = RedirectResponse("/staff/sign-in", status_code=303)
        response.delete_cookie(COOKIE, path="/staff")
        return response

    @pages.get("")
    @pages.get("/")
    def start(_: Annotated[str, Depends(shell.signed_in)]) -> Response:
        return RedirectResponse(START, status_code=303)

    return pages


def _form(
    shell: Shell, request: Request, to: str, name: str = "", fault: Fault | None = None, status: int = 200
) -> Response:
    """The form, bound to this browser by a cookie: nobody else's page can sign a person in."""
    bound = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)
    said = fault.told(reader_lang(request)) if fault else ""
    facts = {"bound": bound, "to": to, "typed": name, "said": said, "here": "/staff/sign-in"}
    response = shell.page(request, "staff/sign_in.html", status=status, **facts)
    _set(request, response, FORM_COOKIE, bound, FORM_AGE_S)
    return response


def _set(request: Request, response: Response, cookie: str, value: str, age_s: int) -> None:
    response.set_cookie(
        cookie, value, max_age=age_s, path="/staff", httponly=True, samesite="strict",
        secure=request.url.scheme == "https",
    )  # fmt: skip


def _inside(to: str) -> str:
    """A page of the staff, or the first one: a link cannot lead a person elsewhere after the sign-in."""
    plain = to.isprintable() and "\\" not in to and ".." not in to
    return to if plain and to.startswith("/staff/") and not to.startswith("/staff/sign-") else START
