"""The vector index kept by Chroma, embedded, with our own vectors and nothing else in it."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from .embed import Vectors

PASSAGES = "passages"
PATENTS = "patents"
BATCH = 2000
FEW = 600  # ids; measured at 80,000 vectors, see docs/benchmarks.md
FEW_SHARE = 0.005  # of a large index: the fewer of all are named, the longer the graph is gone through for them
FEW_MOST = 5000  # measured at 1,000,000 vectors
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
        self._few: int | None = None

    def upsert(self, ids: Sequence[str], vectors: Vectors) -> None:
        for at in range(0, len(ids), BATCH):
            self._opened().upsert(ids=list(ids[at : at + BATCH]), embeddings=vectors[at : at + BATCH])

    def delete(self, ids: Sequence[str]) -> None:
        for at in range(0, len(ids), BATCH):
            self._opened().delete(ids=list(ids[at : at + BATCH]))

    def clear(self) -> None:
        """Takes all vectors out, and the graph that many replacements have worn."""
        with self._opening:
            self._collection = _open(self._folder, self._name, anew=True)

    def nearest(self, vector: Vectors, limit: int, among: Sequence[str] | None = None) -> list[tuple[str, float]]:
        try:
            return self._nearest(vector, limit, among)
        except Exception as error:
            if not _made_anew(error):
                raise
            with self._opening:
                self._collection = None
            return self._nearest(vector, limit, among)

    def _nearest(self, vector: Vectors, limit: int, among: Sequence[str] | None) -> list[tuple[str, float]]:
        if limit == 0 or (among is not None and not among):
            return []
        if among is not None and (len(among) <= FEW or len(among) <= self._few_here()):
            return self._of_few(vector, limit, among)
        found = self._asked(vector, limit, among)
        return [(id, 1.0 - float(far)) for id, far in zip(found["ids"][0], found["distances"][0], strict=True)]

    def _few_here(self) -> int:
        """How many ids are few in an index of this size; it is asked once, since only the cost hangs on it."""
        if self._few is None:
            self._few = min(round(FEW_SHARE * self.count()), FEW_MOST)
        return self._few

    def _asked(self, vector: Vectors, limit: int, among: Sequence[str] | None) -> Any:
        """Chroma's answer. It takes more than it holds for `limit`, but no id that it does not hold."""
        collection = self._opened()
        try:
            return collection.query(query_embeddings=[vector], n_results=limit, include=["distances"],
                                    ids=None if among is None else list(among))  # fmt: skip
        except Exception as error:
            if among is None or not _unknown_id(error):
                raise
            held = collection.get(ids=list(among), include=[])["ids"]
            return collection.query(query_embeddings=[vector], n_results=limit, include=["distances"], ids=held)

    def _of_few(self, vector: Vectors, limit: int, among: Sequence[str]) -> list[tuple[str, float]]:
        """Every one of a few compared: exact, and quicker than a search of the graph that must pass over the rest."""
        held = self._opened().get(ids=list(among), include=["embeddings"])
        if not held["ids"]:
            return []
        vectors = np.asarray(held["embeddings"], dtype=np.float32)
        lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(vector)
        cosines = vectors @ vector / np.maximum(lengths, np.finfo(np.float32).tiny)
        return [(held["ids"][at], float(cosines[at])) for at in np.argsort(-cosines)[:limit]]

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


def _made_anew(error: Exception) -> bool:
    """Whether another process has made the index anew since it was opened here."""
    from chromadb.errors import NotFoundError

    return isinstance(error, NotFoundError)


def _unknown_id(error: Exception) -> bool:
    from chromadb.errors import InternalError

    return isinstance(error, InternalError) and "finding id" in str(error)


def _open(folder: Path, collection: str, *, anew: bool = False) -> Any:
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
    if anew and collection in [one.name for one in client.list_collections()]:
        client.delete_collection(collection)
    return client.get_or_create_collection(
        collection,
        embedding_function=None,
        configuration={"hnsw": {"space": "cosine", "ef_search": 200, "ef_construction": 200}},
    )
