"""The import of a catalog: a folder of tables and YAML files, checked as a whole, into the store or not at all."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Connection, Table, delete, insert, select, update

from ingest.catalog_entries import read_aliases, read_programmes
from ingest.catalog_findings import Finding, Findings
from ingest.catalog_rows import TABLES, Entry, read_rows
from ingest.catalog_rules import check_rules, with_zones
from ingest.catalog_sheets import CatalogUnreadable, read_sheet
from knowledge import tables
from knowledge.catalog import GENERATION
from knowledge.database import Database
from knowledge.errors import Fault, Lang

KINDS = (*TABLES, "programmes", "aliases")
_TABLE_ENDINGS = (".csv", ".xlsx")
_ENTRY_ENDINGS = (".yaml", ".yml")

# In this order each row finds what it refers to; the other way round nothing that is deleted is still referred to.
_STORED: dict[str, Table] = {
    "organizations": tables.organizations,
    "services": tables.services,
    "advisers": tables.advisers,
    "absences": tables.absences,
    "conflicts": tables.conflicts,
    "events": tables.events,
    "programmes": tables.programmes,
    "aliases": tables.aliases,
    "holidays": tables.holidays,
}


class CatalogMissing(Fault):
    code = "catalog_missing"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "没有目录文件夹 {directory}；请检查路径。",
        "en": "There is no catalog folder {directory}; check the path.",
    }


class CatalogEmpty(Fault):
    code = "catalog_empty"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "文件夹 {directory} 中没有目录文件；请放入 organizations.csv、services.csv 等文件后重试。",
        "en": "The folder {directory} holds no catalog file; put organizations.csv, services.csv and so on into it and "
        "try again.",
    }


@dataclass(frozen=True, slots=True)
class CatalogReport:
    """What was found: rows by kind, faults and warnings. `imported` says whether the store now holds them."""

    counts: dict[str, int]
    faults: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    imported: bool

    def as_json(self) -> dict[str, Any]:
        return {
            **self.counts,
            "imported": self.imported,
            "faults": [finding.as_json() for finding in self.faults],
            "warnings": [finding.as_json() for finding in self.warnings],
        }


def check_catalog(directory: Path) -> CatalogReport:
    """What an import would say; nothing is stored. Raises what `import_catalog` raises."""
    return _read(directory)[1]


def import_catalog(directory: Path, database: Database, *, check: bool = False) -> CatalogReport:
    """Replaces the catalog in the store by the one in the folder, in one transaction, if it has no fault.

    Bookings and all else stay: they know the catalog by ids alone. With `check` nothing is stored.

    Raises:
        CatalogMissing, CatalogEmpty: no such folder, or none of the files in it.
        CatalogUnreadable, CatalogNotUtf8: a file cannot be read at all.
    """
    entries, report = _read(directory)
    if check or report.faults:
        return report
    with database.write() as connection:
        _replace(connection, entries)
    return CatalogReport(report.counts, report.faults, report.warnings, imported=True)


def _read(directory: Path) -> tuple[dict[str, list[Entry]], CatalogReport]:
    findings = Findings()
    entries: dict[str, list[Entry]] = {kind: [] for kind in KINDS}
    for kind, path in _files(directory, findings):
        entries[kind] = _entries(kind, path, findings)
    entries = with_zones(entries)
    check_rules(entries, findings)
    counts = {kind: len(found) for kind, found in entries.items()}
    return entries, CatalogReport(counts, findings.faults(), findings.warnings(), imported=False)


def _entries(kind: str, path: Path, findings: Findings) -> list[Entry]:
    if kind == "programmes":
        return read_programmes(path, findings)
    if kind == "aliases":
        return read_aliases(path, findings)
    sheet = read_sheet(path, findings)
    return read_rows(kind, sheet, findings) if sheet else []


def _files(directory: Path, findings: Findings) -> Iterator[tuple[str, Path]]:
    if not directory.is_dir():
        raise CatalogMissing(directory=directory)
    try:
        present = sorted(
            path for path in directory.iterdir() if path.is_file() and not path.name.startswith((".", "~"))
        )
    except OSError as error:
        raise CatalogUnreadable(file=directory) from error
    by_kind: dict[str, list[Path]] = {}
    for path in present:
        if path.suffix.lower() in _endings(path.stem):
            by_kind.setdefault(path.stem, []).append(path)
        elif path.suffix.lower() in (*_TABLE_ENDINGS, *_ENTRY_ENDINGS):
            nearest = difflib.get_close_matches(path.stem.lower(), KINDS, n=1, cutoff=0.0)[0]
            findings.warning(path.name, 1, "", "unknown_file", nearest=f"{nearest}{_endings(nearest)[0]}")
    if not by_kind:
        raise CatalogEmpty(directory=directory)
    for kind, paths in by_kind.items():
        for other in paths[1:]:
            findings.fault(other.name, 1, "", "two_formats", other=paths[0].name)
        yield kind, paths[0]


def _endings(kind: str) -> tuple[str, ...]:
    if kind not in KINDS:
        return ()
    return _TABLE_ENDINGS if kind in TABLES else _ENTRY_ENDINGS


def _replace(connection: Connection, entries: dict[str, list[Entry]]) -> None:
    for table in reversed(_STORED.values()):
        connection.execute(delete(table))
    for kind, table in _STORED.items():
        rows = [_stored(kind, entry.values) for entry in entries[kind]]
        if kind == "aliases":
            rows = [dict(pair) for pair in dict.fromkeys(tuple(row.items()) for row in rows)]
        if rows:
            connection.execute(insert(table), rows)
    _raise_generation(connection)


def _stored(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    if kind != "programmes":
        return values
    columns = {"id": values["id"], "kind": values.get("kind", "")}
    return {**columns, "valid_from": values.get("valid_from"), "valid_to": values.get("valid_to"), "body": values}


def _raise_generation(connection: Connection) -> None:
    facts = tables.facts
    before = connection.execute(select(facts.c.value).where(facts.c.name == GENERATION)).scalar()
    if before is None:
        connection.execute(insert(facts).values(name=GENERATION, value="1"))
    else:
        connection.execute(update(facts).where(facts.c.name == GENERATION).values(value=str(int(before) + 1)))
