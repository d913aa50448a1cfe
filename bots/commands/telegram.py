"""`ipsteward telegram`: the assistant on Telegram, by polling."""

import asyncio
import contextlib
import signal

import click

from assistant.app import App
from bots.commands.options import open_app
from bots.telegram.faults import TelegramTokenMissing
from bots.telegram.parts import Parts
from knowledge.errors import Lang
from knowledge.terminal import reader_lang
from knowledge.times import clock_now

STARTED: dict[Lang, str] = {
    "zh": "Telegram：正在以 @{name} 回答（Ctrl-C 结束）",
    "en": "Telegram: answering as @{name} (Ctrl-C stops it)",
}


@click.command()
def telegram() -> int:
    """Answer on Telegram until it is stopped; needs IPSTEWARD_TELEGRAM_TOKEN and no public address."""
    app = open_app()
    if not app.settings.telegram_token:
        raise TelegramTokenMissing()
    from bots.telegram.service import only_one  # the library costs half a second

    with only_one(app.settings.home, app.database):
        app.warm(lasting=True)
        asyncio.run(_until_stopped(app))
    return 0


async def _until_stopped(app: App) -> None:
    from bots.telegram.service import polling

    task = asyncio.ensure_future(polling(telegram_parts(app), _started))
    with contextlib.suppress(NotImplementedError):  # Windows knows no such signals
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await task


def telegram_parts(app: App) -> Parts:
    return Parts(app.settings, app.database, app.assistant, app.cases, lambda: clock_now(app.settings.zone))


def _started(name: str) -> None:
    click.echo(STARTED[reader_lang()].format(name=name))
