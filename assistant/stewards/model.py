"""A case: a conversation that waits for a person or is with one. Its states decide who speaks, not words."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from assistant.errors import CaseClosed, CaseNotYours, CaseTaken
from assistant.replies import Reply
from knowledge.errors import Lang

Reason = Literal["asked", "unanswered"]
Author = Literal["staff", "system"]


class State(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    CLOSED = "closed"


OPEN_STATES = (State.OPEN, State.TAKEN)


@dataclass(frozen=True, slots=True)
class Case:
    """One hand-off. `facts` are `{"name", "value"}` pairs for the staff, `passages` what the assistant had found.

    `history` lists `{"at", "status", "by"}`; `by` is an account's name, or "visitor".
    """

    id: str
    session_id: str
    visitor: str
    channel: str
    lang: Lang
    status: State
    reason: Reason
    summary: str
    facts: tuple[dict[str, str], ...]
    passages: tuple[dict[str, Any], ...]
    opened_at: datetime
    taken_by: str | None = None
    taken_at: datetime | None = None
    closed_at: datetime | None = None
    history: tuple[dict[str, str], ...] = ()

    @property
    def silences(self) -> bool:
        """Whether the assistant keeps quiet: a person is in the conversation, or the visitor asked for one."""
        return self.status is State.TAKEN or (self.status is State.OPEN and self.reason == "asked")

    def taken(self, staff: str, now: datetime) -> "Case":
        """With this member of staff; taking one's own case again changes nothing."""
        if self.status is State.CLOSED:
            raise CaseClosed(case=self.id)
        if self.status is State.TAKEN:
            if self.taken_by != staff:
                raise CaseTaken(case=self.id, staff=self.taken_by)
            return self
        return replace(self._noted("taken", staff, now), status=State.TAKEN, taken_by=staff, taken_at=now)

    def spoken_in(self, staff: str) -> "Case":
        """The same case, if this member of staff may write in it."""
        if self.status is State.CLOSED:
            raise CaseClosed(case=self.id)
        if self.taken_by != staff:
            raise CaseNotYours(case=self.id)
        return self

    def handed_back(self, staff: str, now: datetime) -> "Case":
        """Closed by the one who has it: the assistant speaks again."""
        return self.spoken_in(staff)._closed(staff, now)

    def withdrawn(self, now: datetime) -> "Case":
        """Closed by the visitor, who goes on with the assistant."""
        return self if self.status is State.CLOSED else self._closed("visitor", now)

    def asked_for(self, now: datetime) -> "Case":
        """The visitor now asks for a person by themselves, so the assistant keeps quiet from here on."""
        return replace(self._noted("asked", "visitor", now), reason="asked") if self.reason != "asked" else self

    def _closed(self, by: str, now: datetime) -> "Case":
        return replace(self._noted("closed", by, now), status=State.CLOSED, closed_at=now)

    def _noted(self, status: str, by: str, now: datetime) -> "Case":
        entry = {"at": now.isoformat(timespec="seconds"), "status": status, "by": by}
        return replace(self, history=(*self.history, entry))

    def as_json(self) -> dict[str, Any]:
        """What staff and evaluations see."""
        return {
            "id": self.id,
            "session_id": self.session_id,
            "visitor": self.visitor,
            "channel": self.channel,
            "lang": self.lang,
            "status": self.status.value,
            "reason": self.reason,
            "summary": self.summary,
            "facts": list(self.facts),
            "passages": list(self.passages),
            "opened_at": self.opened_at.isoformat(),
            "taken_by": self.taken_by,
            "taken_at": self.taken_at.isoformat() if self.taken_at else None,
            "closed_at": self.closed_at.isoformat() if self.closed_at else None,
            "history": list(self.history),
        }


@dataclass(frozen=True, slots=True)
class Message:
    """What comes to a visitor outside a turn; `after_ordinal` is the turn of the session that it follows."""

    id: int
    session_id: str
    case_id: str
    visitor: str
    channel: str
    author: Author
    text: str
    after_ordinal: int
    at: datetime
    staff: str | None = None

    def as_json(self) -> dict[str, Any]:
        """What the visitor sees: that it is a person, not which account."""
        return {
            "id": self.id,
            "author": self.author,
            "text": self.text,
            "after_ordinal": self.after_ordinal,
            "at": self.at.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a conversation as staff read it: a turn (`said` and `reply`) or a `message`."""

    at: datetime
    said: str | None = None
    reply: Reply | None = None
    message: Message | None = None
