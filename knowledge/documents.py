"""The store of documents, their versions and passages; the database is the truth, the vector index follows it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from . import lexical
from .database import Database
from .embed import content_hash, embedded_text
from .model import NewPassage, NewVersion
from .tables import documents, facts, passages, sources, versions

TWIN_SHARE = 0.7
ARTICLE_NUMBER = re.compile(r"^第[零〇一二三四五六七八九十百千0-9]+条(之[一二三四五六七八九十]+)?")


@dataclass(frozen=True, slots=True)
class Stored:
    """What one file brought: passages held now, ids that left, and titles that another file had brought before."""

    passages: int
    removed: tuple[str, ...]
    twins: tuple[str, ...]


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

    def known(self, collection: str) -> dict[str, str]:
        """The files of a collection, with the hash under which each was read."""
        with self._database.read() as connection:
            rows = connection.execute(select(sources.c.path, sources.c.content_hash).where(_of(collection)))
            return {row.path: row.content_hash for row in rows}

    def put(self, path: str, collection: str, digest: str, found: Sequence[NewVersion], now: datetime) -> Stored:
        """Replaces what this file brought before by `found`, whole."""
        with self._database.write() as connection:
            before = _passage_ids(connection, path, collection)
            _drop_versions(connection, path, collection)
            twins: list[tuple[str, str]] = []  # (title, version id held already)
            for version in found:
                document = document_id(collection, version.identity)
                twin = _twin(connection, document, version)
                if twin is None:
                    _add_version(connection, path, collection, version, now)
                else:
                    twins.append((version.title, twin))
            _remember_source(connection, path, collection, digest, [twin for _, twin in twins], now)
            _touch(connection)
            after = _passage_ids(connection, path, collection)
        return Stored(len(after), tuple(before - after), tuple(title for title, _ in twins))

    def forget(self, path: str, collection: str) -> tuple[str, ...]:
        """Takes a file's versions out; files that repeat them are read again at the next ingest."""
        with self._database.write() as connection:
            gone = _passage_ids(connection, path, collection)
            _drop_versions(connection, path, collection)
            connection.execute(delete(sources).where(sources.c.path == path, _of(collection)))
            _touch(connection)
        return tuple(gone)

    def unembedded(self, limit: int | None = None) -> list[tuple[str, str]]:
        """(passage id, text to embed) of the passages without a vector in the index, in the order of their arrival."""
        statement = select(passages.c.id, passages.c.context, passages.c.text).where(~passages.c.embedded)
        statement = statement.order_by(passages.c.row).limit(limit)
        with self._database.read() as connection:
            return [(row.id, embedded_text(row.context, row.text)) for row in connection.execute(statement)]

    def left_to_embed(self) -> int:
        with self._database.read() as connection:
            statement = select(func.count()).select_from(passages).where(~passages.c.embedded)
            return int(connection.execute(statement).scalar_one())

    def mark_embedded(self, ids: Iterable[str], value: bool = True) -> None:
        with self._database.write() as connection:
            for part in _parts(list(ids)):
                connection.execute(update(passages).where(passages.c.id.in_(part)).values(embedded=value))

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
            .order_by(versions.c.version_date.desc())
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
            _set_fact(connection, name, value)


def _twin(connection: Connection, document: str, version: NewVersion) -> str | None:
    """A version of the same document held already: of the same date, or, where a date is unknown, of the same text."""
    rows = connection.execute(
        select(versions.c.id, versions.c.version_date).where(versions.c.document_id == document)
    ).all()
    mine = {_bare(passage.text) for passage in version.passages}
    for row in rows:
        if row.version_date and version.version_date:
            if row.version_date == version.version_date:
                return str(row.id)
            continue
        theirs = {_bare(text) for text in connection.execute(
            select(passages.c.text).where(passages.c.version_id == row.id)).scalars()}  # fmt: skip
        if len(mine & theirs) >= TWIN_SHARE * max(1, min(len(mine), len(theirs))):
            return str(row.id)
    return None


def _bare(text: str) -> str:
    return ARTICLE_NUMBER.sub("", "".join(text.split()))


def _add_version(connection: Connection, path: str, collection: str, version: NewVersion, now: datetime) -> None:
    document = document_id(collection, version.identity)
    id = _version_id(connection, document, version, path)
    facts_of_document = {
        "title": version.title, "issuer": version.issuer, "number": version.number, "kind": version.kind,
        "region": version.region, "lang": version.lang, "url": version.url, "licence": version.licence,
        "applies_to": version.applies_to,
    }  # fmt: skip
    if connection.execute(select(documents.c.id).where(documents.c.id == document)).first() is None:
        connection.execute(insert(documents).values(id=document, collection=collection, **facts_of_document))
    else:
        connection.execute(update(documents).where(documents.c.id == document).values(**facts_of_document))
    connection.execute(
        insert(versions).values(
            id=id, document_id=document, source_path=path, title=version.title, version_date=version.version_date,
            in_force_from=version.in_force_from, in_force_to=version.in_force_to, supersedes=version.supersedes,
            text=version.text, pages=[list(page) for page in version.pages], added_at=now,
        )
    )  # fmt: skip
    _add_passages(connection, id, version.passages)


def _add_passages(connection: Connection, version_id: str, found: Sequence[NewPassage]) -> None:
    repeats: Counter[str] = Counter()
    first = int(connection.execute(select(func.coalesce(func.max(passages.c.row), 0))).scalar_one()) + 1
    rows = []
    for ordinal, passage in enumerate(found):
        rows.append({
            "row": first + ordinal, "id": _passage_id(version_id, passage.text, repeats[passage.text]),
            "version_id": version_id, "ordinal": ordinal, "start": passage.start, "end": passage.end,
            "section": passage.section, "page": passage.page, "context": passage.context, "text": passage.text,
            "tokens": passage.tokens, "embedded": False,
        })  # fmt: skip
        repeats[passage.text] += 1
    if rows:
        connection.execute(insert(passages), rows)
    lexical.add(
        connection,
        [(first + at, lexical.indexed_text(passage.context, passage.text)) for at, passage in enumerate(found)],
    )


def _drop_versions(connection: Connection, path: str, collection: str) -> None:
    held = list(connection.execute(_version_ids(path, collection)).scalars())
    for part in _parts(held):
        rows = connection.execute(select(passages.c.row).where(passages.c.version_id.in_(part))).scalars().all()
        lexical.remove(connection, rows)
        connection.execute(delete(passages).where(passages.c.version_id.in_(part)))
        connection.execute(delete(versions).where(versions.c.id.in_(part)))
    connection.execute(delete(documents).where(_of(collection, documents), ~documents.c.id.in_(
        select(versions.c.document_id))))  # fmt: skip
    _wake_twins(connection, collection, set(held))


def _wake_twins(connection: Connection, collection: str, gone: set[str]) -> None:
    """A file that had only repeated a version which is gone now must be read again."""
    for row in connection.execute(select(sources.c.path, sources.c.twins).where(_of(collection))).all():
        if gone & set(row.twins):
            connection.execute(
                update(sources).where(sources.c.path == row.path, _of(collection)).values(content_hash="")
            )


def _remember_source(
    connection: Connection, path: str, collection: str, digest: str, twins: list[str], now: datetime
) -> None:
    connection.execute(delete(sources).where(sources.c.path == path, _of(collection)))
    connection.execute(
        insert(sources).values(path=path, collection=collection, content_hash=digest, read_at=now, twins=twins)
    )


def _version_ids(path: str, collection: str):  # type: ignore[no-untyped-def]  # a Select; its type is long
    return (
        select(versions.c.id)
        .join(documents, documents.c.id == versions.c.document_id)
        .where(versions.c.source_path == path, documents.c.collection == collection)
    )


def _passage_ids(connection: Connection, path: str, collection: str) -> set[str]:
    held = _version_ids(path, collection)
    return set(connection.execute(select(passages.c.id).where(passages.c.version_id.in_(held))).scalars())


def _touch(connection: Connection) -> None:
    """Tells every process that searches that what it remembers of the store is old."""
    now = connection.execute(select(facts.c.value).where(facts.c.name == "documents_generation")).scalar()
    _set_fact(connection, "documents_generation", str(int(now or 0) + 1))


def _set_fact(connection: Connection, name: str, value: str) -> None:
    connection.execute(delete(facts).where(facts.c.name == name))
    connection.execute(insert(facts).values(name=name, value=value))


def _of(collection: str, table=sources):  # type: ignore[no-untyped-def]  # a column expression
    return table.c.collection == collection


def document_id(collection: str, identity: str) -> str:
    return "d_" + content_hash(f"{collection}\n{identity}")[:16]


def _version_id(connection: Connection, document: str, version: NewVersion, path: str) -> str:
    """Stays the same when the file is read again; two undated texts of one name in one file get two ids."""
    own = version.version_date or f"in {path}"
    taken = select(func.count()).select_from(versions).where(versions.c.document_id == document)
    before = connection.execute(taken.where(versions.c.source_path == path, versions.c.version_date.is_(None)))
    nth = 0 if version.version_date else before.scalar_one()
    return "v_" + content_hash(f"{document}\n{own}\n{version.lang}\n{nth}")[:16]


def _passage_id(version_id: str, text: str, repeat: int) -> str:
    return "p_" + content_hash(f"{version_id}\n{repeat}\n{text}")[:20]


def _parts(values: list[str], size: int = 500) -> Iterable[list[str]]:
    return (values[at : at + size] for at in range(0, len(values), size))
