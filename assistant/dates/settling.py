"""A phrase settled on the clock: which day, which minutes, and what else it could mean."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from .phrases import Group, Phrase
from .weekdays import monday
from .when import Clock, Day, Grain, Half, Part, PartName, Weekday
from .wording import month_after

# Minutes from midnight; a consultation on "Friday morning" starts in office hours, not at midnight.
_PARTS: dict[PartName, tuple[int, int]] = {
    "small hours": (0, 6 * 60),
    "morning": (8 * 60, 12 * 60),
    "noon": (12 * 60, 14 * 60),
    "afternoon": (13 * 60, 18 * 60),
    "dusk": (17 * 60, 19 * 60),
    "evening": (18 * 60, 22 * 60),
    "night": (20 * 60, 24 * 60),
}
_NOON = 12 * 60
_DAY = 24 * 60
_LAST_AFTERNOON_HOUR = 6  # a bare "3点" or "at 3" is an afternoon's; a bare 8 is a morning's
_EITHER_HOUR = 7


@dataclass(frozen=True, slots=True)
class Settled:
    """`readings` are all possible starts, the chosen one first; `week` is the week that a weekday was said to be in."""

    starts: datetime
    ends: datetime
    grain: Grain
    readings: tuple[datetime, ...]
    date_named: bool
    week: int | None = None


@dataclass(frozen=True, slots=True)
class _Days:
    starts: date
    ends: date
    grain: Grain = "day"
    readings: tuple[date, ...] = ()
    week: int | None = None


@dataclass(frozen=True, slots=True)
class _Times:
    starts: int
    ends: int
    grain: Grain
    other: int | None = None


def settle(phrase: Phrase, previous: Settled | None, now: datetime) -> Settled:
    """Where the phrase lies in time; a list ("周二上午或下午") takes day and week from the settled phrase before it."""
    group, until = phrase.group, phrase.until
    if group.instant is not None:
        at = group.instant.at.replace(second=0, microsecond=0)
        return Settled(at, at + timedelta(minutes=1), "minute", (at,), True)
    source = group if group.named or until is None or not until.named else until
    before = previous if phrase.listed else None
    times = _times(group, until)
    named = source.named or (before is not None and before.date_named)
    days = _days(source, before, times, now) if named else _today_or_tomorrow(times, now)
    if until is None:
        return _one(days, times, named, now)
    return _range(days, times, phrase, named, now)


def _one(days: _Days, times: _Times | None, named: bool, now: datetime) -> Settled:
    if times is None:
        starts = tuple(_at(day, 0, now) for day in (days.starts, *days.readings))
        return Settled(starts[0], _at(days.ends, 0, now), days.grain, starts, named, days.week)
    minutes = (times.starts,) if times.other is None else (times.starts, times.other)
    starts = tuple(_at(day, minute, now) for day in (days.starts, *days.readings) for minute in minutes)
    return Settled(starts[0], _at(days.starts, times.ends, now), times.grain, starts, named, days.week)


def _range(days: _Days, times: _Times | None, phrase: Phrase, named: bool, now: datetime) -> Settled:
    until = phrase.until
    assert until is not None
    far = _far_days(days, until, now) if until.named and phrase.group.named else days
    starts = _at(days.starts, times.starts if times else 0, now)
    grain: Grain = (
        "minute" if until.clock or phrase.group.clock else "part" if until.part or phrase.group.part else "day"
    )
    if until.clock is not None:
        ends = _far_clock(starts, far.starts, until, phrase.group, now)
    elif until.part is not None:
        ends = _at(far.starts, _PARTS[until.part.name][1], now)
    else:
        ends = _at(far.ends, 0, now)
    readings = tuple(_at(day, times.starts if times else 0, now) for day in days.readings)
    return Settled(starts, max(ends, starts + timedelta(minutes=1)), grain, (starts, *readings), named, days.week)


def _at(day: date, minutes: int, now: datetime) -> datetime:
    return datetime.combine(day, time(), now.tzinfo) + timedelta(minutes=minutes)


# --- days ----------


def _today_or_tomorrow(times: _Times | None, now: datetime) -> _Days:
    today = now.date()
    day = today + timedelta(days=1) if times and _passed(today, times, now) else today
    return _Days(day, day + timedelta(days=1))


def _passed(day: date, times: _Times, now: datetime) -> bool:
    return _at(day, times.ends if times.grain == "part" else times.starts, now) <= now


def _days(group: Group, before: Settled | None, times: _Times | None, now: datetime) -> _Days:
    if group.weekday is not None:
        return _weekday(group.weekday, group.day, before, times, now)
    if group.day is not None:
        return _day(group.day, before.starts.date() if before else None)
    if group.part is not None and group.part.shift is not None:
        day = now.date() + timedelta(days=group.part.shift)
        return _Days(day, day + timedelta(days=1))
    assert before is not None
    return _Days(before.starts.date(), before.starts.date() + timedelta(days=1), week=before.week)


def _day(day: Day, after: date | None) -> _Days:
    if day.monthless and after is not None:
        moved = _in_month_of(day.starts.day, after)
        return _Days(moved, moved + timedelta(days=1))
    return _Days(day.starts, day.ends, day.grain, tuple(other for other in day.readings if other != day.starts))


def _in_month_of(number: int, after: date) -> date:
    """The first day with this number on or after a date, as in "12月1日至5日"."""
    for ahead in range(3):
        option = month_after(after, ahead) + timedelta(days=number - 1)
        if option.day == number and option >= after:
            return option
    return after


def _weekday(said: Weekday, day: Day | None, before: Settled | None, times: _Times | None, now: datetime) -> _Days:
    if day is not None:
        return _weekday_beside(said, day)
    today = now.date()
    week = said.week if said.week is not None or before is None or said.next_said else before.week
    if week is not None:
        found = monday(today) + timedelta(weeks=week, days=said.number + said.later)
        return _Days(found, found + timedelta(days=1), week=week)
    coming, others = _coming(said, times, now)
    later = timedelta(days=said.later)
    return _Days(coming + later, coming + later + timedelta(days=1), readings=tuple(day + later for day in others))


def _coming(said: Weekday, times: _Times | None, now: datetime) -> tuple[date, list[date]]:
    today = now.date()
    coming = today + timedelta(days=(said.number - today.weekday()) % 7)
    if said.next_said:
        next_week = monday(today) + timedelta(weeks=1, days=said.number)
        if coming == today:
            coming = next_week
        elif coming == today + timedelta(days=1):  # that would be called tomorrow
            return next_week, [day for day in (coming,) if day != next_week]
        return coming, [day for day in (next_week,) if day != coming]
    if coming != today or said.later:
        return coming, []
    if times is None:  # "Monday", said on a Monday
        return today, [today + timedelta(weeks=1)]
    return (today + timedelta(weeks=1), []) if _passed(today, times, now) else (today, [])


def _weekday_beside(said: Weekday, day: Day) -> _Days:
    if day.frame or day.grain == "week":
        found = monday(day.starts) + timedelta(days=said.number + said.later)
        return _Days(found, found + timedelta(days=1))
    if day.grain == "month" or (day.ends - day.starts).days > 1:  # "12月上旬的周三"
        found = day.starts + timedelta(days=(said.number - day.starts.weekday()) % 7)
        return _Days(found, found + timedelta(days=1))
    agreeing = [other for other in day.readings if other.weekday() == said.number]
    if agreeing:  # "Tue 1/12"
        chosen = day.starts if day.starts in agreeing else agreeing[0]
        others = tuple(other for other in agreeing if other != chosen)
        return _Days(chosen, chosen + timedelta(days=1), readings=others)
    off = (said.number - day.starts.weekday() + 3) % 7 - 3  # "Friday 26 Nov" when that is a Thursday
    others = (day.starts + timedelta(days=off),) if off else ()
    return _Days(day.starts, day.ends, readings=others)


def _far_days(near: _Days, until: Group, now: datetime) -> _Days:
    if until.weekday is not None and until.day is None and until.weekday.week is None:
        found = near.starts + timedelta(days=(until.weekday.number - near.starts.weekday()) % 7 or 7)
        return _Days(found, found + timedelta(days=1))
    if until.day is not None and until.weekday is None:
        return _day(until.day, near.starts)
    return _days(until, None, None, now)


# --- minutes ----------


def _times(group: Group, until: Group | None) -> _Times | None:
    if group.clock is None:
        if group.part is None:
            return None
        starts, ends = _PARTS[group.part.name]
        return _Times(starts, ends, "part")
    part, half = group.part, group.clock.half
    if until is not None and until.clock is not None and part is None and half is None:
        half = _shared_half(group.clock, until.clock, until.part)
    starts = _minutes(group.clock, part, half)
    bare = part is None and half is None and not group.clock.exact and until is None
    other = starts + _NOON if bare and group.clock.hour == _EITHER_HOUR else None
    length = 60 if group.clock.grain == "hour" else 1
    return _Times(starts, starts + length, group.clock.grain, other)


def _shared_half(clock: Clock, far: Clock, far_part: Part | None) -> Half | None:
    """ "3-4 pm" starts in the afternoon, "11-1 pm" does not."""
    if clock.exact or clock.hour > 12:
        return None
    half = far.half or ("pm" if far_part and far_part.name in ("afternoon", "evening", "dusk") else None)
    if half is None:
        return "am" if clock.hour < far.hour and far.exact is False and clock.hour > _LAST_AFTERNOON_HOUR else None
    same = _minutes(clock, None, half)
    return half if same < _minutes(far, None, half) else "am" if half == "pm" else "pm"


def _minutes(clock: Clock, part: Part | None, half: Half | None) -> int:
    """Minutes from midnight; 24 hours and more belong to the day after ("今晚十二点")."""
    hour = clock.hour
    if half is not None:
        hour = hour % 12 + (12 if half == "pm" else 0) if hour <= 12 else hour
    elif part is not None and hour <= 12:
        hour = _hour_in(part.name, hour)
    elif not clock.exact and 1 <= hour <= _LAST_AFTERNOON_HOUR:
        hour += 12
    return hour * 60 + clock.minute


def _hour_in(part: PartName, hour: int) -> int:
    if part in ("afternoon", "dusk"):
        return hour % 12 + 12
    if part == "noon":
        return hour + 12 if hour < 6 else hour
    if part in ("evening", "night"):
        return hour + 24 if hour < 5 else 24 if hour == 12 else hour + 12
    return 0 if part == "small hours" and hour == 12 else hour


def _far_clock(starts: datetime, day: date, until: Group, near: Group, now: datetime) -> datetime:
    clock = until.clock
    assert clock is not None
    own = until.part is not None or clock.half is not None
    part = until.part or (near.part if not own and not clock.exact else None)
    ends = _at(day, _minutes(clock, part, clock.half), now)
    if not own and clock.hour <= 12 and ends <= starts < ends + timedelta(minutes=_NOON):
        return ends + timedelta(minutes=_NOON)
    return ends
