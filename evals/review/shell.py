"""What the review's pages need from the frame that they stand in, and what they work on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import HTMLResponse

from assistant.telling import weekday_label
from knowledge.database import Database
from knowledge.errors import Lang

from .background import Background, Plays
from .casefile import CaseFile
from .model import WRONG_KIND
from .reviews import Reviews
from .runs import Runs
from .transcripts import Transcripts
from .words import WORDS


class Shell(Protocol):
    """The staff pages' frame. `signed_in` is a dependency that gives the account's name or turns the reader away;
    whoever mounts the router also checks that each form carries the sign-in's token."""

    @property
    def signed_in(self) -> Callable[..., str]: ...

    def add_templates(self, folder: Path) -> None: ...

    def page(self, request: Request, template: str, *, status: int = 200, **facts: Any) -> HTMLResponse:
        """Templates see `lang`, `name`, `csrf` and the facts."""
        ...


@dataclass(frozen=True)
class Desk:
    """The stores behind the pages."""

    transcripts: Transcripts
    runs: Runs
    reviews: Reviews
    cases: CaseFile
    background: Background
    zone: ZoneInfo
    clock: Callable[[], datetime]


def desk(database: Database, zone: ZoneInfo, clock: Callable[[], datetime], cases: CaseFile, plays: Plays) -> Desk:
    """`plays` plays a made case, by its id, and keeps the result in the database."""
    return Desk(Transcripts(database, zone), Runs(database), Reviews(database), cases, Background(plays), zone, clock)


class Pages:
    """Fills the review's templates: `t` are its words by language, `when` tells a time."""

    def __init__(self, shell: Shell, zone: ZoneInfo, clock: Callable[[], datetime]) -> None:
        self._shell = shell
        self._zone = zone
        self._clock = clock

    def __call__(self, request: Request, template: str, *, status: int = 200, **facts: Any) -> HTMLResponse:
        return self._shell.page(
            request, f"review/{template}", status=status, texts=WORDS, when=self._when, wrong_kind=WRONG_KIND, **facts
        )  # fmt: skip

    def _when(self, at: datetime, lang: Lang) -> str:
        return weekday_label(at.astimezone(self._zone), lang, zone_shown=False, now=self._clock())
