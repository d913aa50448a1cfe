"""What reviewers look at: filters, replies with what stood behind them, and the verdicts of other reviewers."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.replies import Kind
from evals.why import Why

Verdict = Literal["right", "partly", "wrong"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
KINDS: tuple[str, ...] = get_args(Kind)
STATUSES = ("passed", "failed", "error")
WRONG_KIND = "wrong_kind"  # a review's tag: it should have been another kind of reply
PAGE = 50  # rows of a list


class Filters(BaseModel):
    """What a list is narrowed to, as its address says it; an empty field narrows nothing.

    `language`, since `lang` in an address is the reader's own. `since` and `until` are days, both included.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    text: str = Field(default="", max_length=200)
    language: Literal["", "zh", "en"] = ""
    channel: str = Field(default="", max_length=40)
    kind: str = Field(default="", max_length=20)
    verdict: Literal["", "none", "right", "partly", "wrong", "split"] = ""
    tag: str = Field(default="", max_length=60)
    since: date | None = None
    until: date | None = None
    status: Literal["", "passed", "failed", "error"] = ""
    case: Literal["", "yes", "no"] = ""
    against: str = Field(default="", max_length=200)
    page: int = Field(default=1, ge=1, le=1_000_000)

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, sent: Any) -> Any:
        """A form sends its empty fields too."""
        return {name: value for name, value in dict(sent).items() if value not in ("", None)}

    @property
    def offset(self) -> int:
        return (self.page - 1) * PAGE

    def query(self, **changed: Any) -> dict[str, str]:
        """The fields of an address that shows this list, without those that narrow nothing."""
        fields = self.model_dump(mode="json") | changed
        return {
            name: str(value) for name, value in fields.items() if value not in ("", None) and (name, value) != FIRST
        }


FIRST = ("page", 1)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a reply stands: in a real conversation, or in one case of an evaluation run."""

    session_id: str | None = None
    run_id: str | None = None
    case_id: str | None = None


@dataclass(frozen=True, slots=True)
class Review:
    source: Source
    turn_id: str
    verdict: str
    tags: tuple[str, ...]
    comment: str
    corrected: str
    reviewer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a passage; `markers` are those of the citations that quote it, none where nothing does."""

    text: str
    markers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage as the model was shown it."""

    number: int
    title: str
    section: str | None
    page: int | None
    score: float | None
    spans: tuple[Span, ...]
    href: str | None  # of the document's page; None when it is not held any more

    @property
    def quoted(self) -> bool:
        return any(span.markers for span in self.spans)


@dataclass(frozen=True, slots=True)
class Tool:
    name: str
    arguments: str  # as indented JSON
    result: str  # as text or indented JSON; empty where it was not kept
    ok: bool
    ms: int | None


@dataclass(frozen=True, slots=True)
class Seen:
    """One turn as a reviewer sees it. `reply` is the stored reply, empty when the turn was cut short."""

    turn_id: str
    ordinal: int
    visitor: str
    said: str
    choice_id: str | None
    at: datetime | None
    reply: dict[str, Any]
    tools: tuple[Tool, ...] = ()
    passages: tuple[Passage, ...] = ()
    dropped: int | None = None  # sentences that the check took out; None where that was not kept
    abstained: bool = False
    traced: bool = False
    reviews: tuple[Review, ...] = ()

    @property
    def split(self) -> bool:
        """Two reviewers do not agree."""
        return len({review.verdict for review in self.reviews}) > 1


@dataclass(frozen=True, slots=True)
class Note:
    """What came into the conversation outside a turn: a person's words, or a notice."""

    author: str  # staff | system
    staff: str | None
    text: str
    at: datetime
    after_ordinal: int


@dataclass(frozen=True, slots=True)
class Conversation:
    session_id: str
    visitor: str
    channel: str
    lang: str
    started_at: datetime
    turns: tuple[Seen, ...]
    notes: tuple[Note, ...] = ()
    cases: tuple[tuple[str, str], ...] = ()  # (id, status) of what was handed to a person

    def upto(self, turn_id: str) -> tuple[Seen, ...]:
        """The turns up to that one; all of them when it is not one of these."""
        place = next((at for at, seen in enumerate(self.turns) if seen.turn_id == turn_id), len(self.turns))
        return self.turns[: place + 1]

    def notes_after(self, ordinal: int) -> list[Note]:
        return [note for note in self.notes if note.after_ordinal == ordinal]


@dataclass(frozen=True, slots=True)
class Result:
    """One case of a run as it was played."""

    run_id: str
    case_id: str
    lang: str
    tags: tuple[str, ...]
    status: str
    why: tuple[Why, ...]
    case: dict[str, Any]
    seconds: str
    at: datetime
    turns: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list: a conversation, or a result."""

    id: str
    at: datetime
    lang: str
    first_said: str
    kinds: tuple[str, ...]
    replies: int
    verdicts: tuple[str, ...]  # of its replies' reviews
    tags: tuple[str, ...]
    split: bool
    channel: str = ""
    visitor: str = ""
    handed_over: bool = False
    status: str = ""
    other_status: str | None = None  # of the run that this one is compared with
    why: tuple[Why, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    rows: tuple[Row, ...]
    total: int
    reviewed: int  # of `of`: the list without the filters that look at reviews
    of: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True, slots=True)
class Run:
    id: str
    model: str
    total: int
    started_at: datetime
    ended_at: datetime | None
    counts: dict[str, int] = field(default_factory=dict)  # status -> results
    reviewed: int = 0
