"""Bookings as a sheet for staff: CSV whose cells no office program takes for a formula."""

import csv
import io
from collections.abc import Iterable

from assistant.booking.model import Booking

COLUMNS = ("id", "status", "starts", "ends", "service", "adviser", "organization", "visitor", "topic")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a cell that is run starts with, whatever program opens it


def sheet(found: Iterable[Booking]) -> str:
    """One row a booking under a row of column names."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for one in found:
        cells = (
            one.id, one.status.value, one.starts.isoformat(), one.ends.isoformat(), one.service_id, one.adviser_id,
            one.organization_id, one.visitor, one.topic,
        )  # fmt: skip
        writer.writerow([plain_cell(cell) for cell in cells])
    return file.getvalue()


def plain_cell(text: str) -> str:
    """The text behind an apostrophe where it would be run; nothing changes for other texts."""
    return f"'{text}" if text.lstrip(" \n\u3000").startswith(FORMULA) or text.startswith(FORMULA) else text
