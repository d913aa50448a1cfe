"""The command `ipsteward`: each command's module is imported when it is called, so that --help is quick."""

import importlib
import logging
import os
import signal
import sys

import click

from bots.menu import COMMANDS
from bots.misuse import broken, stopped, told
from knowledge.errors import Fault
from knowledge.terminal import reader_lang
from knowledge.version import VERSION

ABOUT_ZH = "企业知识产权咨询的对话助手：回答注明出处，预约经本人确认；支持中文和英文。"


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

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        prefix = "用法：" if reader_lang() == "zh" else None
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if reader_lang() == "en":
            return super().format_help_text(ctx, formatter)
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(ABOUT_ZH)
        return None

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if reader_lang() == "en":
            return super().format_options(ctx, formatter)
        with formatter.section("选项"):
            formatter.write_dl([("--version", "显示版本后结束。"), ("-h, --help", "显示这份说明后结束。")])
        return self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        zh = reader_lang() == "zh"
        with formatter.section("命令" if zh else "Commands"):
            formatter.write_dl([(name, chinese if zh else english) for name, (_, chinese, english) in COMMANDS.items()])


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
