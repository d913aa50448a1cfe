"""`ipsteward ask` and `ipsteward chat`."""

import sys
from pathlib import Path

import click

from assistant.clock import SetClock
from assistant.errors import QuestionEmpty
from assistant.replies import Reply
from assistant.script import Player
from bots.commands.options import as_json, law, open_app, print_json, region_of, speaker
from bots.console import told
from knowledge.settings import load


@click.command()
@click.argument("question")
@speaker
@law
@as_json
def ask(
    question: str, visitor: str, session: str | None, now: str | None, on: str | None, region: str | None, as_json: bool
) -> int:
    """Ask one question; the answer quotes documents and names them."""
    if not (as_json or question.strip()):  # in the terminal's language; it has none of its own
        raise QuestionEmpty()
    player = _player(visitor, session, now, on, region)
    reply = player.line(question if not question.startswith("/") else " " + question)
    assert reply is not None
    if as_json:
        print_json(reply.as_json())
    elif reply.kind == "error":
        click.echo(f"ipsteward: {reply.text}", err=True)
    else:
        click.echo(told(reply))
    return 2 if reply.kind == "error" else 0


@click.command()
@click.option("--script", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="A visitor turn a line.")
@speaker
@law
@as_json
def chat(
    script: Path | None, visitor: str, session: str | None, now: str | None, on: str | None, region: str | None,
    as_json: bool,
) -> int:  # fmt: skip
    """Talk in the terminal. /pick N, /confirm and /decline press buttons; Ctrl-D ends."""
    player = _player(visitor, session, now, on, region)
    if script is not None:
        player.play(script.read_text("utf-8-sig").splitlines(), lambda reply: _show(reply, as_json))
        return 0
    prompt = sys.stdin.isatty()
    while True:
        try:
            line = input("> " if prompt else "").strip()
        except EOFError:
            return 0
        if line:
            player.play([line], lambda reply: _show(reply, as_json))


def _player(visitor: str, session: str | None, now: str | None, on: str | None, region: str | None) -> Player:
    clock = SetClock(load().zone, now, on)
    app = open_app(clock)
    clock.region = region_of(app, region)
    app.warm()
    status = (lambda line: click.echo(line, err=True)) if sys.stderr.isatty() else (lambda line: None)
    return Player(app.assistant, visitor, session, clock.set, status)


def _show(reply: Reply, as_json: bool) -> None:
    if as_json:
        print_json(reply.as_json())
    else:
        click.echo(told(reply) + "\n")
