"""A process that books as fast as it can; takes a home, an address or "", a name, the time, slots; prints its gain."""

import random
import sys
from datetime import datetime
from pathlib import Path

from assistant.booking.bookings import Bookings
from assistant.errors import VisitorError
from knowledge.database import Database, open_database


def contend(database: Database, name: str, slots: list[str], now: datetime) -> int:
    """Tries every slot as a visitor of its own; the number of bookings confirmed."""
    book, won = Bookings(database), 0
    random.Random(name).shuffle(slots)
    for number, slot in enumerate(slots):
        visitor = f"{name}-{number}"
        try:
            proposal = book.propose(slot, "", visitor, visitor, now)
            won += book.confirm(proposal.id, visitor, now).status == "confirmed"
        except VisitorError:
            continue
    return won


if __name__ == "__main__":
    home, url, name, now, *slots = sys.argv[1:]
    database = open_database(Path(home), url or None)
    won = contend(database, name, slots, datetime.fromisoformat(now))
    database.close()
    sys.stdout.write(f"{won}\n")
