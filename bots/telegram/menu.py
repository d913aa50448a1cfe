"""The commands that the bot offers, in both languages."""

from telegram import BotCommand
from telegram.ext import ExtBot

from assistant.wording import say
from knowledge.errors import LANGS, Lang

COMMANDS = ("start", "help", "bookings", "new", "lang", "person")
WORDS = {"bookings": "telegram_bookings_words", "person": "telegram_person_words"}  # a command that is a visitor's turn
LANGUAGES: dict[Lang, tuple[str, str]] = {"zh": ("zh", "中文"), "en": ("en", "English")}


def menu(lang: Lang) -> list[BotCommand]:
    return [BotCommand(name, say(lang, f"telegram_menu_{name}")) for name in COMMANDS]


async def show_menu(bot: ExtBot[int]) -> None:
    """The menu in the language of each visitor's Telegram, English where it is neither of ours."""
    await bot.set_my_commands(menu("en"))
    for lang in LANGS:
        await bot.set_my_commands(menu(lang), language_code=lang)
