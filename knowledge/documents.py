"""The store of documents, their versions and passages; the database is the truth, the vector index follows it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update

from . import conflicts, revisions
from .database import Database
from .document_rows import (
    add_version,
    document_id,
    doubts_beside,
    drop_versions,
    of,
    parts,
    passage_ids_of,
    passages_of,
    remember_source,
    set_fact,
    touch,
    twin_of,
)
from .embed import embedded_text
from .model import NewVersion
from .tables import documents, facts, passages, sources, versions

Also = Callable[[Connection], object]  # what is done in the same transaction


def nothing(connection: Connection) -> None:
    """Beside which nothing else is done."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What one file brought: passages held now, ids that left, and titles that another file had brought before."""

    passages: int
    removed: tuple[str, ...]
    twins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read. `settled`: staff removed or rolled back what it brought; unchanged, it is left alone."""

    content_hash: str
    file_hash: str
    settled: str


@dataclass(frozen=True, slots=True)
class DocumentText:
    """One version as a reader sees it."""

    document_id: str
    version_id: str
    title: str
    text: str
    lang: str
    issuer: str | None
    region: str
    url: str | None
    version_date: str | None
    in_force_from: str | None
    in_force_to: str | None


class Documents:
    """Each call that writes is one transaction: a reader sees a file's old passages or its new ones, never both."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def database(self) -> Database:
        return self._database

    def known(self, collection: str) -> dict[str, str]:
        """The files of a collection, with the hash under which each was read."""
        return {path: source.content_hash for path, source in self.sources(collection).items()}

    def sources(self, collection: str) -> dict[str, Source]:
        """The files of a collection by path."""
        statement = select(sources.c.path, sources.c.content_hash, sources.c.file_hash, sources.c.settled)
        with self._database.read() as connection:
            rows = connection.execute(statement.where(of(collection)))
            return {row.path: Source(row.content_hash, row.file_hash, row.settled) for row in rows}

    def source(self, path: str, collection: str) -> Source | None:
        """One of them, as it is now."""
        statement = select(sources.c.content_hash, sources.c.file_hash, sources.c.settled)
        with self._database.read() as connection:
            row = connection.execute(statement.where(sources.c.path == path, of(collection))).first()
        return None if row is None else Source(*row)

    def put(
        self, path: str, collection: str, digest: str, found: Sequence[NewVersion], now: datetime, file_hash: str = "",
        *, also: Also = nothing,
    ) -> Stored:  # fmt: skip
        """Replaces what this file brought before by `found`, whole; texts that change stay as earlier revisions.

        `also` is done in the same transaction: if it raises, nothing is replaced.
        """
        with self._database.write() as connection:
            before = passages_of(connection, path, collection)
            brought = {(document_id(collection, one.identity), one.version_date) for one in found}
            texts = {one.text for one in found}
            drop_versions(connection, path, collection, stays=brought, but_keep=lambda held: revisions.keep(
                connection, held, "replaced", now, but=texts))  # fmt: skip
            twins: list[tuple[NewVersion, str]] = []  # (what the file says, the version held already)
            for version in found:
                twin = twin_of(connection, document_id(collection, version.identity), version)
                if twin is None:
                    add_version(connection, path, collection, version, before, now)
                else:
                    twins.append((version, twin))
            remember_source(connection, path, collection, digest, file_hash, now, twins=[twin for _, twin in twins],
                            doubts=[doubt for one in twins for doubt in doubts_beside(connection, *one)])  # fmt: skip
            touch(connection)
            also(connection)
            after = passage_ids_of(connection, path, collection)
        return Stored(len(after), tuple(before.keys() - after), tuple(version.title for version, _ in twins))

    def forget(self, path: str, collection: str, now: datetime, *, also: Also = nothing) -> tuple[str, ...]:
        """Takes a file's versions out; a file that repeats one holds it from now on, and is to be read again."""
        with self._database.write() as connection:
            before = passage_ids_of(connection, path, collection)
            handed = drop_versions(connection, path, collection, but_keep=lambda held: revisions.keep(
                connection, held, "gone", now))  # fmt: skip
            connection.execute(delete(sources).where(sources.c.path == path, of(collection)))
            touch(connection)
            also(connection)
        return tuple(before - handed)

    def settle_conflicts(self, collection: str, now: datetime) -> list[conflicts.Conflict]:
        """Writes down what the documents of a collection leave open now, and gives it."""
        with self._database.write() as connection:
            conflicts.settle(connection, collection, now)
            return conflicts.held(connection, collection)

    def to_read_again(self, collection: str) -> set[str]:
        """Files whose text another file had brought, and that hold it themselves now."""
        with self._database.read() as connection:
            statement = select(sources.c.path).where(of(collection), sources.c.content_hash == "")
            return set(connection.execute(statement).scalars())

    def unembedded(
        self, limit: int | None = None, paths: Sequence[str] | None = None, collection: str = ""
    ) -> list[tuple[str, str]]:
        """(passage id, text to embed) of the passages without a vector in the index, in the order of their arrival.

        With `paths` only those that these files of the collection brought.
        """
        statement = select(passages.c.id, passages.c.context, passages.c.text).where(~passages.c.embedded)
        if paths is not None:
            mine = select(versions.c.id).join(documents, documents.c.id == versions.c.document_id)
            mine = mine.where(versions.c.source_path.in_(paths), of(collection, documents))
            statement = statement.where(passages.c.version_id.in_(mine))
        statement = statement.order_by(passages.c.row).limit(limit)
        with self._database.read() as connection:
            return [(row.id, embedded_text(row.context, row.text)) for row in connection.execute(statement)]

    def left_to_embed(self) -> int:
        with self._database.read() as connection:
            statement = select(func.count()).select_from(passages).where(~passages.c.embedded)
            return connection.execute(statement).scalar_one()

    def mark_embedded(self, ids: Iterable[str], value: bool = True) -> None:
        with self._database.write() as connection:
            for part in parts(list(ids)):
                connection.execute(update(passages).where(passages.c.id.in_(part)).values(embedded=value))

    def passage_count(self) -> int:
        with self._database.read() as connection:
            return connection.execute(select(func.count()).select_from(passages)).scalar_one()

    def passage_ids(self) -> set[str]:
        with self._database.read() as connection:
            return set(connection.execute(select(passages.c.id)).scalars())

    def sample(self, count: int) -> list[tuple[str, str]]:
        """(passage id, embedded text) of some passages, spread over the store."""
        with self._database.read() as connection:
            total = connection.execute(select(func.count()).select_from(passages)).scalar_one()
            step = max(1, total // max(1, count))
            statement = select(passages.c.id, passages.c.context, passages.c.text).where(passages.c.row % step == 0)
            rows = connection.execute(statement.limit(count)).all()
        return [(row.id, embedded_text(row.context, row.text)) for row in rows]

    def page(self, document_id: str, version_id: str | None = None) -> DocumentText | None:
        """The text of a version; without an id, of the newest one."""
        statement = (
            select(versions, documents.c.lang, documents.c.issuer, documents.c.region, documents.c.url)
            .join(documents, documents.c.id == versions.c.document_id)
            .where(documents.c.id == document_id)
            .order_by(versions.c.version_date.desc().nulls_last())
        )
        if version_id is not None:
            statement = statement.where(versions.c.id == version_id)
        with self._database.read() as connection:
            row = connection.execute(statement.limit(1)).first()
        if row is None:
            return None
        return DocumentText(
            document_id, row.id, row.title, row.text, row.lang, row.issuer, row.region, row.url,
            row.version_date, row.in_force_from, row.in_force_to,
        )  # fmt: skip

    def addresses(self) -> list[str]:
        """Where the documents say that they come from."""
        with self._database.read() as connection:
            found = connection.execute(select(documents.c.url).where(documents.c.url.is_not(None)).distinct())
            return [str(address) for address in found.scalars()]

    def fact(self, name: str) -> str | None:
        with self._database.read() as connection:
            return connection.execute(select(facts.c.value).where(facts.c.name == name)).scalar()

    def set_fact(self, name: str, value: str) -> None:
        with self._database.write() as connection:
            set_fact(connection, name, value)
