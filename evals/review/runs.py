"""Evaluation runs and their results as the store holds them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, select

from evals.why import Why
from knowledge.database import Database
from knowledge.tables import results, reviews, runs

from .model import PAGE, Filters, Result, Review, Row, Rows, Run, Seen
from .reviews import Reviews, reviewed, wanted
from .seen import seen
from .transcripts import verdicts

OWNED = (reviews.c.run_id == results.c.run_id) & (reviews.c.case_id == results.c.case_id)


class Runs:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._reviews = Reviews(database)

    def every(self) -> list[Run]:
        """All runs, the newest first."""
        counted = select(results.c.run_id, results.c.status, func.count()).group_by(results.c.run_id, results.c.status)
        looked_at = select(results.c.run_id, func.count()).where(exists().where(OWNED)).group_by(results.c.run_id)
        with self._database.read() as connection:
            counts: dict[str, dict[str, int]] = defaultdict(dict)
            for run_id, status, count in connection.execute(counted):
                counts[run_id][status] = count
            done = {run_id: count for run_id, count in connection.execute(looked_at)}
            return [
                Run(row.id, row.model, row.total, row.started_at, row.ended_at, counts[row.id], done.get(row.id, 0))
                for row in connection.execute(select(runs).order_by(runs.c.started_at.desc(), runs.c.id))
            ]

    def rows(self, run_id: str, filters: Filters) -> Rows:
        """The results of a run in the order of its cases; with `filters.against` beside those of another run."""
        with self._database.read() as connection:
            plain = list(self._conditions(connection, run_id, filters))
            narrowed = [*plain, *wanted(filters, OWNED, results.c.tags)]
            page = connection.execute(
                select(results).where(*narrowed).order_by(results.c.position).limit(PAGE).offset(filters.offset)
            ).all()
            others = _statuses(connection, filters.against, [row.case_id for row in page])
            return Rows(
                tuple(_listed(connection, page, others)), _count(connection, narrowed),
                _count(connection, [*plain, reviewed(OWNED)]), _count(connection, plain),
            )  # fmt: skip

    def ids(self, run_id: str, filters: Filters) -> list[str]:
        """The cases of a list, over all its pages."""
        with self._database.read() as connection:
            narrowed = [*self._conditions(connection, run_id, filters), *wanted(filters, OWNED, results.c.tags)]
            found = select(results.c.case_id).where(*narrowed).order_by(results.c.position)
            return list(connection.execute(found).scalars())

    def tags(self, run_id: str) -> list[str]:
        """The tags of a run's cases."""
        with self._database.read() as connection:
            found = connection.execute(select(results.c.tags).where(results.c.run_id == run_id)).scalars()
            return sorted({str(tag) for tags in found for tag in tags})

    def one(self, run_id: str, case_id: str) -> Result | None:
        with self._database.read() as connection:
            row = connection.execute(
                select(results).where(results.c.run_id == run_id, results.c.case_id == case_id)
            ).first()
        if row is None:
            return None
        said = self._reviews.of((reviews.c.run_id == run_id) & (reviews.c.case_id == case_id))
        turns = tuple(_turn(row.run_id, row.case_id, place, one, said) for place, one in enumerate(row.replies, 1))
        return Result(
            row.run_id, row.case_id, row.lang, tuple(row.tags), row.status, tuple(map(Why.of, row.why)), row.case,
            row.seconds, row.at, turns,
        )  # fmt: skip

    def elsewhere(self, case_id: str, prefix: str = "") -> list[tuple[str, str, datetime]]:
        """(run, status, time) of a case in all runs whose name begins with `prefix`, the newest first."""
        found = select(results.c.run_id, results.c.status, results.c.at).where(
            results.c.case_id == case_id, results.c.run_id.startswith(prefix, autoescape=True)
        )
        with self._database.read() as connection:
            rows = connection.execute(found.order_by(results.c.at.desc(), results.c.run_id.desc())).all()
        return [(row.run_id, row.status, row.at) for row in rows]

    def _conditions(self, connection: Connection, run_id: str, filters: Filters) -> Iterator[ColumnElement[bool]]:
        yield results.c.run_id == run_id
        if filters.language:
            yield results.c.lang == filters.language
        if filters.status:
            yield results.c.status == filters.status
        if filters.text or filters.kind:
            yield results.c.case_id.in_(_saying(connection, run_id, filters))


def _saying(connection: Connection, run_id: str, filters: Filters) -> list[str]:
    """The cases with a reply of that kind, and with that text among the words of a turn.

    Looked at here and not by the database: replies are a list of JSON, and a run has hundreds of cases.
    """
    wanted_text = filters.text.casefold()
    found = []
    for case_id, replies in connection.execute(
        select(results.c.case_id, results.c.replies).where(results.c.run_id == run_id)
    ):
        said = [(str(one.get("said") or ""), one.get("reply") or {}) for one in replies]
        kinds = {reply.get("kind") for _, reply in said}
        texts = (text for line, reply in said for text in (line, str(reply.get("text") or "")))
        if (not filters.kind or filters.kind in kinds) and any(wanted_text in text.casefold() for text in texts):
            found.append(case_id)
    return found


def turn_key(run_id: str, case_id: str, place: int, reply: Mapping[str, Any]) -> str:
    """What reviews of a reply in a run are kept under; a press without its choice has no turn of its own."""
    return str(reply.get("turn_id") or f"{run_id}/{case_id}/{place}")


def _turn(run_id: str, case_id: str, place: int, one: Mapping[str, Any], said: Mapping[str, list[Review]]) -> Seen:
    reply = one.get("reply") or {}
    key = turn_key(run_id, case_id, place, reply)
    return seen(
        key, place, str(one.get("visitor") or ""), one.get("said"), None, None, reply, one.get("trace"),
        reviews=said.get(key, []),
    )  # fmt: skip


def _count(connection: Connection, conditions: Sequence[ColumnElement[bool]]) -> int:
    return connection.execute(select(func.count()).select_from(results).where(*conditions)).scalar_one()


def _statuses(connection: Connection, run_id: str, case_ids: Sequence[str]) -> dict[str, str]:
    found = select(results.c.case_id, results.c.status)
    found = found.where(results.c.run_id == run_id, results.c.case_id.in_(case_ids))
    return {case_id: status for case_id, status in connection.execute(found)}


def _listed(connection: Connection, page: Sequence[Any], others: Mapping[str, str]) -> Iterator[Row]:
    judged: dict[str, list[Any]] = defaultdict(list)
    if page:
        of_page = (reviews.c.run_id == page[0].run_id) & reviews.c.case_id.in_([row.case_id for row in page])
        for review in connection.execute(select(reviews).where(of_page).order_by(reviews.c.at)):
            judged[review.case_id].append(review)
    for row in page:
        kinds = [str((one.get("reply") or {}).get("kind") or "") for one in row.replies]
        said = next((str(one.get("said")) for one in row.replies if one.get("said")), "")
        about = verdicts(judged[row.case_id])
        yield Row(
            row.case_id, row.at, row.lang, said, tuple(dict.fromkeys(kind for kind in kinds if kind)),
            len(row.replies), about["verdicts"], tuple(dict.fromkeys((*row.tags, *about["tags"]))), about["split"],
            status=row.status, other_status=others.get(row.case_id), why=tuple(map(Why.of, row.why)),
        )  # fmt: skip
