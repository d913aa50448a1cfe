"""Patents found by their fields, by words and by meaning; and counted over all that the fields admit."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Float, Integer, and_, cast, exists, func, literal, or_, select, text
from sqlalchemy.sql.selectable import Select

from knowledge.database import Database
from knowledge.embed import CachedEmbedder, Embedder
from knowledge.index import Index
from knowledge.lexical import terms
from knowledge.patents.model import Landscape, PatentHit, PatentQuery, PatentRecord, PatentsFound
from knowledge.patents.parties import Parties
from knowledge.patents.store import PatentStore, record_of
from knowledge.tables import patent_classes, patent_names, patents

POOL = 200  # how many of each leg are ranked together
AMONG = 2000  # up to so many admitted records, the vector index is asked about just these
WIDE = 1000  # beyond, it is asked about all, and the others are passed over
RANK_CONSTANT = 60  # of reciprocal rank fusion
WORD_WEIGHT, MEANING_WEIGHT, EVERY_WORD = 1.0, 1.2, 0.5
NEAR = 0.80  # a cosine below this is no likeness with this embedding model
SMALL_WORDS = frozenset("a an and are as at be by for from in is it its of on or that the this to with".split())


class Patents(PatentStore):
    """What conversations, commands and evaluations ask. Vectors may be there for some records only."""

    def __init__(self, database: Database, index: Index, embedder: Embedder | CachedEmbedder) -> None:
        super().__init__(database)
        self._index = index
        self._embedder = embedder
        self._parties = Parties()

    def search(self, query: PatentQuery, limit: int = 10, offset: int = 0) -> PatentsFound:
        """The best records that the fields admit; without words, the newest first.

        `total` counts the records that hold every word, or if there is none, those that hold one; it is never less
        than what meaning alone finds.
        """
        with self._database.read() as connection:
            admitted = self._admitted(connection, query)
            if not query.words.strip():
                return self._newest(connection, query, admitted, limit, offset)
            every, some, total = _by_words(connection, query.words, admitted)
            near = self._by_meaning(connection, query.words, admitted, bool(query.as_fields()))
            scored = _fused(every, some, near)
            ranked = sorted(scored, key=lambda row: (-scored[row], row))
            best = scored[ranked[0]] if ranked else 1.0
            records = _records(connection, ranked[offset : offset + limit])
        hits = [_hit(record, scored[row] / best) for row, record in records]
        return PatentsFound(query, max(total, len(ranked) if not every else total), tuple(hits))

    def landscape(self, query: PatentQuery, top: int = 10) -> Landscape:
        """Counts over all records that the fields admit and that hold every word: the same data, the same numbers."""
        every = _match(query.words, " AND ")
        published = func.coalesce(patents.c.publication_date, patents.c.grant_date)
        year = cast(func.substr(published, 1, 4), Integer)
        with self._database.read() as connection:
            admitted = self._admitted(connection, query)
            if query.words.strip():
                admitted = and_(admitted, _holding(every) if every else literal(False))
            rows = select(patents.c.row).where(admitted)
            total = int(connection.execute(select(func.count()).select_from(rows.subquery())).scalar_one())
            dated = select(year, func.count()).where(admitted, published.is_not(None)).group_by(year).order_by(year)
            years = [(int(y), int(n)) for y, n in connection.execute(dated).tuples()]
            applicants = connection.execute(_applicants(rows, top)).all()
            classes = connection.execute(_subclasses(rows, top)).all()
        return Landscape(
            query, total, total - sum(count for _, count in years), tuple(years),
            tuple((name, n) for name, n in applicants), tuple((name, n) for name, n in classes),
        )  # fmt: skip

    def applicants_like(self, said: str, limit: int = 5) -> list[str]:
        """Applicants in the index that the words name, as the sources write them, those with most records first."""
        with self._database.read() as connection:
            return [party.written for party in self._parties.named_in(connection, said)][:limit]

    def _admitted(self, connection: Connection, query: PatentQuery) -> ColumnElement[bool]:
        published = func.coalesce(patents.c.publication_date, patents.c.grant_date)
        conditions: list[ColumnElement[bool]] = [literal(True)]
        if query.office:
            conditions.append(patents.c.country == query.office)
        if query.date_from:
            conditions.append(published >= query.date_from)
        if query.date_to:
            conditions.append(published <= query.date_to)
        for role, name in (("applicant", query.applicant), ("inventor", query.inventor)):
            if name:
                held = select(patent_names.c.patent_row).where(
                    patent_names.c.role == role, patent_names.c.name.in_(self._parties.like(connection, role, name))
                )
                conditions.append(patents.c.row.in_(held))
        if query.classes:
            prefixes = or_(*(patent_classes.c.symbol.startswith(prefix, autoescape=True) for prefix in query.classes))
            conditions.append(patents.c.row.in_(select(patent_classes.c.patent_row).where(prefixes)))
        return and_(*conditions)

    def _newest(
        self, connection: Connection, query: PatentQuery, admitted: ColumnElement[bool], limit: int, offset: int
    ) -> PatentsFound:
        total = int(connection.execute(select(func.count()).select_from(patents).where(admitted)).scalar_one())
        published = func.coalesce(patents.c.publication_date, patents.c.grant_date, "")
        statement = select(patents).where(admitted).order_by(published.desc(), patents.c.number)
        rows = connection.execute(statement.limit(limit).offset(offset))
        return PatentsFound(query, total, tuple(_hit(record_of(row), 1.0) for row in rows))

    def _by_meaning(
        self, connection: Connection, words: str, admitted: ColumnElement[bool], restricted: bool
    ) -> list[int]:
        """Rows by likeness of title and abstract, best first, only those that are like it at all."""
        among: list[str] | None = None
        if restricted:
            some = select(patents.c.number).where(admitted, patents.c.embedded.is_(True)).limit(AMONG + 1)
            numbers = list(connection.execute(some).scalars())
            among = numbers if len(numbers) <= AMONG else None
        near = self._index.nearest(self._embedder.query(words), POOL if among or not restricted else WIDE, among)
        wanted = {number: place for place, (number, cosine) in enumerate(near) if cosine >= NEAR}
        statement = select(patents.c.row, patents.c.number).where(admitted, patents.c.number.in_(list(wanted)))
        rows = connection.execute(statement).all()
        return [row for row, number in sorted(rows, key=lambda pair: wanted[pair[1]])][:POOL]


def _match(words: str, joined: str) -> str:
    """An FTS5 query of the words; small English words tell nothing."""
    found = dict.fromkeys(terms(words))
    telling = [term for term in found if term not in SMALL_WORDS] or list(found)
    return joined.join(f'"{term}"' for term in telling)


def _holding(match: str) -> ColumnElement[bool]:
    return patents.c.row.in_(
        text("SELECT rowid FROM patent_words WHERE patent_words MATCH :match").bindparams(match=match)
    )


def _by_words(connection: Connection, words: str, admitted: ColumnElement[bool]) -> tuple[list[int], list[int], int]:
    """Rows that hold every word and rows that hold some, best first by BM25, and how many there are."""
    every = _ranked(connection, _match(words, " AND "), admitted)
    some = _ranked(connection, _match(words, " OR "), admitted) if len(every) < POOL else []
    match = _match(words, " AND " if every else " OR ")
    if not match:
        return [], [], 0
    counted = select(func.count()).select_from(patents).where(admitted, _holding(match))
    return every, some, int(connection.execute(counted).scalar_one())


def _ranked(connection: Connection, match: str, admitted: ColumnElement[bool]) -> list[int]:
    if not match:
        return []
    found = text("SELECT rowid, rank FROM patent_words WHERE patent_words MATCH :match")
    scored = found.bindparams(match=match).columns(rowid=Integer, rank=Float).subquery("found")
    statement = select(patents.c.row).join(scored, scored.c.rowid == patents.c.row).where(admitted)
    return list(connection.execute(statement.order_by(scored.c.rank).limit(POOL)).scalars())


def _fused(every: list[int], some: list[int], near: list[int]) -> dict[int, float]:
    """Reciprocal rank fusion (Cormack, Clarke, Buettcher 2009); a record that holds every word is put forward."""
    scored: dict[int, float] = {}
    legs = [(every or some, WORD_WEIGHT), (near, MEANING_WEIGHT), (every, EVERY_WORD)]
    if every:
        legs.append((some, WORD_WEIGHT / 4))
    for rows, weight in legs:
        for place, row in enumerate(rows):
            scored[row] = scored.get(row, 0.0) + weight / (RANK_CONSTANT + place)
    return scored


def _records(connection: Connection, rows: list[int]) -> list[tuple[int, PatentRecord]]:
    found = connection.execute(select(patents).where(patents.c.row.in_(rows))).all()
    by_row = {row.row: record_of(row) for row in found}
    return [(row, by_row[row]) for row in rows]


def _hit(record: PatentRecord, score: float) -> PatentHit:
    classes = record.ipc or record.cpc
    return PatentHit(
        record.number, record.title, record.abstract, record.applicants, record.published, classes, round(score, 4)
    )


def _applicants(rows: Select[Any], top: int) -> Any:
    counted = func.count()
    return (
        select(func.min(patent_names.c.written), counted)
        .where(patent_names.c.role == "applicant", patent_names.c.patent_row.in_(rows))
        .group_by(patent_names.c.name)
        .order_by(counted.desc(), patent_names.c.name)
        .limit(top)
    )


def _subclasses(rows: Select[Any], top: int) -> Any:
    """By IPC; by CPC where a record has no IPC."""
    other = patent_classes.alias()
    has_ipc = exists().where(other.c.patent_row == patent_classes.c.patent_row, other.c.scheme == "ipc")
    subclass = func.substr(patent_classes.c.symbol, 1, 4)
    counted = func.count(patent_classes.c.patent_row.distinct())
    return (
        select(subclass.label("subclass"), counted)
        .where(patent_classes.c.patent_row.in_(rows), or_(patent_classes.c.scheme == "ipc", ~has_ipc))
        .group_by(subclass)
        .order_by(counted.desc(), subclass)
        .limit(top)
    )
