"""`ipsteward move`: the SQLite database of a home into an empty PostgreSQL database."""

from typing import ClassVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from assistant.app import App, build
from ingest.filling import Filling
from knowledge.database import open_database
from knowledge.errors import Fault, Lang
from knowledge.moving import Told
from knowledge.moving import move as move_rows
from knowledge.patents.vectors import fill as fill_patents
from knowledge.settings import load
from knowledge.terminal import reader_lang

WORDS: dict[Lang, dict[str, str]] = {
    "zh": {
        "passages": "文件的向量",
        "patents": "专利的向量",
        "done": "已移入 {where}。请把 IPSTEWARD_DATABASE_URL 设为刚才输入的地址；数据目录仍在使用"
        "（日历文件、图表、评阅用例），确认无误后可以删除的只有 {old} 和数据目录里的 vectors 文件夹。",
    },
    "en": {
        "passages": "Vectors of documents",
        "patents": "Vectors of patents",
        "done": "Moved to {where}. Set IPSTEWARD_DATABASE_URL to the address that you gave. The home stays in use "
        "(calendar files, charts, made cases); once you have looked around, only {old} and its folder vectors may go.",
    },
}


class NowhereToMove(Fault):
    code = "nowhere_to_move"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "请写出 PostgreSQL 的地址：ipsteward move postgresql://…；IPSTEWARD_DATABASE_URL 须仍指向原来的 SQLite。",
        "en": "Name a PostgreSQL address: ipsteward move postgresql://…, IPSTEWARD_DATABASE_URL still naming SQLite.",
    }


@click.command()
@click.argument("url")
def move(url: str) -> int:
    """Copy this home's SQLite database into the empty PostgreSQL database of URL; stop serve and the others first."""
    settings = load()
    source = open_database(settings.home, settings.database_url)
    if source.on_postgres or not url.startswith("postgresql"):
        raise NowhereToMove()
    app = build(settings.model_copy(update={"database_url": url}))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with app.writing(), Progress(*columns, console=Console(stderr=True)) as bars:
        tasks = {}

        def told(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        move_rows(source, app.database, told)
        _fill(app, told)
    where = app.database.engine.url.render_as_string()  # without its password
    click.echo(WORDS[reader_lang()]["done"].format(where=where, old=source.engine.url.database))
    source.close()
    app.close()
    return 0


def _fill(app: App, told: Told) -> None:
    words = WORDS[reader_lang()]
    Filling(app.documents, app.embedder, app.index)(lambda done, total: told(words["passages"], done, total))
    fill_patents(app.database, app.patent_index, app.embedder, lambda done, total: told(words["patents"], done, total))
