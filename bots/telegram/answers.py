"""What one update brings about: a turn of the assistant, or a sentence of the channel's own."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from telegram import User
from telegram.constants import ChatAction
from telegram.error import TelegramError
from telegram.ext import ExtBot

from assistant import language
from assistant.replies import Event, Reply, Visitor
from assistant.wording import say
from knowledge.errors import Lang

from .chats import Chat, new_session
from .menu import LANGUAGES, WORDS
from .reading import Heard
from .seams import Talks
from .texts import Button, Outgoing, plain, told

TYPING_AFTER_S = 0.4
TYPING_AGAIN_S = 4.5  # Telegram shows it for five seconds
VISITOR = "t_"
LANG_DATA = "lang:"


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes out, what is remembered of the chat, and whether buttons shown before lose their meaning."""

    out: Outgoing
    lang: Lang
    chat: dict[str, Any]
    supersedes: bool = False


class Answers:
    def __init__(self, bot: ExtBot[int], talks: Talks, centre: dict[Lang, str], public_url: str | None) -> None:
        self._bot = bot
        self._talks = talks
        self._centre = centre
        self._public_url = public_url

    async def __call__(self, heard: Heard, chat: Chat, update_id: str) -> Answer | None:
        """Asking again about the same update gives the same answer; None = nothing to say."""
        match heard.kind:
            case "words":
                return await self._turn(heard, chat, update_id, heard.text)
            case "press" if heard.text.startswith(LANG_DATA):
                return self._chosen(heard.text.removeprefix(LANG_DATA), chat, heard)
            case "press":
                return await self._turn(heard, chat, update_id, None)
            case "command":
                return await self._command(heard, chat, update_id)
            case "notice":
                return self._sentence(heard.text, chat, heard)
            case "group":
                lang = spoken(chat, heard)
                button = Button(say(lang, "telegram_group_open"), url=f"https://t.me/{self._me().username}")
                return Answer(plain(say(lang, "telegram_group"), button), lang, {})
            case _:
                return None

    async def _turn(self, heard: Heard, chat: Chat, update_id: str, words: str | None) -> Answer:
        visitor = Visitor(f"{VISITOR}{heard.user_id}", "telegram", chat.lang)
        keys = {"session_id": chat.session_id, "update_id": f"tg:{update_id}"}
        async with typing(self._bot, int(chat.chat_id)):
            if words is None:
                reply = await _last(self._talks.act(visitor, heard.text, **keys))
            else:
                reply = await _last(self._talks.answer(visitor, words, **keys))
        return Answer(told(reply, self._public_url), reply.lang, {"spoken": reply.lang}, supersedes=True)

    async def _command(self, heard: Heard, chat: Chat, update_id: str) -> Answer:
        lang = spoken(chat, heard)
        if heard.text in WORDS:
            return await self._turn(heard, chat, update_id, say(lang, WORDS[heard.text]))
        if heard.text == "lang":
            return self._chosen(heard.argument, chat, heard)
        if heard.text == "new":
            fresh = {"session_id": new_session()}
            return replace(self._sentence("telegram_new", chat, heard), chat=fresh, supersedes=True)
        known = {"start": "telegram_start", "help": "telegram_help"}
        return self._sentence(known.get(heard.text, "telegram_unknown_command"), chat, heard)

    def _chosen(self, name: str, chat: Chat, heard: Heard) -> Answer:
        wish = name.strip().lower()
        found: Lang | None = next((lang for lang, (code, _) in LANGUAGES.items() if wish.startswith(code)), None)
        if found is None:
            buttons = [Button(label, data=LANG_DATA + code) for code, label in LANGUAGES.values()]
            lang = spoken(chat, heard)
            return Answer(plain(say(lang, "telegram_lang"), *buttons), lang, {})
        return Answer(plain(say(found, "telegram_lang_chosen")), found, {"lang": found, "spoken": found})

    def _sentence(self, name: str, chat: Chat, heard: Heard) -> Answer:
        lang = spoken(chat, heard)
        centre = self._centre[lang]
        return Answer(plain(say(lang, name, centre=centre, help=say(lang, "help"))), lang, {})

    def _me(self) -> User:
        return self._bot.bot


def spoken(chat: Chat, heard: Heard) -> Lang:
    """The language of what is said outside turns: as chosen, of the words, of the last reply, of their Telegram."""
    otherwise = chat.spoken or heard.hint
    return chat.lang or (language.of(heard.text, otherwise) if heard.kind == "words" else otherwise)


@asynccontextmanager
async def typing(bot: ExtBot[int], chat_id: int) -> AsyncGenerator[None]:
    """The visitor sees that somebody is at it, if it takes a moment."""

    async def shown() -> None:
        await asyncio.sleep(TYPING_AFTER_S)
        while True:
            with suppress(TelegramError):
                await bot.send_chat_action(chat_id, ChatAction.TYPING)
            await asyncio.sleep(TYPING_AGAIN_S)

    task = asyncio.create_task(shown())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _last(events: AsyncIterator[Event]) -> Reply:
    reply: Reply | None = None
    async for event in events:
        reply = event.reply or reply
    assert reply is not None, "a turn ends with a reply"
    return reply
