"""A change as staff see it: what waits beside what is live, paragraph by paragraph."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from ingest.watching import texts
from ingest.watching.changes import Live
from ingest.watching.model import Change
from knowledge.differences import Difference, differences
from knowledge.document_rows import document_id
from knowledge.model import NewVersion

SHOWN = 300  # paragraphs of one text


@dataclass(frozen=True, slots=True)
class Compared:
    """One text. `differences` are the first SHOWN, `more` counts the others; a `new` one shows its beginning."""

    kind: Literal["new", "changed", "same", "gone"]
    title: str
    version_date: str | None
    in_force_from: str | None
    differences: tuple[Difference, ...]
    more: int = 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def compared(change: Change, live: Sequence[Live]) -> list[Compared]:
    """What a change would do to each text that it touches."""
    found = texts.unpacked(change.body) if change.body else []
    left = list(live)
    made: list[Compared] = []
    for one in found:
        before = _counterpart(change.collection, one, left, alone=len(found) == len(live) == 1)
        if before is not None:
            left.remove(before)
        made.append(_compared(one, before))
    made += [Compared("gone", one.title, one.version_date, None, *_cut(differences(one.text, ""))) for one in left]
    return made


def _counterpart(collection: str, one: NewVersion, left: list[Live], *, alone: bool) -> Live | None:
    """The live text in whose place it comes: of the same document and date, else of the document, else the only one."""
    id = document_id(collection, one.identity)
    same = [other for other in left if other.document_id == id]
    dated = [other for other in same if other.version_date == one.version_date]
    return next(iter(dated or same or (left if alone else [])), None)


def _compared(one: NewVersion, before: Live | None) -> Compared:
    found = differences(before.text if before else "", one.text)
    kind: Literal["new", "changed", "same"] = "new" if before is None else "changed" if found else "same"
    return Compared(kind, one.title, one.version_date, one.in_force_from, *_cut(found))


def _cut(found: Sequence[Difference]) -> tuple[tuple[Difference, ...], int]:
    return tuple(found[:SHOWN]), max(0, len(found) - SHOWN)
