"""A world of its own for a case to be played in: a copy of the home, or a home built from the case's own files.

Nothing is written into the real home. Templates are made once a run and shared; each process plays in copies of them.
"""

import shutil
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import as_file
from pathlib import Path
from typing import Any

from filelock import FileLock
from sqlalchemy import delete, select

from assistant.app import App
from assistant.clock import SetClock
from evals.needs import Needs
from ingest.catalog import import_catalog
from ingest.patents.run import Import
from ingest.run import Ingest
from ingest.sample_centre import SAMPLE, load_vectors
from knowledge import tables
from knowledge.chroma import PATENTS, ChromaIndex
from knowledge.database import Database, open_database
from knowledge.documents import Documents
from knowledge.embed import CachedEmbedder, Embedder, content_hash
from knowledge.errors import Fault
from knowledge.moving import move
from knowledge.patents.store import Patents
from knowledge.patents.vectors import fill as fill_patents
from knowledge.settings import Settings
from knowledge.times import clock_now

DATABASE = "ipsteward.db"
LEFT_BEHIND = ("ipsteward.db*", "checkpoints.db*", "attachments", "writer.*", "*.log")
CONVERSATION = (
    tables.messages, tables.cases, tables.turns, tables.sessions, tables.claims, tables.proposals, tables.bookings,
    tables.updates,
)  # fmt: skip
PRIVATE = (*CONVERSATION, tables.staff_sessions, tables.staff, tables.reviews, tables.results, tables.runs)
KNOWN = (tables.documents, tables.organizations, tables.patents)


class WorldNotMade(Fault):
    code = "world_not_made"
    say = {  # noqa: RUF012
        "zh": "案例所用的资料或目录不能导入（{why}）；请改正后重试。",
        "en": "The documents or the catalog of a case cannot be imported ({why}); correct them and run again.",
    }


class Templates:
    """Homes that worlds are copied from, by what they are made of; kept in `folder` for the time of a run."""

    def __init__(self, folder: Path, settings: Settings, embedder: Embedder) -> None:
        self._folder = folder
        self._settings = settings
        self._embedder = embedder

    def ready(self, needs: Needs) -> Path:
        """The template's home, made if no process has made it yet. Raises WorldNotMade."""
        home = self._folder / "templates" / needs.key
        home.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{home}.lock"):
            if not (home / DATABASE).exists():
                making = home.with_suffix(".making")
                shutil.rmtree(making, ignore_errors=True)
                making.mkdir()
                self._make(needs, making)
                making.rename(home)
        return home

    def _make(self, needs: Needs, home: Path) -> None:
        if needs.documents:
            database = open_database(home)
            self._ingested(needs, home, database)
            if needs.catalog is None:
                _catalog_from(self.ready(Needs()), home)
        elif needs.catalog is not None:
            _copied(self.ready(Needs()), home)
            database = open_database(home)
        else:
            database = self._default(home)
        if needs.catalog is not None:
            report = import_catalog(needs.catalog, database)
            if report.faults:
                first = report.faults[0]
                raise WorldNotMade(why=f"{first.file}:{first.line}: {first.column}: {first.what('en')}")
        _settled(database)

    def _default(self, home: Path) -> Database:
        """A copy of the current home, or of the database that the settings name; of an empty one, the sample centre."""
        if self._settings.database_url is not None:
            with self._held() as held:
                if _holds_any(held):
                    return self._moved(held, home)
        if _holds_something(self._settings.home):
            _copied(self._settings.home, home)
            database = open_database(home)
            _forget_people(database)
            return database
        database = open_database(home)
        with as_file(SAMPLE) as sample:
            fill_sample(sample, home, self._ingest(home, database), database, self._settings)
        return database

    def _moved(self, held: Database, home: Path) -> Database:
        """A copy of a database that is not the home's own file; its cache makes the vectors quick."""
        database = open_database(home)
        move(held, database, lambda what, done, total: None)
        _forget_people(database)
        ingest = self._ingest(home, database)
        ingest.fill()
        fill_patents(database, ChromaIndex(home / "vectors", PATENTS), ingest.embedder, lambda done, total: None)
        return database

    def _ingested(self, needs: Needs, home: Path, database: Database) -> None:
        """Documents of a case; vectors that the current home or the sample has already are not made again."""
        ingest = self._ingest(home, database)
        report = ingest(needs.documents, "guidance", None, lambda: clock_now(self._settings.zone), wait=False)
        if report.rejected:
            raise WorldNotMade(why="{path}: {reason_en}".format(**report.rejected[0]))
        with as_file(SAMPLE) as sample:
            load_vectors(ingest.embedder, sample / "vectors.npz")
        self._remembered(ingest, database)
        ingest.fill()

    def _remembered(self, ingest: Ingest, database: Database) -> None:
        if self._settings.database_url is None and not (self._settings.home / DATABASE).exists():
            return
        keys = [content_hash(text) for _, text in Documents(database).unembedded()]
        with self._held() as held:
            ingest.embedder.remember(CachedEmbedder(self._embedder, held).cached(keys))

    @contextmanager
    def _held(self) -> Generator[Database]:
        """The store that the settings name."""
        held = open_database(self._settings.home, self._settings.database_url)
        try:
            yield held
        finally:
            held.close()

    def _ingest(self, home: Path, database: Database) -> Ingest:
        embedder = CachedEmbedder(self._embedder, database)
        return Ingest(
            Documents(database), embedder, ChromaIndex(home / "vectors"), self._settings.read_timeout_s, _quiet
        )


def fill_sample(sample: Path, home: Path, ingest: Ingest, database: Database, settings: Settings) -> None:
    """The sample centre as the demo has it."""
    load_vectors(ingest.embedder, sample / "vectors.npz")
    ingest([sample / "guidance"], "guidance", None, lambda: clock_now(settings.zone))
    import_catalog(sample / "catalog", database)
    index = ChromaIndex(home / "vectors", PATENTS)
    Import(Patents(database, index, ingest.embedder), lambda name, done: None)(
        [sample / "patents"], lambda: clock_now(settings.zone)
    )
    fill_patents(database, index, ingest.embedder, lambda done, total: None)


@dataclass
class World:
    """An app over a copy of a template. One conversation at a time: `fresh` forgets all that was said and booked."""

    app: App
    clock: SetClock

    @classmethod
    def copied(cls, template: Path, folder: Path, settings: Settings, embedder: Embedder) -> "World":
        """`embedder` is shared by the worlds of a process, so that its model is loaded once."""
        folder.mkdir(parents=True)
        shutil.copyfile(template / DATABASE, folder / DATABASE)
        for entry in template.iterdir():
            if entry.is_dir():
                (folder / entry.name).symlink_to(entry, target_is_directory=True)  # vectors: read, never written
        database = open_database(folder)
        clock = SetClock(settings.zone)
        own = settings.model_copy(update={"home": folder, "database_url": None, "embed_processes": 1})
        app = App(own, database, clock)
        app.embedder = CachedEmbedder(embedder, database)
        return cls(app, clock)

    def fresh(self, now: str | None) -> None:
        """No conversation, no booking, and the clock at `now` (None: the time that it is). Raises BadDate."""
        with self.app.database.write() as connection:
            for table in CONVERSATION:
                connection.execute(delete(table))
        if now is None:
            self.clock.release()
        else:
            self.clock.set(now)

    def state(self) -> dict[str, list[dict[str, Any]]]:
        """All rows as stored, in the shapes of the staff's lists; looking changes nothing."""
        return {
            "bookings": [booking.as_staff_json() for booking in self.app.bookings.every()],
            "registrations": [],
            "proposals": self._proposals(),
            "cases": [case.as_json() for case in self.app.cases.every()],
            "watches": [],
        }

    def traces(self, turn_ids: list[str]) -> dict[str, tuple[str, dict[str, Any]]]:
        """What was said (the label, for a button) and the trace of these turns, by turn."""
        statement = select(tables.turns.c.id, tables.turns.c.said, tables.turns.c.trace)
        with self.app.database.read() as connection:
            rows = connection.execute(statement.where(tables.turns.c.id.in_(turn_ids))).all()
        return {row.id: (row.said or "", dict(row.trace or {})) for row in rows}

    def close(self) -> None:
        self.app.close()
        shutil.rmtree(self.app.settings.home, ignore_errors=True)

    def _proposals(self) -> list[dict[str, Any]]:
        held, booked = tables.proposals, tables.bookings
        statement = select(held, booked.c.service_id, booked.c.starts.label("booked")).join(
            booked, booked.c.id == held.c.booking_id
        )
        with self.app.database.read() as connection:
            rows = connection.execute(statement.order_by(held.c.created_at, held.c.id)).all()
        return [
            {
                "id": row.id, "action": row.action, "status": row.status, "visitor": row.visitor,
                "session_id": row.session_id, "booking_id": row.booking_id, "service_id": row.service_id,
                "starts": (row.starts or row.booked).isoformat(), "expires": row.expires.isoformat(),
            }
            for row in rows
        ]  # fmt: skip


def _holds_something(home: Path) -> bool:
    if not (home / DATABASE).exists():
        return False
    database = open_database(home)
    held = _holds_any(database)
    database.close()
    return held


def _holds_any(database: Database) -> bool:
    with database.read() as connection:
        return any(connection.execute(select(table).limit(1)).first() for table in KNOWN)


def _forget_people(database: Database) -> None:
    with database.write() as connection:
        for table in PRIVATE:
            connection.execute(delete(table))


def _copied(home: Path, into: Path) -> None:
    """A home's database as it is in one instant, also while others write it, and its folders."""
    shutil.copytree(home, into, ignore=shutil.ignore_patterns(*LEFT_BEHIND), symlinks=True, dirs_exist_ok=True)
    source = sqlite3.connect(home / DATABASE)
    source.execute("VACUUM INTO ?", (str(into / DATABASE),))
    source.close()


def _catalog_from(template: Path, home: Path) -> None:
    """The catalog of another home, whose organizations and services a case goes on using."""
    connection = sqlite3.connect(home / DATABASE)
    connection.execute("ATTACH ? AS other", (str(template / DATABASE),))
    for table in ("organizations", "services", "advisers", "absences", "events", "programmes", "aliases", "conflicts",
                  "holidays"):  # fmt: skip
        connection.execute(f"INSERT INTO {table} SELECT * FROM other.{table}")
    connection.execute("INSERT OR REPLACE INTO facts SELECT * FROM other.facts WHERE name = 'catalog_generation'")
    connection.commit()
    connection.close()


def _settled(database: Database) -> None:
    """All that was written stands in the one file, which can be copied then."""
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def _quiet(stage: str, done: int, total: int) -> None:
    """Templates are made without a word; the run tells how far it is."""
