"""The columns of each table of a catalog, and its rows as values for the store."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.catalog_cells import (
    BadCell,
    Reader,
    country,
    day,
    decimal,
    first_moment,
    identifier,
    identifiers,
    items,
    last_moment,
    minutes,
    moment,
    one_of,
    text,
    vocabulary,
    weekly,
    whole,
    word,
    zone,
)
from ingest.catalog_findings import Findings
from ingest.catalog_sheets import Row, Sheet
from knowledge.vocabulary import APPROVALS, HOLIDAY_STATES, MODES, ORGANIZATION_KINDS, SERVICE_KINDS

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # no terminal shows them, and PostgreSQL refuses some


@dataclass(frozen=True, slots=True)
class Column:
    """`needed` means that the column must be there and no cell of it empty; `empty` is the value of an empty cell."""

    read: Reader
    empty: Any = ""
    needed: bool = False
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. `values` lacks the columns whose cells were faulty; `whole` says that there were none."""

    file: str
    line: int
    values: dict[str, Any]
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A file's columns. Of the `named` two one must be filled; the values of `key` together are unique."""

    columns: Mapping[str, Column]
    named: tuple[str, ...] = ()
    key: tuple[str, ...] = ("id",)


def _id() -> dict[str, Column]:
    return {"id": Column(identifier, needed=True)}


def _both(name: str, read: Reader = text) -> dict[str, Column]:
    return {f"{name}_{lang}": Column(read, [] if read is items else "") for lang in ("zh", "en")}


def _texts(*names: str) -> dict[str, Column]:
    return {name: Column(text) for name in names}


def _lists(*names: str) -> dict[str, Column]:
    return {name: Column(vocabulary, []) for name in names}


_OF_ORGANIZATION = {"organization_id": Column(identifier, needed=True)}
_OF_ADVISER = {"adviser_id": Column(identifier, needed=True)}
_VALIDITY = {"valid_from": Column(day, None), "valid_to": Column(day, None)}

TABLES: Mapping[str, Table] = {
    "organizations": Table(
        {
            **_id(),
            "kind": Column(one_of(*ORGANIZATION_KINDS), needed=True),
            **_both("name"),
            **_lists("alliances"),
            "park": Column(word),
            **_both("address"),
            "latitude": Column(decimal(-90, 90), None),
            "longitude": Column(decimal(-180, 180), None),
            **_texts("phone", "email"),
            **_both("hours"),
            **_lists("matters", "languages", "countries"),
            "website": Column(text),
            **_VALIDITY,
        },
        named=("name_zh", "name_en"),
    ),
    "services": Table(
        {
            **_id(),
            **_OF_ORGANIZATION,
            "kind": Column(one_of(*SERVICE_KINDS), needed=True),
            **_both("name"),
            **_both("description"),
            **_lists("matters"),
            "minutes": Column(minutes(5), needed=True),
            "mode": Column(one_of(*MODES), needed=True),
            "price_cny": Column(decimal(0), None),
            **_both("documents", items),
            "programme_id": Column(identifier, None),
            "approval": Column(one_of(*APPROVALS), "auto"),
            "min_notice_hours": Column(whole(), None),
            "max_days_ahead": Column(whole(), None),
            "per_visitor_open": Column(whole(), None),
            "buffer_before_minutes": Column(minutes(), 0),
            "buffer_minutes": Column(minutes(), 0),
            "seats": Column(whole(1), 1),
            **_both("intake"),
        },
        named=("name_zh", "name_en"),
    ),
    "advisers": Table(
        {
            **_id(),
            **_OF_ORGANIZATION,
            **_both("label"),
            "services": Column(identifiers, []),
            "ipc": Column(identifiers, []),
            **_lists("languages"),
            "park": Column(word),
            "time_zone": Column(zone, needed=True),
            "weekly": Column(weekly),
            "daily_limit": Column(whole(), None),
            "weight": Column(whole(), 1),
        },
        named=("label_zh", "label_en"),
    ),
    "absences": Table(
        {
            **_OF_ADVISER,
            "starts": Column(first_moment, needed=True),
            "ends": Column(last_moment, needed=True),
            "redirect_to": Column(identifier, None),
            "reason": Column(text),
        },
        key=(),
    ),
    "events": Table(
        {
            **_id(),
            **_OF_ORGANIZATION,
            **_both("name"),
            "starts": Column(moment, needed=True),
            "ends": Column(moment, needed=True),
            "time_zone": Column(zone, needed=True),
            "seats": Column(whole(), needed=True),
            "language": Column(word),
            **_both("place"),
            **_lists("matters"),
        },
        named=("name_zh", "name_en"),
    ),
    "conflicts": Table(
        {**_OF_ADVISER, "enterprise": Column(text, needed=True), "reason": Column(text)},
        key=(),
    ),
    "holidays": Table(
        {
            "country": Column(country, needed=True),
            "date": Column(day, needed=True),
            "state": Column(one_of(*HOLIDAY_STATES), needed=True, other_names=("closed|working", "status", "kind")),
            **_both("name"),
        },
        key=("country", "date"),
    ),
}


@dataclass(slots=True)
class _Reading:
    """One sheet on its way to entries."""

    sheet: Sheet
    table: Table
    findings: Findings
    heads: dict[str, str] = field(default_factory=dict)  # column as we name it: as the file does
    first_lines: dict[tuple[Any, ...], int] = field(default_factory=dict)

    def fault(self, row: Row, column: str, code: str, **facts: object) -> None:
        self.findings.fault(self.sheet.file, row.line, self.heads.get(column, column), code, **facts)

    def entry(self, row: Row) -> Entry:
        values: dict[str, Any] = {}
        faulty = False
        for name, column in self.table.columns.items():
            cell = row.cells.get(self.heads.get(name, name), "")
            try:
                values[name] = self._value(column, cell, name in self.heads)
            except BadCell as bad:
                faulty = True
                self.fault(row, name, bad.code, **bad.facts)
        if self.table.named and not any(values.get(name) for name in self.table.named):
            faulty = True
            self.fault(row, self.table.named[0], "no_name")
        return Entry(self.sheet.file, row.line, values, whole=not faulty and self._first(row, values))

    def _value(self, column: Column, cell: str, there: bool) -> Any:
        if _CONTROL.search(cell):
            raise BadCell("control_character")
        if cell:
            return column.read(cell)
        if column.needed and there:  # an absent column was reported once, with the header
            raise BadCell("empty_cell")
        return None if column.needed else column.empty

    def _first(self, row: Row, values: dict[str, Any]) -> bool:
        key = tuple(values.get(name) for name in self.table.key)
        if not key:
            return True
        line = self.first_lines.setdefault(key, row.line)
        if line != row.line:
            self.fault(row, self.table.key[-1], "double_id", value=" ".join(map(str, key)), before=line)
        return line == row.line


def read_rows(kind: str, sheet: Sheet, findings: Findings) -> list[Entry]:
    """The rows of one table; what is wrong with them goes to the findings."""
    table = TABLES[kind]
    heads = _heads(table, sheet, findings)
    reading = _Reading(sheet, table, findings, heads)
    return [reading.entry(row) for row in sheet.rows]


def _heads(table: Table, sheet: Sheet, findings: Findings) -> dict[str, str]:
    heads = {}
    for name, column in table.columns.items():
        known = (name, *column.other_names)
        found = next((head for head in sheet.columns if re.sub(r"\s", "_", head) in known), None)
        if found is not None:
            heads[name] = found
        elif column.needed:
            findings.fault(sheet.file, 1, name, "missing_column")
    if table.named and not heads.keys() & set(table.named):
        findings.fault(sheet.file, 1, table.named[0], "missing_column")
    for head in dict.fromkeys(sheet.columns):
        if head not in heads.values():
            findings.warning(sheet.file, 1, head, "unknown_column")
    return heads
