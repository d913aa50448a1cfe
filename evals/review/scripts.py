"""A conversation as a chat script: one line a turn, presses as commands, the clock moved where time went by."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from .model import Seen

STILL = timedelta(minutes=5)  # half of the shortest thing that runs out: a hold lasts ten minutes
COMMAND = re.compile(r"^[/#]")
WIDE = {"/": "／", "#": "＃"}


def script(turns: Sequence[Seen], zone: ZoneInfo) -> list[str]:
    """The visitor's lines. A press whose button is not known any more stands as the words on it."""
    return list(_lines(turns, zone))


def _lines(turns: Sequence[Seen], zone: ZoneInfo) -> Iterator[str]:
    last: dict[str, Any] = {}
    clock: datetime | None = None
    for seen in turns:
        if clock is not None and seen.at is not None and abs(seen.at - clock) >= STILL:
            yield f"/now {seen.at.astimezone(zone).isoformat()}"
            clock = seen.at
        clock = clock or seen.at
        line = _pressed(seen.choice_id, last.get("choices") or []) if seen.choice_id else None
        line = line or _words(seen.said)
        if line:
            yield line
        last = seen.reply or last


def _pressed(choice_id: str, choices: Sequence[dict[str, Any]]) -> str | None:
    place = next((at for at, choice in enumerate(choices) if choice["id"] == choice_id), None)
    if place is None:
        return None
    kind = choices[place]["kind"]
    first_of_kind = all(choice["kind"] != kind for choice in choices[:place])
    return f"/{kind}" if kind in ("confirm", "decline") and first_of_kind else f"/pick {place + 1}"


def _words(said: str) -> str:
    """One line; what a script would take for a command or a comment begins with the wide form of its sign."""
    line = " ".join(said.split())
    return WIDE[line[0]] + line[1:] if COMMAND.match(line) else line
