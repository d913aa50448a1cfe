"""A case drafted from a reviewed reply: the script up to it, and what the reply must hold from now on."""

from collections.abc import Mapping
from typing import Any, TypeGuard
from zoneinfo import ZoneInfo

import yaml

from .corrected_facts import facts, terms
from .model import WRONG_KIND, Conversation, Review, Seen
from .scripts import script

VISITOR = "visitor"  # a case says nothing of who it was
NEVER_MEANT = ("abstention", "error")  # of such a reply, found wrong, it is the kind that was wrong


def draft(conversation: Conversation, seen: Seen, review: Review | None, zone: ZoneInfo) -> dict[str, Any]:
    """The case as a mapping in the order in which a person reads it.

    With verdict right (or none yet) the reply is what is expected; otherwise what the review
    says of it is.
    """
    turns = conversation.upto(seen.turn_id)
    begun = turns[0].at or conversation.started_at
    return {
        "id": f"review-{begun.astimezone(zone):%Y%m%d}-{seen.turn_id.removeprefix('t_')[:6]}",
        "lang": seen.reply.get("lang") or conversation.lang or "zh",
        "tags": list(dict.fromkeys(["review", *(tag for tag in (review.tags if review else ()) if tag != WRONG_KIND)])),
        "now": begun.astimezone(zone).isoformat(),
        "visitor": VISITOR,
        "turns": script(turns, zone),
        "expect": _as_corrected(seen.reply, review) if found_wrong(review) else _as_it_was(seen.reply),
    }


def found_wrong(review: Review | None) -> TypeGuard[Review]:
    return review is not None and review.verdict != "right"


def as_yaml(case: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(case), allow_unicode=True, sort_keys=False, width=110)


def _as_it_was(reply: Mapping[str, Any]) -> dict[str, Any]:
    expect: dict[str, Any] = {"kind": reply.get("kind"), "lang": reply.get("lang")}
    if reply.get("citations"):
        expect["cites_any"] = _all_cited(reply)
    tools = list(dict.fromkeys(call["name"] for call in reply.get("tool_calls") or []))
    if tools:
        expect["tools"] = tools
    booking = reply.get("booking")
    if booking:
        expect["state"] = {"bookings": [{name: booking[name] for name in ("service_id", "status")}]}
    return {name: value for name, value in expect.items() if value}


def _as_corrected(reply: Mapping[str, Any], review: Review) -> dict[str, Any]:
    """What the wrong reply does not hold; empty where the review says nothing that could be checked."""
    expect: dict[str, Any] = {}
    kind = reply.get("kind")
    if WRONG_KIND in review.tags or (review.verdict == "wrong" and kind in NEVER_MEANT):
        expect["kind_not"] = [kind]
    found = facts(review.corrected) + terms(review.corrected, str(reply.get("text", "")))
    if found:
        expect["facts_all"] = found
    elif review.verdict == "wrong" and reply.get("citations"):
        expect["cites_none"] = _all_cited(reply)
    return expect


def _all_cited(reply: Mapping[str, Any]) -> list[dict[str, str]]:
    cites = [_cited(citation) for citation in reply.get("citations") or []]
    return [one for at, one in enumerate(cites) if one not in cites[:at]]


def _cited(citation: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(citation[name]) for name in ("title", "section") if citation.get(name)}
