"""What staff see of the store: documents with their versions, standing, earlier revisions and open conflicts."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from typing import Any, ClassVar, Literal

from sqlalchemy import Connection, Select, func, select

from . import conflicts, revisions
from .database import Database
from .errors import Fault, Lang
from .search import load_versions
from .tables import documents, passages, versions
from .tables import revisions as kept
from .titles import dated, normalised, same_number
from .validity import Status, Timeline, in_region

State = Literal["held", "replaced", "removed", "rolled_back", "gone"]
NEAR, NEAREST = 0.3, 3
ABOUT = ("title", "issuer", "number", "kind", "region", "lang", "url")


class DocumentUnknown(Fault):
    code = "document_unknown"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "没有找到文件“{asked}”。{near}用 ipsteward docs list 查看全部文件。",
        "en": "There is no document “{asked}”. {near}ipsteward docs list shows them all.",
    }
    near: ClassVar[dict[Lang, str]] = {"zh": "相近的有：{names}。", "en": "Near it: {names}. "}

    def told(self, lang: Lang) -> str:
        names = "、".join(self.names) if lang == "zh" else ", ".join(self.names)
        near = self.near[lang].format(names=names) if names else ""
        return self.say[lang].format(asked=self.facts["asked"], near=near)

    def __init__(self, asked: str, names: list[str]) -> None:
        super().__init__(asked=asked, near="; ".join(names))
        self.names = names


class DocumentAmbiguous(Fault):
    code = "document_ambiguous"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "“{asked}”对应多个文件：{names}；请写出更完整的编号。",
        "en": "“{asked}” fits several documents: {names}; write more of the id.",
    }


class RevisionUnknown(Fault):
    code = "revision_unknown"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "“{title}”没有版本“{asked}”；可用的有：{known}。",
        "en": "“{title}” has no version or revision “{asked}”; there are: {known}.",
    }


@dataclass(frozen=True, slots=True)
class Entry:
    """A text of a document: a version that is held, or an earlier revision. `ref` names it on the command line."""

    ref: str
    state: State
    title: str
    version_date: str | None
    in_force_from: str | None
    in_force_to: str | None
    source_path: str
    characters: int
    added_at: datetime
    replaced_at: datetime | None = None
    version_id: str = ""
    status: Status | None = None  # of a version that is held, on the day asked about
    superseded_by: str | None = None
    supersedes: str | None = None

    @property
    def label(self) -> str:
        return dated(self.title, self.version_date or self.in_force_from)

    def as_json(self) -> dict[str, Any]:
        told = asdict(self)
        told |= {name: getattr(self, name) and getattr(self, name).isoformat() for name in ("added_at", "replaced_at")}
        return told


@dataclass(frozen=True, slots=True)
class Holding:
    """A document as staff see it on a day; one of which only revisions are left has no versions."""

    document_id: str
    collection: str
    title: str
    issuer: str | None
    number: str | None
    kind: str | None
    region: str
    lang: str
    url: str | None
    versions: tuple[Entry, ...] = ()  # the newest first
    revisions: int = 0
    conflicts: int = 0
    passages: int = 0

    @property
    def shown(self) -> Entry | None:
        """The version that a search of the day sees."""
        return next((one for one in self.versions if one.status == "in_force"), None)

    def as_json(self) -> dict[str, Any]:
        told = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "versions"}
        told["versions"] = [one.as_json() for one in self.versions]
        told["shown"] = self.shown.ref if self.shown else None
        told["removed"] = not self.versions
        return told


@dataclass(frozen=True)
class Holdings:
    """Reads; changes nothing."""

    database: Database

    def listed(
        self, day: str, *, collection: str | None = None, region: str | None = None, removed: bool = False
    ) -> list[Holding]:
        """Documents by title; with `removed` those of which only earlier revisions are left."""
        with self.database.read() as connection:
            found = self._removed(connection) if removed else self._held(connection, day)
        return sorted(
            (one for one in found if (collection is None or one.collection == collection)
             and (region is None or in_region(one.region, region))),
            key=lambda one: (one.title, one.document_id),
        )  # fmt: skip

    def regions(self) -> set[str]:
        """Those of the documents held."""
        with self.database.read() as connection:
            return {region for region in connection.scalars(select(documents.c.region).distinct()) if region}

    def find(self, asked: str, day: str) -> Holding:
        """By id, a beginning of it that fits one alone, number or title. Raises DocumentUnknown, DocumentAmbiguous."""
        with self.database.read() as connection:
            known = self._held(connection, day) + self._removed(connection)
        exact = [one for one in known if asked in (one.document_id, one.title)]
        named = exact or [
            one for one in known
            if normalised(one.title) == normalised(asked)
            or (one.number and same_number(one.number) == same_number(asked))
        ]  # fmt: skip
        found = named or [one for one in known if asked.startswith("d_") and one.document_id.startswith(asked)]
        found = found or [one for one in known if any(asked in (entry.ref, entry.label) for entry in one.versions)]
        if len(found) == 1:
            return found[0]
        if found:
            raise DocumentAmbiguous(asked=asked, names=", ".join(f"{one.document_id} {one.title}" for one in found[:6]))
        titles = {one.title: one for one in known}
        near = get_close_matches(asked, titles, NEAREST, NEAR)
        near = near or [title for title in titles if asked.casefold() in title.casefold()][:NEAREST]
        raise DocumentUnknown(asked, [f"{titles[title].document_id} {title}" for title in near])

    def history(self, holding: Holding) -> list[Entry]:
        """What is held first, the newest version before the older ones, then what was replaced, the latest first."""
        statement = select(kept).where(kept.c.document_id == holding.document_id).order_by(kept.c.row.desc())
        with self.database.read() as connection:
            earlier = [
                Entry(row.id, row.reason, row.title, row.version_date, row.in_force_from, None, row.source_path,
                      row.characters, row.added_at, row.replaced_at, row.version_id)
                for row in connection.execute(statement)
            ]  # fmt: skip
        return [*holding.versions, *earlier]

    def entry(self, holding: Holding, asked: str) -> Entry:
        """By its reference, a beginning of it, or its date; of one date, what is held counts before what was.

        Raises RevisionUnknown.
        """
        known = self.history(holding)
        for fits in (
            lambda one: one.ref == asked,
            lambda one: asked in (one.version_date, one.in_force_from),
            lambda one: len(asked) > 2 and one.ref.startswith(asked),
        ):
            if found := [one for one in known if fits(one)]:
                return found[0]
        raise RevisionUnknown(title=holding.title, asked=asked, known=", ".join(one.ref for one in known))

    def text(self, entry: Entry) -> str:
        with self.database.read() as connection:
            if entry.state == "held":
                return str(connection.execute(select(versions.c.text).where(versions.c.id == entry.ref)).scalar_one())
            row = connection.execute(select(kept).where(kept.c.id == entry.ref)).one()
        return str(revisions.body(row)["version"]["text"])

    def conflicts(self, collection: str | None = None, document_id: str | None = None) -> list[conflicts.Conflict]:
        with self.database.read() as connection:
            found = conflicts.held(connection, collection)
        return [one for one in found if document_id in (None, one.document_id)]

    def _held(self, connection: Connection, day: str) -> list[Holding]:
        timeline = Timeline(load_versions(connection))
        about = select(versions.c.id, versions.c.added_at, func.length(versions.c.text).label("characters"))
        stored = {row.id: row for row in connection.execute(about)}
        open_ones = Counter(one.document_id for one in conflicts.held(connection))
        earlier = self._counted(connection, select(kept.c.document_id, func.count()).group_by(kept.c.document_id))
        pieces = self._counted(connection, select(versions.c.document_id, func.count()).join(
            passages, passages.c.version_id == versions.c.id).group_by(versions.c.document_id))  # fmt: skip
        groups = timeline.documents()
        found = []
        for row in connection.execute(select(documents)).mappings():
            entries = []
            for version in reversed(groups[row["id"]]):
                standing, facts = timeline.standings[version.version_id], stored[version.version_id]
                replaced = standing.successor.label if standing.successor and standing.replaced_on(day) else None
                entries.append(Entry(
                    version.version_id, "held", version.title, version.version_date, version.in_force_from,
                    standing.ends, version.source_path, facts.characters, facts.added_at, None, version.version_id,
                    standing.on(day), replaced, version.supersedes,
                ))  # fmt: skip
            id = row["id"]
            found.append(replace(
                _holding(id, row["collection"], dict(row)), versions=tuple(entries), revisions=earlier.get(id, 0),
                conflicts=open_ones[id], passages=pieces.get(id, 0),
            ))  # fmt: skip
        return found

    def _removed(self, connection: Connection) -> list[Holding]:
        rows = connection.execute(
            select(kept).where(kept.c.document_id.not_in(select(documents.c.id))).order_by(kept.c.row)
        ).all()
        counted, last = Counter(row.document_id for row in rows), {row.document_id: row for row in rows}
        found = []
        for id, row in last.items():
            facts = _holding(id, row.collection, revisions.body(row)["document"])
            found.append(replace(facts, revisions=counted[id]))
        return found

    def _counted(self, connection: Connection, statement: Select[str, int]) -> dict[str, int]:
        return {row[0]: row[1] for row in connection.execute(statement)}


def _holding(id: str, collection: str, about: Mapping[str, Any]) -> Holding:
    return Holding(id, collection, *(about[name] for name in ABOUT))
