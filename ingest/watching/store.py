"""Watches and their sources in the database; each call that writes is one transaction."""

import secrets
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, fields, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from ingest.watching.faults import WatchExists, WatchUnknown
from ingest.watching.model import Seen, Told, Watch
from knowledge.database import Database
from knowledge.documents import Also, nothing
from knowledge.tables import document_changes, document_watches, watched_sources

WATCH = tuple(field.name for field in fields(Watch))
SEEN = tuple(field.name for field in fields(Seen))


class Watches:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, watch: Watch) -> Watch:
        """With an id of its own. Raises WatchExists for the same place and collection."""
        made = replace(watch, id="w_" + secrets.token_hex(4))
        with self._database.write() as connection:
            same = select(document_watches.c.id).where(
                document_watches.c.place == watch.place, document_watches.c.collection == watch.collection
            )
            if (other := connection.execute(same).scalar()) is not None:
                raise WatchExists(place=watch.place, id=other)
            connection.execute(insert(document_watches).values(**asdict(made)))
        return made

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction for what is decided."""
        return self._database.write()

    def all(self) -> list[Watch]:
        return self._those()

    def due(self, now: datetime) -> list[Watch]:
        """Those to be read now, the longest due first."""
        return sorted(self._those(document_watches.c.due_at <= now), key=lambda one: one.due_at)

    def get(self, asked: str) -> Watch:
        """By id, a beginning of it that fits one alone, or place. Raises WatchUnknown."""
        known = self._those()
        exact = [one for one in known if asked in (one.id, one.place)]
        found = exact or [one for one in known if len(asked) > 2 and one.id.startswith(asked)]
        if len(found) != 1:
            raise WatchUnknown(asked=asked)
        return found[0]

    def remove(self, id: str) -> int:
        """Stops watching; what waited for staff is dropped and counted. Documents stay as they are."""
        with self._database.write() as connection:
            waits = (document_changes.c.watch_id == id) & (document_changes.c.status == "waiting")
            dropped = connection.execute(delete(document_changes).where(waits)).rowcount
            connection.execute(delete(watched_sources).where(watched_sources.c.watch_id == id))
            connection.execute(delete(document_watches).where(document_watches.c.id == id))
        return dropped

    def sources(self, watch_id: str) -> dict[str, Seen]:
        statement = select(*(watched_sources.c[name] for name in SEEN)).where(watched_sources.c.watch_id == watch_id)
        with self._database.read() as connection:
            return {row.location: Seen(**row._asdict()) for row in connection.execute(statement)}

    def faulty(self, watch_id: str) -> list[Seen]:
        return sorted((one for one in self.sources(watch_id).values() if one.fault), key=lambda one: one.location)

    def save(self, watch_id: str, seen: Seen, also: Also = nothing) -> None:
        """`also` is done in the same transaction."""
        with self._database.write() as connection:
            also(connection)
            remember(connection, watch_id, seen)

    def drop(self, watch_id: str, location: str, also: Also = nothing) -> None:
        with self._database.write() as connection:
            also(connection)
            connection.execute(delete(watched_sources).where(_one(watch_id, location)))

    def ended(self, watch_id: str, now: datetime, due_at: datetime, outcome: dict[str, int]) -> None:
        """A run that came to its end."""
        values = {"ended_at": now, "due_at": due_at, "outcome": outcome, "failures": 0, "fault": None}
        self._set(watch_id, values)

    def failed(self, watch_id: str, due_at: datetime, failures: int, fault: Told) -> None:
        """A run that could not begin: the folder or the list is not there."""
        self._set(watch_id, {"due_at": due_at, "failures": failures, "fault": fault})

    def hurry(self, watch_id: str, location: str, now: datetime) -> None:
        """Reads this source at the next chance."""
        with self._database.write() as connection:
            hurry(connection, watch_id, location, now)

    def _set(self, watch_id: str, values: Mapping[str, object]) -> None:
        with self._database.write() as connection:
            connection.execute(update(document_watches).where(document_watches.c.id == watch_id).values(**values))

    def _those(self, *conditions: ColumnElement[bool]) -> list[Watch]:
        statement = select(*(document_watches.c[name] for name in WATCH)).where(*conditions)
        with self._database.read() as connection:
            rows = connection.execute(statement.order_by(document_watches.c.added_at, document_watches.c.id)).all()
        return [Watch(**row._asdict()) for row in rows]


def remember(connection: Connection, watch_id: str, seen: Seen) -> None:
    connection.execute(delete(watched_sources).where(_one(watch_id, seen.location)))
    known = select(func.count()).select_from(document_watches).where(document_watches.c.id == watch_id)
    if connection.execute(known).scalar_one():  # it may have been removed meanwhile
        connection.execute(insert(watched_sources).values(watch_id=watch_id, **asdict(seen)))


def hurry(connection: Connection, watch_id: str, location: str, now: datetime) -> None:
    connection.execute(update(watched_sources).where(_one(watch_id, location)).values(due_at=now, stamp=""))
    connection.execute(update(document_watches).where(document_watches.c.id == watch_id).values(due_at=now))


def _one(watch_id: str, location: str) -> ColumnElement[bool]:
    return (watched_sources.c.watch_id == watch_id) & (watched_sources.c.location == location)
