"""The channel at work: what waits in the inbox is answered in order per chat, several chats side by side."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from telegram.error import BadRequest, RetryAfter, TelegramError
from telegram.ext import ExtBot

from assistant.wording import say
from knowledge.errors import Lang

from .answers import Answer, Answers
from .chats import Chat, Chats
from .delivery import ChatGone, Delivery
from .inbox import CHANNEL, Inbox, Item, Kept, Sent
from .reading import Heard, heard
from .seams import People
from .texts import Outgoing, plain

log = logging.getLogger(__name__)
AT_ONCE = 8  # chats answered side by side
LOOK_EVERY_S = 1.0  # at what other processes kept, and at what staff wrote
FIRST_WAIT_S, LONGEST_WAIT_S = 1.0, 60.0
Result = TypeVar("Result")


class Channel:
    """Runs until it is cancelled. One process a home runs it; others may put updates into the inbox."""

    def __init__(
        self, bot: ExtBot[int], inbox: Inbox, chats: Chats, answers: Answers, delivery: Delivery, people: People,
        centre: dict[Lang, str], wall: Callable[[], datetime],
    ) -> None:  # fmt: skip
        self._bot = bot
        self._inbox = inbox
        self._chats = chats
        self._answers = answers
        self._delivery = delivery
        self._people = people
        self._centre = centre
        self._wall = wall
        self._news = asyncio.Event()
        self._at_work: dict[str, asyncio.Task[None]] = {}
        self._places = asyncio.Semaphore(AT_ONCE)
        self._store = ThreadPoolExecutor(4, "telegram-store")

    async def keep(self, came: list[Kept]) -> None:
        """Stores updates; when this returns, they are safe."""
        if came:
            await self.stored(self._inbox.keep, came, self._wall())
            self.look()

    def look(self) -> None:
        """Something was put into the inbox."""
        self._news.set()

    async def run(self) -> None:
        try:
            await self.stored(self._inbox.forget, self._wall())
            while True:
                self._news.clear()
                await self._fetch_people()
                for chat_id in await self.stored(self._inbox.chats_waiting):
                    if chat_id not in self._at_work:
                        self._at_work[chat_id] = asyncio.create_task(self._serve(chat_id))
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), LOOK_EVERY_S)
        finally:
            for task in self._at_work.values():
                task.cancel()
            await asyncio.gather(*self._at_work.values(), return_exceptions=True)
            self._store.shutdown(wait=True)

    async def stored(self, call: Callable[..., Result], *given: Any, **named: Any) -> Result:
        """A call of the database, off the loop."""
        return await asyncio.get_running_loop().run_in_executor(self._store, partial(call, *given, **named))

    # --- one chat ----------

    async def _serve(self, chat_id: str) -> None:
        wait = FIRST_WAIT_S
        try:
            while (item := await self.stored(self._inbox.first_of, chat_id)) is not None:
                try:
                    async with self._places:
                        await self._handle(item)
                    wait = FIRST_WAIT_S
                except RetryAfter as error:
                    await asyncio.sleep(_seconds(error))
                except TelegramError as error:
                    log.warning("update %s waits %g s: %s", item.update_id, wait, type(error).__name__)
                    await asyncio.sleep(wait)
                    wait = min(2 * wait, LONGEST_WAIT_S)
        except Exception:
            log.exception("chat of an update failed")
        finally:
            del self._at_work[chat_id]

    async def _handle(self, item: Item) -> None:
        """Raises TelegramError where trying again may help."""
        try:
            await (self._carry(item) if "staff" in item.body else self._answer(item))
        except ChatGone:
            log.info("update %s: the chat cannot be written to", item.update_id)
        except BadRequest as error:
            log.error("update %s was refused: %s", item.update_id, error.message)
        except TelegramError:
            raise
        except Exception:
            log.exception("update %s failed", item.update_id)
            await self._apologise(item)
        if "staff" in item.body:
            await self.stored(self._people.delivered, item.body["staff"], self._wall())
        await self.stored(self._inbox.done, item, self._wall())

    async def _answer(self, item: Item) -> None:
        found = heard(item.body, self._bot.bot)
        if found.kind == "nothing":
            return
        chat = await self.stored(self._chats.of, item.chat_id)
        if found.query_id is not None:
            await self._accept(found)
        answer = await self._answers(found, chat, item.update_id)
        if answer is None:
            return
        if found.pressed is not None and str(found.pressed) != chat.buttons:
            await self._delivery.rebutton(int(chat.chat_id), found.pressed, ())
        with_buttons = await self._deliver(item, answer.out, answer.lang)
        await self._remember(chat, answer, with_buttons)

    async def _deliver(self, item: Item, out: Outgoing, lang: Lang) -> int | None:
        async def note(sent: Sent) -> None:
            await self.stored(self._inbox.went_out, item, sent)

        placeholder = say(lang, "telegram_placeholder")
        return await self._delivery(int(item.chat_id), out, item.sent, placeholder, note)

    async def _remember(self, chat: Chat, answer: Answer, with_buttons: int | None) -> None:
        """Buttons shown before are taken away, or renewed when the reply had no text of its own."""
        changes = dict(answer.chat)
        if answer.supersedes:
            old = int(chat.buttons) if chat.buttons else None
            silent = not answer.out.texts
            if old is not None and old != with_buttons:
                await self._delivery.rebutton(int(chat.chat_id), old, answer.out.buttons if silent else ())
            if not silent:
                changes["buttons"] = None if with_buttons is None else str(with_buttons)
        if changes:
            await self.stored(self._chats.change, chat.chat_id, **changes)

    async def _accept(self, found: Heard) -> None:
        """The button stops spinning; a press that is too old for that is answered all the same."""
        try:
            await self._bot.answer_callback_query(str(found.query_id))
        except BadRequest as error:
            log.info("a press was not accepted: %s", error.message)

    async def _apologise(self, item: Item) -> None:
        chat = await self.stored(self._chats.of, item.chat_id)
        lang = chat.lang or chat.spoken or "zh"
        sentence = say(lang, "telegram_failed", id=item.update_id, centre=self._centre[lang])
        try:
            await self._deliver(item, plain(sentence), lang)
        except (ChatGone, BadRequest):
            log.warning("update %s: the apology could not be sent", item.update_id)

    # --- what staff wrote ----------

    async def _fetch_people(self) -> None:
        """Puts their words into the inbox, where they wait for their turn in the chat like everything else."""
        waiting = await self.stored(self._people.undelivered, CHANNEL)
        if not waiting:
            return
        now = self._wall()
        for one in waiting:
            if await self.stored(self._inbox.is_done, f"m{one.id}"):
                await self.stored(self._people.delivered, one.id, now)
        kept = [
            Kept(f"m{one.id}", one.visitor.partition("_")[2], one.id,
                 {"staff": one.id, "author": one.author, "text": one.text})
            for one in waiting
        ]  # fmt: skip
        await self.stored(self._inbox.keep, kept, now)

    async def _carry(self, item: Item) -> None:
        chat = await self.stored(self._chats.of, item.chat_id)
        lang = chat.lang or chat.spoken or "zh"
        text = item.body["text"]
        if item.body["author"] == "staff":
            text = say(lang, "telegram_staff", text=text)
        await self._deliver(item, plain(text), lang)


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait if isinstance(wait, int) else wait.total_seconds()
