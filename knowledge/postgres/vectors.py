"""The vector index kept by pgvector, in the same database as the passages."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from sqlalchemy import Connection, Engine, text

from ..embed import Vectors

BATCH = 1000
WIDTH, MOST_WIDTH = 200, 1000  # candidates that a walk of the graph keeps; pgvector allows no more

UPSERT = (
    "INSERT INTO {table} (id, vector) VALUES (:id, :vector) ON CONFLICT (id) DO UPDATE SET vector = EXCLUDED.vector"
)
NEAREST = "SELECT id, vector <=> :vector AS far FROM {table} ORDER BY far LIMIT :limit"
# materialized: every one of them compared, never a walk of the graph that drops what is not among them
AMONG = """
WITH these AS MATERIALIZED (SELECT id, vector <=> :vector AS far FROM {table} WHERE id = ANY(:ids))
SELECT id, far FROM these ORDER BY far, id LIMIT :limit
"""
DIMENSION = "SELECT atttypmod FROM pg_attribute WHERE attrelid = CAST(:table AS regclass) AND attname = 'vector'"


class PgVectorIndex:
    """One table (passages, patents). Every call is a transaction of its own; readers see whole batches."""

    def __init__(self, engine: Engine, table: str) -> None:
        """`engine` is the database's `beside`: its connections know vectors."""
        self._engine = engine
        self._table = table
        self._dimension: int | None = None

    def upsert(self, ids: Sequence[str], vectors: Vectors) -> None:
        if not ids:
            return
        statement = text(UPSERT.format(table=self._table))
        rows = sorted(zip(ids, vectors, strict=True), key=lambda pair: pair[0])  # in one order: no two wait crosswise
        for at in range(0, len(rows), BATCH):
            with self._engine.begin() as connection:
                self._fit(connection, vectors.shape[1])
                part = rows[at : at + BATCH]
                connection.execute(statement, [{"id": id, "vector": _single(vector)} for id, vector in part])

    def delete(self, ids: Sequence[str]) -> None:
        with self._engine.begin() as connection:
            connection.execute(text(f"DELETE FROM {self._table} WHERE id = ANY(:ids)"), {"ids": sorted(ids)})

    def clear(self) -> None:
        with self._engine.begin() as connection:
            connection.execute(text(f"TRUNCATE {self._table}"))
        self._dimension = None

    def nearest(self, vector: Vectors, limit: int, among: Sequence[str] | None = None) -> list[tuple[str, float]]:
        values: dict[str, Any] = {"vector": _single(vector), "limit": limit}
        with self._engine.connect() as connection:
            if among is None:
                _walk_wide(connection, limit)
                rows = connection.execute(text(NEAREST.format(table=self._table)), values).all()
            else:
                rows = connection.execute(text(AMONG.format(table=self._table)), values | {"ids": list(among)}).all()
        return [(str(row.id), 1.0 - float(row.far)) for row in rows]

    def ids(self) -> set[str]:
        with self._engine.connect() as connection:
            return set(connection.execute(text(f"SELECT id FROM {self._table}")).scalars())

    def count(self) -> int:
        with self._engine.connect() as connection:
            return int(connection.execute(text(f"SELECT count(*) FROM {self._table}")).scalar_one())

    def _fit(self, connection: Connection, dimension: int) -> None:
        """Gives the column its dimension, and its graph, when the first vector comes; an empty one may change it."""
        if self._dimension == dimension:
            return
        values = {"table": self._table}
        connection.execute(text("SELECT pg_advisory_xact_lock(CAST(CAST(:table AS regclass) AS oid)::bigint)"), values)
        held = connection.execute(text(DIMENSION), values).scalar_one()
        if held != dimension and (held < 0 or not self._holds_any(connection)):
            graph = f"{self._table}_graph"
            connection.execute(text(f"DROP INDEX IF EXISTS {graph}"))
            connection.execute(text(f"ALTER TABLE {self._table} ALTER COLUMN vector TYPE vector({dimension})"))
            connection.execute(text(f"CREATE INDEX {graph} ON {self._table} USING hnsw (vector vector_cosine_ops)"))
        self._dimension = dimension

    def _holds_any(self, connection: Connection) -> bool:
        return connection.execute(text(f"SELECT 1 FROM {self._table} LIMIT 1")).first() is not None


def _walk_wide(connection: Connection, limit: int) -> None:
    """For this transaction: as many candidates as are asked for, and on until there are enough that still stand."""
    width = min(MOST_WIDTH, max(WIDTH, limit))
    connection.execute(
        text(
            "SELECT set_config('hnsw.ef_search', :width, true), set_config('hnsw.iterative_scan', 'strict_order', true)"
        ),
        {"width": str(width)},
    )  # fmt: skip


def _single(vector: Vectors) -> Vectors:
    return np.ascontiguousarray(vector, dtype=np.float32)
