"""A whole store into another, empty one: from SQLite to PostgreSQL or back. Words are indexed anew on the way."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar

from sqlalchemy import Connection, Row, Table, func, insert, select, text, update

from . import lexical
from .database import Database
from .errors import Fault, Lang
from .patents.words import PATENT_WORDS
from .tables import facts, metadata, passages, patents

PART = 1000
Told = Callable[[str, int, int], None]


class StoreNotEmpty(Fault):
    code = "store_not_empty"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "目标数据库 {where} 里已有数据（表 {table}）；请换一个空的数据库。",
        "en": "The database {where} holds data already (table {table}); name an empty one.",
    }


def move(source: Database, target: Database, told: Told) -> None:
    """Copies all rows. Vectors are to be filled afterwards, which the copied cache makes quick.

    `told` hears (table, rows done, rows in all). One transaction reads and one writes: whole or not at all.
    Raises StoreNotEmpty.
    """
    with source.read() as before, target.write() as after:
        _empty(after)
        for table in metadata.sorted_tables:
            total = before.execute(select(func.count()).select_from(table)).scalar_one()
            done = 0
            for rows in _parts(before, table):
                after.execute(insert(table), [row._asdict() for row in rows])
                _index(after, table, rows)
                done += len(rows)
                told(table.name, done, total)
        for table in (passages, patents):
            after.execute(update(table).values(embedded=False))
        if target.on_postgres:
            _count_on(after)


def _empty(connection: Connection) -> None:
    for table in metadata.sorted_tables:
        if connection.execute(select(table).limit(1)).first() is not None and table is not facts:
            raise StoreNotEmpty(where=connection.engine.url.render_as_string(), table=table.name)
    connection.execute(facts.delete())


def _parts(connection: Connection, table: Table) -> Iterator[Sequence[Row[Any]]]:
    statement = select(table).order_by(*table.primary_key.columns)
    yield from connection.execute(statement.execution_options(yield_per=PART)).partitions()


def _index(connection: Connection, table: Table, rows: Sequence[Row[Any]]) -> None:
    if table is passages:
        lexical.add(connection, [(row.row, lexical.indexed_text(row.context, row.text)) for row in rows])
    elif table is patents:
        found = [(row.row, "\n".join(part for part in (row.title, row.abstract) if part)) for row in rows]
        lexical.add(connection, found, PATENT_WORDS)


def _count_on(connection: Connection) -> None:
    """PostgreSQL's counters go on behind the numbers that were copied."""
    for table in metadata.sorted_tables:
        for column in table.primary_key.columns:
            name = connection.execute(
                text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": column.name}
            ).scalar()
            if name is not None:
                connection.execute(select(func.setval(name, func.coalesce(func.max(column), 0) + 1, False)))
