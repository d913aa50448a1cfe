"""The one search: words and vectors fused, filtered by what is in force where, used by everything that looks up."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from sqlalchemy import Connection, select

from .admitted import Admitted, Held, Layout, load_layout
from .database import Database
from .embed import Embedder, Vectors, embedded_text
from .errors import OtherEmbedder
from .fusing import ALL, FOREIGN_WORDS, HAN, WORDS, Leg, Means, dense_weight, distinct, fuse, trust, verbatim
from .glossary import glossary
from .index import Index
from .lexical import WordQuery
from .model import Hit, Repeal
from .reranking import Reranker
from .rewriting import plain, rewritten
from .tables import documents, facts, passages, versions
from .titles import normalised
from .validity import Standing, Timeline, VersionFacts
from .version_words import NamedVersion, family, meant, wording

DEPTH = 100  # candidates a leg
SPARE = 5  # more than asked for, to fill the places of repetitions
RERANKED = 50
TINY = 1e-12
AT_ONCE = 4  # queries whose vectors are made at a time, while their words are looked up
DEEPEST = 2000  # neighbours that are looked at before a restricted query is asked, which costs as much
LONGEST = {"zh": 200, "en": 500}  # signs of a query that its vector is made of: its embedding is the dear part
AMONG_LIMIT = 20_000  # ids that a restricted vector query may name
FAMILY_AMONG = 10  # hits among which the law is looked for of which a question names a version
NEW = 4  # passages of which a question makes the vector that lacks, some tenths of a second each, once
FURTHEST = 2000  # passages that are looked through for words before a restricted query is asked


@dataclass(frozen=True, slots=True)
class Where:
    """What may be found: in force on `on` (an ISO day), in a region, a language, a collection.

    `every` finds all versions that are held, in force or not. `today` is the day by which hits are marked as replaced
    or not yet in force; None = the day asked about.
    """

    on: str
    region: str | None = None
    lang: str | None = None
    collection: str | None = None
    every: bool = False
    today: str | None = None


class Search:
    """Finds passages. Thread-safe; sees what another process ingests at its next call."""

    def __init__(
        self, database: Database, index: Index, embedder: Embedder, *, reranker: Reranker | None = None,
        means: Means = ALL, readable: Callable[[str], str] = str,
    ) -> None:  # fmt: skip
        """`readable` gives what readers will see of a text; how near a passage is to a question is told of that."""
        self._database = database
        self._index = index
        self._embedder = embedder
        self._reranker = reranker
        self._means = means
        self._readable = readable
        self._lock = threading.Lock()
        self._beside = ThreadPoolExecutor(AT_ONCE, "embedding")
        self._known = Held("", Timeline([]), Layout([]))

    def __call__(self, query: str, where: Where, k: int = 10) -> list[Hit]:
        """At most `k` passages, best first; empty when nothing shares a word and no vector is near.

        Raises:
            OtherEmbedder: the index was built with another embedding model.
        """
        with self._database.read() as connection:
            held = self._held(connection)
            timeline = held.timeline
            allowed = timeline.shown(
                where.on, region=where.region, lang=where.lang, collection=where.collection, every=where.every
            )
            if not allowed or not query.strip():
                return []
            self._same_embedder(connection)
            with self._lock:
                admitted = held.admitted(allowed)
            hits = self._found(connection, query, admitted, k)
        return [_marked(hit, timeline.standings[hit.version_id], where.today or where.on) for hit in hits]

    def named_version(self, question: str, where: Where) -> NamedVersion | None:
        """The version that the question means by its words (旧法, the 2019 Act), of the law that it is about.

        A year names its version whatever the day; what is old or new is seen from the day asked about.
        """
        if (said := wording(question)) is None or said.kind == "current":
            return None
        seen_from = (where.today or where.on) if said.kind in ("year", "dated") else where.on
        hits = self(said.rest, replace(where, every=True), FAMILY_AMONG)
        with self._database.read() as connection:
            timeline = self._held(connection).timeline
        known = [timeline.standings[hit.version_id].version for hit in hits if hit.version_id in timeline.standings]
        plain = normalised(question)
        named = [one for one in known if normalised(one.title) in plain]
        for one in sorted(named, key=lambda one: -len(normalised(one.title))) or known:
            group = family(one, timeline)
            in_force = any(timeline.standings[each.version_id].on(where.on) == "in_force" for each in group)
            if not (said.kind == "dated" and in_force) and (found := meant(said, group, timeline, seen_from)):
                return found
        return None

    def around(self, hit: Hit, reach: int = 1) -> list[Hit]:
        """The passages before and after a hit in its own text, in order, at most `reach` on each side; its validity
        is theirs."""
        with self._database.read() as connection:
            here = connection.execute(
                select(passages.c.version_id, passages.c.ordinal).where(passages.c.id == hit.passage_id)
            ).first()
            if here is None:
                return []
            near = connection.execute(
                select(passages.c.id)
                .where(
                    passages.c.version_id == here.version_id, passages.c.id != hit.passage_id,
                    passages.c.ordinal.between(here.ordinal - reach, here.ordinal + reach),
                )
                .order_by(passages.c.ordinal)
            ).scalars()  # fmt: skip
            found = _hits(connection, [(str(id), 0.0) for id in near], {}, None)
        return [
            replace(one, in_force_to=hit.in_force_to, superseded_by=hit.superseded_by, not_yet=hit.not_yet,
                    adopted=hit.adopted)
            for one in found
        ]  # fmt: skip

    def _found(self, connection: Connection, asked: str, allowed: Admitted, k: int) -> list[Hit]:
        query = rewritten(asked) if self._means.rewriting else asked
        own = self._beside.submit(self._embedder.query, _beginning(plain(asked))) if self._means.dense else None
        words = WordQuery(connection, query, asked=plain(asked))
        lexical = self._by_words(connection, words, allowed) if self._means.words else {}
        trust = self._trust(connection, words, lexical) if self._means.words else 0.0
        other = glossary().translated(query) if trust < 1 and self._means.translation else ""
        legs = [Leg(lexical, WORDS * trust)]
        if other:
            foreign = WordQuery(connection, other)
            legs.append(Leg(self._by_words(connection, foreign, allowed), FOREIGN_WORDS * (1 - trust)))
        dense: dict[str, float] = {}
        vector: Vectors | None = None
        if own:
            vector = self._vector(own.result(), other, 1 - trust)
            dense = self._by_vector(connection, vector, allowed)
            dense |= self._new_ones(connection, vector, {id: score for id, score in lexical.items() if id not in dense})
        ranked = fuse(legs, dense, dense_weight(query, trust))
        hits = _hits(connection, ranked[: max(k, RERANKED) if self._reranker else k + SPARE], dense, words)
        hits = distinct(hits) if self._means.collapse else hits
        best = verbatim(asked, self._reranker(asked, hits) if self._reranker else hits)[:k]
        return best if vector is None else self._as_read(best, vector, words)

    def _as_read(self, hits: list[Hit], vector: Vectors, words: WordQuery) -> list[Hit]:
        """A passage of which readers see a part alone is as near as that part: what hides beside it does not count."""
        whole = {hit.passage_id: embedded_text(hit.context, hit.text) for hit in hits}
        parts = {id: part for id, text in whole.items() if (part := self._readable(text)) != text}
        if not parts:
            return hits
        near = dict(zip(parts, self._embedder.passages(list(parts.values())) @ vector, strict=True))
        return [
            replace(hit, similarity=float(near[id]), overlap=words.share(parts[id]))
            if (id := hit.passage_id) in parts else hit
            for hit in hits
        ]  # fmt: skip

    def _vector(self, own: Vectors, other: str, doubt: float) -> Vectors:
        """The query's vector, in which its terms in the other language have a say where the texts are in that."""
        vector = own + doubt * self._embedder.query(other) if other else own
        return np.asarray(vector / max(float(np.linalg.norm(vector)), TINY), dtype=np.float32)

    def _trust(self, connection: Connection, words: WordQuery, lexical: dict[str, float]) -> float:
        """How far the word leg may be believed, 0 to 1: little where the best passage holds little of the query."""
        if not lexical:
            return 0.0
        best = max(lexical, key=lexical.__getitem__)
        row = connection.execute(select(passages.c.context, passages.c.text).where(passages.c.id == best)).one()
        return trust(words.share(embedded_text(row.context, row.text), forms=True), len(words.weights))

    def similarity(self, query: str, texts: Sequence[str]) -> list[float]:
        """Cosine of the query with each text, as the vector leg sees them."""
        if not texts:
            return []
        return [float(score) for score in self._embedder.passages(texts) @ self._embedder.query(query)]

    def _held(self, connection: Connection) -> Held:
        generation = connection.execute(select(facts.c.value).where(facts.c.name == "documents_generation")).scalar()
        with self._lock:
            if self._known.generation != (generation or "0"):
                timeline = Timeline(load_versions(connection))
                self._known = Held(generation or "0", timeline, load_layout(connection))
            return self._known

    def _same_embedder(self, connection: Connection) -> None:
        built = connection.execute(select(facts.c.value).where(facts.c.name == "embedding_model")).scalar()
        if built is not None and built != self._embedder.model_id:
            raise OtherEmbedder(built=built, set=self._embedder.model_id)

    def _by_words(self, connection: Connection, words: WordQuery, allowed: Admitted) -> dict[str, float]:
        """BM25 by passage id."""
        found = dict(self._best_rows(connection, words, allowed))
        rows = connection.execute(select(passages.c.row, passages.c.id).where(passages.c.row.in_(list(found))))
        ids = {row.row: row.id for row in rows}
        return {ids[row]: score for row, score in found.items()}

    def _best_rows(self, connection: Connection, words: WordQuery, allowed: Admitted) -> list[tuple[int, float]]:
        """Looks further down while what it found may not be shown; within a narrow filter asks for nothing else."""
        limit, narrow = allowed.depth(DEPTH * 2), allowed.count <= AMONG_LIMIT
        while limit <= FURTHEST or not narrow:
            found = words.best(limit)
            shown = set(allowed.rows([row for row, _ in found]))
            kept = [(row, score) for row, score in found if row in shown]
            if len(kept) >= DEPTH or len(found) < limit:
                return kept[:DEPTH]
            limit *= 10
        return words.best(DEPTH, allowed.condition(connection))

    def _by_vector(self, connection: Connection, vector: Vectors, allowed: Admitted) -> dict[str, float]:
        """Cosine by passage id: of the nearest those that may be shown, or of a narrow filter the nearest of all."""
        depth, narrow = max(DEPTH * 3, allowed.depth(DEPTH)), allowed.count <= AMONG_LIMIT
        if depth <= DEEPEST or not narrow:
            found = self._index.nearest(vector, min(depth, DEEPEST * 3))
            shown = allowed.of_ids(connection, [id for id, _ in found])
            kept = [(id, score) for id, score in found if id in shown][:DEPTH]
            if len(kept) >= min(DEPTH, allowed.count) or len(found) < depth or not narrow:
                return dict(kept)
        return dict(self._index.nearest(vector, DEPTH, allowed.all_ids(connection)))

    def _new_ones(self, connection: Connection, vector: Vectors, lexical: dict[str, float]) -> dict[str, float]:
        """Cosines of the best by words whose vectors are not in the index yet.

        What staff have just put live would else seem far from every question, and another document be quoted for it.
        """
        rows = connection.execute(
            select(passages.c.id, passages.c.context, passages.c.text)
            .where(passages.c.id.in_(list(lexical)), passages.c.embedded.is_(False))
        ).all()  # fmt: skip
        best = sorted(rows, key=lambda row: -lexical[row.id])[:NEW]
        if not best:
            return {}
        made = self._embedder.passages([embedded_text(row.context, row.text) for row in best])
        return {row.id: float(cosine) for row, cosine in zip(best, made @ vector, strict=True)}


def _beginning(query: str) -> str:
    """As much of a long query as its vector is made of, whole words."""
    longest = LONGEST["zh" if HAN.search(query) else "en"]
    return query if len(query) <= longest else query[:longest].rsplit(" ", 1)[0]


def _hits(
    connection: Connection, ranked: list[tuple[str, float]], dense: dict[str, float], words: WordQuery | None
) -> list[Hit]:
    """Best first; what is equally good (twins, neighbours) in the order in which it stands."""
    statement = (
        select(passages, versions.c.document_id, versions.c.title, versions.c.in_force_from, versions.c.in_force_to,
               documents.c.lang, documents.c.region, documents.c.url)
        .join(versions, versions.c.id == passages.c.version_id)
        .join(documents, documents.c.id == versions.c.document_id)
        .where(passages.c.id.in_([id for id, _ in ranked]))
    )  # fmt: skip
    rows = {row.id: row for row in connection.execute(statement)}
    ranked = sorted(ranked, key=lambda pair: (-round(pair[1], 4), rows[pair[0]].row if pair[0] in rows else 0))
    return [
        Hit(
            row.id, row.document_id, row.version_id, row.title, row.section, row.page, row.start, row.end, row.text,
            round(score, 4), row.lang, row.region, row.context, row.in_force_from, row.in_force_to, row.url,
            similarity=dense.get(id, 0.0), overlap=words.share(embedded_text(row.context, row.text)) if words else 0.0,
        )
        for id, score in ranked
        if (row := rows.get(id)) is not None
    ]  # fmt: skip


def _marked(hit: Hit, standing: Standing, today: str) -> Hit:
    """The hit with its last day, and with what replaced it or whether it is still to come, seen from `today`."""
    replaced = standing.successor.label if standing.successor and standing.replaced_on(today) else None
    begins = standing.version.begins
    return replace(
        hit, in_force_to=standing.ends, superseded_by=replaced, not_yet=begins is not None and today < begins,
        adopted=standing.version.adopted,
    )  # fmt: skip


def load_versions(connection: Connection) -> list[VersionFacts]:
    """All versions, in the order in which they came."""
    statement = select(
        versions.c.id, versions.c.document_id, documents.c.collection, versions.c.title, versions.c.source_path,
        documents.c.lang, documents.c.region, versions.c.version_date, versions.c.in_force_from,
        versions.c.in_force_to, versions.c.supersedes, versions.c.number, versions.c.repeals, versions.c.repealed,
        versions.c.doubts,
    ).join(documents, documents.c.id == versions.c.document_id)  # fmt: skip
    return [
        VersionFacts(*row[:12], repeals=tuple(Repeal(**one) for one in row[12]), repealed=row[13],
                     adopted=next((one["facts"]["adopted"] for one in row[14] if one["kind"] == "only_adopted"), None))
        for row in connection.execute(statement.order_by(versions.c.added_at, versions.c.source_path))
    ]  # fmt: skip
