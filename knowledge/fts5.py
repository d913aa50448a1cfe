"""The word index run by SQLite FTS5, in the file that holds the passages."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection, text

from .word_engine import EVERY_ROW, Condition, Words


class Fts5:
    def add(self, connection: Connection, words: Words, rows: Sequence[tuple[int, list[str]]]) -> None:
        values = [{"row": row, "words": " ".join(terms)} for row, terms in rows]
        if values:
            connection.execute(text(f"INSERT INTO {words.table}(rowid, words) VALUES (:row, :words)"), values)

    def remove(self, connection: Connection, words: Words, rows: Sequence[int]) -> None:
        values = [{"row": row} for row in rows]
        if values:
            connection.execute(text(f"DELETE FROM {words.table} WHERE rowid = :row"), values)

    def total(self, connection: Connection, words: Words) -> int:
        return int(connection.execute(text(f"SELECT count(*) FROM {words.rows}")).scalar_one())

    def counts(self, connection: Connection, words: Words, terms: Collection[str]) -> dict[str, int]:
        statement = text(f"SELECT doc FROM {words.vocabulary} WHERE term = :term")
        return {term: int(connection.execute(statement, {"term": term}).scalar() or 0) for term in terms}

    def best(
        self, connection: Connection, words: Words, wanted: Mapping[str, int], limit: int, among: Condition = EVERY_ROW
    ) -> list[tuple[int, float]]:
        statement = text(
            f"SELECT rowid, -rank AS score FROM {words.table} WHERE {words.table} MATCH :match{_admitted(among)} "
            "ORDER BY rank LIMIT :limit"
        )
        match = _either(term for term, times in wanted.items() for _ in range(times))
        rows = connection.execute(statement, {**among.parameters, "match": match, "limit": limit})
        return [(int(row.rowid), float(row.score)) for row in rows]

    def count(self, connection: Connection, words: Words, terms: Collection[str], among: Condition = EVERY_ROW) -> int:
        statement = text(f"SELECT count(*) FROM {words.table} WHERE {words.table} MATCH :match{_admitted(among)}")
        return int(connection.execute(statement, {**among.parameters, "match": _either(terms)}).scalar_one())

    def holding(self, words: Words, terms: Collection[str]) -> Condition:
        match = " AND ".join(f'"{term}"' for term in terms)
        return Condition(f"SELECT rowid FROM {words.table} WHERE {words.table} MATCH :match", {"match": match})


def _admitted(among: Condition) -> str:
    """The plus keeps SQLite from looking each admitted row up in the word index."""
    return f" AND +rowid IN ({among.sql})" if among.sql else ""


def _either(found: Iterable[str]) -> str:
    return " OR ".join(f'"{term}"' for term in found)
