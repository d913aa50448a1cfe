"""What a visitor is told of a source that may not be the rule of today: replaced, run out, to come, undated."""

from collections.abc import Sequence
from datetime import date, timedelta

from assistant.replies import Citation
from assistant.telling import date_label
from assistant.wording import say
from knowledge.errors import Lang
from knowledge.model import Hit


def notes(citations: Sequence[Citation], passages: Sequence[Hit], today: str, lang: Lang) -> str:
    """A line for each version cited that is not in force on `today`, or maybe not; empty when all are."""
    by_version = {hit.version_id: hit for hit in passages}
    lines: dict[str, str] = {}
    for citation in citations:
        hit = by_version.get(citation.version_id)
        if hit is not None and citation.version_id not in lines and (line := _line(citation, hit, today, lang)):
            lines[citation.version_id] = line
    return "\n".join(lines.values())


def _line(citation: Citation, hit: Hit, today: str, lang: Lang) -> str:
    facts = {"title": citation.title, "marker": citation.marker}
    ends = citation.in_force_to
    if hit.not_yet:
        begins = citation.in_force_from
        return say(lang, "not_yet_since", day=_told(begins, lang), **facts) if begins else say(lang, "not_yet", **facts)
    if hit.superseded_by:
        if ends is None or ends >= today:
            return say(lang, "superseded", by=hit.superseded_by, **facts)
        since = (date.fromisoformat(ends) + timedelta(days=1)).isoformat()
        return say(lang, "superseded_since", by=hit.superseded_by, day=_told(since, lang), **facts)
    if ends and ends < today:
        return say(lang, "expired", day=_told(ends, lang), **facts)
    return say(lang, "only_adopted", day=_told(hit.adopted, lang), **facts) if hit.adopted else ""


def _told(day: str, lang: Lang) -> str:
    return date_label(date.fromisoformat(day), lang)
