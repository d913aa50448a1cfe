"""A case as a run would read it, and whether it could fail, before it is written into the file of made cases."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from evals.cases import Case
from evals.loading import load
from evals.scorers import Seen, check

from .casefile import NAME
from .faults import CaseProvesNothing


def loads(path: Path) -> None:
    """Raises the fault that a run would tell of the case, in the name of the file that it is meant for."""
    loaded = load([path])
    if loaded.faults:
        loaded.faults[0].facts["file"] = NAME.name
        raise loaded.faults[0]
    if any(placed.case.expect == type(placed.case.expect)() for placed in loaded.cases):
        raise CaseProvesNothing()


def fails_on(case: dict[str, Any], replies: Sequence[dict[str, Any]], zone: ZoneInfo) -> bool:
    """Whether the conversation as it was would fail the case; what looks at the state or at earlier replies may."""
    expect = Case.model_validate(case).expect
    if expect.mid or expect.asks_state:
        return True
    return bool(check(expect, Seen(replies[-1], replies, zone)))
