"""The web chat as an ASGI application: API, pages, static files, and the headers that fence them in."""

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Lifespan, Message, Receive, Scope, Send

from assistant.errors import BookingNotFound, CaseNotFound
from knowledge.errors import Fault

from . import chat, live, pages
from .faults import BadField, BadJson, BodyTooLarge, Broken, WebFault, as_json, for_status
from .pulse import Pulse
from .seams import Centre, Library, Talks
from .staff.pages import People, Staff, StaffRouter, serve_staff
from .staff.shell import Shell
from .visitors import Visitors

STATIC = Path(__file__).parent / "static"
FENCE = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
log = logging.getLogger(__name__)


def create_app(
    talks: Talks,
    library: Library,
    *,
    centre: Centre,
    secret: bytes | str,
    health: Callable[[], Mapping[str, Any]],
    files: Path = Path(),
    people: People | None = None,
    staff: Staff | None = None,
    staff_routers: Sequence[StaffRouter] = (),
    webhooks: Sequence[APIRouter] = (),
    beside: Lifespan[FastAPI] | None = None,
) -> FastAPI:
    """The application.

    `centre` is the centre's name in each language, `secret` signs the visitors' cookies, `files` is the folder that
    relative paths of attachments start from. `health()` tells how the parts are; `"ok": False` in it answers 503.
    With `people` a person can take a conversation over; with `staff` the staff pages are served, and each of
    `staff_routers` makes one more router of theirs from the shell.
    `webhooks` are routes that other channels are called at, `beside` is what runs as long as the server does.
    """
    app = FastAPI(title="ipsteward", docs_url=None, redoc_url=None, openapi_url=None, lifespan=beside)
    visitors = Visitors(secret)
    app.include_router(chat.router(talks, visitors, files, people.cases if people else None))
    pulse = Pulse(people.look) if people else None
    if people and pulse:
        app.state.pulse = pulse
        app.include_router(live.router(people.cases, visitors, pulse))
    app.include_router(pages.router(library, visitors, centre))
    for webhook in webhooks:
        app.include_router(webhook)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")

    @app.get("/healthz")
    def healthz() -> JSONResponse:
        found = health()
        return JSONResponse(dict(found), status_code=503 if found.get("ok") is False else 200)

    shell = serve_staff(app, staff, people, pulse, centre, staff_routers) if staff else None
    _answer_faults(app, centre, shell)
    app.add_middleware(Bounded)
    app.add_middleware(Fenced)
    return app


class Bounded:
    """Turns away a body that says it is too long; one that does not say so is counted by the router."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        said = Headers(scope=scope).get("content-length", "") if scope["type"] == "http" else ""
        if said.isdigit() and int(said[:20]) > chat.MAX_BODY_BYTES:
            fault = BodyTooLarge()
            await JSONResponse(as_json(fault), status_code=fault.status)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


class Fenced:
    """Puts the security headers on every response; what a conversation says is not for caches."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def fenced(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(FENCE)
                private = scope["path"].startswith(("/api/", "/staff"))
                headers.setdefault("Cache-Control", "no-store" if private else "no-cache")
            await send(message)

        await self._app(scope, receive, fenced)


def _answer_faults(app: FastAPI, centre: Centre, shell: Shell | None) -> None:
    def answered(request: Request, fault: Fault, status: int) -> Response:
        if request.url.path.startswith(("/api/", "/healthz", "/staff/api/")):
            return JSONResponse(as_json(fault), status_code=status)
        if shell is not None and request.url.path.startswith("/staff"):
            return shell.refused(request, fault, status)
        return pages.fault_page(request, fault, status, centre)

    @app.exception_handler(Fault)
    async def refused(request: Request, fault: Fault) -> Response:
        absent = 404 if isinstance(fault, CaseNotFound | BookingNotFound) else 400
        return answered(request, fault, fault.status if isinstance(fault, WebFault) else absent)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        fault = _of_validation(error)
        return answered(request, fault, fault.status)

    @app.exception_handler(HTTPException)
    async def plain(request: Request, error: HTTPException) -> Response:
        return answered(request, for_status(error.status_code), error.status_code)

    @app.exception_handler(Exception)
    async def broken(request: Request, error: Exception) -> Response:
        fault = Broken(id="r_" + secrets.token_hex(8))
        log.error("request %s failed", fault.facts["id"])  # the server logs the traceback itself
        response = answered(request, fault, fault.status)
        response.headers.update(FENCE)  # this answer is made outside the fence
        return response


def _of_validation(error: RequestValidationError) -> WebFault:
    first = error.errors()[0]
    where = [str(part) for part in first["loc"][1:]]
    if first["type"] == "json_invalid" or first["loc"] == ("body",):
        return BadJson()
    return BadField(field=".".join(where)[:40])
