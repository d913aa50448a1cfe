"""The vector index as its users see it; texts stay in the database."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from .chroma import PASSAGES, PATENTS, ChromaIndex
from .database import Database
from .embed import Vectors
from .postgres.vectors import PgVectorIndex

TABLES = {PASSAGES: "passage_vectors", PATENTS: "patent_vectors"}


class Index(Protocol):
    """Vectors under passage ids. Writes are upserts; one process writes at a time."""

    def upsert(self, ids: Sequence[str], vectors: Vectors) -> None: ...

    def delete(self, ids: Sequence[str]) -> None: ...

    def nearest(self, vector: Vectors, limit: int, among: Sequence[str] | None = None) -> list[tuple[str, float]]:
        """(id, cosine) of the nearest vectors, best first; `among` restricts them to these ids."""
        ...

    def ids(self) -> set[str]: ...

    def count(self) -> int: ...

    def clear(self) -> None: ...


def open_index(home: Path, database: Database, collection: str = PASSAGES) -> Index:
    """The index that goes with a database: in the same PostgreSQL, or Chroma's in the home."""
    if database.on_postgres:
        return PgVectorIndex(database.beside, TABLES[collection])
    return ChromaIndex(home / "vectors", collection)
