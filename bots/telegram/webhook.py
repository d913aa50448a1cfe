"""The webhook: an update that carries the secret is kept and acknowledged; answering it is not the request's work."""

import asyncio
import hmac
import importlib
import json
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, FastAPI, Header, Request, Response

from knowledge.errors import Fault

from .inbox import Inbox, kept_of
from .parts import Parts

if TYPE_CHECKING:
    from .channel import Channel

log = logging.getLogger(__name__)
MAX_BODY_BYTES = 1024 * 1024
AGAIN_S = 10.0


class Webhook:
    """The route, and the channel that runs beside the web server."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._inbox = Inbox(parts.database)
        self._channel: Channel | None = None

    def router(self) -> APIRouter:
        routes = APIRouter(max_body_size=MAX_BODY_BYTES)
        secret = (self._parts.settings.telegram_secret or "").encode()

        @routes.post("/telegram")
        async def update(
            request: Request, given: Annotated[str, Header(alias="X-Telegram-Bot-Api-Secret-Token")] = ""
        ) -> Response:
            if not secret or not hmac.compare_digest(given.encode(), secret):
                return Response(status_code=403)
            try:
                body = json.loads(await request.body())
            except ValueError:
                return Response(status_code=400)
            kept = kept_of(body) if isinstance(body, dict) else None
            if kept is not None:
                await asyncio.to_thread(self._inbox.keep, [kept], self._parts.wall())
                if self._channel is not None:
                    self._channel.look()
            return Response(status_code=200)

        return routes

    @asynccontextmanager
    async def running(self, _: FastAPI) -> AsyncGenerator[None]:
        task = asyncio.create_task(self._work())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _work(self) -> None:
        """Answers what is kept, or waits for its turn while another process does."""
        service = await asyncio.to_thread(importlib.import_module, "bots.telegram.service")
        told = ""
        while told != "telegram_token_refused":
            try:
                with service.only_one(self._parts.settings.home, self._parts.database):
                    await service.webhook(self._parts, self._started)
            except Fault as fault:
                if fault.code != told:
                    log.warning("%s", fault.told("en"))
                told = fault.code
            except Exception:
                log.exception("the Telegram channel failed")
            self._channel = None
            await asyncio.sleep(AGAIN_S)

    def _started(self, channel: "Channel") -> None:
        self._channel = channel
