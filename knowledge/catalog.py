"""The catalog as the store holds it: organizations, services, advisers, events, programmes, aliases."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Table, select

from . import tables
from .database import Database
from .errors import Lang

GENERATION = "catalog_generation"  # the fact that an import raises, so that other processes read anew


def _in(lang: Lang, zh: str, en: str) -> str:
    """The words in the reader's language, else in the other one: a catalog may fill in one alone."""
    return (zh or en) if lang == "zh" else (en or zh)


@dataclass(frozen=True, slots=True)
class Organization:
    id: str
    kind: str
    name_zh: str
    name_en: str
    alliances: tuple[str, ...] = ()
    park: str = ""
    address_zh: str = ""
    address_en: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    phone: str = ""
    email: str = ""
    hours_zh: str = ""
    hours_en: str = ""
    matters: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    website: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def name(self, lang: Lang) -> str:
        return _in(lang, self.name_zh, self.name_en)

    def address(self, lang: Lang) -> str:
        return _in(lang, self.address_zh, self.address_en)

    def hours(self, lang: Lang) -> str:
        return _in(lang, self.hours_zh, self.hours_en)

    def valid(self, on: date) -> bool:
        """Both days are inclusive, and an empty one is open."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Service:
    id: str
    organization_id: str
    kind: str
    name_zh: str
    name_en: str
    minutes: int
    mode: str
    description_zh: str = ""
    description_en: str = ""
    matters: tuple[str, ...] = ()
    price_cny: Decimal | None = None
    documents_zh: tuple[str, ...] = ()
    documents_en: tuple[str, ...] = ()
    programme_id: str | None = None
    approval: str = "auto"
    min_notice_hours: int | None = None
    max_days_ahead: int | None = None
    per_visitor_open: int | None = None
    buffer_before_minutes: int = 0
    buffer_minutes: int = 0
    seats: int = 1
    intake_zh: str = ""
    intake_en: str = ""

    def name(self, lang: Lang) -> str:
        return _in(lang, self.name_zh, self.name_en)

    def description(self, lang: Lang) -> str:
        return _in(lang, self.description_zh, self.description_en)

    def documents(self, lang: Lang) -> tuple[str, ...]:
        return (self.documents_zh or self.documents_en) if lang == "zh" else (self.documents_en or self.documents_zh)

    def intake(self, lang: Lang) -> tuple[str, ...]:
        """What to ask when somebody books, question by question."""
        asked = _in(lang, self.intake_zh, self.intake_en).split(";")
        return tuple(question.strip() for question in asked if question.strip())


@dataclass(frozen=True, slots=True)
class Adviser:
    id: str
    organization_id: str
    label_zh: str
    label_en: str
    time_zone: str
    weekly: str
    services: tuple[str, ...] = ()
    ipc: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    park: str = ""
    daily_limit: int | None = None
    weight: int = 1

    def name(self, lang: Lang) -> str:
        return _in(lang, self.label_zh, self.label_en)

    def serves(self, service: Service) -> bool:
        """An adviser who names no service serves all of the organization's."""
        return service.id in self.services or (not self.services and service.organization_id == self.organization_id)


@dataclass(frozen=True, slots=True)
class Event:
    """`starts` and `ends` are in the event's own time zone."""

    id: str
    organization_id: str
    name_zh: str
    name_en: str
    starts: datetime
    ends: datetime
    time_zone: str
    seats: int
    language: str = ""
    place_zh: str = ""
    place_en: str = ""
    matters: tuple[str, ...] = ()

    def name(self, lang: Lang) -> str:
        return _in(lang, self.name_zh, self.name_en)

    def place(self, lang: Lang) -> str:
        return _in(lang, self.place_zh, self.place_en)


@dataclass(frozen=True, slots=True)
class Programme:
    """`body` is the whole entry of the file, as CONTRACTS describes it."""

    id: str
    kind: str
    body: Mapping[str, Any]
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def park(self) -> str:
        return str(self.body.get("park") or "")

    @property
    def criteria(self) -> tuple[Mapping[str, Any], ...]:
        return tuple(self.body.get("criteria") or ())

    def name(self, lang: Lang) -> str:
        return _in(lang, str(self.body.get("name_zh") or ""), str(self.body.get("name_en") or ""))


@dataclass(frozen=True, slots=True)
class _Shelf:
    """One generation of the catalog, read as a whole."""

    generation: int
    organizations: dict[str, Organization] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    advisers: dict[str, Adviser] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    programmes: dict[str, Programme] = field(default_factory=dict)
    aliases: tuple[tuple[str, str], ...] = ()


class Catalog:
    """Reads of the catalog. A call costs one look at the generation number; all else is read once a generation."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._shelf: _Shelf | None = None
        self._filling = threading.Lock()

    def generation(self) -> int:
        """A number that each import raises; 0 before the first."""
        with self._database.read() as connection:
            return _generation(connection)

    def is_empty(self) -> bool:
        shelf = self._current()
        return not (shelf.organizations or shelf.services or shelf.events or shelf.programmes)

    def organizations(self, on: date | None = None) -> tuple[Organization, ...]:
        """In the order of their ids; with `on` only those valid that day."""
        return tuple(each for each in self._current().organizations.values() if on is None or each.valid(on))

    def organization(self, organization_id: str) -> Organization | None:
        return self._current().organizations.get(organization_id)

    def services(self, on: date | None = None) -> tuple[Service, ...]:
        """In the order of their ids; with `on` only those of organizations valid that day."""
        shelf = self._current()
        open_ones = {each.id for each in shelf.organizations.values() if on is None or each.valid(on)}
        return tuple(each for each in shelf.services.values() if each.organization_id in open_ones)

    def service(self, service_id: str) -> Service | None:
        return self._current().services.get(service_id)

    def advisers(self, service_id: str | None = None) -> tuple[Adviser, ...]:
        """All advisers, or those who serve one service (none for an unknown one)."""
        shelf = self._current()
        if service_id is None:
            return tuple(shelf.advisers.values())
        service = shelf.services.get(service_id)
        return tuple(each for each in shelf.advisers.values() if service is not None and each.serves(service))

    def adviser(self, adviser_id: str) -> Adviser | None:
        return self._current().advisers.get(adviser_id)

    def events(self) -> tuple[Event, ...]:
        """By start."""
        return tuple(sorted(self._current().events.values(), key=lambda event: (event.starts, event.id)))

    def event(self, event_id: str) -> Event | None:
        return self._current().events.get(event_id)

    def programmes(self) -> tuple[Programme, ...]:
        return tuple(self._current().programmes.values())

    def programme(self, programme_id: str) -> Programme | None:
        return self._current().programmes.get(programme_id)

    def aliases(self) -> tuple[tuple[str, str], ...]:
        """Pairs of alias and canonical id, as the centre wrote them."""
        return self._current().aliases

    def parks_of(self, service: Service) -> frozenset[str]:
        """Where a service is given: its organization's park and those of its advisers."""
        shelf = self._current()
        organization = shelf.organizations.get(service.organization_id)
        parks = {each.park for each in shelf.advisers.values() if each.serves(service)}
        return frozenset((parks | {organization.park if organization else ""}) - {""})

    def _current(self) -> _Shelf:
        with self._database.read() as connection:
            shelf = self._shelf
            if shelf is not None and shelf.generation == _generation(connection):
                return shelf
            with self._filling:
                self._shelf = shelf = _read(connection)
            return shelf


def _generation(connection: Connection) -> int:
    found = connection.execute(select(tables.facts.c.value).where(tables.facts.c.name == GENERATION)).scalar()
    return int(found) if found is not None else 0


def _read(connection: Connection) -> _Shelf:
    """A whole catalog; read again if an import came between (PostgreSQL shows each statement the newest rows)."""
    while True:
        before = _generation(connection)
        shelf = _Shelf(
            generation=before,
            organizations={row["id"]: _organization(row) for row in _rows(connection, tables.organizations)},
            services={row["id"]: _service(row) for row in _rows(connection, tables.services)},
            advisers={row["id"]: Adviser(**_plain(row)) for row in _rows(connection, tables.advisers)},
            events={row["id"]: _event(row) for row in _rows(connection, tables.events)},
            programmes={row["id"]: _programme(row) for row in _rows(connection, tables.programmes)},
            aliases=tuple((row["alias"], row["canonical"]) for row in _rows(connection, tables.aliases)),
        )
        if _generation(connection) == before:
            return shelf


def _rows(connection: Connection, table: Table) -> list[dict[str, Any]]:
    return [row._asdict() for row in connection.execute(select(table).order_by(*table.primary_key.columns))]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _number(value: str | None) -> Decimal | None:
    return Decimal(value) if value else None


def _organization(row: dict[str, Any]) -> Organization:
    facts = _plain(row)
    facts |= {name: _number(facts[name]) for name in ("latitude", "longitude")}
    facts |= {name: _day(facts[name]) for name in ("valid_from", "valid_to")}
    return Organization(**facts)


def _service(row: dict[str, Any]) -> Service:
    facts = _plain(row)
    return Service(**facts | {"price_cny": _number(facts["price_cny"])})


def _event(row: dict[str, Any]) -> Event:
    facts = _plain(row)
    zone = ZoneInfo(facts["time_zone"])
    return Event(**{**facts, "starts": facts["starts"].astimezone(zone), "ends": facts["ends"].astimezone(zone)})


def _programme(row: dict[str, Any]) -> Programme:
    return Programme(**row | {"valid_from": _day(row["valid_from"]), "valid_to": _day(row["valid_to"])})
