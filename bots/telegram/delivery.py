"""Sending an answer so that it arrives once: each text is a placeholder first, whose id is kept, and then is edited."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeVar

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message, MessageEntity
from telegram.error import BadRequest, Forbidden
from telegram.ext import ExtBot

from assistant.replies import Attachment

from .inbox import Sent
from .texts import Button, Outgoing, Text

log = logging.getLogger(__name__)
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
UNCHANGED = "message is not modified"
VANISHED = ("message to edit not found", "message can't be edited", "message_id_invalid")
UNREACHABLE = ("chat not found", "user is deactivated", "peer_id_invalid")
Note = Callable[[Sent], Awaitable[None]]
Result = TypeVar("Result")


class ChatGone(Exception):
    """The visitor has blocked the bot or left: nothing can be sent there any more."""


class Delivery:
    """`files` is the folder that attachments' paths start from."""

    def __init__(self, bot: ExtBot[int], files: Path) -> None:
        self._bot = bot
        self._files = files

    async def __call__(self, chat_id: int, out: Outgoing, sent: Sent, placeholder: str, note: Note) -> int | None:
        """Sends what is not out yet; gives the id of the message with the buttons.

        An edit can be repeated without harm, so a crash at any point leaves at most an orphaned placeholder; a file
        whose sending was not noted is sent again.

        Raises:
            ChatGone: the chat cannot be written to.
            TelegramError: a network or server error; calling again continues.
        """
        with_buttons: int | None = None
        for at, text in enumerate(out.texts):
            buttons = out.buttons if at == len(out.texts) - 1 else ()
            if at == len(sent.texts):
                made = await reaching(self._bot.send_message(chat_id, placeholder))
                sent = Sent((*sent.texts, made.message_id), sent.files)
                await note(sent)
            message_id = await self._write(chat_id, sent.texts[at], text, buttons)
            with_buttons = message_id if buttons else None
        for at, file in enumerate(out.files):
            if at >= sent.files:
                await self._send_file(chat_id, file)
                sent = Sent(sent.texts, at + 1)
                await note(sent)
        return with_buttons

    async def rebutton(self, chat_id: int, message_id: int, buttons: Sequence[Sequence[Button]]) -> None:
        """Other buttons under a message, or none; one that is gone or too old is let be."""
        try:
            await self._bot.edit_message_reply_markup(chat_id, message_id, reply_markup=keyboard(buttons))
        except BadRequest as error:
            log.info("buttons not changed: %s", error.message)
        except Forbidden as error:
            raise ChatGone from error

    async def _write(self, chat_id: int, message_id: int, text: Text, buttons: Sequence[Sequence[Button]]) -> int:
        try:
            await self._edit(chat_id, message_id, text, buttons)
        except BadRequest as error:
            said = error.message.lower()
            if UNCHANGED in said:
                return message_id
            if any(reason in said for reason in VANISHED):  # the visitor deleted the placeholder
                return (await self._send(chat_id, text, buttons)).message_id
            log.warning("a text was refused, and goes out without its marks: %s", error.message)
            await reaching(self._edit(chat_id, message_id, Text(text.text), buttons))
        return message_id

    async def _edit(self, chat_id: int, message_id: int, text: Text, buttons: Sequence[Sequence[Button]]) -> None:
        await reaching(
            self._bot.edit_message_text(
                text.text, chat_id, message_id, entities=entities(text), reply_markup=keyboard(buttons),
                link_preview_options=NO_PREVIEW,
            )
        )  # fmt: skip

    async def _send(self, chat_id: int, text: Text, buttons: Sequence[Sequence[Button]]) -> Message:
        return await reaching(
            self._bot.send_message(
                chat_id, text.text, entities=entities(text), reply_markup=keyboard(buttons),
                link_preview_options=NO_PREVIEW,
            )
        )  # fmt: skip

    async def _send_file(self, chat_id: int, file: Attachment) -> None:
        path = self._files / file.path
        if not path.is_file():
            log.error("an attachment is missing: %s", file.path)
            return
        held = path.read_bytes()
        if file.media_type == "image/png":
            await reaching(self._bot.send_photo(chat_id, held, caption=file.name, filename=file.name))
        else:
            await reaching(self._bot.send_document(chat_id, held, filename=file.name))


async def reaching(call: Awaitable[Result]) -> Result:
    """Raises ChatGone where the Bot API says that nobody is there."""
    try:
        return await call
    except Forbidden as error:
        raise ChatGone from error
    except BadRequest as error:
        if any(reason in error.message.lower() for reason in UNREACHABLE):
            raise ChatGone from error
        raise


def entities(text: Text) -> list[MessageEntity]:
    return [MessageEntity(one.type, one.offset, one.length, url=one.url, language=one.language) for one in text.marks]


def keyboard(rows: Sequence[Sequence[Button]]) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(one.label, url=one.url, callback_data=one.data) for one in row] for row in rows]
    )
