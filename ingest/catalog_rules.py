"""What must hold between the cells of a catalog and between its files: references, order, ambiguity."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ingest.catalog_findings import Findings
from ingest.catalog_rows import Entry
from knowledge.phrases import tokens
from knowledge.vocabulary import KIND_NAMES, MATTER_NAMES

Entries = Mapping[str, list[Entry]]  # by kind: organizations, services, ...

# Which column names an id of which kind.
_REFERENCES = (
    ("services", "organization_id", "organizations"),
    ("services", "programme_id", "programmes"),
    ("advisers", "organization_id", "organizations"),
    ("advisers", "services", "services"),
    ("absences", "adviser_id", "advisers"),
    ("absences", "redirect_to", "advisers"),
    ("events", "organization_id", "organizations"),
    ("conflicts", "adviser_id", "advisers"),
)


def check_rules(entries: Entries, findings: Findings) -> None:
    """All rules; entries must already have their times in zones (`with_zones`)."""
    for kind, column, target in _REFERENCES:
        _check_references(entries[kind], column, target, _ids(entries[target]), findings)
    for kind in ("absences", "events"):
        _check(entries[kind], "ends", _wrong_order, findings)
    for kind in ("organizations", "programmes"):
        _check(entries[kind], "valid_to", _days_turned, findings)
    _check(entries["organizations"], "latitude", _half_place, findings)
    _check(entries["absences"], "redirect_to", _to_itself, findings)
    _warn_of_links(entries["organizations"], findings)
    _warn_of_foreign_services(entries, findings)
    _check_aliases(entries, findings)


def with_zones(entries: Entries) -> dict[str, list[Entry]]:
    """The entries with aware times: a time without offset is local, of the event or of the adviser who is away."""
    zones = {entry.values.get("id"): entry.values.get("time_zone") for entry in entries["advisers"]}
    for entry in entries["absences"]:
        _localize(entry.values, zones.get(entry.values.get("adviser_id")))
    for entry in entries["events"]:
        _localize(entry.values, entry.values.get("time_zone"))
    return dict(entries)


def _localize(values: dict[str, Any], time_zone: str | None) -> None:
    """An unknown zone is a fault of its own; UTC then keeps the two times comparable."""
    for name in ("starts", "ends"):
        moment = values.get(name)
        if isinstance(moment, datetime) and moment.tzinfo is None:
            values[name] = moment.replace(tzinfo=ZoneInfo(time_zone or "UTC"))


def _ids(entries: Iterable[Entry]) -> set[str]:
    """Ids of faulty rows count too: who refers to one is not at fault."""
    return {entry.values["id"] for entry in entries if entry.values.get("id")}


def _check_references(entries: Iterable[Entry], column: str, target: str, ids: set[str], findings: Findings) -> None:
    for entry in entries:
        value = entry.values.get(column)
        for name in value if isinstance(value, list) else [value]:
            if name and name not in ids:
                findings.fault(entry.file, entry.line, column, "unknown_id", value=name, where=target)


_Rule = Callable[[dict[str, Any]], tuple[str, dict[str, object]] | None]


def _check(entries: Iterable[Entry], column: str, rule: _Rule, findings: Findings) -> None:
    for entry in entries:
        broken = rule(entry.values)
        if broken:
            findings.fault(entry.file, entry.line, column, broken[0], **broken[1])


def _wrong_order(values: dict[str, Any]) -> tuple[str, dict[str, object]] | None:
    starts, ends = values.get("starts"), values.get("ends")
    if starts is None or ends is None or starts < ends:
        return None
    return "wrong_order", {"starts": starts.isoformat(timespec="minutes"), "ends": ends.isoformat(timespec="minutes")}


def _days_turned(values: dict[str, Any]) -> tuple[str, dict[str, object]] | None:
    first, last = values.get("valid_from"), values.get("valid_to")
    return ("days_turned", {"starts": first, "ends": last}) if first and last and last < first else None


def _half_place(values: dict[str, Any]) -> tuple[str, dict[str, object]] | None:
    both_read = "latitude" in values and "longitude" in values
    halved = both_read and (values["latitude"] is None) != (values["longitude"] is None)
    return ("half_place", {}) if halved else None


def _to_itself(values: dict[str, Any]) -> tuple[str, dict[str, object]] | None:
    return (
        ("to_itself", {}) if values.get("redirect_to") and values["redirect_to"] == values.get("adviser_id") else None
    )


def _warn_of_links(organizations: Iterable[Entry], findings: Findings) -> None:
    for entry in organizations:
        website = entry.values.get("website") or ""
        if website and not website.lower().startswith(("http://", "https://")):
            findings.warning(entry.file, entry.line, "website", "not_link", value=website)


def _warn_of_foreign_services(entries: Entries, findings: Findings) -> None:
    owners = {entry.values.get("id"): entry.values.get("organization_id") for entry in entries["services"]}
    for entry in entries["advisers"]:
        for name in entry.values.get("services", ()):
            if name in owners and owners[name] != entry.values.get("organization_id"):
                findings.warning(entry.file, entry.line, "services", "of_another", value=name)


def _check_aliases(entries: Entries, findings: Findings) -> None:
    """One alias of two ids tells nothing apart: a fault across sorts, a warning within one (the visitor is asked)."""
    sorts = _sorts(entries)
    first: dict[str, Entry] = {}
    for entry in entries["aliases"]:
        alias, canonical = entry.values["alias"], entry.values["canonical"]
        other = first.setdefault("".join(tokens(alias)), entry).values["canonical"]
        if other == canonical:
            continue
        if sorts.get(other, "other") == sorts.get(canonical, "other"):
            findings.warning(entry.file, entry.line, canonical, "alias_shared", alias=alias, other=other)
        else:
            findings.fault(entry.file, entry.line, canonical, "alias_of_two", alias=alias, other=other)


def _sorts(entries: Entries) -> dict[str, str]:
    """What each id is; one that nothing bears is none of these."""
    sorts = {kind: "kind" for kind in KIND_NAMES}
    for kind in ("organizations", "advisers", "programmes"):
        sorts |= {entry.values["park"]: "park" for entry in entries[kind] if entry.values.get("park")}
    sorts |= {matter: "matter" for matter in MATTER_NAMES}
    for kind in ("organizations", "services", "events"):
        sorts |= {matter: "matter" for entry in entries[kind] for matter in entry.values.get("matters", ())}
    for kind in ("organizations", "services", "advisers", "events", "programmes"):
        sorts |= {name: kind for name in _ids(entries[kind])}
    return sorts
