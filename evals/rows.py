"""Whether a row of the state is the one that a case means: subsets, one of several values, times as instants."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

TIMES = frozenset({"from", "to", "on", "not_on"})
CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
Row = Mapping[str, Any]


def fits(row: Row, wanted: Row, zone: ZoneInfo) -> bool:
    """Whether the row has all that is wanted; times without an offset are in `zone`."""
    return all(_same(row.get(name), value, zone) for name, value in wanted.items())


def _same(found: Any, wanted: Any, zone: ZoneInfo) -> bool:
    if isinstance(wanted, (list, tuple)):
        return any(_same(found, one, zone) for one in wanted)
    if isinstance(wanted, Mapping):
        if wanted and TIMES.issuperset(wanted):
            return _in_time(found, wanted, zone)
        held = found if isinstance(found, (list, tuple)) else [found]
        return any(isinstance(one, Mapping) and fits(one, wanted, zone) for one in held)
    if isinstance(found, (list, tuple)):
        return any(_same(one, wanted, zone) for one in found)
    return _equal(found, wanted, zone)


def _equal(found: Any, wanted: Any, zone: ZoneInfo) -> bool:
    if found is None or wanted is None or isinstance(found, bool) or isinstance(wanted, bool):
        return found is wanted
    if str(found) == str(wanted):
        return True
    if isinstance(found, int | float) and not isinstance(wanted, Mapping):
        return _number(wanted) == found
    mine, theirs = moment(found, zone), moment(wanted, zone)
    return mine is not None and mine == theirs


def _number(text: Any) -> float | None:
    try:
        return float(text)
    except (TypeError, ValueError):
        return None


def moment(value: Any, zone: ZoneInfo) -> datetime | None:
    """An ISO time with a clock time in it as an instant; None for anything else."""
    text = str(value)
    if DAY.fullmatch(text):
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=zone)


def _in_time(found: Any, wanted: Row, zone: ZoneInfo) -> bool:
    at = moment(found, zone)
    return at is not None and all(_HOLDS[name](at, value, zone) for name, value in wanted.items())


def _on(at: datetime, wanted: Any, zone: ZoneInfo) -> bool:
    if isinstance(wanted, (list, tuple)):
        return any(_on(at, one, zone) for one in wanted)
    text = str(wanted)
    if DAY.fullmatch(text):
        return at.astimezone(zone).date() == date.fromisoformat(text)
    return at == moment(text, zone)


def _from(at: datetime, wanted: Any, zone: ZoneInfo) -> bool:
    text = str(wanted)
    if CLOCK.fullmatch(text):
        return at.astimezone(zone).time() >= _clock(text)
    if DAY.fullmatch(text):
        return at.astimezone(zone).date() >= date.fromisoformat(text)
    first = moment(text, zone)
    return first is not None and at >= first


def _to(at: datetime, wanted: Any, zone: ZoneInfo) -> bool:
    """The end counts too; a day ends with its last minute."""
    text = str(wanted)
    if CLOCK.fullmatch(text):
        return at.astimezone(zone).time() <= _clock(text)
    if DAY.fullmatch(text):
        return at.astimezone(zone).date() < date.fromisoformat(text) + timedelta(days=1)
    last = moment(text, zone)
    return last is not None and at <= last


def _clock(text: str) -> time:
    return time.fromisoformat(text.zfill(5))


def _not_on(at: datetime, wanted: Any, zone: ZoneInfo) -> bool:
    return not _on(at, wanted, zone)


_HOLDS: dict[str, Callable[[datetime, Any, ZoneInfo], bool]] = {
    "from": _from, "to": _to, "on": _on, "not_on": _not_on,
}  # fmt: skip
