"""Evaluation runs as kept in the home's database: what was played, what came of it, and the summary."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Row, delete, insert, select, update

from evals.play import Outcome
from evals.why import Why
from knowledge.database import Database
from knowledge.errors import Fault, Lang
from knowledge.tables import results, runs


class NoSuchRun(Fault):
    code = "no_such_run"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "没有名为 {run} 的评测运行；现有的运行：{known}。",
        "en": "There is no evaluation run {run}; there are: {known}.",
    }


@dataclass(frozen=True, slots=True)
class Result:
    """One case of a run, as played; `replies` are `{"visitor", "said", "reply", "trace", "line"}`."""

    case_id: str
    position: int
    lang: str
    tags: tuple[str, ...]
    status: str
    why: tuple[Why, ...]
    replies: tuple[dict[str, Any], ...]
    seconds: float


class Runs:
    """A run is named by its id; a case that is played again in the same run replaces its result."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, run_id: str, model: str, paths: Sequence[str], total: int, now: datetime) -> None:
        """Begins a run, or goes on with it."""
        values = {"model": model, "paths": list(paths), "total": total, "ended_at": None}
        with self._database.write() as connection:
            if connection.execute(select(runs.c.id).where(runs.c.id == run_id)).first() is None:
                connection.execute(insert(runs).values(id=run_id, started_at=now, **values))
            else:
                connection.execute(update(runs).where(runs.c.id == run_id).values(**values))

    def played(self, run_id: str) -> dict[str, str]:
        """{case id: hash} of what need not be played again; a case that ended in an error is."""
        statement = select(results.c.case_id, results.c.case_hash).where(
            results.c.run_id == run_id, results.c.status != "error"
        )
        with self._database.read() as connection:
            return {row.case_id: row.case_hash for row in connection.execute(statement)}

    def keep(
        self, run_id: str, position: int, case: dict[str, Any], lang: str, case_hash: str, outcome: Outcome,
        now: datetime,
    ) -> None:  # fmt: skip
        why = [one.as_json() for one in outcome.why]
        with self._database.write() as connection:
            here = (results.c.run_id == run_id) & (results.c.case_id == case["id"])
            connection.execute(delete(results).where(here))
            connection.execute(
                insert(results).values(
                    run_id=run_id, case_id=case["id"], position=position, lang=lang, tags=list(case.get("tags", [])),
                    status=outcome.status, why=why, case=case, case_hash=case_hash, replies=outcome.replies,
                    seconds=f"{outcome.seconds:.3f}", at=now,
                )
            )  # fmt: skip

    def end(self, run_id: str, kept: Sequence[str], now: datetime) -> None:
        """Closes a run; results of cases that are no longer in its files leave it."""
        with self._database.write() as connection:
            gone = (results.c.run_id == run_id) & results.c.case_id.not_in(list(kept))
            connection.execute(delete(results).where(gone))
            connection.execute(update(runs).where(runs.c.id == run_id).values(ended_at=now))

    def results(self, run_id: str) -> list[Result]:
        """In the order of the case files. Raises NoSuchRun."""
        with self._database.read() as connection:
            known = list(connection.execute(select(runs.c.id).order_by(runs.c.started_at.desc())).scalars())
            if run_id not in known:
                raise NoSuchRun(run=run_id, known=", ".join(known[:8]) or "—")
            statement = select(results).where(results.c.run_id == run_id).order_by(results.c.position)
            return [_result(row) for row in connection.execute(statement)]

    def model(self, run_id: str) -> str:
        with self._database.read() as connection:
            return str(connection.execute(select(runs.c.model).where(runs.c.id == run_id)).scalar_one())


def summary(run_id: str, model: str, found: Sequence[Result], seconds: float) -> dict[str, Any]:
    """Counts in all, by tag and by language, and why each failure failed."""
    return {
        "run": run_id, "model": model, "cases": len(found), **_counts(found),
        "by_tag": _grouped(found, lambda one: one.tags), "by_lang": _grouped(found, lambda one: (one.lang,)),
        "failed_cases": [failure(one) for one in found if one.status != "passed"],
        "seconds": round(seconds, 1),
    }  # fmt: skip


def failure(one: Result) -> dict[str, Any]:
    return {"id": one.case_id, "why": [why.en for why in one.why], "why_zh": [why.zh for why in one.why]}


def _counts(found: Sequence[Result]) -> dict[str, int]:
    names = {"passed": "passed", "failed": "failed", "errors": "error"}
    return {name: sum(one.status == status for one in found) for name, status in names.items()}


def _grouped(found: Sequence[Result], keys: Any) -> dict[str, dict[str, int]]:
    groups: dict[str, list[Result]] = {}
    for one in found:
        for key in keys(one):
            groups.setdefault(key, []).append(one)
    return {key: {"cases": len(ones), **_counts(ones)} for key, ones in sorted(groups.items())}


def _result(row: Row[Any]) -> Result:
    return Result(
        row.case_id, row.position, row.lang, tuple(row.tags), row.status, tuple(map(Why.of, row.why)),
        tuple(row.replies), float(row.seconds),
    )  # fmt: skip
