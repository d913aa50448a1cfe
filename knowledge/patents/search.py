"""Search among patent records: words and vectors fused, within what the fields admit."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select, text

from ..embed import Embedder
from ..errors import OtherEmbedder
from ..fusing import Leg, fuse, trust
from ..index import Index
from ..lexical import WordQuery, engine
from ..listing import among, as_list, listed
from ..tables import facts, patents
from .filters import Filter, settled
from .model import PatentHit, PatentQuery, PatentsFound
from .words import PATENT_WORDS, asked_terms
from .writing import embedded_text, record_of

DEPTH = 100  # candidates a leg
WIDE = 600  # neighbours that are looked at before a filter is asked about
AMONG_LIMIT = 4000  # rows that a restricted vector query names at most
WORDS, VECTORS = 0.6, 0.4  # of the fused score
NEAR = 0.83  # a record without any word of the query must be this near to it


def search(
    connection: Connection, index: Index, embedder: Embedder, query: PatentQuery, where: Filter, limit: int, offset: int
) -> PatentsFound:
    """A page of what was found. Without words, the newest first.

    Raises:
        OtherEmbedder: the index was built with another embedding model.
    """
    terms = asked_terms(query.words)
    if where.impossible:
        return PatentsFound(query, 0, (), 0)
    if not terms:
        return _newest(connection, query, where, limit, offset)
    where = settled(connection, where)
    words = WordQuery(connection, " ".join(terms), PATENT_WORDS)
    depth = max(DEPTH, offset + limit)
    lexical = _by_words(connection, words, where, depth)
    dense = _by_vector(connection, index, embedder, query.words, where, depth)
    legs = [Leg(lexical, WORDS * _trust(connection, words, lexical))]
    ranked = fuse(legs, _worth_showing(dense, lexical), VECTORS)
    by_words = None if len(lexical) >= depth else lexical  # of more records some hold a word that this leg left out
    hits = _hits(connection, ranked[offset : offset + limit], by_words)
    total = _count(connection, terms, where)
    every = total if len(terms) == 1 else _count_all(connection, terms, where)
    return PatentsFound(query, total, hits, every)


def _newest(connection: Connection, query: PatentQuery, where: Filter, limit: int, offset: int) -> PatentsFound:
    total = connection.execute(text(f"SELECT count(*) FROM patents p {where.where()}"), where.parameters).scalar_one()
    rows = connection.execute(
        text(f"SELECT p.identity FROM patents p {where.where()} ORDER BY p.published DESC NULLS LAST, p.row "
             "LIMIT :limit OFFSET :offset"),
        where.parameters | {"limit": limit, "offset": offset},
    )  # fmt: skip
    hits = _hits(connection, [(row.identity, 1.0) for row in rows])
    return PatentsFound(query, int(total), tuple(replace(hit, matched="fields") for hit in hits), int(total))


def _by_words(connection: Connection, words: WordQuery, where: Filter, depth: int) -> dict[str, float]:
    """BM25 by identity."""
    found = words.best(depth, where.rows())
    statement = select(patents.c.row, patents.c.identity)
    rows = connection.execute(
        statement.where(patents.c.row.in_(among(connection, [row for row, _ in found], "integer")))
    )
    identities = {row.row: row.identity for row in rows}
    return {identities[row]: score for row, score in found}


def _count(connection: Connection, terms: Sequence[str], where: Filter) -> int:
    return engine(connection).count(connection, PATENT_WORDS, terms, where.rows())


def _count_all(connection: Connection, terms: Sequence[str], where: Filter) -> int:
    holding = engine(connection).holding(PATENT_WORDS, terms)
    condition = f" AND {where.condition}" if where.condition else ""
    statement = text(f"SELECT count(*) FROM patents p WHERE p.row IN ({holding.sql}){condition}")
    return int(connection.execute(statement, where.parameters | dict(holding.parameters)).scalar_one())


def _by_vector(
    connection: Connection, index: Index, embedder: Embedder, words: str, where: Filter, depth: int
) -> dict[str, float]:
    """Cosine by identity; a narrow filter asks again among the records that pass it."""
    if connection.execute(select(patents.c.row).where(patents.c.embedded).limit(1)).first() is None:
        return {}
    built = connection.execute(select(facts.c.value).where(facts.c.name == "embedding_model")).scalar()
    if built is not None and built != embedder.model_id:
        raise OtherEmbedder(built=built, set=embedder.model_id)
    vector = embedder.query(words)
    found = index.nearest(vector, depth if not where.condition else max(WIDE, depth))
    kept = _admitted_of(connection, dict(found), where)
    if where.condition and len(kept) < depth:
        passing = _admitted(connection, where)
        if len(kept) < len(passing) <= AMONG_LIMIT:
            kept = dict(index.nearest(vector, depth, passing))
    return dict(list(kept.items())[:depth])


def _admitted_of(connection: Connection, found: dict[str, float], where: Filter) -> dict[str, float]:
    condition = f" AND {where.condition}" if where.condition else ""
    statement = text(
        f"SELECT p.identity FROM patents p WHERE p.identity IN ({listed(connection, 'found')}) "
        f"AND p.embedded{condition}"
    )
    rows = connection.execute(statement, where.parameters | {"found": as_list(found)})
    passing = {row.identity for row in rows}
    return {identity: cosine for identity, cosine in found.items() if identity in passing}


def _admitted(connection: Connection, where: Filter) -> list[str]:
    statement = text(f"SELECT p.identity FROM patents p {where.where()} AND p.embedded LIMIT {AMONG_LIMIT + 1}")
    return list(connection.execute(statement, where.parameters).scalars())


def _worth_showing(dense: dict[str, float], lexical: dict[str, float]) -> dict[str, float]:
    return {identity: cosine for identity, cosine in dense.items() if cosine >= NEAR or identity in lexical}


def _trust(connection: Connection, words: WordQuery, lexical: dict[str, float]) -> float:
    """As in knowledge/search.py: the word leg counts for less where its best record holds little of the query."""
    if not lexical:
        return 0.0
    best = max(lexical, key=lexical.__getitem__)
    row = connection.execute(select(patents).where(patents.c.identity == best)).one()
    return trust(words.share(embedded_text(record_of(row))), len(words.weights))


def _hits(
    connection: Connection, ranked: Sequence[tuple[str, float]], by_words: Collection[str] | None = None
) -> tuple[PatentHit, ...]:
    """`by_words` are those that hold a word of the query; None where all do."""
    rows = connection.execute(select(patents).where(patents.c.identity.in_([identity for identity, _ in ranked])))
    found: dict[str, Any] = {row.identity: row for row in rows}
    return tuple(
        PatentHit(
            row.number, row.title, row.abstract, tuple(row.applicants), row.published,
            tuple(row.ipc or row.cpc), round(score, 4),
            "words" if by_words is None or identity in by_words else "meaning",
        )
        for identity, score in ranked
        if (row := found.get(identity)) is not None
    )  # fmt: skip
