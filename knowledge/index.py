"""The vector index as its users see it; texts stay in the database."""

from collections.abc import Sequence
from typing import Protocol

from .embed import Vectors


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
