"""`ipsteward demo`: the sample centre in a home of its own, and the web chat over it."""

import secrets
from importlib.resources import as_file
from typing import ClassVar

import click

from assistant.accounts.faults import StaffExists
from assistant.app import App
from assistant.script import Player
from bots.commands.ingest import run as run_ingest
from bots.commands.options import open_app
from bots.commands.patents import run as run_patents
from bots.commands.serve import start
from ingest.catalog import import_catalog
from ingest.sample_centre import SAMPLE, load_vectors
from knowledge.errors import Fault, Lang
from knowledge.patents.vectors import fill as fill_patents
from knowledge.terminal import reader_lang
from knowledge.times import clock_now

MARK = "sample_centre"
TALKED = "sample_conversations"
SAMPLE_ACCOUNT = "sample"


class HomeNotEmpty(Fault):
    code = "home_not_empty"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "数据目录 {home} 里已有文件，请用 IPSTEWARD_HOME 指定一个空目录，或运行 ipsteward serve。",
        "en": "The home folder {home} holds documents already, and the sample centre is not mixed into them; name an "
        "empty folder with IPSTEWARD_HOME, or run ipsteward serve.",
    }


WORDS: dict[Lang, dict[str, str]] = {
    "zh": {
        "where": "样例中心在 {home}：样例文件、样例机构和顾问。",
        "known": "工作人员登录：名称 {name}；另设密码：ipsteward staff password {name}",
        "new": "工作人员登录（只显示这一次）：名称 {name}，密码 {password}",
    },
    "en": {
        "where": "Sample centre in {home}: sample documents, sample organizations and advisers.",
        "known": "Staff sign-in: name {name}; new password: ipsteward staff password {name}",
        "new": "Staff sign-in (shown this once): name {name}, password {password}",
    },
}


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--fill-only", is_flag=True, help="Fill the home and end.")
def demo(host: str, port: int, fill_only: bool) -> int:
    """Fill an empty home with the sample centre and open the web chat."""
    app = open_app()
    if app.documents.passage_ids() and app.documents.fact(MARK) is None:
        raise HomeNotEmpty(home=app.settings.home)
    click.echo(WORDS[reader_lang()]["where"].format(home=app.settings.home), err=True)
    fill(app)
    sample_account(app)
    if not fill_only:
        talk(app)
        start(app, host, port)
    return 0


def fill(app: App) -> None:
    """Documents, catalog, patents and ready-made vectors of the sample centre; quick when they are there already."""
    with as_file(SAMPLE) as folder:
        load_vectors(app.embedder, folder / "vectors.npz")
        run_ingest(app, (folder / "guidance",), "guidance", None)
        import_catalog(folder / "catalog", app.database)
        run_patents(app, (folder / "patents",))
    with app.writing():
        fill_patents(app.database, app.patent_index, app.embedder, lambda done, total: None)
    app.documents.set_fact(MARK, "yes")


def talk(app: App) -> None:
    """Sample conversations, played once, so that the staff pages have something to show."""
    if app.documents.fact(TALKED) is not None:
        return
    with as_file(SAMPLE) as folder:
        for script in sorted((folder / "conversations").glob("*.txt")):
            player = Player(app.assistant, f"sample-{script.stem}", None, lambda text: None)
            player.play(script.read_text("utf-8").splitlines(), lambda reply: None)
    app.documents.set_fact(TALKED, "yes")


def sample_account(app: App) -> None:
    """An account for the staff pages, its password told this once: only the hash is kept."""
    password = secrets.token_urlsafe(9)
    try:
        app.accounts.add(SAMPLE_ACCOUNT, password, clock_now(app.settings.zone))
    except StaffExists:
        click.echo(WORDS[reader_lang()]["known"].format(name=SAMPLE_ACCOUNT))
        return
    click.echo(WORDS[reader_lang()]["new"].format(name=SAMPLE_ACCOUNT, password=password))
