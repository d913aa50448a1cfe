"""The shell of the staff pages: who is signed in, that a form is ours, and the frame that a page stands in."""

import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.routing import APIRoute
from jinja2 import ChoiceLoader, Environment, FileSystemLoader

from assistant.accounts.staff import Accounts, SignedIn
from bots.web.languages import COOKIE as LANG_COOKIE
from bots.web.languages import LANG_AGE_S, reader_lang
from bots.web.seams import Centre
from bots.web.words import WORDS as PAGE_WORDS
from knowledge.errors import Fault, Lang

from .faults import FormExpired, NotSignedIn
from .words import WORDS

COOKIE = "ipsteward_staff"
TEMPLATES = Path(__file__).parents[1] / "templates"
ROOT = "/staff"
SIGN_IN = "/staff/sign-in"
SAFE = ("GET", "HEAD", "OPTIONS")
NAVIGATION = (  # a word of WORDS and its page; shown once a router serves the page
    ("cases", "/staff/cases"),
    ("bookings", "/staff/bookings"),
    ("changes", "/staff/changes"),
    ("transcripts", "/staff/transcripts"),
    ("runs", "/staff/runs"),
)


class Shell:
    """What the routers of staff pages receive.

    `signed_in` and `checked` are dependencies that give the account's name; `checked` is for what changes something
    and wants the sign-in's CSRF token, in the form field `csrf` or the header `X-CSRF-Token`. Every router that is
    mounted by `mount` has both anyway.
    """

    def __init__(
        self, accounts: Accounts, centre: Centre, clock: Callable[[], datetime], folders: tuple[Path, ...] = ()
    ) -> None:
        self.clock = clock
        self._accounts = accounts
        self._pages: set[str] = set()
        self._centre = centre
        self._folders = [FileSystemLoader(folder) for folder in (TEMPLATES, *folders)]
        self._templates = Environment(
            loader=ChoiceLoader(self._folders), autoescape=True, trim_blocks=True, lstrip_blocks=True
        )

        def signed_in(request: Request) -> str:
            return self._held(request).name

        async def checked(request: Request, name: Annotated[str, Depends(signed_in)]) -> str:
            if request.method not in SAFE:
                sent = request.headers.get("x-csrf-token") or await _field(request, "csrf")
                if not secrets.compare_digest(sent.encode(), self._held(request).csrf.encode()):
                    raise FormExpired()
            return name

        self.signed_in = signed_in
        self.checked = checked

    def add_templates(self, folder: Path) -> None:
        """Templates of other packages, which extend "staff/base.html"."""
        self._folders.append(FileSystemLoader(folder))

    def mount(self, app: FastAPI, router: APIRouter) -> None:
        """Serves a router to those who are signed in, with forms of their own alone."""
        for route in router.routes:
            if not isinstance(route, APIRoute) or not route.path.startswith(f"{ROOT}/"):
                raise ValueError(f"a router of the staff pages has plain routes under {ROOT} alone: {route}")
            self._pages.add(route.path)
        app.include_router(router, dependencies=[Depends(self.signed_in), Depends(self.checked)])

    def words(self, lang: Lang) -> dict[str, str]:
        return WORDS[lang]

    def page(self, request: Request, template: str, *, status: int = 200, **facts: Any) -> HTMLResponse:
        """The page in the reader's language.

        Templates see `words` (those of the frame; `facts` may bring their own `words`, which are laid over them),
        `lang`, `centre`, `name`, `csrf`, `path`, and the `facts`. `here` among them is the address that a switch of
        the language leads to, where the page itself cannot be asked for again.
        """
        lang = reader_lang(request)
        response = HTMLResponse(self._filled(request, lang, template, facts), status_code=status)
        if request.query_params.get("lang") == lang:
            response.set_cookie(LANG_COOKIE, lang, max_age=LANG_AGE_S, samesite="lax")
        return response

    def fragment(self, request: Request, template: str, **facts: Any) -> str:
        """A piece of a page as text, to be sent by an event."""
        return self._filled(request, reader_lang(request), template, facts)

    def refused(self, request: Request, fault: Fault, status: int) -> Response:
        """A refusal as a page; who is not signed in goes to the sign-in."""
        if isinstance(fault, NotSignedIn):
            return RedirectResponse(sign_in_address(request), status_code=303)
        said = fault.told(reader_lang(request))
        return self.page(request, "staff/fault.html", status=status, said=said, here="/staff/cases")

    def _filled(self, request: Request, lang: Lang, template: str, facts: dict[str, Any]) -> str:
        held = self.sign_in_of(request)
        shown = {
            "lang": lang,
            "other": "en" if lang == "zh" else "zh",
            "centre": self._centre[lang],
            "name": held.name if held else None,
            "csrf": held.csrf if held else "",
            "path": request.url.path,
            "navigation": [(word, href) for word, href in NAVIGATION if href in self._pages],
            "switched": _switched(request, facts.get("here")),
        }
        words = PAGE_WORDS[lang] | WORDS[lang] | facts.get("words", {})
        return self._templates.get_template(template).render(**shown | facts | {"words": words})

    def sign_in_of(self, request: Request) -> SignedIn | None:
        """The sign-in that the cookie holds, looked up once a request."""
        if not hasattr(request.state, "staff"):
            token = request.cookies.get(COOKIE, "")
            request.state.staff = self._accounts.by_token(token, self.clock()) if token else None
        held: SignedIn | None = request.state.staff
        return held

    def still_in(self, request: Request) -> bool:
        """Whether the sign-in of a stream that began with one holds even now."""
        return self._accounts.by_token(request.cookies.get(COOKIE, ""), self.clock()) is not None

    def _held(self, request: Request) -> SignedIn:
        held = self.sign_in_of(request)
        if held is None:
            raise NotSignedIn()
        return held


def sign_in_address(request: Request) -> str:
    """The sign-in, which leads back to the page that was asked for."""
    url = request.url
    if request.method not in SAFE or url.path in ("/staff", "/staff/", "/staff/cases"):
        return SIGN_IN
    return f"{SIGN_IN}?{urlencode({'to': url.path + (f'?{url.query}' if url.query else '')})}"


async def _field(request: Request, name: str) -> str:
    """A field of the form; the parsed form stays with the request."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return ""
    value = (await request.form()).get(name)
    return value if isinstance(value, str) else ""


def _switched(request: Request, here: str | None) -> str:
    """The same page in the other language, its query kept."""
    other = "en" if reader_lang(request) == "zh" else "zh"
    if here is None:
        return f"{request.url.path}?{request.url.include_query_params(lang=other).query}"
    return f"{here}{'&' if '?' in here else '?'}lang={other}"
