"""The pulse of live pages: one look at the database a second, for all who listen in this process."""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Callable
from typing import Any

EVERY_S = 1.0
LASTS_S = 300.0  # a listener then asks again: dead connections and old sign-ins do not stay
log = logging.getLogger(__name__)


class Pulse:
    """Wakes its listeners when `look()` gives something new; rests while nobody listens."""

    def __init__(self, look: Callable[[], Any], every_s: float = EVERY_S, lasts_s: float = LASTS_S) -> None:
        self._look = look
        self._every_s = every_s
        self._lasts_s = lasts_s
        self._listeners: set[asyncio.Event] = set()
        self._beating: asyncio.Task[None] | None = None
        self._stopped = False

    async def beats(self) -> AsyncGenerator[None]:
        """One at once, then one after each change, for some minutes or until the server stops."""
        woken = asyncio.Event()
        self._listeners.add(woken)
        if self._beating is None or self._beating.done():
            self._beating = asyncio.create_task(self._beat())
        over = time.monotonic() + self._lasts_s
        try:
            yield
            while not self._stopped:
                await asyncio.wait_for(woken.wait(), max(0.0, over - time.monotonic()))
                woken.clear()
                if not self._stopped:
                    yield
        except TimeoutError:
            return
        finally:
            self._listeners.discard(woken)

    def stop(self) -> None:
        """Ends all listening, so that a server can stop without waiting for it."""
        self._stopped = True
        self._wake()

    async def _beat(self) -> None:
        seen: Any = None
        while self._listeners and not self._stopped:
            try:
                found = await asyncio.to_thread(self._look)
            except Exception:
                log.exception("a look at the database failed")
                found = seen
            if found != seen:
                seen = found
                self._wake()
            await asyncio.sleep(self._every_s)

    def _wake(self) -> None:
        for listener in tuple(self._listeners):
            listener.set()
