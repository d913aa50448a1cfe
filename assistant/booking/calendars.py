"""Public holidays and make-up working days, by country; the staff's own entries win."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources

import chinese_calendar
import holidays

Overrides = Mapping[date, str]  # "closed" or "working", as the staff entered it for one country
CLOSED = None

_SUBSTITUTED = re.compile(r"(\d{2})/(\d{2})/(\d{4})")  # "Day off (substituted from 02/17/2024)"
_NEAR = timedelta(days=31)
_WEEKEND = 5


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """Time zone to ISO country. Old names (PRC, Asia/Chongqing) count as the zone that they are links to."""
    folder = resources.files("tzdata") / "zoneinfo"
    found: dict[str, str] = {}
    for name in ("zone1970.tab", "zone.tab"):  # zone.tab names one country a zone, so it goes last and wins
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                codes, _, zone = line.split("\t")[:3]
                found[zone] = codes.split(",")[0]
    for line in (folder / "tzdata.zi").read_text(encoding="utf-8").splitlines():
        if line.startswith("L "):
            _, target, link = line.split()
            if target in found:
                found.setdefault(link, found[target])
    return found


def country_of(time_zone: str) -> str | None:
    """ISO 3166 code of the zone's country, or None for zones of none (UTC)."""
    return _countries().get(time_zone)


def calendar_known(year: int, country: str | None) -> bool:
    """Whether the year's holidays and make-up days are published and known here; if not, its days count as ordinary."""
    if country is None:
        return False
    if country == "CN":
        days = chinese_calendar.constants.holidays
        return bool(min(days).year <= year <= max(days).year)
    try:
        calendar = holidays.country_holidays(country)
    except NotImplementedError:
        return False
    return calendar.start_year <= year <= calendar.end_year


def hours_weekday(day: date, country: str | None, overrides: Overrides) -> int | None:
    """The weekday (0 = Monday) whose hours `day` runs, or CLOSED.

    A make-up working day runs those of the weekday that it replaces. One that only the staff entered replaces, in
    order, the nearby weekdays that they closed and that are no holiday by law; if there is none, it keeps its own.
    """
    official = _official(country, day.year) if country else {}
    state = overrides.get(day)
    if state == "closed":
        return CLOSED
    if state != "working" or official.get(day) is not None:
        return official.get(day, day.weekday())
    replaced = _replaced(country, overrides).get(day, day) if day.weekday() >= _WEEKEND else day
    return replaced.weekday()


@lru_cache(maxsize=256)
def _official(country: str, year: int) -> dict[date, int | None]:
    """The days that are not what their weekday says: CLOSED, or a make-up day with the weekday that it replaces."""
    if country == "CN" and calendar_known(year, country):
        return _chinese(year)
    if country not in holidays.list_supported_countries():
        return {}
    return _foreign(country, year)  # for a Chinese year that is not announced: the days that the law itself fixes


def _chinese(year: int) -> dict[date, int | None]:
    constants = chinese_calendar.constants
    days: dict[date, int | None] = {day: CLOSED for day in constants.holidays if day.year == year}
    for name in set(constants.workdays.values()):
        off = (day for day, why in constants.in_lieu_days.items() if why == name)
        made_up = (day for day, why in constants.workdays.items() if why == name)
        pairs = _pairs(off, made_up)
        days |= {work: free.weekday() for work, free in pairs.items() if work.year == year}
    for day in constants.workdays:
        if day.year == year:
            days.setdefault(day, day.weekday())  # it makes up for no day that we know, and is worked all the same
    return days


def _foreign(country: str, year: int) -> dict[date, int | None]:
    english = "en_US" in holidays.country_holidays(country).supported_languages
    around = (year - 1, year, year + 1)  # a day off in January may be made up for in December
    calendar = holidays.country_holidays(country, years=around, language="en_US" if english else None)
    days: dict[date, int | None] = {day: CLOSED for day in calendar if day.year == year}
    days |= {day: day.weekday() for day in calendar.weekend_workdays if day.year == year}
    for free, name in calendar.items():
        for month, of_month, of_year in _SUBSTITUTED.findall(name):
            work = date(int(of_year), int(month), int(of_month))
            if work in calendar.weekend_workdays and work.year == year:
                days[work] = free.weekday()
    return days


def _replaced(country: str | None, overrides: Overrides) -> dict[date, date]:
    """For the staff's own make-up days: the closed weekdays that they replace."""
    by_law = holidays.country_holidays(country) if country in holidays.list_supported_countries() else ()
    closed = [day for day, state in overrides.items() if state == "closed" and day.weekday() < _WEEKEND]
    working = [day for day, state in overrides.items() if state == "working" and day.weekday() >= _WEEKEND]
    return _pairs((day for day in closed if day not in by_law), working)


def _pairs(off: Iterable[date], made_up: Iterable[date]) -> dict[date, date]:
    """Make-up days with the days off that they make up for: the announcements list both in the same order."""
    left = sorted(off)
    pairs: dict[date, date] = {}
    for work in sorted(made_up):
        near = [free for free in left if abs(free - work) <= _NEAR]
        if near:
            pairs[work] = near[0]
            left.remove(near[0])
    return pairs
