"""`ipsteward staff`: the accounts of those who sign in to the staff pages."""

import sys

import click

from assistant.telling import weekday_label
from bots.commands.options import Decorated, as_json, open_app, print_json
from bots.commands.tables import console, row, table
from knowledge.errors import Lang
from knowledge.terminal import reader_lang
from knowledge.times import clock_now

WORDS: dict[Lang, dict[str, str]] = {
    "zh": {
        "added": "{name}：账号已添加。", "set": "{name}：新密码已设好。", "disabled": "{name}：账号已停用。",
        "heads": "名称 创建时间 停用时间", "prompt": "密码", "again": "再输入一次",
        "no_terminal": "这里不能输入密码；请在终端里运行，或加 --password-stdin 从标准输入读取第一行。",
    },
    "en": {
        "added": "{name}: added.", "set": "{name}: the new password is set.", "disabled": "{name}: disabled.",
        "heads": "name since disabled", "prompt": "Password", "again": "Repeat for confirmation",
        "no_terminal": "No password can be typed here; run it in a terminal, or pipe it in with --password-stdin.",
    },
}  # fmt: skip


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
    click.echo(WORDS[reader_lang()]["added"].format(name=account.name))
    return 0


@staff.command()
@click.argument("name")
@takes_password
def password(name: str, password_stdin: bool) -> int:
    """A new password; it opens a disabled or locked account again and ends its sign-ins."""
    open_app().accounts.set_password(name, _password(password_stdin))
    click.echo(WORDS[reader_lang()]["set"].format(name=name))
    return 0


@staff.command()
@click.argument("name")
def disable(name: str) -> int:
    """No sign-in any more; those that are open end."""
    app = open_app()
    app.accounts.disable(name, clock_now(app.settings.zone))
    click.echo(WORDS[reader_lang()]["disabled"].format(name=name))
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
    made = table(*WORDS[reader_lang()]["heads"].split())
    for one in found:
        since, until = one.created_at.astimezone(app.settings.zone), one.disabled_at
        shown = weekday_label(until.astimezone(app.settings.zone), reader_lang()) if until else ""
        row(made, one.name, weekday_label(since, reader_lang()), shown)
    console().print(made)
    return 0


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    words = WORDS[reader_lang()]
    if not sys.stdin.isatty():
        raise click.UsageError(words["no_terminal"])
    return click.prompt(words["prompt"], hide_input=True, confirmation_prompt=words["again"])
