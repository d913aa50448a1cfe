"""`ipsteward search`: retrieval alone, the same function that the agent calls."""

from dataclasses import replace
from datetime import date

import click
from rich.text import Text

from assistant.clock import day
from assistant.telling import date_label
from bots.commands.options import as_json, law, open_app, print_json, region_of
from bots.commands.tables import console
from knowledge.errors import Lang
from knowledge.law_day import named_day
from knowledge.model import Hit
from knowledge.search import Search, Where
from knowledge.terminal import reader_lang
from knowledge.times import clock_now

MARKS: dict[Lang, dict[str, str]] = {
    "zh": {
        "not_yet": "尚未施行（{day} 起）",
        "superseded": "已被{by}取代",
        "expired": "有效期至 {day}",
        "adopted": "{day} 通过，施行日不详",
    },
    "en": {
        "not_yet": "not in force before {day}",
        "superseded": "superseded by {by}",
        "expired": "in force until {day}",
        "adopted": "adopted on {day}, day in force unknown",
    },
}

NOTHING = {
    "zh": "没有找到；请换一种说法，或放宽日期和地区。",
    "en": "Nothing found; try other words, or a wider day and region.",
}


@click.command()
@click.argument("query")
@click.option("-k", default=10, show_default=True, type=click.IntRange(1, 100), help="How many passages.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Only documents in this language.")
@click.option("--collection", help="Only this collection.")
@click.option(
    "--around", default=0, show_default=True, type=click.IntRange(0, 10),
    help="Also this many passages before and after each one.",
)  # fmt: skip
@click.option("--all-versions", is_flag=True, help="Also what is past or not yet in force.")
@law
@as_json
def search(
    query: str, k: int, lang: str | None, collection: str | None, around: int, all_versions: bool, on: str | None,
    region: str | None, as_json: bool,
) -> int:  # fmt: skip
    """Look passages up, as the assistant does; a date in the query counts before --on."""
    app = open_app()
    today = clock_now(app.settings.zone).date().isoformat()
    asked = named_day(query, today) or day(on) or today
    where = Where(asked, region_of(app, region), lang, collection, all_versions, today)
    if (meant := app.search.named_version(query, where)) is not None:
        where = replace(where, on=meant.day)
    hits = app.search(query, where, k)
    if as_json:
        print_json({"hits": [_shape(hit) | _neighbours(app.search, hit, around) for hit in hits]})
        return 0
    shown = console()
    if not hits:
        click.echo(NOTHING[reader_lang()], err=True)
    for at, hit in enumerate(hits, 1):
        shown.print(Text(f"{at}. {hit.title} {hit.section or ''}  {hit.score:.3f}", style="bold"))
        if mark := _mark(hit, today):
            shown.print(Text(mark, style="yellow"))
        beside = app.search.around(hit, around) if around else []
        for one in sorted([hit, *beside], key=lambda each: each.start):
            shown.print(Text(one.text, style="" if one is hit else "dim"))
    return 0


def _neighbours(found: Search, hit: Hit, reach: int) -> dict[str, object]:
    """Only where they are asked for: the rest of the shape is agreed on."""
    return {"around": [_shape(one) for one in found.around(hit, reach)]} if reach else {}


def _shape(hit: Hit) -> dict[str, object]:
    names = "passage_id document_id title section page start end text score in_force_from in_force_to superseded_by"
    return {name: getattr(hit, name) for name in names.split()}


def _mark(hit: Hit, today: str) -> str:
    """Why a passage is not the rule of today; empty if it is."""
    words = MARKS[reader_lang()]
    if hit.not_yet:
        return words["not_yet"].format(day=_told(hit.in_force_from) if hit.in_force_from else "?")
    if hit.superseded_by:
        return words["superseded"].format(by=hit.superseded_by)
    ended = hit.in_force_to is not None and hit.in_force_to < today
    if ended and hit.in_force_to:
        return words["expired"].format(day=_told(hit.in_force_to))
    return words["adopted"].format(day=_told(hit.adopted)) if hit.adopted else ""


def _told(day: str) -> str:
    return date_label(date.fromisoformat(day), reader_lang())
