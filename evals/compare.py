"""`ipsteward eval compare`: what changed from one run to another."""

import re
from collections.abc import Sequence
from typing import Any

from evals.runs import Result, Runs, failure

MADE_ANEW = re.compile(  # numbers of bookings and cases, ids of turns, sessions, choices, proposals, requests and files
    r"(?<![A-Za-z0-9])(?:(?:BK|C)-[A-Z0-9]{4,}|[a-z]{1,2}_[0-9a-f]{8,}|[0-9a-f]{16,})(?![A-Za-z0-9])"
)


def compare(store: Runs, before: str, after: str) -> dict[str, Any]:
    """Cases that newly fail or pass, replies that changed, cases in one run only, and passes by tag.

    Raises NoSuchRun.
    """
    old = {one.case_id: one for one in store.results(before)}
    new = {one.case_id: one for one in store.results(after)}
    both = [id for id in new if id in old]
    passed = {id: (old[id].status == "passed", new[id].status == "passed") for id in both}
    return {
        "before": before,
        "after": after,
        "newly_failing": [failure(new[id]) for id in both if passed[id] == (True, False)],
        "newly_passing": [id for id in both if passed[id] == (False, True)],
        "still_failing": [id for id in both if passed[id] == (False, False)],
        "replies_changed": [id for id in both if _said(old[id]) != _said(new[id])],
        "only_before": [id for id in old if id not in new],
        "only_after": [id for id in new if id not in old],
        "by_tag": _by_tag([old[id] for id in both], [new[id] for id in both]),
    }


def _said(result: Result) -> list[tuple[str, str]]:
    """Kind and words of each reply; ids in them differ from run to run and are left out."""
    return [
        (str(one["reply"].get("kind")), _steady(str(one["reply"].get("text", "")), one["reply"]))
        for one in result.replies
    ]


def _steady(text: str, reply: dict[str, Any]) -> str:
    for made in (reply.get("booking"), reply.get("proposal")):
        if made:
            text = text.replace(str(made.get("id")), "…")
    return MADE_ANEW.sub("…", text)


def _by_tag(old: Sequence[Result], new: Sequence[Result]) -> dict[str, dict[str, int]]:
    tags = sorted({tag for one in (*old, *new) for tag in one.tags})
    return {
        tag: {
            "cases": sum(tag in one.tags for one in new),
            "before": sum(tag in one.tags and one.status == "passed" for one in old),
            "after": sum(tag in one.tags and one.status == "passed" for one in new),
        }
        for tag in tags
    }
