"""What an ingest hands over and what a search gives back."""

from dataclasses import dataclass, field
from typing import Literal

from .errors import Lang


@dataclass(frozen=True, slots=True)
class NewPassage:
    """A piece of a version's text: `text` is exactly `version.text[start:end]`.

    `context` is the title path (document, chapter, heading), embedded and indexed with the text but never quoted.
    `section` is 第…条 in a Chinese statute, else the nearest heading; `tokens` are cl100k tokens of `text`.
    """

    start: int
    end: int
    text: str
    section: str | None = None
    page: int | None = None
    context: str = ""
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class Repeal:
    """What a text says that it ends: 《…》同时废止. `on` is the day from which, None where the text does not say."""

    title: str
    number: str | None = None
    on: str | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """What reading a file left open, for staff: two first days or none, another's term that it extends, the manifest
    against the text.
    """

    kind: Literal["two_dates", "only_adopted", "extended", "manifest_text", "before_its_date"]
    facts: dict[str, str]


@dataclass(frozen=True, slots=True)
class NewVersion:
    """One version of one document, read and split.

    `identity` is what makes two texts versions of one document: a statute's normalised title, issuer and number, else
    the file and title. Dates are ISO days, None where unknown. `repealed` means that the text says so of itself.
    `pages` lists (first character, page number).
    """

    identity: str
    title: str
    text: str
    passages: tuple[NewPassage, ...]
    lang: Lang
    issuer: str | None = None
    number: str | None = None
    kind: str | None = None
    region: str = ""
    url: str | None = None
    licence: str | None = None
    applies_to: str | None = None
    version_date: str | None = None
    in_force_from: str | None = None
    in_force_to: str | None = None
    supersedes: str | None = None
    pages: tuple[tuple[int, int], ...] = field(default=())
    repeals: tuple[Repeal, ...] = ()
    repealed: bool = False
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, with its place in the document and a score that falls from 1.

    `in_force_to` is the last day as far as it is known: the version's own, or the day before its successor begins.
    `superseded_by` is `title(version date)` of what replaced it by the searcher's day, None while nothing has.
    """

    passage_id: str
    document_id: str
    version_id: str
    title: str
    section: str | None
    page: int | None
    start: int
    end: int
    text: str
    score: float
    lang: str
    region: str
    context: str
    in_force_from: str | None
    in_force_to: str | None
    url: str | None
    similarity: float = 0.0  # cosine of query and passage, 0 where the vector leg did not see it
    overlap: float = 0.0  # share of the query's word weight that the passage holds, 0 to 1
    superseded_by: str | None = None
    not_yet: bool = False  # it takes force after the searcher's day
    adopted: str | None = None  # the day of adoption of a version whose day in force nobody knows
