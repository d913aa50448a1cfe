"""A stored turn made readable: tools, passages with what was quoted of them, checks."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any
from urllib.parse import quote, urlencode

from .model import Passage, Review, Seen, Span, Tool


def seen(
    turn_id: str, ordinal: int, visitor: str, said: str | None, choice_id: str | None, at: datetime | None,
    reply: Mapping[str, Any] | None, trace: Mapping[str, Any] | None, found: Sequence[Mapping[str, Any]] = (),
    reviews: Iterable[Review] = (),
) -> Seen:  # fmt: skip
    """`found` are the passages as they are held today, for a turn that kept no trace of its own."""
    reply, trace = dict(reply or {}), dict(trace or {})
    shown = trace.get("passages") or found
    checks = trace.get("checks") or {}
    cited = reply.get("citations") or []
    return Seen(
        turn_id, ordinal, visitor, said or "", choice_id, at, reply,
        tuple(_tool(one) for one in trace.get("tools") or reply.get("tool_calls") or []),
        tuple(_passage(place, one, cited) for place, one in enumerate(shown, 1)) or tuple(_quotes(cited)),
        checks.get("dropped"), bool(checks.get("abstained")), bool(trace), tuple(reviews),
    )  # fmt: skip


def document_href(document_id: str, version_id: str | None, start: int, end: int) -> str:
    """The page of a document, opened at a stretch of it."""
    span = {"version": version_id or "", "start": start, "end": end}
    return f"/documents/{quote(document_id, safe='')}?{urlencode(span)}#quote"


def _tool(call: Mapping[str, Any]) -> Tool:
    result = call.get("result")
    told = _pretty(result) if isinstance(result, str) else "" if result is None else _json(result)
    return Tool(str(call.get("name")), _json(call.get("arguments", {})), told, bool(call.get("ok")), call.get("ms"))


def _pretty(text: str) -> str:
    """Indented where the text is JSON; a result that was cut to a length is not."""
    try:
        return _json(json.loads(text)) if text[:1] in ("{", "[") else text
    except (ValueError, RecursionError):
        return text


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)


def _passage(place: int, one: Mapping[str, Any], cited: Sequence[Mapping[str, Any]]) -> Passage:
    start, text = int(one.get("start") or 0), str(one.get("text") or "")
    quotes = [
        (int(citation["start"]) - start, int(citation["end"]) - start, int(citation["marker"]))
        for citation in cited
        if citation.get("version_id") == one.get("version_id")
    ]
    href = one.get("document_id") and document_href(
        one["document_id"], one.get("version_id"), start, int(one.get("end") or start + len(text))
    )
    return Passage(
        int(one.get("n") or place), str(one.get("title") or ""), one.get("section"), one.get("page"), one.get("score"),
        tuple(spans(text, quotes)), href,
    )  # fmt: skip


def _quotes(cited: Sequence[Mapping[str, Any]]) -> Iterable[Passage]:
    """Where nothing else is known, the quotes themselves."""
    for citation in cited:
        href = document_href(citation["document_id"], citation["version_id"], citation["start"], citation["end"])
        marked = Span(citation["quote"], (citation["marker"],))
        yield Passage(
            citation["marker"], citation["title"], citation.get("section"), citation.get("page"), None, (marked,), href
        )


def spans(text: str, quotes: Sequence[tuple[int, int, int]]) -> list[Span]:
    """The text cut at the bounds of its quotes, each (start, end, marker) in characters of the text."""
    inside = [(max(start, 0), min(end, len(text)), marker) for start, end, marker in quotes]
    inside = [one for one in inside if one[0] < one[1]]
    bounds = sorted({0, len(text), *(bound for start, end, _ in inside for bound in (start, end))})
    return [
        Span(text[low:high], tuple(sorted(marker for start, end, marker in inside if start <= low and high <= end)))
        for low, high in pairwise(bounds)
    ]
