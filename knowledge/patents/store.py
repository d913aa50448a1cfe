"""Patent records as kept: written in batches, one row a publication, found again by number."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, text, update

from knowledge.database import Database
from knowledge.lexical import terms
from knowledge.patents.model import PatentRecord
from knowledge.patents.names import folded
from knowledge.patents.numbers import Number, read_application, read_number
from knowledge.tables import patent_classes, patent_names, patents

BATCH = 1000
LISTS = ("applicants", "inventors", "ipc", "cpc")
LOOKUP = 500
FIELDS = tuple(field.name for field in fields(PatentRecord))


@dataclass(frozen=True, slots=True)
class Written:
    added: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: "Written") -> "Written":
        return Written(self.added + other.added, self.updated + other.updated, self.unchanged + other.unchanged)


@dataclass(frozen=True, slots=True)
class _Held:
    row: int
    record: PatentRecord


class PatentStore:
    """A record that comes again changes nothing; one from another set fills what was unknown and erases nothing.

    The same set may correct itself: what it says anew replaces what it said. A number without kind code is the one
    publication of that number that is held, if there is just one.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, records: Sequence[PatentRecord], now: datetime) -> Written:
        """Keeps one batch, with its words, in one transaction; at most some thousand, or bookings wait."""
        with self._database.write() as connection:
            held = _held(connection, {_stem(one.number) for one in records})
            last = int(connection.execute(select(func.coalesce(func.max(patents.c.row), 0))).scalar_one())
            before: dict[int, PatentRecord] = {one.row: one.record for ones in held.values() for one in ones}
            after: dict[int, PatentRecord] = {}
            for record in records:
                known = _same(held.get(_stem(record.number), []), record.number)
                if known is None:
                    last += 1
                    known = _Held(last, record)
                    held.setdefault(_stem(record.number), []).append(known)
                merged = _merged(known.record, record)
                held[_stem(record.number)] = [
                    _Held(known.row, merged) if one is known else one for one in held[_stem(record.number)]
                ]
                after[known.row] = merged
            new = [_Held(row, record) for row, record in after.items() if row not in before]
            changed = [_Held(row, one) for row, one in after.items() if row in before and before[row] != one]
            self._write(connection, new, changed, now)
        return Written(len(new), len(changed), len(records) - len(new) - len(changed))

    def get(self, number: str) -> PatentRecord | None:
        """The record of a number however it is written, with or without kind code; by application number too.

        Of several publications of a number without kind the patent comes before the application, then the newest.
        """
        asked = read_number(number)
        with self._database.read() as connection:
            rows = connection.execute(select(patents).where(patents.c.stem == asked.stem)).all() if asked else []
            if asked and asked.kind:
                rows = [row for row in rows if row.kind_code in (asked.kind, None)]
            if not rows:
                filed = select(patents).where(patents.c.application_key == read_application(number))
                rows = connection.execute(filed).all()
        found = [record_of(row) for row in rows]
        return max(found, key=_rank, default=None)

    def count(self) -> int:
        with self._database.read() as connection:
            return int(connection.execute(select(func.count()).select_from(patents)).scalar_one())

    # --- vectors ----------

    def unembedded(self, limit: int) -> list[tuple[str, str]]:
        """(number, text to embed) of records without a vector, those with an abstract first."""
        statement = (
            select(patents.c.number, patents.c.title, patents.c.abstract)
            .where(patents.c.embedded.is_(False))
            .order_by(patents.c.abstract == "", patents.c.row)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [(row.number, f"{row.title}\n{row.abstract}".strip()) for row in connection.execute(statement)]

    def waiting(self) -> int:
        """How many records have no vector yet."""
        statement = select(func.count()).select_from(patents).where(patents.c.embedded.is_(False))
        with self._database.read() as connection:
            return int(connection.execute(statement).scalar_one())

    def mark_embedded(self, numbers: Sequence[str]) -> None:
        with self._database.write() as connection:
            for at in range(0, len(numbers), LOOKUP):
                part = numbers[at : at + LOOKUP]
                connection.execute(update(patents).where(patents.c.number.in_(part)).values(embedded=True))

    # --- writing ----------

    def _write(self, connection: Connection, new: list[_Held], changed: list[_Held], now: datetime) -> None:
        if new:
            connection.execute(insert(patents), [_columns(one, now) for one in new])
        if changed:
            rows = [{"at": one.row} for one in changed]
            for statement in (
                delete(patent_names).where(patent_names.c.patent_row == text(":at")),
                delete(patent_classes).where(patent_classes.c.patent_row == text(":at")),
            ):
                connection.execute(statement, rows)
            connection.execute(text("DELETE FROM patent_words WHERE rowid = :at"), rows)
            for one in changed:
                connection.execute(update(patents).where(patents.c.row == one.row).values(**_columns(one, now)))
        entries = [*new, *changed]
        for table, rows in ((patent_names, _names(entries)), (patent_classes, _classes(entries))):
            if rows:
                connection.execute(insert(table), rows)
        words = [
            {"row": one.row, "words": " ".join(terms(f"{one.record.title} {one.record.abstract}"))} for one in entries
        ]
        if words:
            connection.execute(text("INSERT INTO patent_words(rowid, words) VALUES (:row, :words)"), words)


def _held(connection: Connection, stems: set[str]) -> dict[str, list[_Held]]:
    found: dict[str, list[_Held]] = {}
    wanted = sorted(stems)
    for at in range(0, len(wanted), LOOKUP):
        rows = connection.execute(select(patents).where(patents.c.stem.in_(wanted[at : at + LOOKUP])))
        for row in rows:
            found.setdefault(row.stem, []).append(_Held(row.row, record_of(row)))
    return found


def _same(held: list[_Held], number: str) -> _Held | None:
    """The held record that is this publication: of the same kind, or of an unknown kind where just one can be meant."""
    kind = _kind(number)
    exact = [one for one in held if _kind(one.record.number) == kind]
    if exact:
        return exact[0]
    open_ones = [one for one in held if kind is None or one.record.kind_code is None]
    return open_ones[0] if len(open_ones) == 1 and (kind is not None or len(held) == 1) else None


def _merged(old: PatentRecord, new: PatentRecord) -> PatentRecord:
    """What both know. Of the same set the newer word counts, of another only where nothing was known."""
    before, after = asdict(old), asdict(new)
    own = old.source == new.source
    kept = {name: value if (value and (own or not before[name])) else before[name] for name, value in after.items()}
    longer = max(old.number, new.number, key=len)
    return replace(old, **kept | {"number": longer, "source": old.source, "lang": new.lang if own else old.lang})


def _stem(number: str) -> str:
    return _read(number).stem


def _kind(number: str) -> str | None:
    return _read(number).kind


def _read(number: str) -> Number:
    read = read_number(number)
    if read is None:
        raise ValueError(f"not a normalised publication number: {number}")
    return read


def _rank(record: PatentRecord) -> tuple[bool, str]:
    """The patent before its application; then the newest."""
    return (record.kind_code or "")[:1] in ("B", "C", "E", "S"), record.published or ""


def record_of(row: Row[Any]) -> PatentRecord:
    """A row of the table as a record."""
    held = row._mapping
    values = {field: held[field] for field in FIELDS}
    return PatentRecord(**values | {name: tuple(values[name]) for name in LISTS})


def _columns(entry: _Held, now: datetime) -> dict[str, Any]:
    record = entry.record
    number = _read(record.number)
    filed = record.application_number
    return {
        **{field: getattr(record, field) for field in FIELDS},
        **{name: list(getattr(record, name)) for name in LISTS},
        "row": entry.row, "stem": number.stem, "kind_code": number.kind, "added_at": now, "embedded": False,
        "application_key": read_application(filed) if filed else None,
    }  # fmt: skip


def _names(entries: list[_Held]) -> list[dict[str, Any]]:
    rows: dict[tuple[int, str, str], str] = {}
    for one in entries:
        for role, written in (("applicant", one.record.applicants), ("inventor", one.record.inventors)):
            for name in written:
                rows.setdefault((one.row, role, folded(name)), name)
    return [
        {"patent_row": row, "role": role, "name": name, "written": as_written}
        for (row, role, name), as_written in rows.items()
    ]


def _classes(entries: list[_Held]) -> list[dict[str, Any]]:
    return [
        {"patent_row": one.row, "symbol": symbol, "scheme": scheme}
        for one in entries
        for scheme, symbols in (("ipc", one.record.ipc), ("cpc", one.record.cpc))
        for symbol in dict.fromkeys(symbols)
    ]
