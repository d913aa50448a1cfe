"""Texts that were replaced or removed: kept whole beside the store, so that they can be compared and brought back."""

import json
import secrets
import zlib
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, delete, insert, select

from .model import NewPassage
from .tables import documents, passages, revisions, sources, versions

Reason = Literal["replaced", "removed", "rolled_back", "gone"]
KEPT = 20  # revisions of a document; the oldest go first
OF_DOCUMENT = ("title", "issuer", "number", "kind", "region", "lang", "url", "licence", "applies_to")
OF_VERSION = (
    "id", "title", "version_date", "in_force_from", "in_force_to", "supersedes", "number", "repeals", "repealed",
    "doubts", "text", "pages",
)  # fmt: skip
OF_PASSAGE = ("start", "end", "section", "page", "context", "tokens")


def keep(connection: Connection, held: Sequence[str], reason: Reason, now: datetime, but: Collection[str] = ()) -> None:
    """Writes versions down as revisions, those whose text is among `but` left out."""
    for id in held:
        row = connection.execute(_whole(id)).one()
        if row.text not in but:
            _write(connection, row, reason, now)


def body(row: Row[Any]) -> dict[str, Any]:
    """{"document", "version", "passages"} of a row of `revisions`."""
    found: dict[str, Any] = json.loads(zlib.decompress(row.body))
    return found


def passages_in(kept: dict[str, Any]) -> list[NewPassage]:
    text: str = kept["version"]["text"]
    cells = (dict(zip(OF_PASSAGE, row, strict=True)) for row in kept["passages"])
    return [NewPassage(text=text[one["start"] : one["end"]], **one) for one in cells]


def _whole(version_id: str) -> Select[Any]:
    return (
        select(versions, documents.c.collection, *(documents.c[name].label(f"d_{name}") for name in OF_DOCUMENT),
               sources.c.file_hash)
        .join(documents, documents.c.id == versions.c.document_id)
        .outerjoin(sources, (sources.c.path == versions.c.source_path)
                   & (sources.c.collection == documents.c.collection))
        .where(versions.c.id == version_id)
    )  # fmt: skip


def _write(connection: Connection, row: Row[Any], reason: Reason, now: datetime) -> None:
    held = connection.execute(
        select(*(passages.c[name] for name in OF_PASSAGE))
        .where(passages.c.version_id == row.id).order_by(passages.c.ordinal)
    ).all()  # fmt: skip
    kept = {
        "document": {name: getattr(row, f"d_{name}") for name in OF_DOCUMENT},
        "version": {name: getattr(row, name) for name in OF_VERSION},
        "passages": [list(one) for one in held],
    }
    connection.execute(
        insert(revisions).values(
            id="r_" + secrets.token_hex(6), collection=row.collection, document_id=row.document_id, version_id=row.id,
            source_path=row.source_path, title=row.title, version_date=row.version_date,
            in_force_from=row.in_force_from, reason=reason, file_hash=row.file_hash or "", added_at=row.added_at,
            replaced_at=now, characters=len(row.text),
            body=zlib.compress(json.dumps(kept, ensure_ascii=False).encode()),
        )
    )  # fmt: skip
    mine = select(revisions.c.row).where(revisions.c.document_id == row.document_id).order_by(revisions.c.row.desc())
    old = connection.execute(mine.offset(KEPT)).scalars().all()
    if old:
        connection.execute(delete(revisions).where(revisions.c.row.in_(old)))
