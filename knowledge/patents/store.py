"""The patent index as everything else sees it: records in, one record, a search, counts, names."""

import threading
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, text

from ..database import Database
from ..embed import Embedder
from ..index import Index
from ..lexical import engine
from ..tables import facts, patents
from .filters import Filter, admitted
from .landscape import landscape
from .model import Landscape, PatentQuery, PatentRecord, PatentsFound
from .names import NameBook
from .numbers import OFFICES, Number, application_key, parsed
from .search import search
from .words import PATENT_WORDS
from .writing import GENERATION, Written, record_of, write


class Patents:
    """Thread-safe; sees what another process imports at its next call."""

    def __init__(self, database: Database, index: Index, embedder: Embedder) -> None:
        self._database = database
        self._index = index
        self._embedder = embedder
        self._lock = threading.Lock()
        self._names: tuple[str, NameBook] | None = None

    def put(self, batch: Sequence[PatentRecord], seen: set[str], now: datetime) -> Written:
        """Adds or merges a batch in one transaction; see `merging.merged` for what replaces what."""
        return write(self._database, batch, seen, now)

    def search(self, query: PatentQuery, limit: int = 10, offset: int = 0) -> PatentsFound:
        with self._database.read() as connection:
            where = self._filter(connection, query)
            return search(connection, self._index, self._embedder, query, where, limit, offset)

    def landscape(self, query: PatentQuery, top: int = 10) -> Landscape:
        with self._database.read() as connection:
            return landscape(connection, query, self._filter(connection, query), top)

    def get(self, number: str) -> PatentRecord | None:
        """The record of a number in any writing; None if it is not in this index.

        Without a kind code a grant is preferred to an application and the newest to older ones. A number with one
        finds that publication, or a record whose source gives no kind. An application number finds what came of it.
        """
        asked = parsed(number)
        if asked is None:
            return None
        with self._database.read() as connection:
            rows = _by_number(connection, asked) or _by_application(connection, number, asked)
            if not rows and not asked.office and asked.serial.isdigit():
                rows = _by_digits(connection, asked)
            return record_of(min(rows, key=_preference)) if rows else None

    def applicants_like(self, text: str, limit: int = 5) -> list[str]:
        """Applicants of the index, as written there, that a text names in whole or in part."""
        with self._database.read() as connection:
            return self._book(connection).named_in(text, limit)

    def count(self) -> int:
        with self._database.read() as connection:
            return connection.execute(select(func.count()).select_from(patents)).scalar_one()

    def without_vectors(self) -> int:
        with self._database.read() as connection:
            statement = select(func.count()).select_from(patents).where(~patents.c.embedded)
            return connection.execute(statement).scalar_one()

    def _filter(self, connection: Connection, query: PatentQuery) -> Filter:
        names = self._book(connection).matching(query.applicant) if query.applicant.strip() else []
        return admitted(connection, query, names)

    def _book(self, connection: Connection) -> NameBook:
        """All applicants' names, read again when an import has changed them."""
        generation = connection.execute(select(facts.c.value).where(facts.c.name == GENERATION)).scalar() or "0"
        with self._lock:
            if self._names is None or self._names[0] != generation:
                rows = connection.execute(
                    text("SELECT name, shown, count(*) AS n FROM patent_names WHERE role = 'applicant' "
                         "GROUP BY name, shown")
                )  # fmt: skip
                self._names = (generation, NameBook(((row.name, row.shown, row.n) for row in rows), self._frequency))
            return self._names[1]

    def _frequency(self, word: str) -> float:
        with self._database.read() as connection:
            total = connection.execute(select(func.count()).select_from(patents)).scalar_one()
            held = engine(connection).counts(connection, PATENT_WORDS, [word]).get(word, 0)
            return held / max(1, total)


def _by_number(connection: Connection, asked: Number) -> list[Any]:
    """Rows of `patents`."""
    rows = connection.execute(select(patents).where(patents.c.stem == asked.stem)).all()
    return _of_kind(rows, asked)


def _of_kind(rows: Sequence[Any], asked: Number) -> list[Any]:
    """Those of the kind that is asked for, else those whose source gives none; all where none is asked for."""
    exact = [row for row in rows if row.kind_code == asked.kind]
    if asked.kind is None:
        return exact or list(rows)
    return exact or [row for row in rows if row.kind_code is None]


def _by_application(connection: Connection, number: str, asked: Number) -> list[Any]:
    key = application_key(number, asked.office)
    return list(connection.execute(select(patents).where(patents.c.application_key == key))) if key else []


def _by_digits(connection: Connection, asked: Number) -> list[Any]:
    """A number without an office: that of the one office which has it, else none, rather than a wrong one."""
    stems = [number.stem for office in OFFICES if (number := parsed(asked.text, office)) is not None]
    rows = connection.execute(select(patents).where(patents.c.stem.in_(stems))).all()
    return _of_kind(rows, asked) if len({row.country for row in rows}) == 1 else []


def _preference(row: Any) -> tuple[bool, bool, str]:
    """Grants first, then the newest: sorts ascending."""
    grant = (row.kind_code or "")[:1] in ("B", "C", "E", "S", "P") or bool(row.grant_date)
    newest = "".join(chr(0x10FFFF - ord(char)) for char in row.published or "")
    return (not grant, not row.published, newest)
