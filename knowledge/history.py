"""Changes by staff: a document taken out, an earlier revision brought back. Each is one transaction.

The file itself is not touched: it is left alone by later ingests as long as it does not change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Connection, Row, delete, insert, select, update

from . import conflicts, revisions
from .database import Database
from .document_rows import add_passages, delete_versions, of, parts, touch, twins_in
from .errors import Fault, Lang
from .tables import documents, passages, sources, versions
from .tables import revisions as kept


class NothingToRollBack(Fault):
    code = "nothing_to_roll_back"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "“{title}”没有更早的版本可以恢复；用 ipsteward docs history 查看经过。",
        "en": "“{title}” has no earlier revision to go back to; ipsteward docs history shows what there is.",
    }


@dataclass(frozen=True, slots=True)
class Change:
    """`gone` are the passages whose vectors are to be taken out; `refs` name what was set aside, or is held again."""

    gone: tuple[str, ...]
    refs: tuple[str, ...]


@dataclass(frozen=True)
class History:
    """The caller holds the writer's lock, and afterwards removes and fills vectors."""

    database: Database

    def remove(self, document_id: str, version_ids: Sequence[str], now: datetime) -> Change:
        """Takes versions out; their texts stay as revisions, and their files are left alone until they change."""
        with self.database.write() as connection:
            collection = _collection(connection, document_id)
            rows = connection.execute(select(versions.c.id, versions.c.source_path).where(
                versions.c.document_id == document_id, versions.c.id.in_(version_ids))).all()  # fmt: skip
            ids = [row.id for row in rows]
            gone = _passages(connection, ids)
            revisions.keep(connection, ids, "removed", now)
            files = {row.source_path for row in rows}
            files |= {path for path, twins in twins_in(connection, collection) if set(twins) & set(ids)}
            delete_versions(connection, collection, ids)
            _settle(connection, files, collection, "removed")
            touch(connection)
            conflicts.settle(connection, collection, now)
        return Change(tuple(gone), tuple(ids))

    def roll_back(self, document_id: str, ref: str | None, title: str, now: datetime) -> Change:
        """Puts an earlier revision in the place of what its file brought later.

        Without `ref` the one replaced last, or all that were removed together last. What makes way becomes a revision
        in turn: a second roll-back undoes the first. Raises NothingToRollBack.
        """
        gone: set[str] = set()
        with self.database.write() as connection:
            rows = _chosen(connection, document_id, ref)
            if not rows:
                raise NothingToRollBack(title=title)
            for row in rows:
                gone |= _brought_back(connection, row, now)
            touch(connection)
            conflicts.settle(connection, rows[0].collection, now)
        return Change(tuple(gone), tuple(str(row.version_id) for row in rows))


def _chosen(connection: Connection, document_id: str, ref: str | None) -> list[Row[Any]]:
    statement = select(kept).where(kept.c.document_id == document_id).order_by(kept.c.row.desc())
    rows = list(connection.execute(statement if ref is None else statement.where(kept.c.id == ref)))
    if ref is None and rows and rows[0].reason == "removed":
        return [row for row in rows if row.reason == "removed" and row.replaced_at == rows[0].replaced_at]
    return rows[:1]


def _brought_back(connection: Connection, row: Row[Any], now: datetime) -> set[str]:
    """Puts one revision back; gives the passages that left."""
    later = _in_its_place(connection, row)
    before = _passages(connection, later)
    revisions.keep(connection, later, "rolled_back", now)
    delete_versions(connection, row.collection, later)
    _put_back(connection, row, before, now)
    _settle_file(connection, row, now)
    connection.execute(delete(kept).where(kept.c.id == row.id))
    return before.keys() - _passages(connection, [row.version_id]).keys()


def _collection(connection: Connection, document_id: str) -> str:
    return str(connection.execute(select(documents.c.collection).where(documents.c.id == document_id)).scalar_one())


def _in_its_place(connection: Connection, row: Row[Any]) -> list[str]:
    """The version of the same id, else what the same file holds of the document now."""
    mine = select(versions.c.id).where(versions.c.document_id == row.document_id)
    same = connection.execute(mine.where(versions.c.id == row.version_id)).scalars().all()
    return list(same or connection.execute(mine.where(versions.c.source_path == row.source_path)).scalars())


def _passages(connection: Connection, ids: Sequence[str]) -> dict[str, str | None]:
    """{passage id: its context, None without a vector}."""
    statement = select(passages.c.id, passages.c.context, passages.c.embedded)
    return {
        row.id: row.context if row.embedded else None
        for part in parts(list(ids))
        for row in connection.execute(statement.where(passages.c.version_id.in_(part)))
    }


def _put_back(connection: Connection, row: Row[Any], before: dict[str, str | None], now: datetime) -> None:
    held = revisions.body(row)
    known = connection.execute(select(documents.c.id).where(documents.c.id == row.document_id)).first()
    if known is None:
        facts = held["document"]
        connection.execute(insert(documents).values(id=row.document_id, collection=row.collection, **facts))
    connection.execute(
        insert(versions).values(
            **held["version"], document_id=row.document_id, source_path=row.source_path, added_at=now
        )
    )
    add_passages(connection, row.version_id, revisions.passages_in(held), before)


def _settle(connection: Connection, files: set[str], collection: str, how: str) -> None:
    for path in files:
        connection.execute(
            update(sources).where(sources.c.path == path, of(collection)).values(settled=how, twins=[], doubts=[])
        )


def _settle_file(connection: Connection, row: Row[Any], now: datetime) -> None:
    known = select(sources.c.path).where(sources.c.path == row.source_path, of(row.collection))
    if connection.execute(known).first() is not None:
        _settle(connection, {row.source_path}, row.collection, "rolled_back")
        return
    connection.execute(
        insert(sources).values(
            path=row.source_path, collection=row.collection, content_hash="-", file_hash=row.file_hash, read_at=now,
            twins=[], doubts=[], settled="without_file",
        )
    )  # fmt: skip
