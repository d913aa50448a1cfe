"""`ipsteward serve`: the web chat and its API."""

import secrets

import click

from assistant.app import App
from assistant.stewards.watch import Watch
from bots.commands.filling import Filler
from bots.commands.options import open_app
from bots.commands.reviewing import review_router
from bots.commands.telegram import telegram_parts
from bots.commands.watching import Watcher, deciding, watching
from bots.telegram.webhook import Webhook
from bots.web.app import create_app
from bots.web.serving import free_port, run
from bots.web.staff import changes
from bots.web.staff.pages import Office, People, Staff, StaffRouter
from ingest.filling import Filling
from knowledge.errors import Lang
from knowledge.terminal import reader_lang
from knowledge.times import clock_now

FILLED_S = 20.0  # that the end waits for a part of the vectors to be put away
READ_S = 5.0  # and for a watched document; what is cut off is done again by the next run
SERVING: dict[Lang, str] = {
    "zh": "网页对话： {at}/ （Ctrl-C 结束）\n工作人员页面： {at}/staff/",
    "en": "Web chat: {at}/  (Ctrl-C stops it)\nStaff pages: {at}/staff/",
}


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
def serve(host: str, port: int) -> int:
    """Web chat and HTTP API on this host and port."""
    start(open_app(), host, port)
    return 0


def start(app: App, host: str, port: int) -> None:
    """Serves until it is stopped; a port that is taken gives way to the next free one."""
    app.warm(lasting=True)
    port = free_port(host, port)
    centre: dict[Lang, str] = {"zh": app.settings.centre_zh, "en": app.settings.centre_en}
    telegram = _telegram(app)
    web = create_app(
        app.assistant, app.documents, centre=centre, secret=_secret(app),
        health=lambda: {"status": "ok", "vectors_left": app.documents.left_to_embed()},
        files=app.settings.home, people=People(app.cases, Watch(app.database)), staff=_staff(app),
        staff_routers=[_changes(app), review_router(app)], webhooks=[telegram.router()] if telegram else [],
        beside=telegram.running if telegram else None,
    )  # fmt: skip
    shown = "127.0.0.1" if host in ("0.0.0.0", "") else host
    filler = Filler(Filling(app.documents, app.embedder, app.index), app.settings.home)
    filling = filler.start()
    watcher = Watcher(watching(app))
    looking = watcher.start()
    click.echo(SERVING[reader_lang()].format(at=f"http://{shown}:{port}"))
    try:
        run(web, host, port)
    finally:
        filler.stop()
        watcher.stop()
        filling.join(FILLED_S)
        looking.join(READ_S)


def _staff(app: App) -> Staff:
    zone = app.settings.zone
    return Staff(app.accounts, lambda: clock_now(zone), Office(app.bookings, app.catalog, zone))


def _changes(app: App) -> StaffRouter:
    return lambda shell: changes.router(shell, deciding(app), app.settings.zone)


def _telegram(app: App) -> Webhook | None:
    """The bot's webhook, where token, secret and the public address are set."""
    settings = app.settings
    if not (settings.telegram_token and settings.telegram_secret and settings.public_url):
        return None
    return Webhook(telegram_parts(app))


def _secret(app: App) -> str:
    """Signs the visitors' cookies; made once a home."""
    secret = app.documents.fact("cookie_secret")
    if secret is None:
        secret = secrets.token_hex(32)
        app.documents.set_fact("cookie_secret", secret)
    return secret
