"""The word index: BM25 over Chinese character bigrams and Latin words, run by SQLite FTS5 or in PostgreSQL.

It lives in the same database as the passages, so that a passage and its words appear and vanish in one transaction.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from sqlalchemy import Connection

from . import postgres
from .fts5 import Fts5
from .postgres.words import SqlWords
from .scripts import simplified
from .word_engine import EVERY_ROW, Condition, WordEngine, Words

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


PASSAGES = Words("passage_words", "passage_vocabulary", "passages", terms)
_FTS5, _SQL = Fts5(), SqlWords()


def engine(connection: Connection) -> WordEngine:
    return _SQL if postgres.runs(connection) else _FTS5


def add(connection: Connection, rows: Iterable[tuple[int, str]], words: Words = PASSAGES) -> None:
    """Makes rows searchable by their words; `rows` are (row, text)."""
    engine(connection).add(connection, words, [(row, words.terms(string)) for row, string in rows])


def remove(connection: Connection, rows: Iterable[int], words: Words = PASSAGES) -> None:
    engine(connection).remove(connection, words, list(rows))


class WordQuery:
    """One query's terms with their weights in this index (inverse document frequency)."""

    def __init__(self, connection: Connection, string: str, words: Words = PASSAGES) -> None:
        self._connection = connection
        self._words = words
        self._engine = engine(connection)
        self.total = self._engine.total(connection, words)
        self._said = Counter(words.terms(string))
        counts = self._engine.counts(connection, words, self._said)
        self.counts = {term: counts.get(term, 0) for term in self._said}
        self.weights = {term: self._weight(count) for term, count in self.counts.items()}

    def _weight(self, count: int) -> float:
        return math.log(1 + (self.total - count + 0.5) / (count + 0.5))

    def best(self, limit: int, among: Condition = EVERY_ROW) -> list[tuple[int, float]]:
        """(row, BM25) of the best rows, only those that share a term with the query, within what `among` admits."""
        wanted = {term: self._times(term) for term in self._chosen()}
        return self._engine.best(self._connection, self._words, wanted, limit, among) if wanted else []

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
