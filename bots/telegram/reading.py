"""An update of the Bot API as the channel understands it: words, a press, a command, or something it cannot answer."""

from dataclasses import dataclass
from typing import Any, Literal

from telegram import Message, MessageEntity, Update, User
from telegram.constants import ChatType

from knowledge.errors import Lang

Kind = Literal["words", "press", "command", "notice", "group", "nothing"]
FILE_BYTES = 20_000_000  # a bot can download no more


@dataclass(frozen=True, slots=True)
class Heard:
    """`text` holds the words, a button's data, a command's name, or the name of the sentence that answers it."""

    kind: Kind
    text: str = ""
    user_id: int = 0
    hint: Lang = "zh"  # of the visitor's own Telegram
    argument: str = ""
    query_id: str | None = None
    pressed: int | None = None  # the message whose button it was


def heard(body: dict[str, Any], me: User) -> Heard:
    """`me` is the bot itself, so that it knows when a group speaks to it."""
    update = Update.de_json(body, None)
    user = update.effective_user
    if user is None or user.is_bot:
        return Heard("nothing")
    hint: Lang = "zh" if (user.language_code or "zh").lower().startswith("zh") else "en"
    query = update.callback_query
    if query is not None:
        message_id = query.message.message_id if query.message else None
        return Heard("press", query.data or "", user.id, hint, query_id=query.id, pressed=message_id)
    message = update.message or update.edited_message
    if message is None:
        return Heard("nothing")
    if message.chat.type != ChatType.PRIVATE:
        spoken_to = update.message is not None and _speaks_to(message, me)
        return Heard("group" if spoken_to else "nothing", user_id=user.id, hint=hint)
    if update.edited_message is not None:
        return Heard("notice", "telegram_edited", user.id, hint)
    return _private(message, user.id, hint)


def _private(message: Message, user_id: int, hint: Lang) -> Heard:
    words = (message.text or "").replace("\0", "").strip()
    if not words:
        return Heard("notice", _unreadable(message), user_id, hint)
    first = message.entities[0] if message.entities else None
    if first is not None and first.type == MessageEntity.BOT_COMMAND and first.offset == 0:
        name, _, rest = words[1:].partition(" ")
        return Heard("command", name.partition("@")[0].lower(), user_id, hint, rest.strip())
    return Heard("words", words, user_id, hint)


def _unreadable(message: Message) -> str:
    """The name of the sentence about what is in the message instead of words."""
    held = message.document or message.video or message.audio
    if held is not None:
        return "telegram_file_too_big" if (held.file_size or 0) > FILE_BYTES else "telegram_file"
    if message.photo:
        return "telegram_photo"
    return "telegram_voice" if message.voice or message.video_note else "telegram_other"


def _speaks_to(message: Message, me: User) -> bool:
    answered = message.reply_to_message
    if answered is not None and answered.from_user is not None and answered.from_user.id == me.id:
        return True
    name = f"@{me.username}".lower()
    named = message.parse_entities([MessageEntity.MENTION, MessageEntity.BOT_COMMAND]).values()
    return any(part.lower() == name or part.lower().endswith(name) for part in named)
