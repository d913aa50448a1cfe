"""`ipsteward docs`: what documents are held, in which versions, and what became of them."""

from typing import Any

import click

from assistant.app import App
from assistant.clock import day
from bots.commands import docs_shown as shown
from bots.commands.ingest import working
from bots.commands.options import as_json, law, open_app, print_json, region_of
from knowledge.differences import differences
from knowledge.history import Change, History, NothingToRollBack
from knowledge.holdings import Entry, Holding, Holdings
from knowledge.terminal import reader_lang
from knowledge.times import clock_now


@click.group()
def docs() -> None:
    """Documents and their versions; DOCUMENT is an id (or its beginning), a number or a title."""


@docs.command("list")
@click.option("--collection", help="Only this collection.")
@click.option("--conflicts", is_flag=True, help="What documents leave open, for staff to decide.")
@click.option("--removed", is_flag=True, help="Documents of which only earlier revisions are left.")
@law
@as_json
def list_documents(
    collection: str | None, conflicts: bool, removed: bool, on: str | None, region: str | None, as_json: bool
) -> int:
    """All documents, and which version of each is in force today or --on a day."""
    app = open_app()
    holdings = Holdings(app.database)
    if conflicts:
        open_ones = holdings.conflicts(collection)
        if as_json:
            print_json({"conflicts": [one.as_json() for one in open_ones]})
        else:
            shown.conflicts(open_ones, reader_lang())
        return 0
    found = holdings.listed(_on(app, on), collection=collection, region=region_of(app, region), removed=removed)
    if as_json:
        print_json({"documents": [one.as_json() for one in found]})
    else:
        shown.documents(found, reader_lang())
    return 0


@docs.command()
@click.argument("document")
@click.option("--version", "ref", help="Of this version or revision: its reference or date.")
@click.option("--text", is_flag=True, help="Print the text as well.")
@click.option("--on", help="As of this day, such as 2026-11-23 (default: today).")
@as_json
def show(document: str, ref: str | None, text: bool, on: str | None, as_json: bool) -> int:
    """One document: its facts, its versions and what became of them."""
    app = open_app()
    holdings = Holdings(app.database)
    found = holdings.find(document, _on(app, on))
    chosen = holdings.entry(found, ref) if ref else found.shown or next(iter(holdings.history(found)))
    words = holdings.text(chosen) if text else None
    open_ones = holdings.conflicts(document_id=found.document_id)
    if as_json:
        body = found.as_json() | {"conflicts": [one.as_json() for one in open_ones], "chosen": chosen.as_json()}
        print_json(body | ({"text": words} if text else {}))
    else:
        shown.document(found, open_ones, reader_lang())
        if words is not None:
            click.echo(words)
    return 0


@docs.command()
@click.argument("document")
@as_json
def history(document: str, as_json: bool) -> int:
    """All texts of a document: versions that are held, and revisions that were replaced or removed."""
    app = open_app()
    holdings = Holdings(app.database)
    found = holdings.find(document, _on(app, None))
    entries = holdings.history(found)
    if as_json:
        print_json(
            {"document_id": found.document_id, "title": found.title, "history": [one.as_json() for one in entries]}
        )
    else:
        shown.history(found, entries, reader_lang(), app.settings.zone)
    return 0


@docs.command()
@click.argument("document")
@click.argument("before", required=False)
@click.argument("after", required=False)
@as_json
def diff(document: str, before: str | None, after: str | None, as_json: bool) -> int:
    """Where two texts of a document differ; BEFORE and AFTER are references or dates.

    Without them the last change: the latest text and the one before it.
    """
    app = open_app()
    holdings = Holdings(app.database)
    found = holdings.find(document, _on(app, None))
    old, new = _pair(holdings, found, before, after)
    changes = differences(holdings.text(old), holdings.text(new))
    if as_json:
        rows = [{"kind": one.kind, "section": one.section, "before": one.before, "after": one.after} for one in changes]
        print_json({"document_id": found.document_id, "before": old.as_json(), "after": new.as_json(), "changes": rows})
    else:
        shown.changes(old, new, changes, reader_lang())
    return 0


@docs.command()
@click.argument("document")
@click.option("--to", "ref", help="To this revision (default: the one replaced last).")
@as_json
def rollback(document: str, ref: str | None, as_json: bool) -> int:
    """Bring an earlier revision back; the file is left alone until it changes."""
    app = open_app()
    holdings = Holdings(app.database)
    found = holdings.find(document, _on(app, None))
    chosen = holdings.entry(found, ref) if ref else None
    if chosen is not None and chosen.state == "held":
        raise NothingToRollBack(title=found.title)
    with working(app) as work:
        change = History(app.database).roll_back(
            found.document_id, chosen.ref if chosen else None, found.title, clock_now(app.settings.zone)
        )
        app.index.delete(change.gone)
        work.fill()
    return _changed(app, found, change, "rolled_back", as_json)


@docs.command()
@click.argument("document")
@click.option("--version", "ref", help="Only this version: its reference or date (default: all).")
@as_json
def remove(document: str, ref: str | None, as_json: bool) -> int:
    """Take a document out; it stays out until its file changes, and `rollback` brings it back."""
    app = open_app()
    holdings = Holdings(app.database)
    found = holdings.find(document, _on(app, None))
    ids = [holdings.entry(found, ref).ref] if ref else [one.ref for one in found.versions]
    ids = [id for id in ids if any(id == one.ref for one in found.versions)]
    if not ids:
        shown.nothing_to_remove(found, reader_lang())
        return 2
    with working(app) as work:
        change = History(app.database).remove(found.document_id, ids, clock_now(app.settings.zone))
        app.index.delete(change.gone)
        work.fill()
    return _changed(app, found, change, "removed", as_json)


def _on(app: App, on: str | None) -> str:
    return day(on) or clock_now(app.settings.zone).date().isoformat()


def _pair(holdings: Holdings, found: Holding, before: str | None, after: str | None) -> tuple[Entry, Entry]:
    """The two texts to compare. Raises RevisionUnknown, NothingToRollBack where there is only one."""
    known = holdings.history(found)
    new = holdings.entry(found, after) if after else known[0]
    if before:
        return holdings.entry(found, before), new
    replaced = [one for one in known if one.state != "held" and one.version_id == new.version_id and one != new]
    others = replaced or [one for one in known if one != new]
    if not others:
        raise NothingToRollBack(title=found.title)
    return others[0], new


def _changed(app: App, found: Holding, change: Change, what: str, as_json: bool) -> int:
    body: dict[str, Any] = {"document_id": found.document_id, "title": found.title, "what": what, "refs": change.refs}
    if as_json:
        print_json(body)
    else:
        shown.changed(found, what, change.refs, reader_lang())
    return 0
