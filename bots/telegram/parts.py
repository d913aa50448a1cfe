"""What the channel is made from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from knowledge.database import Database
from knowledge.settings import Settings

from .seams import People, Talks

CALLS_A_SECOND = 30  # that Telegram grants a bot


@dataclass(frozen=True, slots=True)
class Parts:
    """`wall` is the clock on the wall, for what is stored and deleted; conversations have their own."""

    settings: Settings
    database: Database
    talks: Talks
    people: People
    wall: Callable[[], datetime]
    calls_a_second: float = CALLS_A_SECOND
