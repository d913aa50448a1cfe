"""`ipsteward bookings` and `ipsteward slots`: the staff's side of booking."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.table import Table

from assistant.booking.model import Booking
from assistant.clock import instant
from assistant.telling import weekday_label
from bots.commands.options import RangeBackwards, as_json, open_app, print_json
from knowledge.terminal import reader_lang
from knowledge.times import clock_now

HEADS = {"zh": ("时间", "顾问", "标识"), "en": ("time", "adviser", "id")}
NONE_FREE = {"zh": "{starts} 至 {ends} 之间没有空闲时间。", "en": "No time is free between {starts} and {ends}."}


@click.group()
def bookings() -> None:
    """What is booked, by whom; approve, decline and cancel."""


@bookings.command("list")
@as_json
def list_bookings(as_json: bool) -> int:
    """All bookings of all visitors, as stored."""
    found = open_app().bookings.every()
    if as_json:
        print_json({"bookings": [one.as_staff_json() for one in found]})
    else:
        _table(found)
    return 0


@bookings.command()
@click.argument("booking_id")
@as_json
def show(booking_id: str, as_json: bool) -> int:
    """One booking with its history."""
    _told(open_app().bookings.get(booking_id), as_json)
    return 0


@bookings.command()
@click.argument("booking_id")
@as_json
def approve(booking_id: str, as_json: bool) -> int:
    """Confirm a booking that waits for approval."""
    app = open_app()
    _told(app.bookings.approve(booking_id, clock_now(app.settings.zone)), as_json)
    return 0


@bookings.command()
@click.argument("booking_id")
@as_json
def decline(booking_id: str, as_json: bool) -> int:
    """Refuse a booking that waits for approval; its time is free again."""
    app = open_app()
    _told(app.bookings.refuse(booking_id, clock_now(app.settings.zone)), as_json)
    return 0


@bookings.command()
@click.argument("booking_id")
@as_json
def cancel(booking_id: str, as_json: bool) -> int:
    """Cancel a booking; its time is free again."""
    app = open_app()
    _told(app.bookings.cancel(booking_id, clock_now(app.settings.zone)), as_json)
    return 0


@click.command()
@click.argument("service")
@click.option("--from", "starts", help="From this day or instant (default: now).")
@click.option("--to", "ends", help="Up to this day or instant (default: 14 days on).")
@click.option("--now", help="The time that it is, as ISO 8601.")
@as_json
def slots(service: str, starts: str | None, ends: str | None, now: str | None, as_json: bool) -> int:
    """Free times of a service, by its id."""
    app = open_app()
    zone = app.settings.zone
    at = instant(now, zone) if now else clock_now(zone)
    begin = instant(starts, zone) if starts else at
    end = _end(ends, zone) if ends else begin + timedelta(days=14)
    if end < begin:
        raise RangeBackwards(starts=starts or begin.date(), ends=ends or end.date())
    free = app.bookings.free(service, begin, end, at)
    if as_json:
        print_json({"slots": [slot.as_json() for slot in free]})
        return 0
    if not free:
        click.echo(NONE_FREE[reader_lang()].format(starts=begin.date(), ends=end.date()), err=True)
        return 0
    table = Table(*HEADS[reader_lang()])
    table.columns[2].overflow = "fold"
    for slot in free:
        table.add_row(weekday_label(slot.starts, reader_lang(), now=at), slot.adviser_id, slot.id)
    Console().print(table)
    return 0


def _end(text: str, zone: ZoneInfo) -> datetime:
    """A bare day is meant to its end."""
    end = instant(text, zone)
    return end + timedelta(days=1) if len(text) == 10 else end


def _told(booking: Booking, as_json: bool) -> None:
    if as_json:
        print_json(booking.as_staff_json())
    else:
        _table([booking])


def _table(found: list[Booking]) -> None:
    table = Table("id", "status", "time", "service", "adviser", "visitor", "topic")
    table.columns[0].no_wrap = True  # staff copy it
    for one in found:
        when = weekday_label(one.starts, reader_lang())
        table.add_row(one.id, one.status.value, when, one.service_id, one.adviser_id, one.visitor, one.topic)
    Console().print(table)
