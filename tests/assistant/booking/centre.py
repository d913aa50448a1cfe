"""A small centre for the booking tests: rows of a catalog, one service and one adviser unless more are asked for."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Table, insert, select

from assistant.booking.bookings import Bookings
from assistant.booking.model import slot_id
from assistant.booking.occupancy import grain_of
from knowledge.database import Database
from knowledge.tables import absences, advisers, claims, holidays, organizations, services

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEKLY = "mon 09:00-12:00; tue 09:00-12:00; wed 09:00-12:00; thu 09:00-12:00; fri 09:00-12:00"


def at(text: str, zone: str = "Asia/Shanghai") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


NINE, TEN, ELEVEN = (slot_id("svc", "ann", at(f"2026-11-25T{hour}:00")) for hour in ("09", "10", "11"))
THURSDAY = slot_id("svc", "ann", at("2026-11-26T09:00"))
LATER = timedelta(minutes=10)


def add(database: Database, table: Table, **values: Any) -> None:
    with database.write() as connection:
        connection.execute(insert(table).values(**values))


def add_service(database: Database, name: str = "svc", **values: Any) -> None:
    row = {"organization_id": "org", "kind": "consultation", "minutes": 60, "mode": "onsite"} | values
    add(database, services, id=name, **row)


def add_adviser(database: Database, name: str = "ann", **values: Any) -> None:
    row = {"organization_id": "org", "time_zone": "Asia/Shanghai", "weekly": WEEKLY} | values
    add(database, advisers, id=name, **row)


def add_organization(database: Database, name: str = "org", **values: Any) -> None:
    add(database, organizations, id=name, kind="service_centre", **values)


def add_absence(database: Database, starts: datetime, ends: datetime, adviser: str = "ann") -> None:
    add(database, absences, adviser_id=adviser, starts=starts, ends=ends)


def add_holiday(database: Database, day: str, state: str, country: str = "CN") -> None:
    add(database, holidays, country=country, date=day, state=state)


def small_centre(database: Database, adviser: dict[str, Any] | None = None, **service: Any) -> None:
    """One organization, service `svc` and adviser `ann`."""
    add_organization(database)
    add_service(database, **service)
    add_adviser(database, **adviser or {})


def claimed(database: Database) -> list[tuple[str, int, int]]:
    """Adviser, grain and seat of every claim."""
    with database.read() as connection:
        rows = connection.execute(select(claims.c.adviser_id, claims.c.grain, claims.c.seat))
        return sorted((row.adviser_id, row.grain, row.seat) for row in rows)


def grains_between(starts: datetime, ends: datetime) -> list[int]:
    return list(range(grain_of(starts), grain_of(ends)))


def wednesday(book: Bookings, now: datetime, **who: Any) -> list[str]:
    free = book.free("svc", at("2026-11-25T00:00"), at("2026-11-26T00:00"), now, **who)
    return [f"{slot.starts:%H:%M}" for slot in free]


def booked(book: Bookings, slot: str, visitor: str, now: datetime) -> str:
    proposal = book.propose(slot, "topic", visitor, f"s-{visitor}", now)
    return book.confirm(proposal.id, visitor, now).id
