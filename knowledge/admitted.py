"""Which passages a search may show: the versions of a filter carried over to rows, without asking for each of them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from .listing import as_list, listed
from .tables import passages
from .validity import Timeline, VersionFacts
from .word_engine import Condition

SPARE = 1.3  # more than the share of a filter lets expect: what is near a query is not spread evenly
PART = 500
REMEMBERED = 16  # filters


class Layout:
    """Where the passages of each version stand: they were added together, so their rows follow one another."""

    def __init__(self, spans: Iterable[tuple[str, int, int]]) -> None:
        """`spans` are (version id, first row, number of rows)."""
        ordered = sorted(spans, key=lambda span: span[1])
        self.versions = [span[0] for span in ordered]
        self.firsts = np.array([span[1] for span in ordered], dtype=np.int64)
        self.counts = np.array([span[2] for span in ordered], dtype=np.int64)

    @property
    def total(self) -> int:
        return int(self.counts.sum())


class Admitted:
    """What a filter admits of a layout: how much it is, and whether given passages are among it."""

    def __init__(self, layout: Layout, allowed: Collection[str]) -> None:
        """`allowed` are version ids."""
        self._layout = layout
        self._mask = np.array([version in allowed for version in layout.versions], dtype=bool)
        self.count = int(layout.counts[self._mask].sum())
        self._ids: list[str] | None = None

    def depth(self, wanted: int) -> int:
        """How many of the best of all passages hold `wanted` that are admitted, as far as the shares tell."""
        return round(wanted * SPARE * self._layout.total / self.count) if self.count else wanted

    def rows(self, rows: Sequence[int]) -> list[int]:
        """Those of `rows` that are admitted, in their order."""
        given = np.asarray(rows, dtype=np.int64)
        return [int(row) for row in given[self._holds(given)]]

    def condition(self, connection: Connection) -> Condition:
        """The rows as SQL; for a filter that admits little."""
        spans = zip(self._layout.firsts[self._mask], self._layout.counts[self._mask], strict=True)
        rows = [row for first, count in spans for row in range(first, first + count)]
        return Condition(listed(connection, "admitted", "integer"), {"admitted": as_list(rows)})

    def of_ids(self, connection: Connection, ids: Sequence[str]) -> set[str]:
        """Those of the passages' `ids` that are admitted."""
        found: list[tuple[str, int]] = []
        for at in range(0, len(ids), PART):
            statement = select(passages.c.id, passages.c.row).where(passages.c.id.in_(ids[at : at + PART]))
            found += [(row[0], row[1]) for row in connection.execute(statement)]
        held = self._holds(np.array([row for _, row in found], dtype=np.int64))
        return {id for (id, _), holds in zip(found, held, strict=True) if holds}

    def all_ids(self, connection: Connection) -> list[str]:
        """The ids of all that is admitted and has a vector; remembered once none is missing."""
        if self._ids is not None:
            return self._ids
        keys = [version for version, held in zip(self._layout.versions, self._mask, strict=True) if held]
        found: list[str] = []
        for at in range(0, len(keys), PART):
            within = passages.c.version_id.in_(keys[at : at + PART])
            found += connection.execute(select(passages.c.id).where(within, passages.c.embedded)).scalars()
        if len(found) == self.count:
            self._ids = found
        return found

    def _holds(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        if not len(self._mask):
            return np.zeros(len(rows), dtype=bool)
        at = np.maximum(np.searchsorted(self._layout.firsts, rows, side="right") - 1, 0)
        within = (rows >= self._layout.firsts[at]) & (rows < self._layout.firsts[at] + self._layout.counts[at])
        return np.asarray(self._mask[at] & within, dtype=bool)


def load_layout(connection: Connection) -> Layout:
    statement = select(passages.c.version_id, func.min(passages.c.row), func.count()).group_by(passages.c.version_id)
    return Layout((row[0], row[1], row[2]) for row in connection.execute(statement))


@dataclass(frozen=True, slots=True)
class Held:
    """What is remembered of the store at one of its generations."""

    generation: str
    timeline: Timeline
    layout: Layout
    _admitted: dict[int, tuple[dict[str, VersionFacts], Admitted]] = field(default_factory=dict)

    def admitted(self, allowed: dict[str, VersionFacts]) -> Admitted:
        """For what the timeline shows; the timeline gives the same answer to the same filter while it remembers it."""
        known = self._admitted.get(id(allowed))
        if known is None or known[0] is not allowed:
            while len(self._admitted) >= REMEMBERED:
                self._admitted.pop(next(iter(self._admitted)), None)
            known = self._admitted[id(allowed)] = (allowed, Admitted(self.layout, allowed))
        return known[1]
