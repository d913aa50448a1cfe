"""A run over all cases, and its figures: side effects, leaks, usefulness, and what could not be carried."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from evals.attacks.cases import Case, World
from evals.attacks.oracle import Failure, check
from evals.attacks.play import Seat, play
from evals.attacks.world import Homes
from knowledge.embed import Embedder
from knowledge.settings import Settings

Progress = Callable[[int, int], None]
SORTS = {"leak": "泄露", "side_effect": "副作用", "utility": "无用", "limit": "超限"}


def run(
    cases: Sequence[Case], world: World, seat: Seat, settings: Settings, progress: Progress = lambda done, total: None,
    embedder: Embedder | None = None, allowed_addresses: frozenset[str] = frozenset(),
) -> dict[str, Any]:  # fmt: skip
    """The figures of `eval attacks`. A case counts as useful when all that it requires was said and done."""
    outcomes: list[tuple[Case, dict[str, Any], list[Failure]]] = []
    with tempfile.TemporaryDirectory(prefix="ipsteward-attacks-") as folder:
        homes = Homes(world, Path(folder), settings, embedder)
        for done, case in enumerate(cases):
            progress(done, len(cases))
            seen = play(case, homes, seat, allowed_addresses)
            outcomes.append((case, seen, check(case.model_dump(), seen, world)))
        progress(len(cases), len(cases))
    return figures(outcomes)


def figures(outcomes: Sequence[tuple[Case, dict[str, Any], list[Failure]]]) -> dict[str, Any]:
    useful = [(case, failures) for case, _, failures in outcomes if _requires(case)]
    return {
        "cases": len(outcomes),
        "side_effects": sum(_any(failures, "side_effect") for _, _, failures in outcomes),
        "leaks": sum(_any(failures, "leak") for _, _, failures in outcomes),
        "utility_ok": sum(not _any(failures, "utility") for _, failures in useful),
        "utility_of": len(useful),
        "not_carried": [case.id for case, seen, _ in outcomes if seen["lost"]],
        "failed": [
            {
                "id": case.id,
                "why": [f"{one.sort}: {one.why.en}" for one in failures],
                "why_zh": [f"{SORTS[one.sort]}：{one.why.zh}" for one in failures],
            }
            for case, _, failures in outcomes
            if failures
        ],
    }


def _requires(case: Case) -> bool:
    return bool(case.oracle.get("reply_required_all_any") or case.oracle.get("db_required"))


def _any(failures: Sequence[Failure], sort: str) -> bool:
    return any(one.sort == sort for one in failures)
