"""What several commands take alike: --json, the clock, and the app behind them."""

import json
import logging
from collections.abc import Callable
from typing import Any, ClassVar

import click

from assistant.app import App, build
from assistant.conversation import Clock
from knowledge.errors import Fault, Lang
from knowledge.holdings import Holdings
from knowledge.places import resolved
from knowledge.settings import load

Decorated = Callable[..., Any]


class RangeBackwards(Fault):
    code = "range_backwards"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "时间范围的终点 {ends} 早于起点 {starts}；请对调 --from 和 --to。",
        "en": "The range ends ({ends}) before it begins ({starts}); swap --from and --to.",
    }


class GivenPath(click.Path):
    """A path or an address; an empty one, such as a script's unset variable, would be all of the current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            raise click.MissingParameter(ctx=ctx, param=param)
        return super().convert(value, param, ctx)


def as_json(command: Decorated) -> Decorated:
    return click.option("--json", "as_json", is_flag=True, help="JSON on stdout, everything else on stderr.")(command)


def speaker(command: Decorated) -> Decorated:
    """--visitor, --session, --now: who speaks, in which conversation, at what time."""
    command = click.option("--now", help="The time that it is, as ISO 8601; stands still.")(command)
    command = click.option("--session", help="A conversation to go on with.")(command)
    return click.option("--visitor", default="console", show_default=True, help="Who is speaking.")(command)


def law(command: Decorated) -> Decorated:
    """--on, --region: the day and the place whose rules are asked for."""
    command = click.option("--region", help="Region, such as beijing, shanghai/pudong or 海东市.")(command)
    return click.option("--on", help="The day whose law is asked about, such as 2026-11-23.")(command)


def print_json(body: object) -> None:
    click.echo(json.dumps(body, ensure_ascii=False))


def region_of(app: App, written: str | None) -> str | None:
    """The region that an option names. Raises UnknownRegion."""
    return resolved(written, Holdings(app.database).regions())


def open_app(clock: Clock | None = None) -> App:
    settings = load()
    logging.getLogger().setLevel(settings.log_level)
    return build(settings, clock)
