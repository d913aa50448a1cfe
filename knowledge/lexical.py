"""The word index: BM25 over Chinese character bigrams, Latin words, their stems and pairs, run by SQLite FTS5.

It lives in the same database as the passages, so that a passage and its words appear and vanish in one transaction.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from sqlalchemy import Connection, text

from .glossary import HAN, stem
from .scripts import simplified

WORD = re.compile(r"[^\W_㐀-䶿一-鿿豈-﫿]+|[㐀-䶿一-鿿豈-﫿]+")
FREE_POSTINGS = 20_000  # terms that together touch no more passages than this are all used
COMMON_SHARE = 0.1  # beyond that a term in more than this share of the passages is left out...
BUDGET_SHARE = 0.3  # ...and so are the most frequent ones as soon as all together touch more than this share
KEPT_ALWAYS = 3
TITLE_WEIGHT = {"zh": 2, "en": 5}  # how often the words of a title path count; see docs/benchmarks.md
MARK = "ǂ"  # a letter, so that FTS5 keeps it, and one that no text of ours has


def terms(string: str) -> list[str]:
    """Lower-cased Latin words and numbers, and the bigrams of each run of Chinese characters.

    A single Chinese character stands for itself.
    """
    return _terms(_runs(string))


def _terms(runs: list[str]) -> list[str]:
    found: list[str] = []
    for run in runs:
        if run[0] < "㐀" or len(run) == 1:
            found.append(run)
        else:
            found += [run[at : at + 2] for at in range(len(run) - 1)]
    return found


def entries(string: str) -> list[str]:
    """The terms and, for Latin words, what brings near what is not the same word: stems, and pairs of neighbours.

    "registered marks" is `registered`, `marks`, `ǂregister`, `ǂmark` and `registerǂmark`.
    """
    runs = _runs(string)
    stems = ["" if run[0] >= "㐀" else _stem(run) for run in runs]
    pairs = [f"{one}{MARK}{other}" for one, other in pairwise(stems) if one and other]
    return _terms(runs) + [f"{MARK}{one}" for one in stems if one] + pairs


def _runs(string: str) -> list[str]:
    return WORD.findall(simplified(unicodedata.normalize("NFKC", string).casefold()))


@lru_cache(50_000)
def _stem(word: str) -> str:
    return stem(word) if word.isascii() and word.isalpha() else word


def indexed_text(context: str, string: str) -> str:
    """What a passage's words are made of: its title path, said as often as it counts, then its text.

    A Chinese title names a law and says the same in all of its articles; an English one is a heading that tells.
    """
    times = TITLE_WEIGHT["zh" if HAN.search(context) else "en"]
    return "\n".join([*[context] * times, string]) if context else string


@dataclass(frozen=True, slots=True)
class Words:
    """A word index: its FTS5 table, that one's vocabulary, the table whose rows it indexes, and how texts split."""

    table: str
    vocabulary: str
    rows: str
    terms: Callable[[str], list[str]]


PASSAGES = Words("passage_words", "passage_vocabulary", "passages", entries)


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
    """One query's terms with their weights in this index (inverse document frequency).

    `asked` is the part of the query that a text's share is counted in, where other words were added to it.
    """

    def __init__(
        self, connection: Connection, string: str, words: Words = PASSAGES, *, asked: str | None = None
    ) -> None:
        self._connection = connection
        self._words = words
        self.total = int(connection.execute(text(f"SELECT count(*) FROM {words.rows}")).scalar_one())
        own = set(words.terms(string if asked is None else asked))
        counts = self._counts(string)
        self.weights = {term: self._weight(counts[term]) for term in counts if term in own and MARK not in term}

    def _counts(self, string: str) -> dict[str, int]:
        statement = text(f"SELECT doc FROM {self._words.vocabulary} WHERE term = :term")
        self._said = Counter(self._words.terms(string))
        self.counts = {
            term: int(self._connection.execute(statement, {"term": term}).scalar() or 0) for term in self._said
        }
        return self.counts

    def _weight(self, count: int) -> float:
        return math.log(1 + (self.total - count + 0.5) / (count + 0.5))

    def best(self, limit: int) -> list[tuple[int, float]]:
        """(passages.row, BM25) of the best passages, only those that share a term with the query."""
        match = self.any_of_the_telling()
        if match is None:
            return []
        statement = text(
            f"SELECT rowid, -rank AS score FROM {self._words.table} WHERE {self._words.table} MATCH :match "
            "ORDER BY rank LIMIT :limit"
        )
        rows = self._connection.execute(statement, {"match": match, "limit": limit})
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

    def share(self, string: str, *, forms: bool = False) -> float:
        """How much of the query's weight a text holds, 0 to 1; terms that no passage has count in full.

        With `forms` a Latin word is also held where another form of it is.
        """
        whole = sum(self.weights.values())
        held = set(self._words.terms(string))
        kept = (weight for term, weight in self.weights.items()
                if term in held or (forms and f"{MARK}{_stem(term)}" in held))  # fmt: skip
        return sum(kept) / whole if whole else 0.0


def either(found: Iterable[str]) -> str:
    return " OR ".join(f'"{term}"' for term in found)


def together(found: Iterable[str]) -> str:
    return " AND ".join(f'"{term}"' for term in found)
