"""`ipsteward search`: retrieval alone, the same function that the agent calls."""

import click
from rich.console import Console
from rich.text import Text

from assistant.clock import day
from bots.commands.options import as_json, law, open_app, print_json
from knowledge.model import Hit
from knowledge.search import Where
from knowledge.times import clock_now


@click.command()
@click.argument("query")
@click.option("-k", default=10, show_default=True, type=click.IntRange(1, 100), help="How many passages.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Only documents in this language.")
@click.option("--collection", help="Only this collection.")
@law
@as_json
def search(
    query: str, k: int, lang: str | None, collection: str | None, on: str | None, region: str | None, as_json: bool
) -> int:
    """Look passages up, as the assistant does."""
    app = open_app()
    today = clock_now(app.settings.zone).date().isoformat()
    hits = app.search(query, Where(day(on) or today, region, lang, collection), k)
    if as_json:
        print_json({"hits": [_shape(hit) for hit in hits]})
        return 0
    console = Console()
    for at, hit in enumerate(hits, 1):
        console.print(Text(f"{at}. {hit.title} {hit.section or ''}  {hit.score:.3f}", style="bold"))
        console.print(Text(hit.text))
    return 0


def _shape(hit: Hit) -> dict[str, object]:
    names = "passage_id document_id title section page start end text score in_force_from in_force_to".split()
    return {name: getattr(hit, name) for name in names}
