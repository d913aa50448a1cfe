"""`ipsteward bookings` and `ipsteward slots`: the staff's side of booking."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import click

from assistant.booking.model import Booking
from assistant.clock import instant
from assistant.telling import weekday_label
from bots.commands.options import RangeBackwards, as_json, open_app, print_json
from bots.commands.tables import console, row, table
from bots.web.staff.words import WORDS
from knowledge.errors import Lang
from knowledge.terminal import reader_lang
from knowledge.times import clock_now

HEADS = {"zh": ("时间", "顾问", "标识"), "en": ("time", "adviser", "id")}
BOOKED: dict[Lang, tuple[str, ...]] = {
    "zh": ("编号", "状态", "时间", "服务", "顾问", "访客", "主题"),
    "en": ("id", "status", "time", "service", "adviser", "visitor", "topic"),
}
NONE_BOOKED = {"zh": "没有预约。", "en": "There are no bookings."}
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
    made = table(*HEADS[reader_lang()], copied=False)
    for slot in free:
        row(made, weekday_label(slot.starts, reader_lang(), now=at), slot.adviser_id, slot.id)
    console().print(made)
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
    lang = reader_lang()
    if not found:
        click.echo(NONE_BOOKED[lang], err=True)
        return
    made = table(*BOOKED[lang])
    for one in found:
        status = WORDS[lang][f"status_{one.status}"]
        row(
            made,
            one.id,
            status,
            weekday_label(one.starts, lang),
            one.service_id,
            one.adviser_id,
            one.visitor,
            one.topic,
        )
    console().print(made)
