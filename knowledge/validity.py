"""Which version of each document a reader of a given day, region and language may be shown."""

from collections.abc import Iterable
from dataclasses import dataclass


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

    @property
    def age(self) -> tuple[str, str]:
        return (self.version_date or self.in_force_from or "", self.in_force_from or "")

    def covers(self, day: str) -> bool:
        """In force on the day as far as is known: what is unknown counts as in force."""
        if self.in_force_from is not None:
            begun = self.in_force_from <= day
        else:
            begun = self.version_date is None or self.version_date <= day
        return begun and (self.in_force_to is None or day <= self.in_force_to)


def shown(
    versions: Iterable[VersionFacts], day: str, *, region: str | None = None, lang: str | None = None,
    collection: str | None = None,
) -> dict[str, VersionFacts]:  # fmt: skip
    """One version a document, by version id: the newest that covers the day and that no other one in force replaces.

    A region sees itself, its parents and what has no region; without a region nothing is filtered by it.
    """
    covering = [version for version in versions if version.covers(day)]
    replaced = {target.version_id for version in covering for target in covering if _replaces(version, target)}
    newest: dict[str, VersionFacts] = {}
    for version in covering:
        if version.version_id in replaced or not _wanted(version, region, lang, collection):
            continue
        held = newest.get(version.document_id)
        if held is None or held.age < version.age:
            newest[version.document_id] = version
    return {version.version_id: version for version in newest.values()}


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


def _replaces(version: VersionFacts, target: VersionFacts) -> bool:
    named = version.supersedes
    if not named or version.version_id == target.version_id:
        return False
    dated = f"{target.title}({target.version_date})"
    return named in (target.title, dated) or target.source_path.endswith("/" + named.lstrip("./"))
