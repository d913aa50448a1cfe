"""The book of a centre, on the test's own database."""

import pytest

from assistant.booking.bookings import Bookings
from knowledge.database import Database


@pytest.fixture
def book(database: Database) -> Bookings:
    return Bookings(database)
