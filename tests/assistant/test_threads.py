"""A session's lease: one turn at a time, void when its process has died."""

import subprocess
import sys
import time
from datetime import datetime

from sqlalchemy import update

from assistant.processes import is_gone, this_process
from assistant.replies import Visitor
from assistant.threads import Threads
from knowledge.database import Database
from knowledge.tables import sessions

ANN = Visitor("ann")
TELL = "import sys; from assistant.processes import this_process; print(this_process()); sys.stdout.flush(); input()"


def test_a_living_process_is_told_from_a_dead_one() -> None:
    child = subprocess.Popen([sys.executable, "-c", TELL], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    holder = child.stdout.readline().strip()
    assert not is_gone(holder)
    child.kill()
    child.wait()
    child.stdout.close()
    assert child.stdin is not None
    child.stdin.close()
    assert is_gone(holder)
    assert not is_gone(this_process())
    assert not is_gone("another-host.example 1 0.00")


def test_a_turn_whose_process_died_holds_nobody_up(database: Database, now: datetime) -> None:
    Threads(database).begin(ANN, "s_1", None, now)
    host, pid, _ = this_process().rsplit(" ", 2)
    with database.write() as connection:
        connection.execute(update(sessions).values(busy_by=f"{host} {pid} 1.00"))  # the id lives on, in another process
    begun = time.monotonic()
    assert Threads(database).begin(ANN, "s_1", None, now).ordinal == 1
    assert time.monotonic() - begun < 5
