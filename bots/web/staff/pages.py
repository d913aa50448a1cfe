"""The staff side of the web server: what it works on, and its routers put together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, FastAPI

from assistant.accounts.staff import Accounts
from bots.web.seams import Centre

from . import sign_in
from .shell import Shell

StaffRouter = Callable[[Shell], APIRouter]


@dataclass(frozen=True, slots=True)
class Staff:
    """What the staff pages work on."""

    accounts: Accounts
    clock: Callable[[], datetime]


def serve_staff(app: FastAPI, staff: Staff, centre: Centre, more: Sequence[StaffRouter]) -> Shell:
    """Mounts the sign-in, open to everybody, and the pages behind it."""
    shell = Shell(staff.accounts, centre, staff.clock)
    app.include_router(sign_in.router(shell, staff.accounts))
    for make in more:
        shell.mount(app, make(shell))
    return shell
