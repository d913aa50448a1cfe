"""The bookings of a week, day by day, and what staff decide on them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from assistant.booking.bookings import Bookings
from assistant.booking.model import FIRM, PROMISED, Booking, Status
from assistant.errors import BookingClosed
from assistant.telling import day_label, zone_label
from bots.web.languages import reader_lang
from knowledge.catalog import Catalog
from knowledge.errors import Fault, Lang

from .shell import Shell

WEEK = timedelta(days=7)
ALL = "all"
OLDEST, LATEST = date(2000, 1, 3), date(2100, 1, 4)
Text = Annotated[str, Form(max_length=20)]


@dataclass(frozen=True, slots=True)
class Day:
    label: str
    today: bool
    rows: list[dict[str, Any]]


def router(shell: Shell, bookings: Bookings, catalog: Catalog, zone: ZoneInfo) -> APIRouter:
    pages = APIRouter(prefix="/staff", include_in_schema=False)
    By = Annotated[str, Depends(shell.signed_in)]
    Acts = Annotated[str, Depends(shell.checked)]

    def shown(request: Request, week: str, status: str, fault: Fault | None = None) -> Response:
        lang, today = reader_lang(request), shell.clock().astimezone(zone).date()
        first, wanted = monday(week, today), _wanted(status)
        days = [first + timedelta(days=n) for n in range(7)]
        found = bookings.between(_midnight(days[0], zone), _midnight(days[-1] + timedelta(days=1), zone))
        rows = [_row(one, catalog, zone, lang) for one in found if one.status in wanted]
        facts = {
            "days": [
                Day(day_label(day, lang), day == today, [row for row in rows if row["day"] == day]) for day in days
            ],
            "range": f"{day_label(first, lang)} – {day_label(days[-1], lang)}",
            "year": first.year if first.year == days[-1].year else f"{first.year}/{days[-1].year}",
            "week": first.isoformat(),
            "chosen": status if status in (ALL, *Status) else "",
            "statuses": [one.value for one in Status],
            "before": max(first - WEEK, OLDEST).isoformat(),
            "after": min(first + WEEK, LATEST).isoformat(),
            "count": len(rows),
            "zone": zone_label(_midnight(first, zone), lang),
        }
        said = fault.told(lang) if fault else ""
        code = 409 if isinstance(fault, BookingClosed) else 200
        return shell.page(request, "staff/bookings.html", status=code, said=said, here=_address(week, status), **facts)

    def decided(request: Request, act: Callable[[], object], week: str, status: str) -> Response:
        try:
            act()
        except BookingClosed as refusal:
            return shown(request, week, status, refusal)
        return RedirectResponse(_address(week, status), status_code=303)

    @pages.get("/bookings")
    def listed(request: Request, _: By, week: str = "", status: str = "") -> Response:
        return shown(request, week, status)

    @pages.post("/bookings/{booking_id}/approve")
    def approve(request: Request, booking_id: str, name: Acts, week: Text = "", status: Text = "") -> Response:
        return decided(request, lambda: bookings.approve(booking_id, shell.clock(), name), week, status)

    @pages.post("/bookings/{booking_id}/decline")
    def decline(request: Request, booking_id: str, name: Acts, week: Text = "", status: Text = "") -> Response:
        return decided(request, lambda: bookings.refuse(booking_id, shell.clock(), name), week, status)

    @pages.post("/bookings/{booking_id}/cancel")
    def cancel(request: Request, booking_id: str, name: Acts, week: Text = "", status: Text = "") -> Response:
        return decided(request, lambda: bookings.cancel(booking_id, shell.clock(), name), week, status)

    return pages


def monday(week: str, today: date) -> date:
    """The Monday of the week of an ISO day; of this week when the text names none."""
    try:
        day = date.fromisoformat(week) if len(week) == 10 else today
    except ValueError:
        day = today
    day = min(max(day, OLDEST), LATEST)
    return day - timedelta(days=day.weekday())


def _wanted(status: str) -> tuple[Status, ...]:
    """By default what takes place or may: no holds, nothing that was called off."""
    if status == ALL:
        return tuple(Status)
    return (Status(status),) if status in tuple(Status) else FIRM


def _row(one: Booking, catalog: Catalog, zone: ZoneInfo, lang: Lang) -> dict[str, Any]:
    service, adviser = catalog.service(one.service_id), catalog.adviser(one.adviser_id)
    starts, ends = one.starts.astimezone(zone), one.ends.astimezone(zone)
    own = f"{one.starts:%H:%M}–{one.ends:%H:%M} {one.time_zone}"
    return {
        "day": starts.date(),
        "booking": one,
        "time": f"{starts:%H:%M}–{ends:%H:%M}",
        "elsewhere": "" if one.starts.utcoffset() == starts.utcoffset() else own,
        "service": service.name(lang) if service else one.service_id,
        "adviser": adviser.name(lang) if adviser else one.adviser_id,
        "waits": one.status is Status.PENDING,
        "stands": one.status in PROMISED,
    }


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _address(week: str, status: str) -> str:
    query = {name: value for name, value in (("week", week), ("status", status)) if value}
    return "/staff/bookings" + (f"?{urlencode(query)}" if query else "")
