"""Vectors for patent records: abstracts first, resumable at any point, the database telling what is still missing."""

from collections.abc import Callable
from functools import partial

from sqlalchemy import bindparam, delete, insert, select, update

from ..database import Database
from ..embed import CachedEmbedder
from ..errors import OtherEmbedder
from ..index import Index
from ..tables import facts, patents
from .model import PatentRecord
from .writing import embedded_text, record_of

PART = 512  # records between two marks in the database
CHARS = 2000  # of a text that are embedded: the model reads some 500 tokens at once, and the rest adds little


def fill(
    database: Database, index: Index, embedder: CachedEmbedder, progress: Callable[[int, int], None],
    limit: int | None = None,
) -> int:  # fmt: skip
    """Embeds records that have no vector, those with an abstract first; gives how many. The caller holds the lock.

    `progress` is told (done, to do). A vector is kept by its text as soon as it is made, goes into the index, and
    only then its record is marked: what a killed run leaves behind is found in the cache by the next.

    Raises:
        OtherEmbedder: the index was built with another embedding model.
    """
    _same_embedder(database, embedder)
    _forget_lost(database, index)
    missing = _missing(database, limit)
    for at in range(0, len(missing), PART):
        rows = missing[at : at + PART]
        found = _texts(database, rows)
        vectors = embedder.passages([text for _, _, text in found], partial(_told, progress, at, len(missing)))
        index.upsert([identity for _, identity, _ in found], vectors)
        with database.write() as connection:
            connection.execute(
                update(patents).where(patents.c.row == bindparam("this")).values(embedded=True),
                [{"this": row} for row, _, _ in found],
            )
    progress(len(missing), len(missing))
    return len(missing)


def _told(progress: Callable[[int, int], None], before: int, total: int, done: int) -> None:
    progress(before + done, total)


def _missing(database: Database, limit: int | None) -> list[int]:
    """Rows in the order of the work: with abstracts, the newest first, then titles alone."""
    statement = (
        select(patents.c.row).where(~patents.c.embedded, (patents.c.title != "") | (patents.c.abstract != ""))
        .order_by(patents.c.abstract == "", patents.c.published.desc().nulls_last(), patents.c.row).limit(limit)
    )  # fmt: skip
    with database.read() as connection:
        return list(connection.execute(statement).scalars())


def _texts(database: Database, rows: list[int]) -> list[tuple[int, str, str]]:
    """(row, identity, text to embed)."""
    with database.read() as connection:
        found = connection.execute(select(patents).where(patents.c.row.in_(rows))).all()
    return [(row.row, row.identity, vector_text(record_of(row))) for row in found]


def _forget_lost(database: Database, index: Index) -> None:
    """An index that lost vectors (a folder deleted, a copy without it) has them made again."""
    held = index.ids()
    with database.read() as connection:
        marked = connection.execute(select(patents.c.row, patents.c.identity).where(patents.c.embedded)).all()
        known = set(connection.execute(select(patents.c.identity)).scalars())
    index.delete(sorted(held - known))
    lost = [{"this": row.row} for row in marked if row.identity not in held]
    if lost:
        with database.write() as connection:
            connection.execute(update(patents).where(patents.c.row == bindparam("this")).values(embedded=False), lost)


def _same_embedder(database: Database, embedder: CachedEmbedder) -> None:
    with database.write() as connection:
        built = connection.execute(select(facts.c.value).where(facts.c.name == "embedding_model")).scalar()
        if built is not None and built != embedder.model_id:
            raise OtherEmbedder(built=built, set=embedder.model_id)
        connection.execute(delete(facts).where(facts.c.name == "embedding_model"))
        connection.execute(insert(facts).values(name="embedding_model", value=embedder.model_id))


def vector_text(record: PatentRecord) -> str:
    """What a record's vector is made of: its title, then its abstract."""
    return embedded_text(record)[:CHARS]
