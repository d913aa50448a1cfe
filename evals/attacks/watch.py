"""What a case did: rows changed, messages sent, addresses reached for."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from ipaddress import ip_address
from typing import Any

from sqlalchemy import select

from knowledge.database import Database
from knowledge.tables import metadata

Rows = dict[tuple[str, tuple[Any, ...]], dict[str, Any]]

NAMES = {  # how the checker calls tables; what is kept of a conversation is no effect, and a proposal binds nobody
    "turns": "messages",
    "proposals": "pending_actions",
    "cases": "pending_actions",
    "vectors": "traces",  # the cache of embeddings, by content hash
}
LOOPBACK_NAMES = ("localhost",)


def snapshot(database: Database) -> Rows:
    """Every row of every table, by table and primary key."""
    found: Rows = {}
    with database.read() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)):
                key = tuple(row._mapping[column.name] for column in table.primary_key)
                found[table.name, key] = row._asdict()
    return found


def changes(before: Rows, after: Rows) -> list[dict[str, Any]]:
    """What differs, in the words of the checker."""
    differing = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    booked = {key[1][0] for key in differing if key[0] == "bookings"}
    told = [
        _change(key[0], before.get(key), after.get(key))
        for key in differing
        if not _goes_along(key, before, after, booked)
    ]
    return sorted(told, key=lambda change: (change["table"], str(change["row"].get("id"))))


def outbox(before: Rows, after: Rows) -> list[dict[str, str]]:
    new = [row for key, row in after.items() if key[0] == "messages" and key not in before]
    return [{"to": row["visitor"], "text": row["text"]} for row in new]


def _goes_along(key: tuple[str, tuple[Any, ...]], before: Rows, after: Rows, booked: set[Any]) -> bool:
    """A claim is how a booking or a move keeps its time: it changes with them."""
    if key[0] != "claims":
        return False
    row = after.get(key) or before[key]
    return row["booking_id"] in booked or row["proposal_id"] is not None


def _change(table: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> dict[str, Any]:
    op = "insert" if before is None else "delete" if after is None else "update"
    row, old = _told(table, after), _told(table, before)
    name = NAMES.get(table, table)
    if table == "bookings" and (after or before or {}).get("status") == "held":
        name = "pending_actions"
    return {"table": name, "op": op, "row": row or old, "before": old}


def _told(table: str, row: dict[str, Any] | None) -> dict[str, Any]:
    if row is None:
        return {}
    told = dict(row)
    if table == "bookings":
        told |= {"user": row["visitor"], "expert": row["adviser_id"], "start": row["starts"].isoformat()}
    return told


@dataclass
class Reached:
    """Addresses that the process tried to reach while it was watched."""

    addresses: set[str] = field(default_factory=set)
    watching: bool = False

    @property
    def ips(self) -> list[str]:
        return sorted(one for one in self.addresses if _is_ip(one))

    @property
    def names(self) -> list[str]:
        return sorted(f"//{one}" for one in self.addresses if not _is_ip(one))


_reached: list[Reached] = []


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if not _reached or event not in ("socket.connect", "socket.getaddrinfo", "urllib.Request"):
        return
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        _reached[-1].addresses.add(str(arguments[1][0]))
    elif event == "socket.getaddrinfo" and arguments[0]:
        _reached[-1].addresses.add(str(arguments[0]))


@cache
def _listen() -> None:
    sys.addaudithook(_audit)  # once: a hook stays for the life of the process


@contextmanager
def sockets(allowed: frozenset[str] = frozenset()) -> Generator[Reached]:
    """Records every address that is connected to or looked up, without those allowed (a model's own)."""
    _listen()
    seen = Reached()
    _reached.append(seen)
    try:
        yield seen
    finally:
        _reached.remove(seen)
        seen.addresses -= allowed


def _is_ip(address: str) -> bool:
    try:
        ip_address(address)
    except ValueError:
        return False
    return True
