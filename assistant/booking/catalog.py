"""What the booking rules read from the catalog's tables."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from assistant.errors import ServiceUnknown
from knowledge.hours import parse_weekly
from knowledge.tables import absences, advisers, holidays, organizations, services

from .calendars import Overrides, country_of
from .desk import Adviser, Desk, Service

Span = tuple[datetime, datetime]
Days = tuple[date | None, date | None]


def load_desk(connection: Connection, service_id: str, adviser_id: str | None = None, *, lock: bool = False) -> Desk:
    """The service with its advisers, or with the one named.

    With `lock` others who write for the same service or advisers wait, where the database has more than one writer:
    limits are counted, and a count holds only as long as nobody else adds. Raises ServiceUnknown.
    """
    query = select(services).where(services.c.id == service_id)
    row = connection.execute(query.with_for_update() if lock else query).first()
    if row is None:
        raise ServiceUnknown(service=service_id)
    service = _service(row)
    found = select(advisers).order_by(advisers.c.id)
    if adviser_id is not None:
        found = found.where(advisers.c.id == adviser_id)
    rows = [row for row in connection.execute(found.with_for_update() if lock else found) if _gives(row, service)]
    return Desk(service, {adviser.id: adviser for adviser in _advisers(connection, service, rows)})


def _service(row: Row[Any]) -> Service:
    return Service(
        id=row.id,
        organization_id=row.organization_id,
        minutes=row.minutes,
        before=timedelta(minutes=row.buffer_before_minutes),
        after=timedelta(minutes=row.buffer_minutes),
        seats=row.seats,
        by_staff=row.approval == "staff",
        min_notice_hours=row.min_notice_hours,
        max_days_ahead=row.max_days_ahead,
        per_visitor_open=row.per_visitor_open,
    )


def _gives(row: Row[Any], service: Service) -> bool:
    if row.services:
        return service.id in row.services
    return bool(row.organization_id == service.organization_id)


def _advisers(connection: Connection, service: Service, rows: list[Row[Any]]) -> Iterable[Adviser]:
    away = _absences(connection, [row.id for row in rows])
    valid = _validity(connection, {service.organization_id, *(row.organization_id for row in rows)})
    overrides = _overrides(connection)
    for row in rows:
        yield Adviser(
            id=row.id,
            time_zone=row.time_zone,
            weekly=parse_weekly(row.weekly),
            daily_limit=row.daily_limit,
            weight=row.weight,
            absences=tuple(away[row.id]),
            valid=tuple(valid[one] for one in {service.organization_id, row.organization_id} if one in valid),
            overrides=overrides[country_of(row.time_zone)],
        )


def _absences(connection: Connection, adviser_ids: list[str]) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = defaultdict(list)
    for row in connection.execute(select(absences).where(absences.c.adviser_id.in_(adviser_ids))):
        found[row.adviser_id].append((row.starts, row.ends))
    return found


def _validity(connection: Connection, organization_ids: set[str]) -> dict[str, Days]:
    rows = connection.execute(select(organizations).where(organizations.c.id.in_(organization_ids)))
    return {row.id: (_day(row.valid_from), _day(row.valid_to)) for row in rows}


def _overrides(connection: Connection) -> dict[str | None, Overrides]:
    found: dict[str | None, dict[date, str]] = defaultdict(dict)
    for row in connection.execute(select(holidays)):
        found[row.country.upper()][date.fromisoformat(row.date)] = row.state
    return defaultdict(dict, found)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
