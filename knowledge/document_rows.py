"""The rows of versions and passages: how they are written, handed on to another file, and taken out."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, Table, cast, delete, func, insert, select, update

from . import lexical
from .embed import content_hash
from .likeness import alike, differing
from .model import NewPassage, NewVersion
from .tables import documents, facts, passages, sources, versions


def twin_of(connection: Connection, document: str, version: NewVersion) -> str | None:
    """A version of the same document held already, of nearly the same text; where both dates are known, of one date."""
    rows = connection.execute(
        select(versions.c.id, versions.c.version_date, versions.c.text).where(versions.c.document_id == document)
    ).all()
    for row in rows:
        if row.version_date and version.version_date and row.version_date != version.version_date:
            continue
        if alike(row.text, version.text):
            return str(row.id)
    return None


def doubts_beside(connection: Connection, version: NewVersion, twin: str) -> list[dict[str, str]]:
    """Where a text that is held already reads otherwise in this file: staff decide, the first one is shown."""
    held = connection.execute(select(versions.c.text).where(versions.c.id == twin)).scalar_one()
    pair = differing(held, version.text)
    return [] if pair is None else [{"version_id": twin, "shown": pair[0], "other": pair[1]}]


def add_version(
    connection: Connection,
    path: str,
    collection: str,
    version: NewVersion,
    before: dict[str, str | None],
    now: datetime,
) -> None:
    document = document_id(collection, version.identity)
    facts_of_document = {
        "title": version.title, "issuer": version.issuer, "number": version.number, "kind": version.kind,
        "region": version.region, "lang": version.lang, "url": version.url, "licence": version.licence,
        "applies_to": version.applies_to,
    }  # fmt: skip
    if connection.execute(select(documents.c.id).where(documents.c.id == document)).first() is None:
        connection.execute(insert(documents).values(id=document, collection=collection, **facts_of_document))
    elif _is_newest(connection, document, version):
        connection.execute(update(documents).where(documents.c.id == document).values(**facts_of_document))
    id = _version_id(connection, document, version, path)
    connection.execute(
        insert(versions).values(
            id=id, document_id=document, source_path=path, title=version.title, version_date=version.version_date,
            in_force_from=version.in_force_from, in_force_to=version.in_force_to, supersedes=version.supersedes,
            number=version.number, repeals=[asdict(repeal) for repeal in version.repeals], repealed=version.repealed,
            doubts=[asdict(doubt) for doubt in version.doubts], text=version.text,
            pages=[list(page) for page in version.pages], added_at=now,
        )
    )  # fmt: skip
    add_passages(connection, id, version.passages, before)


def _is_newest(connection: Connection, document: str, version: NewVersion) -> bool:
    rows = connection.execute(
        select(versions.c.version_date, versions.c.in_force_from).where(versions.c.document_id == document)
    )
    mine = version.version_date or version.in_force_from or ""
    return all((row.version_date or row.in_force_from or "") <= mine for row in rows)


def add_passages(
    connection: Connection, version_id: str, found: Sequence[NewPassage], before: dict[str, str | None]
) -> None:
    """Rows and words of passages; one that stood there `before` (id: context) as it is keeps its vector."""
    repeats: Counter[str] = Counter()
    first = int(connection.execute(select(func.coalesce(func.max(passages.c.row), 0))).scalar_one()) + 1
    rows = []
    for ordinal, passage in enumerate(found):
        id = _passage_id(version_id, passage.text, repeats[passage.text])
        rows.append({
            "row": first + ordinal, "id": id, "version_id": version_id, "ordinal": ordinal, "start": passage.start,
            "end": passage.end, "section": passage.section, "page": passage.page, "context": passage.context,
            "text": passage.text, "tokens": passage.tokens, "embedded": before.get(id) == passage.context,
        })  # fmt: skip
        repeats[passage.text] += 1
    if rows:
        connection.execute(insert(passages), rows)
    lexical.add(
        connection,
        [(first + at, lexical.indexed_text(passage.context, passage.text)) for at, passage in enumerate(found)],
    )


def drop_versions(
    connection: Connection, path: str, collection: str, *, stays: Collection[tuple[str, str | None]] = (),
    but_keep: Callable[[Sequence[str]], None] = lambda held: None,
) -> set[str]:  # fmt: skip
    """Takes a file's versions out, but hands over those that another file repeats; gives the passages handed over.

    A version whose document and date are among `stays` goes in any case: the file brings it anew. `but_keep` is told
    the versions that are going, before they go.
    """
    held = connection.execute(version_ids(path, collection, versions.c.document_id, versions.c.version_date)).all()
    heirs = _heirs(connection, path, collection) if held else {}
    handed = [row.id for row in held if row.id in heirs and (row.document_id, row.version_date) not in stays]
    for id in handed:
        connection.execute(update(versions).where(versions.c.id == id).values(source_path=heirs[id]))
    gone = [row.id for row in held if row.id not in handed]
    but_keep(gone)
    delete_versions(connection, collection, gone)
    _wake_twins(connection, collection, {row.id for row in held})
    statement = select(passages.c.id)
    return {id for part in parts(handed) for id in
            connection.execute(statement.where(passages.c.version_id.in_(part))).scalars()}  # fmt: skip


def delete_versions(connection: Connection, collection: str, gone: Sequence[str]) -> None:
    """Versions with their passages and words, and the documents that are left without one."""
    for part in parts(list(gone)):
        rows = connection.execute(select(passages.c.row).where(passages.c.version_id.in_(part))).scalars().all()
        lexical.remove(connection, rows)
        connection.execute(delete(passages).where(passages.c.version_id.in_(part)))
        connection.execute(delete(versions).where(versions.c.id.in_(part)))
    if gone:
        connection.execute(delete(documents).where(of(collection, documents), ~documents.c.id.in_(
            select(versions.c.document_id))))  # fmt: skip


def twins_in(connection: Connection, collection: str) -> list[tuple[str, list[str]]]:
    """(path, ids of the versions that it repeats) of the files that repeat any."""
    statement = select(sources.c.path, sources.c.twins).where(of(collection), cast(sources.c.twins, String) != "[]")
    return [(row.path, row.twins) for row in connection.execute(statement)]


def _heirs(connection: Connection, path: str, collection: str) -> dict[str, str]:
    """{version id: another file that repeats it}."""
    return {id: other for other, twins in twins_in(connection, collection) if other != path for id in twins}


def _wake_twins(connection: Connection, collection: str, gone: set[str]) -> None:
    """A file that had only repeated a version which is gone or its own now must be read again."""
    if not gone:
        return
    for path, twins in twins_in(connection, collection):
        if gone & set(twins):
            connection.execute(update(sources).where(sources.c.path == path, of(collection)).values(content_hash=""))


def remember_source(
    connection: Connection, path: str, collection: str, digest: str, file_hash: str, now: datetime, *,
    twins: Sequence[str] = (), doubts: Sequence[dict[str, str]] = (), settled: str = "",
) -> None:  # fmt: skip
    connection.execute(delete(sources).where(sources.c.path == path, of(collection)))
    connection.execute(
        insert(sources).values(
            path=path, collection=collection, content_hash=digest, file_hash=file_hash, read_at=now, settled=settled,
            twins=list(twins), doubts=list(doubts),
        )
    )  # fmt: skip


def version_ids(path: str, collection: str, *also: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """The versions that a file holds."""
    return (
        select(versions.c.id, *also)
        .join(documents, documents.c.id == versions.c.document_id)
        .where(versions.c.source_path == path, documents.c.collection == collection)
    )


def passages_of(connection: Connection, path: str, collection: str) -> dict[str, str | None]:
    """{passage id: its context, or None while it has no vector}."""
    statement = select(passages.c.id, passages.c.context, passages.c.embedded)
    rows = connection.execute(statement.where(passages.c.version_id.in_(version_ids(path, collection))))
    return {row.id: row.context if row.embedded else None for row in rows}


def passage_ids_of(connection: Connection, path: str, collection: str) -> set[str]:
    return set(passages_of(connection, path, collection))


def touch(connection: Connection) -> None:
    """Tells every process that searches that what it remembers of the store is old."""
    now = connection.execute(select(facts.c.value).where(facts.c.name == "documents_generation")).scalar()
    set_fact(connection, "documents_generation", str(int(now or 0) + 1))


def set_fact(connection: Connection, name: str, value: str) -> None:
    connection.execute(delete(facts).where(facts.c.name == name))
    connection.execute(insert(facts).values(name=name, value=value))


def of(collection: str, table: Table = sources) -> ColumnElement[bool]:
    return table.c.collection == collection


def document_id(collection: str, identity: str) -> str:
    return "d_" + content_hash(f"{collection}\n{identity}")[:16]


def _version_id(connection: Connection, document: str, version: NewVersion, path: str) -> str:
    """Stays the same when the file is read again; two texts of one name and date get two ids."""
    own = version.version_date or f"in {path}"
    taken = set(connection.execute(select(versions.c.id).where(versions.c.document_id == document)).scalars())
    for nth in range(len(taken) + 1):
        id = "v_" + content_hash(f"{document}\n{own}\n{version.lang}\n{nth}")[:16]
        if id not in taken:
            break
    return id


def _passage_id(version_id: str, text: str, repeat: int) -> str:
    return "p_" + content_hash(f"{version_id}\n{repeat}\n{text}")[:20]


def parts(values: list[str], size: int = 500) -> Iterable[list[str]]:
    return (values[at : at + size] for at in range(0, len(values), size))
