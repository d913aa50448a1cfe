"""The word index: BM25 over Chinese character bigrams, Latin words, their stems and pairs, by FTS5 or PostgreSQL.

It lives in the same database as the passages, so that a passage and its words appear and vanish in one transaction.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from sqlalchemy import Connection

from . import postgres
from .fts5 import Fts5
from .glossary import HAN, stem
from .postgres.words import SqlWords
from .scripts import simplified
from .word_engine import EVERY_ROW, Condition, WordEngine, Words

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


PASSAGES = Words("passage_words", "passage_vocabulary", "passages", entries)
_FTS5, _SQL = Fts5(), SqlWords()


def engine(connection: Connection) -> WordEngine:
    return _SQL if postgres.runs(connection) else _FTS5


def add(connection: Connection, rows: Iterable[tuple[int, str]], words: Words = PASSAGES) -> None:
    """Makes rows searchable by their words; `rows` are (row, text)."""
    engine(connection).add(connection, words, [(row, words.terms(string)) for row, string in rows])


def remove(connection: Connection, rows: Iterable[int], words: Words = PASSAGES) -> None:
    engine(connection).remove(connection, words, list(rows))


TELLING = 2  # times that a term counts which is not one of these, as measured: docs/benchmarks.md
FUNCTION_WORDS = frozenset(
    "a about am an and any are as at be been but by can could did do does done for from had has have he her him his "
    "how i if in into is it its me must my no not of on or our ours she should so some than that the their them then "
    "there these they this those to us was we were what when where which who whom whose why will with would you "
    "your".split()
)


def _says_little(entry: str) -> bool:
    """Whether an entry is made of words alone that any English question has."""
    return all(word in FUNCTION_WORDS for word in entry.split(MARK) if word)


class WordQuery:
    """One query's terms with their weights in this index (inverse document frequency).

    `asked` is the part of the query that a text's share is counted in, where other words were added to it.
    """

    def __init__(
        self, connection: Connection, string: str, words: Words = PASSAGES, *, asked: str | None = None
    ) -> None:
        self._connection = connection
        self._words = words
        self._engine = engine(connection)
        self.total = self._engine.total(connection, words)
        self._said = Counter(words.terms(string))
        counts = self._engine.counts(connection, words, self._said)
        self.counts = {term: counts.get(term, 0) for term in self._said}
        own = set(words.terms(string if asked is None else asked))
        self.weights = {
            term: self._weight(count) for term, count in self.counts.items() if term in own and MARK not in term
        }

    def _weight(self, count: int) -> float:
        return math.log(1 + (self.total - count + 0.5) / (count + 0.5))

    def best(self, limit: int, among: Condition = EVERY_ROW) -> list[tuple[int, float]]:
        """(row, BM25) of the best rows, only those that share a term with the query, within what `among` admits."""
        wanted = {term: self._times(term) for term in self._chosen()}
        return self._engine.best(self._connection, self._words, wanted, limit, among) if wanted else []

    def _times(self, term: str) -> int:
        """A term counts as often as the root of how often the query says it: a long question is not its refrain.

        Where passages are few, "my" and "how do I" are rare in them, and a heading with these would be what is asked.
        """
        return math.isqrt(self._said[term]) * (1 if _says_little(term) else TELLING)

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
