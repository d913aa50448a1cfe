"""The channel put together: the bot with its rate limiter, the inbox, and who may run it."""

import asyncio
import logging
import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import httpx
from filelock import FileLock, Timeout
from telegram.error import InvalidToken, TelegramError
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from knowledge.database import Database
from knowledge.errors import Lang
from knowledge.postgres import locks

from .answers import Answers
from .channel import FIRST_WAIT_S, LONGEST_WAIT_S, Channel
from .chats import Chats
from .delivery import Delivery
from .faults import TelegramBusy, TelegramTokenMissing, TelegramTokenRefused
from .inbox import Inbox
from .menu import show_menu
from .parts import Parts
from .polling import ALLOWED, poll

log = logging.getLogger(__name__)
RETRIES = 3  # of a call that Telegram puts off; after that the update waits as a whole
TIMEOUT_S = 15.0


@contextmanager
def only_one(home: Path, database: Database) -> Generator[None]:
    """One process a home, or a PostgreSQL database, answers on Telegram; the lock ends with it. Raises TelegramBusy."""
    if database.on_postgres:
        try:
            with locks.held(database.engine, locks.TELEGRAM):
                yield
        except locks.Taken as error:
            raise TelegramBusy(home=database.engine.url.database) from error
        return
    lock = FileLock(home / "telegram.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise TelegramBusy(home=home) from error
    try:
        yield
    finally:
        lock.release()


async def polling(parts: Parts, started: Callable[[str], None]) -> None:
    """Asks for updates and answers them, until it is cancelled. `started` is given the bot's name.

    Raises TelegramTokenMissing, TelegramTokenRefused.
    """
    async with connected(parts) as bot:
        await lasting("take down the webhook", bot.delete_webhook)
        started(bot.username)
        channel = make_channel(bot, parts)
        await first_of(channel.run(), poll(bot, channel))


async def webhook(parts: Parts, started: Callable[[Channel], None]) -> None:
    """Answers what the web server puts into the inbox, until it is cancelled. Raises as `polling` does."""
    address = f"{(parts.settings.public_url or '').rstrip('/')}/telegram"
    async with connected(parts) as bot:

        async def ask_for_updates() -> None:
            await bot.set_webhook(address, allowed_updates=ALLOWED, secret_token=parts.settings.telegram_secret)

        await lasting("set the webhook", ask_for_updates)
        channel = make_channel(bot, parts)
        started(channel)
        await channel.run()


@asynccontextmanager
async def connected(parts: Parts) -> AsyncGenerator[ExtBot[int]]:
    """The bot, once Telegram knows it; its menu is shown."""
    bot = make_bot(parts)
    try:
        await lasting("sign in", bot.initialize)
        await lasting("show the menu", lambda: show_menu(bot))
        yield bot
    finally:
        await bot.shutdown()


def make_bot(parts: Parts) -> ExtBot[int]:
    """Raises TelegramTokenMissing."""
    settings = parts.settings
    if not settings.telegram_token:
        raise TelegramTokenMissing()
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # how the library will tell time spans; it warns until then
    for chatty in ("httpx", "httpcore", "telegram"):  # their lines hold the token, or what people wrote
        logging.getLogger(chatty).setLevel(logging.WARNING)
    base = settings.telegram_api_url.rstrip("/")
    verifying = {"verify": httpx.create_ssl_context()}  # reading the authorities once is enough
    made: ExtBot[int] = ExtBot(
        settings.telegram_token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=HTTPXRequest(
            read_timeout=TIMEOUT_S, connect_timeout=TIMEOUT_S, pool_timeout=TIMEOUT_S, httpx_kwargs=verifying
        ),
        get_updates_request=HTTPXRequest(read_timeout=TIMEOUT_S, connect_timeout=TIMEOUT_S, httpx_kwargs=verifying),
        rate_limiter=AIORateLimiter(parts.calls_a_second, max_retries=RETRIES),
    )
    return made


def make_channel(bot: ExtBot[int], parts: Parts) -> Channel:
    settings = parts.settings
    centre: dict[Lang, str] = {"zh": settings.centre_zh, "en": settings.centre_en}
    return Channel(
        bot,
        Inbox(parts.database),
        Chats(parts.database),
        Answers(bot, parts.talks, centre, settings.public_url),
        Delivery(bot, settings.home),
        parts.people,
        centre,
        parts.wall,
    )


async def lasting(what: str, call: Callable[[], Awaitable[object]]) -> None:
    """Until it works; the first failure is told. Raises TelegramTokenRefused."""
    wait = FIRST_WAIT_S
    while True:
        try:
            await call()
            return
        except InvalidToken:
            raise TelegramTokenRefused() from None  # its message holds the token
        except TelegramError as error:
            if wait == FIRST_WAIT_S:
                log.warning("Telegram: could not %s yet (%s), still trying", what, type(error).__name__)
        await asyncio.sleep(wait)
        wait = min(2 * wait, LONGEST_WAIT_S)


async def first_of(*works: Coroutine[None, None, None]) -> None:
    """Side by side; the first that fails ends the others and is raised."""
    tasks = [asyncio.create_task(one) for one in works]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
