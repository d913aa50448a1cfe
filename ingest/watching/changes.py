"""What watches found and staff decide: texts that wait, told apart from those that are live."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from ingest.watching.faults import ChangeDecided, ChangeUnknown
from ingest.watching.model import Change, Status, What
from knowledge.database import Database
from knowledge.tables import document_changes, documents, sources, versions

CHANGE = tuple(field.name for field in fields(Change))
LISTED = tuple(name for name in CHANGE if name != "body")
KEPT = 500  # decided changes; the oldest go first


@dataclass(frozen=True, slots=True)
class Found:
    """A change as a run finds it, before it has an id."""

    watch_id: str
    collection: str
    location: str
    kind: What
    title: str
    own: str
    meaning: str
    base: str
    facts: dict[str, Any]
    body: bytes | None


@dataclass(frozen=True, slots=True)
class Live:
    """A text that a source has live."""

    version_id: str
    document_id: str
    title: str
    version_date: str | None
    text: str


class Changes:
    """At most one change of a source waits; a newer one takes its place."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def waiting(self, watch_id: str | None = None) -> list[Change]:
        """Without their texts, the oldest first."""
        conditions = [document_changes.c.status == "waiting"]
        return self._those(*conditions, *([document_changes.c.watch_id == watch_id] if watch_id else []))

    def decided(self, most: int) -> list[Change]:
        """What was decided or passed over, the latest first, without texts."""
        return self._those(document_changes.c.status != "waiting")[::-1][:most]

    def last(self, collection: str, location: str) -> Change | None:
        found = self._those(*_of(collection, location))
        return found[-1] if found else None

    def get(self, asked: str) -> Change:
        """By id or a beginning of it that fits one alone, with its text. Raises ChangeUnknown."""
        beginning = document_changes.c.id.startswith(asked, autoescape=True)
        statement = select(*(document_changes.c[name] for name in CHANGE)).where(beginning).limit(2)
        with self._database.read() as connection:
            rows = connection.execute(statement).all() if len(asked) > 3 else []
        if len(rows) != 1:
            raise ChangeUnknown(asked=asked)
        return Change(**rows[0]._asdict())

    def live(self, collection: str, location: str) -> list[Live]:
        """What a source has live: its own texts, and those of others that it only repeats."""
        twins = select(sources.c.twins).where(sources.c.path == location, sources.c.collection == collection)
        wanted = select(versions.c.id, versions.c.document_id, versions.c.title, versions.c.version_date,
                        versions.c.text)  # fmt: skip
        mine = wanted.join(documents, documents.c.id == versions.c.document_id).where(
            versions.c.source_path == location, documents.c.collection == collection
        )
        with self._database.read() as connection:
            rows = list(connection.execute(mine))
            repeated = connection.execute(twins).scalar() or []
            rows += connection.execute(wanted.where(versions.c.id.in_(repeated))) if repeated else []
        return [Live(*row) for row in rows]

    def title(self, collection: str, location: str) -> str:
        return next((one.title for one in self.live(collection, location)), location.rsplit("/", 1)[-1] or location)

    def rebase(self, change: Change, base: str) -> None:
        """The live text is another one now: differences are told against it."""
        with self._database.write() as connection:
            connection.execute(update(document_changes).where(document_changes.c.id == change.id).values(base=base))

    def _those(self, *conditions: ColumnElement[bool]) -> list[Change]:
        statement = select(*(document_changes.c[name] for name in LISTED)).where(*conditions)
        with self._database.read() as connection:
            rows = connection.execute(statement.order_by(document_changes.c.row)).all()
        return [Change(**row._asdict()) for row in rows]


def stage(connection: Connection, found: Found, now: datetime) -> str:
    """Lets a change wait in the place of an older one of its source; gives its id."""
    pass_over(connection, found.collection, found.location, "outdated", now)
    id = "ch_" + secrets.token_hex(4)
    values = {name: getattr(found, name) for name in Found.__dataclass_fields__}
    connection.execute(insert(document_changes).values(id=id, status="waiting", found_at=now, **values))
    return id


def renew(connection: Connection, change: Change, own: str) -> None:
    """The same text under other bytes."""
    connection.execute(update(document_changes).where(document_changes.c.id == change.id).values(own=own))


def same_text(connection: Connection, collection: str, location: str, own: str, digest: str) -> None:
    """A source that is live has other bytes now, and the same text."""
    one = (sources.c.path == location, sources.c.collection == collection)
    connection.execute(update(sources).where(*one).values(file_hash=own, content_hash=digest))


def stay(connection: Connection, collection: str, location: str) -> None:
    """What is live stays though its file or page is gone; an ingest of the folder leaves it alone as well."""
    one = (sources.c.path == location, sources.c.collection == collection)
    connection.execute(update(sources).where(*one).values(settled="without_file"))


def pass_over(connection: Connection, collection: str, location: str, status: Status, now: datetime) -> None:
    """What waits of a source waits no more."""
    waits = (*_of(collection, location), document_changes.c.status == "waiting")
    connection.execute(update(document_changes).where(*waits).values(status=status, decided_at=now, body=None))


def decide(connection: Connection, change: Change, status: Status, by: str, now: datetime) -> None:
    """Raises ChangeDecided where somebody was quicker: nothing of the transaction is kept then."""
    waits = (document_changes.c.id == change.id, document_changes.c.status == "waiting")
    values = {"status": status, "decided_at": now, "decided_by": by, "body": None}
    if connection.execute(update(document_changes).where(*waits).values(**values)).rowcount != 1:
        now_is = select(document_changes.c.status).where(document_changes.c.id == change.id)
        raise ChangeDecided(title=change.title, status=connection.execute(now_is).scalar() or "withdrawn")
    old = select(document_changes.c.row).where(document_changes.c.status != "waiting")
    rows: Sequence[int] = connection.execute(old.order_by(document_changes.c.row.desc()).offset(KEPT)).scalars().all()
    if rows:
        connection.execute(delete(document_changes).where(document_changes.c.row.in_(rows)))


def _of(collection: str, location: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return document_changes.c.collection == collection, document_changes.c.location == location
