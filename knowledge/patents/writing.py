"""Records into the tables: one transaction a batch, short enough that a booking beside it does not wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from .. import lexical
from ..database import Database
from ..embed import content_hash
from ..listing import among
from ..tables import facts, patent_classes, patent_names, patents
from .merging import merged
from .model import PatentRecord
from .names import folded
from .numbers import application_key, parsed
from .words import PATENT_WORDS

BATCH = 1000
GENERATION = "patents_generation"
LISTS = ("applicants", "inventors", "ipc", "cpc")


@dataclass(slots=True)
class Written:
    """What a batch did; `conflicts` are places in it of records whose number is another invention's."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    conflicts: tuple[int, ...] = ()


def write(database: Database, batch: Sequence[PatentRecord], seen: set[str], now: datetime) -> Written:
    """Adds or merges a batch. `seen` holds the identities of this import so far and grows.

    Rows keep their order; a number that comes twice in a batch is merged with itself first.
    """
    done, conflicts = Written(), list[int]()
    with database.write() as connection:
        held = _held(connection, [identity(record) for record in batch])
        now_known: dict[str, PatentRecord] = {key: record for key, (_, record) in held.items()}
        touched: dict[str, None] = {}
        for at, record in enumerate(batch):
            key = identity(record)
            before = now_known.get(key)
            if before is None:
                now_known[key] = record
                done.added += 1
                touched[key] = None
            else:
                outcome = merged(before, record, again=key in seen)
                if outcome.conflict:
                    conflicts.append(at)
                elif outcome.record == before:
                    done.unchanged += 1
                else:
                    now_known[key] = outcome.record
                    done.updated += 1
                    touched[key] = None
            seen.add(key)
        _store(connection, {key: now_known[key] for key in touched}, held, now)
    done.conflicts = tuple(conflicts)
    return done


def identity(record: PatentRecord) -> str:
    number = parsed(record.number)
    return number.identity if number else record.number


def embedded_text(record: PatentRecord) -> str:
    return "\n".join(part for part in (record.title, record.abstract) if part)


def record_of(row: Any) -> PatentRecord:
    """A row of `patents` as a record."""
    values = {name: getattr(row, name) for name in PatentRecord.__slots__}
    return PatentRecord(**values | {name: tuple(values[name]) for name in LISTS})


def _held(connection: Connection, keys: Sequence[str]) -> dict[str, tuple[int, PatentRecord]]:
    statement = select(patents).where(patents.c.identity.in_(among(connection, keys)))
    return {row.identity: (row.row, record_of(row)) for row in connection.execute(statement)}


def _store(
    connection: Connection, records: dict[str, PatentRecord], held: dict[str, tuple[int, PatentRecord]], now: datetime
) -> None:
    first = int(connection.execute(select(func.coalesce(func.max(patents.c.row), 0))).scalar_one()) + 1
    new = [key for key in records if key not in held]
    rows = {key: first + at for at, key in enumerate(new)} | {key: held[key][0] for key in records if key in held}
    if new:
        connection.execute(insert(patents), [_values(key, rows[key], records[key], now) for key in new])
    changed = [key for key in records if key in held]
    for key in changed:
        _update(connection, key, rows[key], records[key], held[key][1], now)
    gone = [rows[key] for key in changed]
    for table in (patent_names, patent_classes):
        if gone:
            connection.execute(delete(table).where(table.c.patent_row.in_(among(connection, gone, "integer"))))
    lexical.remove(connection, gone, PATENT_WORDS)
    lexical.add(connection, [(rows[key], embedded_text(record)) for key, record in records.items()], PATENT_WORDS)
    _facets(connection, {rows[key]: record for key, record in records.items()})
    if records:
        _touch(connection)


def _values(key: str, row: int, record: PatentRecord, now: datetime) -> dict[str, Any]:
    number = parsed(record.number)
    own = {name: getattr(record, name) for name in PatentRecord.__slots__}
    return own | {name: list(own[name]) for name in LISTS} | {
        "row": row, "identity": key, "stem": number.stem if number else record.number,
        "application_key": application_key(record.application_number, record.country),
        "published": record.published, "content_hash": content_hash(embedded_text(record)), "embedded": False,
        "added_at": now,
    }  # fmt: skip


def _update(
    connection: Connection, key: str, row: int, record: PatentRecord, before: PatentRecord, now: datetime
) -> None:
    values = _values(key, row, record, now)
    if embedded_text(record) == embedded_text(before):
        del values["embedded"]
    del values["added_at"]
    connection.execute(update(patents).where(patents.c.row == bindparam("this")).values(**values), {"this": row})


def _facets(connection: Connection, records: dict[int, PatentRecord]) -> None:
    names: dict[tuple[int, str, str], str] = {}
    classes: dict[tuple[int, str, str], None] = {}
    for row, record in records.items():
        for role, given in (("applicant", record.applicants), ("inventor", record.inventors)):
            for shown in given:
                if folded(shown):
                    names.setdefault((row, role, folded(shown)), shown)
        for scheme, symbols in (("ipc", record.ipc), ("cpc", record.cpc)):
            for symbol in symbols:
                classes[(row, symbol, scheme)] = None
    _insert(connection, "patent_names (patent_row, role, name, shown)", [(*key, one) for key, one in names.items()])
    _insert(connection, "patent_classes (patent_row, symbol, scheme)", list(classes))


def _insert(connection: Connection, into: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Straight to the driver: these are most of the rows of an import."""
    if rows:
        mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
        connection.exec_driver_sql(f"INSERT INTO {into} VALUES ({', '.join(mark for _ in rows[0])})", list(rows))


def _touch(connection: Connection) -> None:
    """Tells every process that what it remembers of the names is old."""
    now = connection.execute(select(facts.c.value).where(facts.c.name == GENERATION)).scalar()
    connection.execute(delete(facts).where(facts.c.name == GENERATION))
    connection.execute(insert(facts).values(name=GENERATION, value=str(int(now or 0) + 1)))
