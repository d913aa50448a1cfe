"""The names in the patent index, held in memory: a few ten thousand, looked through faster than any index of theirs."""

import threading
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from knowledge.patents.names import HAN, folded, names
from knowledge.tables import patent_names, patents

KEPT = 900  # so many names at most stand in one query


@dataclass(frozen=True, slots=True)
class Party:
    """A folded name, as most sources write it, and how many records it stands in."""

    name: str
    written: str
    records: int


class Parties:
    """Read anew when records came in; safe for several threads."""

    def __init__(self) -> None:
        self._version: tuple[int, int] = (-1, -1)
        self._held: dict[str, list[Party]] = {}
        self._reading = threading.Lock()

    def like(self, connection: Connection, role: str, asked: str) -> list[str]:
        """Folded names that hold the asked one: as whole words in Latin script, anywhere in Chinese."""
        wanted = folded(asked)
        if HAN.search(wanted):
            found = [one for one in self._of(connection, role) if wanted in one.name]
        else:
            found = [one for one in self._of(connection, role) if f" {wanted} " in f" {one.name} "]
        return [one.name for one in found[:KEPT]]

    def named_in(self, connection: Connection, said: str) -> list[Party]:
        """Applicants that the words name, those with most records first."""
        plain = folded(said)
        return [one for one in self._of(connection, "applicant") if names(plain, one.name)]

    def _of(self, connection: Connection, role: str) -> list[Party]:
        counted = select(func.count(), func.coalesce(func.max(patents.c.row), 0)).select_from(patents)
        count, last = connection.execute(counted).one()
        with self._reading:
            if (count, last) != self._version:
                self._held, self._version = _read(connection), (count, last)
            return self._held.get(role, [])


def _read(connection: Connection) -> dict[str, list[Party]]:
    count = func.count()
    statement = (
        select(patent_names.c.role, patent_names.c.name, func.min(patent_names.c.written), count)
        .group_by(patent_names.c.role, patent_names.c.name)
        .order_by(count.desc(), patent_names.c.name)
    )
    held: dict[str, list[Party]] = {}
    for role, name, written, records in connection.execute(statement):
        held.setdefault(role, []).append(Party(name, written, records))
    return held
