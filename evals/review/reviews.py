"""The store of reviews: one a reviewer and reply; a second by the same reviewer replaces the first."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, String, cast, delete, exists, insert, or_, select, update
from sqlalchemy.engine import Row

from knowledge.database import Database
from knowledge.tables import reviews

from .model import Filters, Review, Source, Verdict

TAGS = 12
TAG_CHARS = 40
Owned = ColumnElement[bool]


class Reviews:
    def __init__(self, database: Database) -> None:
        self._database = database

    def put(
        self, source: Source, turn_id: str, reviewer: str, verdict: Verdict, tags: tuple[str, ...], comment: str,
        corrected: str, now: datetime,
    ) -> None:  # fmt: skip
        own = (reviews.c.turn_id == turn_id) & (reviews.c.reviewer == reviewer)
        said = {
            "session_id": source.session_id, "run_id": source.run_id, "case_id": source.case_id, "verdict": verdict,
            "tags": list(tags), "comment": comment, "corrected": corrected, "at": now,
        }  # fmt: skip
        with self._database.write() as connection:
            if connection.execute(update(reviews).where(own).values(**said)).rowcount == 0:
                connection.execute(insert(reviews).values(turn_id=turn_id, reviewer=reviewer, **said))

    def withdraw(self, turn_id: str, reviewer: str) -> None:
        with self._database.write() as connection:
            connection.execute(delete(reviews).where(reviews.c.turn_id == turn_id, reviews.c.reviewer == reviewer))

    def of(self, condition: Owned) -> dict[str, list[Review]]:
        """By turn, the oldest first."""
        found: dict[str, list[Review]] = defaultdict(list)
        with self._database.read() as connection:
            for row in connection.execute(select(reviews).where(condition).order_by(reviews.c.at, reviews.c.id)):
                found[row.turn_id].append(_review(row))
        return found

    def tags(self) -> list[str]:
        """The words used so far, the most used first."""
        with self._database.read() as connection:
            used = Counter(tag for tags in connection.execute(select(reviews.c.tags)).scalars() for tag in tags)
        return [tag for tag, _ in used.most_common()]


def _review(row: Row[Any]) -> Review:
    source = Source(row.session_id, row.run_id, row.case_id)
    return Review(
        source, row.turn_id, row.verdict, tuple(row.tags), row.comment, row.corrected, row.reviewer, row.at
    )  # fmt: skip


def tags_in(text: str) -> tuple[str, ...]:
    """The words of a tag field: separated by commas, semicolons or line breaks, folded, each once."""
    words = [" ".join(word.split()).casefold()[:TAG_CHARS] for word in re.split(r"[,，;；、\n]", text)]
    return tuple(dict.fromkeys(word for word in words if word))[:TAGS]


def reviewed(owned: Owned) -> Owned:
    return exists().where(owned)


def wanted(filters: Filters, owned: Owned, own_tags: Column[Any] | None = None) -> Iterable[Owned]:
    """The conditions that look at reviews; `owned` ties a review to the row of the list, which may have tags itself."""
    if filters.verdict == "none":
        yield ~exists().where(owned)
    elif filters.verdict == "split":
        yield exists().where(owned & _contradicted())
    elif filters.verdict:
        yield exists().where(owned, reviews.c.verdict == filters.verdict)
    if filters.tag:
        in_review = exists().where(owned, _holds(reviews.c.tags, filters.tag))
        yield in_review if own_tags is None else or_(in_review, _holds(own_tags, filters.tag))


def _holds(tags: Column[Any], tag: str) -> Owned:
    """A list in JSON holds that word: as it is written there, its quotes included."""
    return cast(tags, String).icontains(json.dumps(" ".join(tag.split())), autoescape=True)


def _contradicted() -> Owned:
    other = reviews.alias("other")
    return exists().where(other.c.turn_id == reviews.c.turn_id, other.c.verdict != reviews.c.verdict)
