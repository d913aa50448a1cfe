"""`ipsteward watch`: folders and addresses that are read again on a schedule, and what staff decide on changes."""

import getpass
from collections.abc import Callable, Sequence
from functools import partial
from typing import get_args

import click

from assistant.app import App
from bots.commands import watch_shown as shown
from bots.commands.ingest import working
from bots.commands.options import GivenPath, as_json, open_app, print_json, region_of
from bots.commands.watching import WAIT_S, deciding, fetcher, watching
from ingest.fetching.client import Fetcher
from ingest.watching import intervals, places
from ingest.watching.changes import Changes
from ingest.watching.comparing import compared
from ingest.watching.model import Change, Watch
from ingest.watching.store import Watches
from knowledge.errors import Fault, Lang
from knowledge.terminal import reader_lang
from knowledge.times import clock_now

Fetches = Callable[[App], Fetcher]
no_wait = click.option(
    "--no-wait", is_flag=True, help="Return when word search works; serve or the next ingest makes the vectors."
)


@click.group()
def watch() -> None:
    """Folders and addresses that are read again on a schedule; WATCH is an id (or its beginning) or a place."""


@watch.command()
@click.argument("places_", metavar="PLACE...", nargs=-1, required=True, type=GivenPath())
@click.option("--every", default="1d", show_default=True, help="How often: 30m, 6h, 1d, 2w.")
@click.option("--review", is_flag=True, help="New and changed texts wait until staff approve them.")
@click.option("--collection", default="guidance", show_default=True)
@click.option("--region", help="For documents of which nothing else is said, such as beijing.")
@click.option("--issuer", help="The same for who issued them.")
@click.option("--lang", type=click.Choice(get_args(Lang)), help="The same for their language.")
@as_json
@click.pass_obj
def add(
    fetches: Fetches | None, places_: tuple[str, ...], every: str, review: bool, collection: str, region: str | None,
    issuer: str | None, lang: Lang | None, as_json: bool,
) -> int:  # fmt: skip
    """Watch a folder, an address, or a list of addresses (.txt, or .csv with the columns of a manifest and url)."""
    every_s = intervals.seconds(every)
    app = open_app()
    region = region_of(app, region)
    now = clock_now(app.settings.zone)
    made: list[Watch] = []
    for place in places_:
        kind, stored = places.kind_of(place)
        one = Watch("", kind, stored, collection, every_s, review, now, now, region, issuer, lang)
        if kind != "folder":
            places.refused_at_once(one, (fetches or fetcher)(app).checked)
        made.append(one)
    store = Watches(app.database)
    added = [store.add(one) for one in made]
    if as_json:
        print_json({"added": [one.as_json() for one in added]})
    else:
        shown.added(added, reader_lang())
    return 0


@watch.command("list")
@as_json
def list_watches(as_json: bool) -> int:
    """All watches: how often, when last and next, what waits for staff, what could not be read."""
    app = open_app()
    store, changes = Watches(app.database), Changes(app.database)
    rows = [(one, store.faulty(one.id), len(changes.waiting(one.id))) for one in store.all()]
    if as_json:
        told = [one.as_json() | {"waiting": waits, "faults": [{"location": seen.location, **(seen.fault or {})}
                for seen in faulty]} for one, faulty, waits in rows]  # fmt: skip
        print_json({"watches": told})
    else:
        shown.watches(rows, reader_lang(), app.settings.zone)
    return 0


@watch.command()
@click.argument("watches", metavar="WATCH...", nargs=-1, required=True)
@as_json
def remove(watches: tuple[str, ...], as_json: bool) -> int:
    """Stop watching; the documents stay, what waits for staff is dropped."""
    app = open_app()
    store = Watches(app.database)
    found = [store.get(one) for one in watches]
    rows = [(one, store.remove(one.id)) for one in found]
    if as_json:
        print_json({"removed": [{"id": one.id, "place": one.place, "dropped": dropped} for one, dropped in rows]})
    else:
        shown.removed(rows, reader_lang())
    return 0


@watch.command()
@click.argument("watches", metavar="[WATCH...]", nargs=-1)
@no_wait
@as_json
@click.pass_obj
def run(fetches: Fetches | None, watches: tuple[str, ...], no_wait: bool, as_json: bool) -> int:
    """Read what is due now, once; named watches are read whether due or not."""
    app = open_app()
    work = watching(app, fetch=partial(fetches or fetcher, app))
    ran = work(watches)
    if not no_wait and any(one.brought for one in ran):
        with working(app) as ingest:
            ingest.fill()
    store = Watches(app.database)
    rows = [(one, store.faulty(one.watch.id)) for one in ran]
    if as_json:
        print_json({"watches": [one.as_json(faulty) for one, faulty in rows]})
    else:
        shown.ran(rows, min((one.due_at for one in store.all()), default=None), reader_lang(), app.settings.zone)
    return 1 if any(one.faulty for one in ran) else 0


@watch.command("changes")
@click.argument("change", required=False)
@as_json
def list_changes(change: str | None, as_json: bool) -> int:
    """What waits for staff; with a CHANGE where its text differs from the one that is live."""
    app = open_app()
    changes = Changes(app.database)
    if change is None:
        waiting = changes.waiting()
        if as_json:
            print_json({"changes": [one.as_json() for one in waiting]})
        else:
            shown.changes(waiting, reader_lang(), app.settings.zone)
        return 0
    found = changes.get(change)
    texts = compared(found, changes.live(found.collection, found.location))
    if as_json:
        print_json(found.as_json() | {"texts": [one.as_json() for one in texts]})
    else:
        shown.change(found, texts, reader_lang(), app.settings.zone)
    return 0


@watch.command()
@click.argument("changes", metavar="CHANGE...", nargs=-1, required=True)
@no_wait
@as_json
def approve(changes: tuple[str, ...], no_wait: bool, as_json: bool) -> int:
    """Put texts live, or take out what is gone, as `watch changes CHANGE` shows it."""
    app = open_app()
    done, refused = _each(changes, lambda one: deciding(app, wait_s=WAIT_S).approve(one, _by()))
    if done and not no_wait:
        with working(app) as ingest:
            ingest.fill()
    return _decided(done, refused, as_json)


@watch.command()
@click.argument("changes", metavar="CHANGE...", nargs=-1, required=True)
@as_json
def reject(changes: tuple[str, ...], as_json: bool) -> int:
    """Leave what is live as it is; the same text is not shown again."""
    work = deciding(open_app())
    return _decided(*_each(changes, lambda one: work.reject(one, _by())), as_json)


def _each(asked: Sequence[str], decide: Callable[[str], Change]) -> tuple[list[Change], list[tuple[str, Fault]]]:
    """What was decided, and why not of the others: each change stands for itself. Raises the fault of a lone one."""
    done: list[Change] = []
    refused: list[tuple[str, Fault]] = []
    for one in dict.fromkeys(asked):
        try:
            done.append(decide(one))
        except Fault as fault:
            if len(asked) == 1:
                raise
            refused.append((one, fault))
    return done, refused


def _decided(done: Sequence[Change], refused: Sequence[tuple[str, Fault]], as_json: bool) -> int:
    if as_json:
        failed = [
            {"id": asked, "code": fault.code, "reason_zh": fault.told("zh"), "reason_en": fault.told("en")}
            for asked, fault in refused
        ]
        print_json({"changes": [one.as_json() for one in done], "failed": failed})
    else:
        shown.decided(done, reader_lang())
        shown.refused(refused, reader_lang())
    return 1 if refused else 0


def _by() -> str:
    """Who decides in a terminal."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "console"
