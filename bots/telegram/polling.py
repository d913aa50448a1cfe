"""Asking Telegram for updates: each batch is kept before the next one is asked for."""

import asyncio
import logging

from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import ExtBot

from .channel import FIRST_WAIT_S, LONGEST_WAIT_S, Channel
from .faults import TelegramTokenRefused
from .inbox import kept_of

log = logging.getLogger(__name__)
ALLOWED = ("message", "edited_message", "callback_query")
POLL_S = 25


async def poll(bot: ExtBot[int], channel: Channel) -> None:
    """Runs until it is cancelled. Raises TelegramTokenRefused; other errors are waited out."""
    offset: int | None = None
    wait = FIRST_WAIT_S
    while True:
        try:
            came = await bot.get_updates(offset, timeout=POLL_S, allowed_updates=ALLOWED)
        except InvalidToken as error:
            raise TelegramTokenRefused() from error
        except TelegramError as error:
            if isinstance(error, Conflict):
                log.warning("Telegram: another process asks for this bot's updates, or a webhook is set")
            else:
                log.warning("Telegram cannot be reached (%s); trying again in %g s", type(error).__name__, wait)
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT_S)
            continue
        wait = FIRST_WAIT_S
        await channel.keep([kept for one in came if (kept := kept_of(one.to_dict())) is not None])
        if came:
            offset = came[-1].update_id + 1
