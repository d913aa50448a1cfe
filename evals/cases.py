"""Evaluation cases: what a case file may hold, read and checked; docs/evaluation-cases.md describes the format."""

import hashlib
import json
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from assistant.language import of as language_of

Table = Literal["bookings", "registrations", "proposals", "cases", "watches"]
TABLES: tuple[str, ...] = get_args(Table)
COUNTS = frozenset({"count", "where"})


def _listed(value: Any) -> Any:
    """One of something stands for a list of it."""
    return [value] if isinstance(value, (str, int, dict)) else value


def _groups(value: Any) -> Any:
    """Lists of alternatives; a string alone has no alternative."""
    return [_listed(one) for one in _listed(value)] if isinstance(value, (list, str, int)) else value


def _flat(value: Any) -> Any:
    if not isinstance(value, (list, str, int)):
        return value
    return [one for part in _listed(value) for one in (part if isinstance(part, list) else [part])]


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


Text = Annotated[str, BeforeValidator(_text)]
Texts = Annotated[list[Text], BeforeValidator(_listed)]
Groups = Annotated[list[Annotated[list[Text], Field(min_length=1)]], BeforeValidator(_groups)]
Flat = Annotated[list[Text], BeforeValidator(_flat)]
Rows = Annotated[list[dict[str, Any]], BeforeValidator(_listed)]


class Cite(BaseModel):
    """Substrings of a citation's fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Text | None = None
    section: Text | None = None
    quote: Text | None = None
    document_id: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _title_alone(cls, value: Any) -> Any:
        return {"title": value} if isinstance(value, str) else value


class Count(BaseModel):
    """How many rows like `where` there are to be."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    count: int = Field(ge=0)
    where: dict[str, Any] = {}


def _counted(value: Any) -> Any:
    """A number; numbers by status; or rows with `count` beside what they must hold (or in `where`)."""
    if isinstance(value, int) and not isinstance(value, bool):
        return [{"count": value}]
    if isinstance(value, list):
        return [one for part in value for one in _counted(part)]
    if not isinstance(value, dict) or COUNTS.issuperset(value):
        return [value]
    if "count" in value:
        beside = {name: held for name, held in value.items() if name not in COUNTS}
        return [{"count": value["count"], "where": {**value.get("where", {}), **beside}}]
    if value and all(isinstance(held, int) for held in value.values()):
        return [{"count": held, "where": {"status": status}} for status, held in value.items()]
    return [value]


Counts = Annotated[list[Count], BeforeValidator(_counted)]


class Checks(BaseModel):
    """What one reply, or the conversation up to it, must hold. All that is named must hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Texts = []
    kind_not: Texts = []
    lang: Texts = []
    facts_all: Groups = []
    facts_none: Flat = []
    facts_any_reply: Groups = []
    order: Groups = []
    cites_any: Annotated[list[Cite], BeforeValidator(_listed)] = []
    cites_none: Annotated[list[Cite], BeforeValidator(_listed)] = []
    tools: Groups = []
    state: dict[Table, Rows] = {}
    state_none: dict[Table, Rows] = {}
    state_count: dict[Table, Counts] = {}
    state_max: dict[Table, Counts] = {}

    @model_validator(mode="before")
    @classmethod
    def _named(cls, value: Any) -> Any:
        """What is null is not named."""
        return {name: held for name, held in value.items() if held is not None} if isinstance(value, dict) else value

    @field_validator("state_none", mode="before")
    @classmethod
    def _no_row_at_all(cls, value: Any) -> Any:
        return {table: [{}] for table in _listed(value)} if isinstance(value, (list, str)) else value

    @property
    def asks_state(self) -> bool:
        return bool(self.state or self.state_none or self.state_count or self.state_max)


class Mid(Checks):
    """The same of the reply to the n-th line of the script, lines counted from 1."""

    turn: int = Field(ge=1)


class Expect(Checks):
    mid: Annotated[list[Mid], BeforeValidator(_listed)] = []


def _lines(value: Any) -> Any:
    return value.splitlines() if isinstance(value, str) else value


Script = Annotated[list[Text], BeforeValidator(_lines), Field(min_length=1)]


def _scripts(value: Any) -> Any:
    """Other scripts; one script alone is one of them."""
    return [value] if isinstance(value, list) and all(isinstance(line, str | int) for line in value) else value


class Case(BaseModel):
    """One case. Paths are as written, relative to the case file; keys that we do not know are kept."""

    model_config = ConfigDict(extra="allow", frozen=True)

    id: Annotated[Text, Field(min_length=1)]
    lang: Text = ""
    tags: Texts = []
    now: Text | None = None
    visitor: Text = "visitor"
    catalog: Text | None = None
    documents: Annotated[list[Text] | None, BeforeValidator(_listed)] = None
    turns: Script
    turns_alt: Annotated[list[Script], BeforeValidator(_scripts)] = []
    expect: Expect

    @model_validator(mode="before")
    @classmethod
    def _named(cls, value: Any) -> Any:
        """What is null is not there."""
        return {name: held for name, held in value.items() if held is not None} if isinstance(value, dict) else value

    @property
    def language(self) -> str:
        return self.lang or language_of(next((line for line in self.turns if not line.startswith(("/", "#"))), ""))

    @property
    def scripts(self) -> list[list[str]]:
        return [self.turns, *self.turns_alt]

    def as_json(self) -> dict[str, Any]:
        """The case as it was read, in the shape that a run keeps."""
        body: dict[str, Any] = self.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
        return body

    def hash(self, files: str = "") -> str:
        """Changes when the case does, or the `files` that it names (their digest)."""
        told = json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(f"{told}\n{files}".encode()).hexdigest()[:32]
