"""The engine of a word index as its users see it: rows with their terms in, rows with their BM25 out."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Words:
    """A word index: its table, that one's vocabulary, the table whose rows it indexes, and how texts split."""

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


class WordEngine(Protocol):
    """Runs in the caller's transaction, so that a passage and its words appear and vanish together.

    Scores are those of FTS5: BM25 with k1 = 1.2, b = 0.75; a row's length is the number of its terms.
    """

    def add(self, connection: Connection, words: Words, rows: Sequence[tuple[int, list[str]]]) -> None: ...

    def remove(self, connection: Connection, words: Words, rows: Sequence[int]) -> None: ...

    def total(self, connection: Connection, words: Words) -> int:
        """How many rows are indexed."""
        ...

    def counts(self, connection: Connection, words: Words, terms: Collection[str]) -> dict[str, int]:
        """In how many rows each term stands; terms that stand in none may be left out."""
        ...

    def best(
        self, connection: Connection, words: Words, wanted: Mapping[str, int], limit: int, among: Condition = EVERY_ROW
    ) -> list[tuple[int, float]]:
        """(row, score) of the best rows that hold a wanted term; each term counts as often as `wanted` says."""
        ...

    def count(self, connection: Connection, words: Words, terms: Collection[str], among: Condition = EVERY_ROW) -> int:
        """How many rows hold one of the terms."""
        ...

    def holding(self, words: Words, terms: Collection[str]) -> Condition:
        """The rows that hold every one of the terms."""
        ...
