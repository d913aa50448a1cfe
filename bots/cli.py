"""The command `ipsteward`: each command's module is imported when it is called, so that --help is quick."""

import importlib
import logging
import os
import signal
import sys

import click

from bots.misuse import broken, stopped, told
from knowledge.errors import Fault
from knowledge.terminal import reader_lang
from knowledge.version import VERSION

COMMANDS = {
    "demo": ("bots.commands.demo:demo", "fill an empty home with the sample centre and open the web chat"),
    "ingest": ("bots.commands.ingest:ingest", "index documents: new, changed, unchanged, removed"),
    "worker": ("bots.commands.queued:worker", "do queued ingests (PostgreSQL), beside other workers"),
    "docs": ("bots.commands.docs:docs", "documents and their versions: list, show, history, diff, rollback, remove"),
    "watch": ("bots.commands.watch:watch", "folders and addresses read on a schedule; changes that wait for staff"),
    "search": ("bots.commands.search:search", "look passages up, as the assistant does"),
    "ask": ("bots.commands.talk:ask", "ask one question"),
    "chat": ("bots.commands.talk:chat", "talk in the terminal, or play a script"),
    "serve": ("bots.commands.serve:serve", "web chat and HTTP API"),
    "telegram": ("bots.commands.telegram:telegram", "answer on Telegram, by polling"),
    "catalog": ("bots.commands.catalog:catalog", "organizations, services, advisers, hours, programmes"),
    "bookings": ("bots.commands.bookings:bookings", "what is booked: list, show, approve, decline, cancel"),
    "slots": ("bots.commands.bookings:slots", "free times of a service"),
    "staff": ("bots.commands.staff:staff", "accounts for the staff pages: add, list, password, disable"),
    "reviews": ("bots.commands.reviews:reviews", "what reviewers said of replies: export"),
    "patents": ("bots.commands.patents:patents", "the patent index: import, search, show, landscape, embed"),
    "move": ("bots.commands.move:move", "the home's database into PostgreSQL"),
    "eval": ("evals.commands:evaluate", "measure retrieval and dates"),
}


class LazyGroup(click.Group):
    """Lists its commands without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """click looks for near names only among commands that it holds itself."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.exceptions.NoSuchCommand(args[0], possibilities=COMMANDS, ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, told) for name, (_, told) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="ipsteward")
def cli() -> None:
    """A conversational assistant for enterprise IP guidance: cited answers and confirmed bookings, zh and en."""


def main() -> None:
    """Runs a command; a fault is one sentence on stderr and exit status 2, never a traceback."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # unwinds: locks and folders are left
    logging.basicConfig(stream=sys.stderr)  # the level follows with the settings
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # pyrefly: ignore[missing-attribute]
    try:
        status = cli(standalone_mode=False)
    except Fault as fault:
        click.echo(f"ipsteward: {fault.told(reader_lang())}", err=True)
        sys.exit(2)
    except click.ClickException as wrong:
        click.echo(told(wrong, reader_lang()), err=True)
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo(f"\n{stopped(reader_lang())}", err=True)
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        logging.getLogger("ipsteward").debug("failed", exc_info=True)
        click.echo(broken(error, reader_lang()), err=True)
        sys.exit(2)
    sys.exit(status if isinstance(status, int) else 0)


if __name__ == "__main__":
    main()
