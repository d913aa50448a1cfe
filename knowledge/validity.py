"""Which version of each document a reader of a given day, region and language may be shown, and what replaced it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from .model import Repeal
from .titles import dated, named, normalised, same_number

Status = Literal["in_force", "not_yet", "superseded", "expired", "repealed", "doubled"]
REMEMBERED = 16  # answers of one timeline: a service asks for today over and over


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """What decides whether a version is shown; dates are ISO days (they compare as text), None where unknown."""

    version_id: str
    document_id: str
    collection: str
    title: str
    source_path: str
    lang: str
    region: str
    version_date: str | None
    in_force_from: str | None
    in_force_to: str | None
    supersedes: str | None
    number: str | None = None
    repeals: tuple[Repeal, ...] = ()
    repealed: bool = False  # the text says so of itself
    adopted: str | None = None  # where the text gives this day and none on which it takes force

    @property
    def age(self) -> tuple[str, str]:
        return (self.version_date or self.in_force_from or "", self.in_force_from or "")

    @property
    def undated(self) -> bool:
        """Nothing tells whether it is older or newer than a dated version of the same document."""
        return not (self.version_date or self.in_force_from or self.in_force_to or self.repealed)

    @property
    def begins(self) -> str | None:
        """The first day in force as far as is known: what is unknown counts as in force since its own date."""
        return self.in_force_from or self.version_date

    @property
    def label(self) -> str:
        return dated(self.title, self.version_date or self.in_force_from)


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of a version: `successor` replaces it from the day `replaced_from`; without a day, always."""

    version: VersionFacts
    successor: VersionFacts | None = None
    replaced_from: str | None = None
    doubled: bool = False  # another text of the same document and date is shown, this one waits for staff

    @property
    def ends(self) -> str | None:
        """The last day in force, None where it is open or unknown."""
        days = [self.version.in_force_to, _day_before(self.replaced_from)]
        return min((day for day in days if day), default=None)

    def replaced_on(self, day: str) -> bool:
        return self.successor is not None and (self.replaced_from is None or self.replaced_from <= day)

    def on(self, day: str) -> Status:
        version = self.version
        if self.doubled:
            return "doubled"
        if version.begins is not None and day < version.begins:
            return "not_yet"
        if self.replaced_on(day):
            return "superseded"
        if version.in_force_to is not None and version.in_force_to < day:
            return "expired"
        return "repealed" if version.repealed and version.in_force_to is None else "in_force"


class Timeline:
    """All versions and what replaces what; made once for each state of the store."""

    def __init__(self, versions: Iterable[VersionFacts]) -> None:
        self.versions = list(versions)
        self._names = _Names(self.versions)
        self.standings = {version.version_id: Standing(version) for version in self.versions}
        for group in self.documents().values():
            self._in_order([version for version in group if not version.undated])
            self._in_order([version for version in group if version.undated])
        for version in self.versions:
            self._across(version)
        self._shown: dict[tuple[object, ...], dict[str, VersionFacts]] = {}

    def documents(self) -> dict[str, list[VersionFacts]]:
        """The versions of each document, oldest first; of the same age the one that was there first."""
        groups: dict[str, list[VersionFacts]] = defaultdict(list)
        for version in self.versions:
            groups[version.document_id].append(version)
        return {document: sorted(group, key=lambda version: version.age) for document, group in groups.items()}

    def shown(
        self, day: str, *, region: str | None = None, lang: str | None = None, collection: str | None = None,
        every: bool = False,
    ) -> dict[str, VersionFacts]:  # fmt: skip
        """By version id, what is in force on the day, one version a document; with `every`, all that is held.

        A version without any date beside dated ones is shown too, for which of them counts is for staff to say.
        A region sees itself, its parents and what has no region; without a region nothing is filtered by it.
        """
        asked = (day, region, lang, collection, every)
        if (known := self._shown.get(asked)) is not None:
            return known
        found = {
            id: standing.version
            for id, standing in self.standings.items()
            if (every or standing.on(day) == "in_force") and _wanted(standing.version, region, lang, collection)
        }
        if len(self._shown) >= REMEMBERED:
            self._shown = {}
        self._shown[asked] = found
        return found

    def targets(self, version: VersionFacts) -> list[VersionFacts]:
        """What a version says that it supersedes, of those that are held."""
        return [] if not version.supersedes else self._names.superseded(version)

    def going_by(self, version: VersionFacts, title: str, number: str | None) -> list[VersionFacts]:
        """Versions of other documents that a text means by this title or number, those that have made way left out."""
        found = [
            one
            for one in self._names.repealed(version, Repeal(title, number))
            if self.standings[one.version_id].successor is None
        ]
        numbered = [one for one in found if number and one.number and same_number(one.number) == same_number(number)]
        return numbered or found

    def unplaced(self, group: list[VersionFacts]) -> Iterator[tuple[VersionFacts, VersionFacts]]:
        """(undated, newest dated) versions of a document, of which nothing says which replaces the other."""
        dated = [version for version in group if not version.undated]
        for version in group:
            if not dated or not version.undated or self.standings[version.version_id].doubled:
                continue
            if self.standings[version.version_id].successor is None:
                yield version, dated[-1]

    def unknown(self, version: VersionFacts) -> list[str]:
        """The names in `supersedes` that nothing held goes by."""
        return [name for name in _parts(version.supersedes) if not self._names.named(name, version.collection)]

    def _in_order(self, group: list[VersionFacts]) -> None:
        """Within a document the newer version replaces the older one on the day on which it begins."""
        next_up: VersionFacts | None = None
        for older, newer in zip(reversed(group[:-1]), reversed(group[1:]), strict=True):
            if older.age == newer.age:
                self.standings[newer.version_id] = replace(self.standings[newer.version_id], doubled=True)
            elif next_up is None or (newer.begins or "") <= (next_up.begins or ""):
                next_up = newer
            if next_up is not None and next_up.age > older.age:
                self._replace(older, next_up, next_up.begins)

    def _across(self, version: VersionFacts) -> None:
        for target in self.targets(version):
            if version in self.targets(target) and target.age >= version.age:
                continue  # each names the other: the newer one stands
            self._replace(target, version, version.begins)
        for repeal in version.repeals:
            on = repeal.on or version.begins
            for target in self._names.repealed(version, repeal):
                if on is None or target.begins is None or target.begins < on:
                    self._replace(target, version, on)

    def _replace(self, old: VersionFacts, by: VersionFacts, day: str | None) -> None:
        held = self.standings[old.version_id]
        if held.successor is None or (day or "") < (held.replaced_from or ""):
            self.standings[old.version_id] = Standing(old, by, day, held.doubled)


class _Names:
    """Finds the versions that a title, a number or a path names."""

    def __init__(self, versions: Iterable[VersionFacts]) -> None:
        self._titles: dict[str, list[VersionFacts]] = defaultdict(list)
        self._numbers: dict[str, list[VersionFacts]] = defaultdict(list)
        self._files: dict[str, list[VersionFacts]] = defaultdict(list)
        for version in versions:
            self._titles[normalised(version.title)].append(version)
            self._files[version.source_path.rsplit("/", 1)[-1]].append(version)
            if version.number:
                self._numbers[same_number(version.number)].append(version)

    def superseded(self, version: VersionFacts) -> list[VersionFacts]:
        """What the manifest's `supersedes` names: paths, `title(version date)`, titles or numbers, parted by `;`."""
        found = {
            target.version_id: target
            for name in _parts(version.supersedes)
            for target in self.named(name, version.collection)
            if _may_replace(version, target)
        }
        return list(found.values())

    def repealed(self, version: VersionFacts, repeal: Repeal) -> Iterator[VersionFacts]:
        """Other documents of that name; the older versions of one's own are replaced by their order."""
        found = self._titles.get(normalised(repeal.title), [])
        if not found and repeal.number:
            found = self._numbers.get(same_number(repeal.number), [])
        for target in found:
            if target.document_id != version.document_id and target.collection == version.collection:
                yield target

    def named(self, name: str, collection: str) -> list[VersionFacts]:
        return [one for one in self._known_as(name) if one.collection == collection]

    def _known_as(self, name: str) -> list[VersionFacts]:
        path = name.removeprefix("./").lstrip("/")
        files = [
            one for one in self._files.get(path.rsplit("/", 1)[-1], []) if f"/{one.source_path}".endswith(f"/{path}")
        ]
        if files:
            return files
        title, day = named(name)
        titled = self._titles.get(normalised(title), [])
        if day is not None:
            return [one for one in titled if one.version_date == day or (not one.version_date and one.begins == day)]
        return titled or self._numbers.get(same_number(name), [])


def _may_replace(version: VersionFacts, target: VersionFacts) -> bool:
    if version.version_id == target.version_id:
        return False
    return version.document_id != target.document_id or target.age < version.age


def _parts(supersedes: str | None) -> list[str]:
    return [name for part in (supersedes or "").replace("；", ";").split(";") if (name := part.strip())]


def _wanted(version: VersionFacts, region: str | None, lang: str | None, collection: str | None) -> bool:
    return (
        (region is None or in_region(version.region, region))
        and (lang is None or version.lang == lang)
        and (collection is None or version.collection == collection)
    )


def in_region(of_document: str, asked: str) -> bool:
    """`shanghai/pudong` sees `shanghai/pudong`, `shanghai`, `cn` and ""; `us` sees `us` and ""."""
    if not of_document or of_document == asked or asked.startswith(of_document + "/"):
        return True
    return of_document == "cn" and len(asked.split("/")[0]) > 2  # provinces have longer names than countries


def _day_before(day: str | None) -> str | None:
    return None if day is None else (date.fromisoformat(day) - timedelta(days=1)).isoformat()
