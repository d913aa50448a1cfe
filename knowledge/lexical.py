"""The word index: BM25 over Chinese character bigrams and Latin words, run by SQLite FTS5.

It lives in the same database as the passages, so that a passage and its words appear and vanish in one transaction.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

from .scripts import simplified

WORD = re.compile(r"[^\W_㐀-䶿一-鿿豈-﫿]+|[㐀-䶿一-鿿豈-﫿]+")
FREE_POSTINGS = 20_000  # terms that together touch no more passages than this are all used
COMMON_SHARE = 0.1  # beyond that a term in more than this share of the passages is left out...
BUDGET_SHARE = 0.3  # ...and so are the most frequent ones as soon as all together touch more than this share
KEPT_ALWAYS = 3
TITLE_WEIGHT = 3  # how often the words of a title path count; chosen on development questions


def terms(string: str) -> list[str]:
    """Lower-cased Latin words and numbers, and the bigrams of each run of Chinese characters.

    A single Chinese character stands for itself.
    """
    found: list[str] = []
    for run in WORD.findall(simplified(unicodedata.normalize("NFKC", string).casefold())):
        if run[0] < "㐀" or len(run) == 1:
            found.append(run)
        else:
            found += [run[at : at + 2] for at in range(len(run) - 1)]
    return found


def indexed_text(context: str, string: str) -> str:
    """What a passage's words are made of: its title path, said as often as it counts, then its text."""
    return "\n".join([*[context] * TITLE_WEIGHT, string]) if context else string


@dataclass(frozen=True, slots=True)
class Words:
    """A word index: its FTS5 table, that one's vocabulary, the table whose rows it indexes, and how texts split."""

    table: str
    vocabulary: str
    rows: str
    terms: Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Condition:
    """SQL that gives the rows which may be found, with its parameters; "" where every row may."""

    sql: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)


EVERY_ROW = Condition()
PASSAGES = Words("passage_words", "passage_vocabulary", "passages", terms)


def add(connection: Connection, rows: Iterable[tuple[int, str]], words: Words = PASSAGES) -> None:
    """Makes rows searchable by their words; `rows` are (row, text)."""
    values = [{"row": row, "words": " ".join(words.terms(string))} for row, string in rows]
    if values:
        connection.execute(text(f"INSERT INTO {words.table}(rowid, words) VALUES (:row, :words)"), values)


def remove(connection: Connection, rows: Iterable[int], words: Words = PASSAGES) -> None:
    values = [{"row": row} for row in rows]
    if values:
        connection.execute(text(f"DELETE FROM {words.table} WHERE rowid = :row"), values)


class WordQuery:
    """One query's terms with their weights in this index (inverse document frequency)."""

    def __init__(self, connection: Connection, string: str, words: Words = PASSAGES) -> None:
        self._connection = connection
        self._words = words
        self.total = int(connection.execute(text(f"SELECT count(*) FROM {words.rows}")).scalar_one())
        self.weights = {term: self._weight(count) for term, count in self._counts(string).items()}

    def _counts(self, string: str) -> dict[str, int]:
        statement = text(f"SELECT doc FROM {self._words.vocabulary} WHERE term = :term")
        self._said = Counter(self._words.terms(string))
        self.counts = {
            term: int(self._connection.execute(statement, {"term": term}).scalar() or 0) for term in self._said
        }
        return self.counts

    def _weight(self, count: int) -> float:
        return math.log(1 + (self.total - count + 0.5) / (count + 0.5))

    def best(self, limit: int, among: Condition = EVERY_ROW) -> list[tuple[int, float]]:
        """(row, BM25) of the best rows, only those that share a term with the query, within what `among` admits."""
        match = self.any_of_the_telling()
        if match is None:
            return []
        admitted = f" AND +rowid IN ({among.sql})" if among.sql else ""
        statement = text(
            f"SELECT rowid, -rank AS score FROM {self._words.table} WHERE {self._words.table} MATCH :match{admitted} "
            "ORDER BY rank LIMIT :limit"
        )
        rows = self._connection.execute(statement, {**among.parameters, "match": match, "limit": limit})
        return [(int(row.rowid), float(row.score)) for row in rows]

    def any_of_the_telling(self) -> str | None:
        """The FTS5 expression for rows that hold one of the terms worth looking for; None if no row has any."""
        return either(term for term in self._chosen() for _ in range(self._times(term))) or None

    def _times(self, term: str) -> int:
        """A term counts as often as the root of how often the query says it: a long question is not its refrain."""
        return math.isqrt(self._said[term])

    def _chosen(self) -> list[str]:
        """The rarest first: frequent ones cost most and tell least (docs/benchmarks.md has the figures)."""
        chosen: list[str] = []
        touched = 0
        for term in sorted((term for term, count in self.counts.items() if count), key=self.counts.__getitem__):
            count = self.counts[term]
            dear = count > self.total * COMMON_SHARE or touched + count > self.total * BUDGET_SHARE
            if len(chosen) >= KEPT_ALWAYS and dear and touched + count > FREE_POSTINGS:
                continue
            chosen.append(term)
            touched += count
        return chosen

    def share(self, string: str) -> float:
        """How much of the query's weight a text holds, 0 to 1; terms that no passage has count in full."""
        whole = sum(self.weights.values())
        held = set(self._words.terms(string))
        return sum(weight for term, weight in self.weights.items() if term in held) / whole if whole else 0.0


def either(found: Iterable[str]) -> str:
    return " OR ".join(f'"{term}"' for term in found)


def together(found: Iterable[str]) -> str:
    return " AND ".join(f'"{term}"' for term in found)
