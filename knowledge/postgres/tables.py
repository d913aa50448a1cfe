"""Tables that only PostgreSQL has (words, vectors, the memory of conversations); texts that sort as elsewhere."""

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from ..errors import DatabaseLacksVector
from .engine import shown

WORDS = ("passage", "patent")

WORD_TABLES = """
CREATE TABLE {0}_words (
    row integer PRIMARY KEY,
    length integer NOT NULL,
    terms text[] NOT NULL
);
CREATE TABLE {0}_vocabulary (
    term text COLLATE "C" NOT NULL,
    block integer NOT NULL,
    rows integer NOT NULL,
    postings bigint[] NOT NULL,
    PRIMARY KEY (term, block) INCLUDE (rows)
);
INSERT INTO word_totals VALUES ('{0}_words', 0, 0);
CREATE TABLE {0}_vectors (
    id text COLLATE "C" PRIMARY KEY,
    vector vector NOT NULL
);
"""
OTHERS = """
CREATE TABLE checkpoints (
    thread text NOT NULL,
    ns text NOT NULL,
    id text COLLATE "C" NOT NULL,
    parent text,
    kind text NOT NULL,
    body bytea NOT NULL,
    about bytea NOT NULL,
    PRIMARY KEY (thread, ns)
);
CREATE TABLE checkpoint_writes (
    thread text NOT NULL,
    ns text NOT NULL,
    checkpoint text COLLATE "C" NOT NULL,
    task text NOT NULL,
    place integer NOT NULL,
    channel text NOT NULL,
    kind text,
    value bytea,
    PRIMARY KEY (thread, ns, checkpoint, task, place)
);
CREATE TABLE word_totals (words text PRIMARY KEY, rows bigint NOT NULL, length bigint NOT NULL);
"""

UNSORTED = """
SELECT c.relname AS "table", a.attname AS "column", format_type(a.atttypid, a.atttypmod) AS kind
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
  AND a.attcollation = '"default"'::regcollation
ORDER BY 1, a.attnum
"""


def create(connection: Connection) -> None:
    for statements in (OTHERS, *(WORD_TABLES.format(words) for words in WORDS)):
        for statement in statements.strip().split(";\n"):
            connection.execute(text(statement))


def need_vector(connection: Connection) -> None:
    """Has the extension in the database. Raises DatabaseLacksVector."""
    try:
        with connection.begin_nested():
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS vector"))
    except DBAPIError as error:
        why = next(iter(str(error.orig).strip().splitlines()), "")
        raise DatabaseLacksVector(where=shown(connection.engine.url), why=why) from error


def sort_by_code_point(connection: Connection) -> None:
    """Gives every text column the collation "C": names, dates and symbols compare as SQLite and Python compare them."""
    tables: dict[str, list[str]] = {}
    for row in connection.execute(text(UNSORTED)):
        change = f'ALTER COLUMN "{row.column}" TYPE {row.kind} COLLATE "C"'
        tables.setdefault(row.table, []).append(change)
    for table, changes in tables.items():
        connection.execute(text(f'ALTER TABLE "{table}" {", ".join(changes)}'))
