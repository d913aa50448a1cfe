"""The evaluation of dates: how many expressions are read as wanted, and which are not."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from assistant.dates import When, find
from evals.labelled import set_rows

Wanted = str | list[str] | None


@dataclass(frozen=True, slots=True)
class Verdict:
    right: bool
    asked: bool


def run(path: Path, now: datetime) -> dict[str, Any]:
    """`{"cases", "right", "asked", "wrong"}` for a JSON-lines file of expressions.

    `asked` counts the cases marked ambiguous in which the reading offers its alternatives; such a case is not wrong.
    Raises BadSet.
    """
    cases = list(set_rows(path, ("text", "expect")))
    read = [find(case["text"], now) for case in cases]
    verdicts = [judged(case, found) for case, found in zip(cases, read, strict=True)]
    wrong = [
        {"text": case["text"], "expect": case["expect"], "got": [_told(when) for when in found]}
        for case, found, verdict in zip(cases, read, verdicts, strict=True)
        if not (verdict.right or verdict.asked)
    ]
    return {
        "cases": len(cases),
        "right": sum(verdict.right for verdict in verdicts),
        "asked": sum(verdict.asked for verdict in verdicts),
        "wrong": wrong,
    }


def judged(case: dict[str, Any], found: list[When]) -> Verdict:
    """A case with one date wants exactly that date; a sentence without one wants nothing found."""
    if case["expect"] is None:
        return Verdict(not found, False)
    if len(found) != 1:
        return Verdict(False, False)
    wanted: list[Wanted] = [case["expect"], *case.get("also_right", [])]
    asked = bool(case.get("ambiguous")) and found[0].ambiguous
    return Verdict(any(_matches(each, found[0]) for each in wanted), asked)


def _matches(wanted: Wanted, when: When) -> bool:
    if isinstance(wanted, list):
        return _starts(wanted[0], when) and _ends(wanted[1], when)
    return wanted is not None and _starts(wanted, when)


def _starts(wanted: str, when: When) -> bool:
    if "T" not in wanted:
        return when.starts.date() == date.fromisoformat(wanted)
    return when.grain in ("minute", "hour", "part") and when.starts == _moment(wanted, when)


def _ends(wanted: str, when: When) -> bool:
    """A last day may be named itself or by the midnight after it."""
    if "T" in wanted:
        return when.ends == _moment(wanted, when)
    return date.fromisoformat(wanted) in ((when.ends - timedelta(minutes=1)).date(), when.ends.date())


def _moment(wanted: str, when: When) -> datetime:
    moment = datetime.fromisoformat(wanted)
    return moment if moment.tzinfo else moment.replace(tzinfo=when.starts.tzinfo)


def _told(when: When) -> list[str]:
    return [when.starts.isoformat(), when.ends.isoformat(), when.grain]
