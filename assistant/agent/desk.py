"""What one turn has in hand: who speaks, the clock, and what the tools have shown or proposed so far."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any

from assistant.agent import screening
from assistant.booking.model import Booking, Proposal, Slot
from assistant.replies import Attachment, Choice, ToolCall
from knowledge.errors import Lang
from knowledge.model import Hit


@dataclass
class Desk:
    """Lives for one turn; travels to the tools as their context, so that no identity passes through the model.

    `draft` is what the session remembers of a booking under way: service_id, window, move (a booking's id).
    """

    visitor: str
    session_id: str
    lang: Lang
    now: datetime
    said: str
    law_date: str
    law_date_asked: bool = False
    region: str | None = None
    draft: dict[str, Any] = field(default_factory=dict)
    notify: Callable[[str], None] = lambda status: None
    patents: dict[str, Any] = field(default_factory=dict)  # the session's last patent search: query, offset
    passages: list[Hit] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    options: list[Choice] = field(default_factory=list)
    proposal: Proposal | None = None
    listed: list[Booking] = field(default_factory=list)
    calls: list[ToolCall] = field(default_factory=list)
    told: list[str] = field(default_factory=list)  # what tools said; numbers in it may be repeated
    asked: bool = False  # a fact was asked for
    person: bool = False  # a person is to take over; only the visitor's own words bring that about
    attachments: list[Attachment] = field(default_factory=list)
    traces: list[dict[str, Any]] = field(default_factory=list)  # each tool call with its result, for reviewers
    dropped: int = 0  # sentences that the check of citations took out
    retrieval_ms: int = 0
    name: str = ""  # of the visitor, as the channel shows it
    results: dict[str, str] = field(default_factory=dict)  # of this turn's tool calls, by name and arguments
    one_at_a_time: Any = field(default_factory=Lock, repr=False, compare=False)  # a model may call tools side by side
    law_version: str = ""  # how words for a version (旧法, the 2019 Act) were read, in a sentence
    before: dict[str, Any] = field(init=False)  # the draft as the visitor left it, before any tool was called

    def __post_init__(self) -> None:
        self.before = {name: value for name, value in self.draft.items() if value}

    def show(self, hits: list[Hit]) -> list[tuple[int, Hit]]:
        """Numbers passages across the turn, screened; one shown twice keeps its number."""
        numbered = []
        for hit in hits:
            known = [at for at, old in enumerate(self.passages) if old.passage_id == hit.passage_id]
            if not known:
                self.passages.append(screening.found(hit))
            number = known[0] + 1 if known else len(self.passages)
            numbered.append((number, self.passages[number - 1]))
        return numbered
