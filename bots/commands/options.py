"""What several commands take alike: --json, the clock, and the app behind them."""

import json
import logging
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from assistant.app import App, build
from assistant.conversation import Clock
from assistant.replies import Moment
from knowledge.errors import BadDate
from knowledge.settings import load
from knowledge.times import clock_now

Decorated = Callable[..., Any]


def as_json(command: Decorated) -> Decorated:
    return click.option("--json", "as_json", is_flag=True, help="JSON on stdout, everything else on stderr.")(command)


def speaker(command: Decorated) -> Decorated:
    """--visitor, --session, --now: who speaks, in which conversation, at what time."""
    command = click.option("--now", help="The time that it is, as ISO 8601; stands still.")(command)
    command = click.option("--session", help="A conversation to go on with.")(command)
    return click.option("--visitor", default="console", show_default=True, help="Who is speaking.")(command)


def law(command: Decorated) -> Decorated:
    """--on, --region: the day and the place whose rules are asked for."""
    command = click.option("--region", help="Region, such as beijing or shanghai/pudong.")(command)
    return click.option("--on", help="The day whose law is asked about, such as 2026-11-23.")(command)


def print_json(body: object) -> None:
    click.echo(json.dumps(body, ensure_ascii=False))


def instant(text: str, zone: ZoneInfo) -> datetime:
    """An ISO instant; without an offset in `zone`. Raises BadDate."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadDate(value=text) from error
    return read if read.tzinfo else read.replace(tzinfo=zone)


def day(text: str | None) -> str | None:
    """An ISO day. Raises BadDate."""
    try:
        return None if text is None else date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise BadDate(value=text) from error


class SetClock:
    """A clock that a script can set; runs by itself until then."""

    def __init__(self, zone: ZoneInfo, now: str | None, on: str | None, region: str | None) -> None:
        self._zone = zone
        self._now = instant(now, zone) if now else None
        self._on = day(on)
        self._region = region

    def set(self, text: str) -> None:
        self._now = instant(text, self._zone)

    def __call__(self) -> Moment:
        return Moment(self._now or clock_now(self._zone), self._on, self._region)


def open_app(clock: Clock | None = None) -> App:
    settings = load()
    logging.getLogger().setLevel(settings.log_level)
    return build(settings, clock)
