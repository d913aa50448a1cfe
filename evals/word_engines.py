"""Which engine runs the word index: time and ranking of four over the same passages, terms and questions.

    python -m evals.word_engines PASSAGES QUERIES QRELS

Needs `tantivy` and `bm25s`, which the project itself does not use.
"""

import importlib
import math
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import mean
from typing import Any

from sqlalchemy import text

from evals.ranking import ndcg, percentile
from evals.retrieval import Labelled, load
from knowledge import lexical
from knowledge.database import open_database

Ask = Callable[[str], list[int]]
K = 10


def sqlite_words(texts: list[str], *, pruned: bool) -> Ask:
    """Our own index; `pruned` leaves frequent terms out of the query as the product does."""
    database = open_database(Path(tempfile.mkdtemp()))
    connection = database.engine.connect().execution_options(writes=True)
    connection.execute(
        text("INSERT INTO documents(id, collection, title, region, lang) VALUES ('d', 'c', 't', '', 'zh')")
    )
    connection.execute(
        text("INSERT INTO versions(id, document_id, source_path, title, text, pages, added_at) "
             "VALUES ('v', 'd', 'p', 't', '', '[]', '')")
    )  # fmt: skip
    rows = [{"row": at, "id": str(at)} for at in range(len(texts))]
    connection.execute(
        text("INSERT INTO passages(row, id, version_id, ordinal, start, \"end\", context, text, tokens, embedded) "
             "VALUES (:row, :id, 'v', 0, 0, 0, '', '', 0, 0)"), rows
    )  # fmt: skip
    lexical.add(connection, enumerate(texts))
    connection.commit()

    def ask(query: str) -> list[int]:
        words = lexical.WordQuery(connection, query)
        if not pruned:
            words.total = sys.maxsize  # no term is frequent among so many
        return [row for row, _ in words.best(K)]

    return ask


def tantivy_words(texts: list[str]) -> Ask:
    tantivy = importlib.import_module("tantivy")
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", stored=False, tokenizer_name="whitespace", index_option="freq")
    builder.add_integer_field("at", stored=True)
    schema = builder.build()
    index = tantivy.Index(schema)
    writer = index.writer(100_000_000, 1)
    for at, one in enumerate(texts):
        writer.add_document(tantivy.Document(words=[" ".join(lexical.terms(one))], at=at))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def ask(query: str) -> list[int]:
        parts = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, "words", term, "freq"))
            for term in dict.fromkeys(lexical.terms(query))
        ]
        found = searcher.search(tantivy.Query.boolean_query(parts), K)
        return [searcher.doc(address)["at"][0] for _, address in found.hits]

    return ask


def bm25s_words(texts: list[str]) -> Ask:
    index = importlib.import_module("bm25s").BM25(k1=1.2, b=0.75)
    index.index([lexical.terms(one) for one in texts], show_progress=False)

    def ask(query: str) -> list[int]:
        found, scores = index.retrieve([lexical.terms(query)], k=K, show_progress=False)
        return [int(at) for at, score in zip(found[0], scores[0], strict=True) if score > 0]

    return ask


def compare(labelled: Labelled) -> None:
    texts = [f"{row['title']} {row['text']}" for row in labelled.passages]
    engines: dict[str, Callable[[], Any]] = {
        "SQLite FTS5, all terms": lambda: sqlite_words(texts, pruned=False),
        "SQLite FTS5, frequent terms left out (ours)": lambda: sqlite_words(texts, pruned=True),
        "tantivy": lambda: tantivy_words(texts),
        "bm25s": lambda: bm25s_words(texts),
    }
    print("| engine | index s | p50 ms | p95 ms | nDCG@10 |\n| --- | --- | --- | --- | --- |")  # noqa: T201
    for name, build in engines.items():
        begun = time.perf_counter()
        ask = build()
        built, times, gains = time.perf_counter() - begun, [], []
        for query in labelled.queries:
            begun = time.perf_counter()
            ranked = [str(labelled.passages[at]["id"]) for at in ask(query["text"])]
            times.append((time.perf_counter() - begun) * 1000)
            gains.append(ndcg(ranked, labelled.labels[query["id"]]))
        row = (built, percentile(times, 0.5), percentile(times, 0.95), mean(gains))
        print(f"| {name} | {row[0]:.1f} | {row[1]:.1f} | {row[2]:.1f} | {math.floor(row[3] * 1000) / 1000} |")  # noqa: T201


if __name__ == "__main__":
    compare(load(*(Path(one) for one in sys.argv[1:4])))
