"""The staff side of the web server: what it works on, and its routers put together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, FastAPI

from assistant.accounts.staff import Accounts
from assistant.booking.bookings import Bookings
from assistant.stewards.cases import Cases
from bots.web.pulse import Pulse
from bots.web.seams import Centre
from knowledge.catalog import Catalog

from . import bookings, cases, sign_in
from .shell import Shell

StaffRouter = Callable[[Shell], APIRouter]


@dataclass(frozen=True, slots=True)
class People:
    """Conversations that go to a person; `look()` differs from the look before when something happened in one."""

    cases: Cases
    look: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Office:
    """What is booked, and with whom; days and weeks are those of `zone`."""

    bookings: Bookings
    catalog: Catalog
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Staff:
    """Who may sign in; with an `office` the cases and bookings are among the pages."""

    accounts: Accounts
    clock: Callable[[], datetime]
    office: Office | None = None


def serve_staff(
    app: FastAPI, staff: Staff, people: People | None, pulse: Pulse | None, centre: Centre, more: Sequence[StaffRouter]
) -> Shell:
    """Mounts the sign-in, open to everybody, and the pages behind it."""
    shell = Shell(staff.accounts, centre, staff.clock)
    app.state.shell = shell
    app.include_router(sign_in.router(shell, staff.accounts))
    if office := staff.office:
        if people is not None and pulse is not None:
            shell.mount(app, cases.router(shell, people.cases, pulse, office.catalog, office.zone))
        shell.mount(app, bookings.router(shell, office.bookings, office.catalog, office.zone))
    for make in more:
        shell.mount(app, make(shell))
    return shell
