"""The vector index kept by Chroma, embedded, with our own vectors and nothing else in it."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .embed import Vectors

PASSAGES = "passages"
PATENTS = "patents"
BATCH = 2000
LIST_BATCH = 20_000


class ChromaIndex:
    """One collection in `home/vectors` (passages, patents).

    It is opened at first use, since importing chromadb takes most of a second.

    Only the holder of the writer's lock may call `upsert` and `delete`: two writers lose vectors silently.
    """

    def __init__(self, folder: Path, collection: str = PASSAGES) -> None:
        self._folder = folder
        self._name = collection
        self._collection: Any | None = None
        self._opening = threading.Lock()

    def upsert(self, ids: Sequence[str], vectors: Vectors) -> None:
        for at in range(0, len(ids), BATCH):
            self._opened().upsert(ids=list(ids[at : at + BATCH]), embeddings=vectors[at : at + BATCH])

    def delete(self, ids: Sequence[str]) -> None:
        for at in range(0, len(ids), BATCH):
            self._opened().delete(ids=list(ids[at : at + BATCH]))

    def nearest(self, vector: Vectors, limit: int, among: Sequence[str] | None = None) -> list[tuple[str, float]]:
        collection = self._opened()
        limit = min(limit, collection.count() if among is None else len(among))
        if limit == 0:
            return []
        found = collection.query(
            query_embeddings=[vector],
            n_results=limit,
            include=["distances"],
            ids=None if among is None else list(among),
        )
        return [(id, 1.0 - float(far)) for id, far in zip(found["ids"][0], found["distances"][0], strict=True)]

    def ids(self) -> set[str]:
        collection, found = self._opened(), set[str]()
        for at in range(0, collection.count(), LIST_BATCH):
            found |= set(collection.get(include=[], limit=LIST_BATCH, offset=at)["ids"])
        return found

    def count(self) -> int:
        return int(self._opened().count())

    def _opened(self) -> Any:
        with self._opening:
            if self._collection is None:
                self._collection = _open(self._folder, self._name)
            return self._collection


def _open(folder: Path, collection: str) -> Any:
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
    return client.get_or_create_collection(
        collection,
        embedding_function=None,
        configuration={"hnsw": {"space": "cosine", "ef_search": 200, "ef_construction": 200}},
    )
