"""The word index in SQL: postings packed into arrays, BM25 summed by the server.

A row of the vocabulary holds where a term stands within BLOCK consecutive rows, one number a posting: the row's place
in its block, how often the term stands there, and the length of the row, in 15, 16 and 32 bits.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import Connection, text

from ..word_engine import EVERY_ROW, Condition, Words

BLOCK = 4096
PLACE, TIMES = 48, 32  # bits below them
MOST, LONGEST = 2**16 - 1, 2**32 - 1
K1, B = 1.2, 0.75
LEAST = 1e-6  # what FTS5 gives a term that stands in more than half of the rows
PART = 4096  # rows whose postings are made at once

KEEP = "INSERT INTO {table} (row, length, terms) VALUES (:row, :length, :terms)"
POST = """
INSERT INTO {vocabulary} AS held (term, block, rows, postings)
SELECT term, block, count(*), array_agg(posting ORDER BY posting)
FROM unnest(CAST(:terms AS text[]), CAST(:blocks AS integer[]), CAST(:postings AS bigint[]))
     AS new(term, block, posting)
GROUP BY term, block
ON CONFLICT (term, block) DO UPDATE
SET rows = held.rows + EXCLUDED.rows, postings = held.postings || EXCLUDED.postings
"""
COUNT = "UPDATE word_totals SET rows = rows + :rows, length = length + :length WHERE words = :words"
DROP = "DELETE FROM {table} WHERE row = ANY(:rows) RETURNING row, length, terms"
UNPOST = """
MERGE INTO {vocabulary} AS held
USING (SELECT term, block, array_agg(place) AS places
       FROM unnest(CAST(:terms AS text[]), CAST(:blocks AS integer[]), CAST(:places AS bigint[]))
            AS given(term, block, place)
       GROUP BY term, block) AS gone
ON held.term = gone.term AND held.block = gone.block
WHEN MATCHED AND held.rows <= cardinality(gone.places) THEN DELETE
WHEN MATCHED THEN UPDATE SET
    rows = held.rows - cardinality(gone.places),
    postings = ARRAY(SELECT p FROM unnest(held.postings) AS p WHERE (p >> 48) <> ALL (gone.places))
"""
BEST = """
SELECT row, sum(weight * times / (times + :flat + :by_length * length)) AS score
FROM (SELECT block * {block} + CAST(posting >> 48 AS integer) AS row, weight,
             CAST((posting >> 32) & 65535 AS float8) AS times, CAST(posting & 4294967295 AS float8) AS length
      FROM (SELECT wanted.weight, held.block, unnest(held.postings) AS posting
            FROM unnest(CAST(:terms AS text[]), CAST(:weights AS float8[])) AS wanted(term, weight)
            JOIN {vocabulary} AS held ON held.term = wanted.term) AS packed) AS found
{where}
GROUP BY row ORDER BY score DESC, row LIMIT :limit
"""
HOLDING = """
SELECT row FROM (SELECT term, block * {block} + CAST(unnest(postings) >> 48 AS integer) AS row
                 FROM {vocabulary} WHERE term = ANY(:held)) AS held
GROUP BY row HAVING count(*) >= :at_least
"""


class SqlWords:
    def add(self, connection: Connection, words: Words, rows: Sequence[tuple[int, list[str]]]) -> None:
        for at in range(0, len(rows), PART):
            _add(connection, words, rows[at : at + PART])

    def remove(self, connection: Connection, words: Words, rows: Sequence[int]) -> None:
        gone = connection.execute(text(DROP.format(table=words.table)), {"rows": list(rows)}).all()
        if not gone:
            return
        places = [(term, row.row) for row in gone for term in row.terms]
        connection.execute(text(UNPOST.format(vocabulary=words.vocabulary)), {
            "terms": [term for term, _ in places], "blocks": [row // BLOCK for _, row in places],
            "places": [row % BLOCK for _, row in places],
        })  # fmt: skip
        _count(connection, words, -len(gone), -sum(row.length for row in gone))

    def total(self, connection: Connection, words: Words) -> int:
        return _totals(connection, words)[0]

    def counts(self, connection: Connection, words: Words, terms: Collection[str]) -> dict[str, int]:
        statement = text(
            f"SELECT term, sum(rows) AS rows FROM {words.vocabulary} WHERE term = ANY(:terms) GROUP BY term"
        )
        return {row.term: int(row.rows) for row in connection.execute(statement, {"terms": list(terms)})}

    def best(
        self, connection: Connection, words: Words, wanted: Mapping[str, int], limit: int, among: Condition = EVERY_ROW
    ) -> list[tuple[int, float]]:
        total, length = _totals(connection, words)
        counts = self.counts(connection, words, wanted)
        weights = {
            term: times * (K1 + 1) * _weight(total, counts[term]) for term, times in wanted.items() if term in counts
        }
        admitted = f"WHERE row IN ({among.sql})" if among.sql else ""
        statement = BEST.format(block=BLOCK, vocabulary=words.vocabulary, where=admitted)
        found = connection.execute(text(statement), {
            **among.parameters, "terms": list(weights), "weights": list(weights.values()),
            "flat": K1 * (1 - B), "by_length": K1 * B * total / max(1, length), "limit": limit,
        })  # fmt: skip
        return [(int(row.row), float(row.score)) for row in found]

    def count(self, connection: Connection, words: Words, terms: Collection[str], among: Condition = EVERY_ROW) -> int:
        sql = HOLDING.format(block=BLOCK, vocabulary=words.vocabulary)
        admitted = f"WHERE row IN ({among.sql})" if among.sql else ""
        statement = text(f"SELECT count(*) FROM ({sql}) AS found {admitted}")
        values = {**among.parameters, "held": list(terms), "at_least": 1}
        return int(connection.execute(statement, values).scalar_one())

    def holding(self, words: Words, terms: Collection[str]) -> Condition:
        wanted = list(dict.fromkeys(terms))
        sql = HOLDING.format(block=BLOCK, vocabulary=words.vocabulary)
        return Condition(sql, {"held": wanted, "at_least": len(wanted)})


def _add(connection: Connection, words: Words, rows: Sequence[tuple[int, list[str]]]) -> None:
    counted = [(row, terms, Counter(terms)) for row, terms in rows]
    connection.execute(text(KEEP.format(table=words.table)), [
        {"row": row, "length": len(terms), "terms": list(times)} for row, terms, times in counted
    ])  # fmt: skip
    postings = [posting for row, terms, times in counted for posting in _postings(row, len(terms), times)]
    if postings:
        terms, blocks, packed = zip(*postings, strict=True)
        values = {"terms": list(terms), "blocks": list(blocks), "postings": list(packed)}
        connection.execute(text(POST.format(vocabulary=words.vocabulary)), values)
    _count(connection, words, len(rows), sum(len(terms) for _, terms, _ in counted))


def _postings(row: int, length: int, times: Counter[str]) -> Iterator[tuple[str, int, int]]:
    """(term, block, packed)."""
    about = (row % BLOCK) << PLACE | min(length, LONGEST)
    for term, said in times.items():
        yield term, row // BLOCK, about | min(said, MOST) << TIMES


def _count(connection: Connection, words: Words, rows: int, length: int) -> None:
    connection.execute(text(COUNT), {"words": words.table, "rows": rows, "length": length})


def _totals(connection: Connection, words: Words) -> tuple[int, int]:
    """Rows, and the sum of their lengths."""
    statement = text("SELECT rows, length FROM word_totals WHERE words = :words")
    row = connection.execute(statement, {"words": words.table}).one()
    return int(row.rows), int(row.length)


def _weight(total: int, count: int) -> float:
    """The inverse document frequency as FTS5 has it."""
    return max(LEAST, math.log((total - count + 0.5) / (count + 0.5)))
