"""What every channel can show: a reply with its citations, choices, proposal and attachments."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal

from knowledge.errors import Lang

Kind = Literal["answer", "clarification", "abstention", "proposal", "done", "handoff", "error"]
ChoiceKind = Literal["slot", "confirm", "decline", "option", "link"]
EventKind = Literal["status", "text", "citations", "choices", "attachment", "end"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote that the reply leans on. `start` and `end` count characters in the version's extracted text."""

    marker: int
    document_id: str
    version_id: str
    title: str
    section: str | None
    page: int | None
    start: int
    end: int
    quote: str
    in_force_from: str | None = None
    in_force_to: str | None = None
    superseded_by: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A button. `says` is what a press means when it is not a slot, a yes or a no: the visitor's next words."""

    id: str
    kind: ChoiceKind
    label: str
    value: str = ""  # slot: its id; confirm, decline: the proposal's id; option: the words; link: the address

    def shown(self) -> dict[str, str]:
        return {"id": self.id, "kind": self.kind, "label": self.label}


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    media_type: str
    path: str


@dataclass(frozen=True, slots=True)
class ToolCall:
    name: str
    arguments: dict[str, Any]
    ok: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """One whole reply. `text` is Markdown without raw HTML; `[n]` in it points at the citation with that marker."""

    turn_id: str
    session_id: str
    lang: Lang
    kind: Kind
    text: str
    citations: tuple[Citation, ...] = ()
    choices: tuple[Choice, ...] = ()
    proposal: dict[str, Any] | None = None
    booking: dict[str, Any] | None = None
    registration: dict[str, Any] | None = None
    attachments: tuple[Attachment, ...] = ()
    tool_calls: tuple[ToolCall, ...] = ()
    model: str = "embedded"
    timings_ms: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The shape that every channel and script relies on."""
        body = asdict(self)
        body["choices"] = [choice.shown() for choice in self.choices]
        return body


@dataclass(frozen=True, slots=True)
class Event:
    """A piece of a reply on its way to the channel; the last one is `end` and holds the whole reply."""

    kind: EventKind
    reply: Reply | None = None
    status: str = ""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is speaking, as the channel knows it; never taken from the words or from a model."""

    id: str
    channel: str = "console"
    lang: Lang | None = None  # as chosen in the channel; None = the language of the words
    name: str = ""  # as the channel shows it; written by the visitor, so it proves nothing


@dataclass(frozen=True, slots=True)
class Moment:
    """The clock of one turn: the instant, and the day whose law is asked about if it was named."""

    now: datetime
    law_date: str | None = None
    region: str | None = None
