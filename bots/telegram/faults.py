"""What can be wrong with the Telegram channel, told to the operator."""

from typing import ClassVar

from knowledge.errors import Fault, Lang


class TelegramTokenMissing(Fault):
    code = "telegram_token_missing"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "没有设置 Telegram 机器人的令牌；请把 @BotFather 给出的令牌写入 IPSTEWARD_TELEGRAM_TOKEN 后再运行。",
        "en": "No Telegram bot is set up; put the token that @BotFather gave you into IPSTEWARD_TELEGRAM_TOKEN and run "
        "this again.",
    }


class TelegramTokenRefused(Fault):
    code = "telegram_token_refused"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "Telegram 不接受这个机器人令牌；请核对 IPSTEWARD_TELEGRAM_TOKEN 和 IPSTEWARD_TELEGRAM_API_URL。",
        "en": "Telegram does not accept the bot's token; check IPSTEWARD_TELEGRAM_TOKEN and "
        "IPSTEWARD_TELEGRAM_API_URL.",
    }


class TelegramBusy(Fault):
    code = "telegram_busy"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "另一个进程正在为数据目录 {home} 运行 Telegram 渠道；请先停止它，或让它继续运行。",
        "en": "Another process runs the Telegram channel of the home {home}; stop it first, or leave it to it.",
    }
