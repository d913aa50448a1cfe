"""`ipsteward staff`: the accounts of those who sign in to the staff pages."""

import sys

import click
from rich.console import Console
from rich.table import Table

from assistant.telling import weekday_label
from bots.commands.options import Decorated, as_json, open_app, print_json
from knowledge.terminal import reader_lang
from knowledge.times import clock_now


@click.group()
def staff() -> None:
    """Accounts for the staff pages: add, list, password, disable."""


def takes_password(command: Decorated) -> Decorated:
    """The password comes from a prompt or from stdin: what stands in a command line can be read by others."""
    option = "--password-stdin"
    return click.option(option, is_flag=True, help="Read the password from the first line of stdin.")(command)


@staff.command()
@click.argument("name")
@takes_password
def add(name: str, password_stdin: bool) -> int:
    """A new account."""
    app = open_app()
    account = app.accounts.add(name, _password(password_stdin), clock_now(app.settings.zone))
    click.echo(f"{account.name}: added.")
    return 0


@staff.command()
@click.argument("name")
@takes_password
def password(name: str, password_stdin: bool) -> int:
    """A new password; it opens a disabled or locked account again and ends its sign-ins."""
    open_app().accounts.set_password(name, _password(password_stdin))
    click.echo(f"{name}: the new password is set.")
    return 0


@staff.command()
@click.argument("name")
def disable(name: str) -> int:
    """No sign-in any more; those that are open end."""
    app = open_app()
    app.accounts.disable(name, clock_now(app.settings.zone))
    click.echo(f"{name}: disabled.")
    return 0


@staff.command("list")
@as_json
def list_accounts(as_json: bool) -> int:
    """All accounts."""
    app = open_app()
    found = app.accounts.every()
    if as_json:
        rows = [
            {"name": one.name, "created_at": one.created_at.isoformat(), "disabled": one.disabled_at is not None}
            for one in found
        ]
        print_json({"staff": rows})
        return 0
    table = Table("name", "since", "disabled")
    for one in found:
        since, until = one.created_at.astimezone(app.settings.zone), one.disabled_at
        shown = weekday_label(until.astimezone(app.settings.zone), reader_lang()) if until else ""
        table.add_row(one.name, weekday_label(since, reader_lang()), shown)
    Console().print(table)
    return 0


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return click.prompt("Password", hide_input=True, confirmation_prompt=True)
