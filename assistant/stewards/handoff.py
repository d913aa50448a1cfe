"""When a conversation goes to a person, and what they are handed: the words, the facts, the passages found."""

from collections.abc import Sequence
from typing import Any

from assistant.agent.desk import Desk
from assistant.booking.bookings import Bookings
from assistant.booking.model import PROMISED
from assistant.replies import Choice, Citation, Visitor
from assistant.stewards.cases import Cases
from assistant.stewards.model import Case, Reason
from assistant.stewards.wishes import asks_for_person
from assistant.telling import weekday_label
from assistant.threads import PastTurn
from assistant.wording import say

ABSTENTIONS = 2  # so many in a row open a case
SHOWN_WORDS, WORDS_CHARS = 6, 160
SHOWN_PASSAGES, PASSAGE_CHARS = 6, 400


class HandOff:
    """Opens and closes cases for a conversation; the words that are said of it come from here too."""

    def __init__(self, cases: Cases, bookings: Bookings) -> None:
        self._cases = cases
        self._bookings = bookings

    def silencing(self, session_id: str) -> Case | None:
        """The case on whose account the assistant says nothing now."""
        case = self._cases.of_session(session_id)
        return case if case is not None and case.silences else None

    def waits(self, session_id: str) -> bool:
        """Whether a case of the session is with the staff already."""
        return self._cases.of_session(session_id) is not None

    def open(self, desk: Desk, visitor: Visitor, reason: Reason, before: Sequence[PastTurn]) -> Case:
        """The session's case; `before` are its earlier turns."""
        words = [turn.said for turn in before if turn.said] + [desk.said]
        return self._cases.open(
            visitor, desk.session_id, desk.lang, reason, _summary(words), self._facts(desk, visitor, words, reason),
            _passages(before, desk), desk.now,
        )  # fmt: skip

    def back(self, desk: Desk) -> str:
        """Closes the case at the visitor's wish; the sentence that tells so."""
        closed = self._cases.withdraw(desk.session_id, desk.now)
        return say(desk.lang, "case_back" if closed else "case_none")

    def receipt(self, desk: Desk, case: Case) -> str:
        """What a visitor reads who writes while the assistant keeps quiet: nothing once a person is there."""
        if case.taken_by is not None:
            return ""
        desk.options = [to_assistant(desk)]
        return say(desk.lang, "case_waiting", case=case.id)

    def _facts(self, desk: Desk, visitor: Visitor, words: list[str], reason: Reason) -> list[dict[str, str]]:
        """What is known, so that nobody asks again; names are codes, which the staff page words."""
        facts = [("question", _question(words)), ("reason", reason), ("lang", desk.lang), ("channel", visitor.channel)]
        if desk.region:
            facts.append(("region", desk.region))
        if desk.law_date_asked:
            facts.append(("law_date", desk.law_date))
        if service := desk.draft.get("service_id"):
            facts.append(("service", str(service)))
        open_proposal = self._bookings.open_proposal(desk.session_id, desk.now)
        if open_proposal is not None:
            told = weekday_label(open_proposal.starts, desk.lang, now=desk.now)
            facts.append(("proposal", f"{open_proposal.action} {open_proposal.booking.service_id} {told}"))
        for booking in self._bookings.of_visitor(desk.visitor, desk.now):
            if booking.status in PROMISED:
                told = weekday_label(booking.starts, desk.lang, now=desk.now)
                facts.append(("booking", f"{booking.id} {booking.service_id} {told} {booking.status.value}"))
        return [{"name": name, "value": value} for name, value in facts]


def to_person(desk: Desk) -> Choice:
    return Choice("", "option", say(desk.lang, "to_person"), say(desk.lang, "to_person_says"))


def to_adviser(desk: Desk) -> Choice:
    """A booking instead of somebody who answers here."""
    return Choice("", "option", say(desk.lang, "person"), say(desk.lang, "person_says"))


def to_assistant(desk: Desk) -> Choice:
    return Choice("", "option", say(desk.lang, "to_assistant"), say(desk.lang, "to_assistant_says"))


def _question(words: list[str]) -> str:
    """The last thing that was asked, not the wish for a person itself."""
    asked = [said for said in words if not asks_for_person(said)]
    return (asked or words)[-1][:WORDS_CHARS]


def _summary(words: list[str]) -> str:
    """The visitor's latest messages, one a line, oldest first."""
    return "\n".join("- " + " ".join(said.split())[:WORDS_CHARS] for said in words[-SHOWN_WORDS:] if said.strip())


def _passages(before: Sequence[PastTurn], desk: Desk) -> list[dict[str, Any]]:
    """What was cited or found lately: the quotes of the last replies, then this turn's best passages."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for turn in before[-SHOWN_WORDS:]:
        for one in turn.reply.citations:
            found[(one.document_id, one.start)] = _cited(one)
    for hit in desk.passages[:SHOWN_PASSAGES]:
        found.setdefault(
            (hit.document_id, hit.start),
            {
                "document_id": hit.document_id, "version_id": hit.version_id, "title": hit.title,
                "section": hit.section, "start": hit.start, "end": hit.end, "text": hit.text[:PASSAGE_CHARS],
                "cited": False,
            },
        )  # fmt: skip
    return list(found.values())[-SHOWN_PASSAGES:]


def _cited(one: Citation) -> dict[str, Any]:
    return {
        "document_id": one.document_id, "version_id": one.version_id, "title": one.title, "section": one.section,
        "start": one.start, "end": one.end, "text": one.quote[:PASSAGE_CHARS], "cited": True,
    }  # fmt: skip
