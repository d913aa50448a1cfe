"""Many at once: one booking a seat, whoever comes first; and random histories that never overlap."""

import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from assistant.booking.bookings import Bookings
from assistant.booking.model import PROMISED, Slot, Status
from assistant.errors import SlotTaken, VisitorError
from knowledge.database import Database, open_database
from tests.conftest import BOTH

from .centre import add_adviser, add_service, at, claimed, small_centre
from .contender import contend

ROOT = Path(__file__).resolve().parents[3]
WEEK = (at("2026-11-24T00:00"), at("2026-11-28T00:00"))


def address(database: Database) -> str | None:
    """Of a PostgreSQL database, for others to open."""
    return database.engine.url.render_as_string(hide_password=False) if database.on_postgres else None


def slots_of(database: Database, now: datetime) -> list[str]:
    return [slot.id for slot in Bookings(database).free("svc", *WEEK, now)]


@BOTH
def test_threads_with_databases_of_their_own_get_one_booking_a_seat(
    database: Database, tmp_path: Path, now: datetime
) -> None:
    small_centre(database, seats=2)
    slots = slots_of(database, now)[:6]

    def run(number: int) -> int:
        own = open_database(tmp_path / "home", address(database))
        try:
            return contend(own, f"t{number}", list(slots), now)
        finally:
            own.close()

    with ThreadPoolExecutor(6) as pool:
        won = list(pool.map(run, range(6)))
    assert sum(won) == len(slots) * 2
    assert no_overlaps(database)


@BOTH
def test_four_processes_on_one_store_get_one_booking_a_slot(database: Database, tmp_path: Path, now: datetime) -> None:
    small_centre(database, buffer_minutes=10)
    slots = slots_of(database, now)
    command = [
        sys.executable,
        "-m",
        "tests.assistant.booking.contender",
        str(tmp_path / "home"),
        address(database) or "",
    ]
    runs = [
        subprocess.Popen([*command, f"p{number}", now.isoformat(), *slots], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for number in range(4)
    ]
    won = [int(run.communicate(timeout=60)[0]) for run in runs]
    assert [run.returncode for run in runs] == [0] * 4
    assert sum(won) == len(slots)
    assert slots_of(database, now) == []
    assert no_overlaps(database)


def test_random_histories_never_overlap(database: Database, now: datetime) -> None:
    small_centre(database, adviser={"daily_limit": 3}, minutes=45, buffer_minutes=15, per_visitor_open=2)
    add_service(database, "group", minutes=30, seats=2, buffer_before_minutes=10)
    add_adviser(database, "bea", weekly="tue 09:00-12:00; wed 09:30-12:00; thu 09:00-12:00")
    book, dice = Bookings(database), random.Random(20261123)
    for step in range(200):
        now += timedelta(minutes=dice.choice([0, 0, 1, 4]))
        one_step(book, dice, now)
        if step % 25 == 0:
            assert no_overlaps(database)
    assert no_overlaps(database)
    assert {one.status for one in book.every()} >= {Status.CONFIRMED, Status.CANCELLED, Status.EXPIRED, Status.DECLINED}
    assert claims_expected(book) <= {(adviser, grain) for adviser, grain, _ in claimed(database)}


def one_step(book: Bookings, dice: random.Random, now: datetime) -> None:
    """A visitor does something; what is refused is refused."""
    visitor = f"v{dice.randrange(6)}"
    own, service = book.of_visitor(visitor, now), dice.choice(["svc", "group"])
    try:
        match dice.randrange(5):
            case 0 if own:
                proposal = book.propose_cancel(dice.choice(own).id, visitor, visitor, now)
            case 1 if own:
                mine = dice.choice(own)
                slot = any_of(dice, book.free(mine.service_id, *WEEK, now))
                proposal = book.propose_move(mine.id, slot.id, visitor, visitor, now)
            case _:
                slot = any_of(dice, book.free(service, *WEEK, now, visitor=visitor))
                proposal = book.propose(slot.id, "", visitor, visitor, now)
        press = dice.choice([book.confirm, book.confirm, book.decline, None])
        if press:
            press(proposal.id, visitor, now + timedelta(minutes=dice.choice([0, 5, 20])))
    except VisitorError:
        return


def any_of(dice: random.Random, free: list[Slot]) -> Slot:
    if not free:
        raise SlotTaken()
    return dice.choice(free)


def no_overlaps(database: Database) -> bool:
    """No adviser has two bookings at one time, but for visitors of one session, each on a seat."""
    book = Bookings(database)
    firm = sorted((one for one in book.every() if one.status in PROMISED), key=lambda one: (one.adviser_id, one.starts))
    for first, second in pairwise(firm):
        session = (first.service_id, first.starts) == (second.service_id, second.starts)
        if first.adviser_id == second.adviser_id and not session and second.starts < first.ends:
            return False
    sessions = [(one.adviser_id, one.service_id, one.starts) for one in firm]
    visitors = {(one.adviser_id, one.starts, one.visitor) for one in firm}
    return all(sessions.count(one) <= 2 for one in sessions) and len(visitors) == len(firm)


def claims_expected(book: Bookings) -> set[tuple[str, int]]:
    """Adviser and grain of the bookable time of every booking that stands."""
    expected: set[tuple[str, int]] = set()
    for one in book.every():
        if one.status in PROMISED:
            first, last = (int(end.timestamp()) // 300 for end in (one.starts, one.ends))
            expected |= {(one.adviser_id, grain) for grain in range(first, last)}
    return expected
