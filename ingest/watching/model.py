"""A watch, what it remembers of each of its sources, and a change that it found."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from ingest.watching.intervals import told
from knowledge.errors import Fault, Lang

Kind = Literal["folder", "list", "url"]
What = Literal["new", "changed", "gone"]
Status = Literal["waiting", "approved", "rejected", "outdated", "withdrawn"]
Told = dict[str, str]  # {"code", "zh", "en"} of a fault


@dataclass(frozen=True, slots=True)
class Watch:
    id: str
    kind: Kind
    place: str  # a resolved path or an address
    collection: str
    every_s: int
    review: bool
    added_at: datetime
    due_at: datetime
    region: str | None = None
    issuer: str | None = None
    lang: Lang | None = None
    ended_at: datetime | None = None
    outcome: dict[str, int] = field(default_factory=dict)
    failures: int = 0
    fault: Told | None = None

    @property
    def every(self) -> timedelta:
        return timedelta(seconds=self.every_s)

    def as_json(self) -> dict[str, Any]:
        names = ("id", "kind", "place", "collection", "region", "issuer", "lang", "review", "outcome", "failures")
        days = {name: _iso(getattr(self, name)) for name in ("added_at", "ended_at", "due_at")}
        return {name: getattr(self, name) for name in names} | {"every": told(self.every_s)} | days | {
            "fault": self.fault}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """A source as it was dealt with last; what a server said of it belongs to `answered_by`."""

    location: str
    stamp: str = ""
    own: str = ""
    meaning: str = ""
    live: str = ""
    etag: str = ""
    last_modified: str = ""
    answered_by: str = ""
    checked_at: datetime | None = None
    due_at: datetime | None = None
    failures: int = 0
    fault: Told | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What a watch found: a text that waits (`body`), or a source that is gone. `base` is the live text's hash then."""

    id: str
    watch_id: str
    collection: str
    location: str
    kind: What
    status: Status
    title: str
    own: str
    meaning: str
    base: str
    found_at: datetime
    facts: dict[str, Any] = field(default_factory=dict)
    decided_at: datetime | None = None
    decided_by: str | None = None
    body: bytes | None = field(default=None, repr=False)

    def as_json(self) -> dict[str, Any]:
        names = ("id", "watch_id", "collection", "location", "kind", "status", "title", "facts", "decided_by")
        days = {name: _iso(getattr(self, name)) for name in ("found_at", "decided_at")}
        return {name: getattr(self, name) for name in names} | days


def told_of(fault: Fault) -> Told:
    return {"code": fault.code, "zh": fault.told("zh"), "en": fault.told("en")}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
