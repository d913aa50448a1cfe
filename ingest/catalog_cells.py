"""What a cell of a catalog may hold: each reader gives the value or raises BadCell."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from knowledge.hours import DAY_MINUTES, GRAIN_MINUTES, parse_weekly

Reader = Callable[[str], Any]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(\.0+)?(Z|[+-]\d{2}:?\d{2})?")
_BETWEEN_WORDS = re.compile(r"[;；]")


class BadCell(Exception):
    """Why a cell cannot be used, as a code of `catalog_findings.SAY` and its facts."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def text(cell: str) -> str:
    return cell


def identifier(cell: str) -> str:
    if re.search(r"[\s,;，；]", cell):
        raise BadCell("bad_id", value=cell)
    return cell


def identifiers(cell: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in _BETWEEN_WORDS.split(cell) if part.strip()))


def word(cell: str) -> str:
    """A word of the vocabulary; an unknown one is kept."""
    return cell.lower()


def vocabulary(cell: str) -> list[str]:
    return identifiers(cell.lower())


def items(cell: str) -> list[str]:
    """A list of phrases; a full-width semicolon may stand inside one."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def one_of(*allowed: str) -> Reader:
    def read(cell: str) -> str:
        if cell.lower() not in allowed:
            raise BadCell("not_one_of", value=cell, allowed=", ".join(allowed))
        return cell.lower()

    return read


def whole(least: int = 0) -> Reader:
    def read(cell: str) -> int:
        if not re.fullmatch(r"[+-]?\d{1,9}", cell, re.ASCII):
            raise BadCell("not_whole", value=cell)
        if int(cell) < least:
            raise BadCell("too_small", value=int(cell), least=least)
        return int(cell)

    return read


def minutes(least: int = 0) -> Reader:
    def read(cell: str) -> int:
        found: int = whole(least)(cell)
        if found % GRAIN_MINUTES:
            raise BadCell("off_grid", value=found)
        if found > DAY_MINUTES:
            raise BadCell("too_long", value=found)
        return found

    return read


def decimal(least: int, most: int | None = None) -> Reader:
    """A number, kept as text so that nothing is rounded."""

    def read(cell: str) -> str:
        try:
            found = Decimal(cell)
        except InvalidOperation as error:
            raise BadCell("not_decimal", value=cell) from error
        if not found.is_finite():
            raise BadCell("not_decimal", value=cell)
        if most is not None and not least <= found <= most:
            raise BadCell("out_of_range", value=cell, least=least, most=most)
        if found < least:
            raise BadCell("too_small", value=cell, least=least)
        return format(found, "f")

    return read


def day(cell: str) -> str:
    """An ISO day, as text; a workbook may show its midnight."""
    cell = cell.removesuffix("T00:00")
    if not _DAY.fullmatch(cell):
        raise BadCell("not_day", value=cell)
    try:
        return date.fromisoformat(cell).isoformat()
    except ValueError as error:
        raise BadCell("not_day", value=cell) from error


def moment(cell: str) -> datetime:
    """A time with or without offset; one without is local, and gets its zone from the row."""
    if not _MOMENT.fullmatch(cell):
        raise BadCell("not_moment", value=cell)
    try:
        return datetime.fromisoformat(cell)
    except ValueError as error:
        raise BadCell("not_moment", value=cell) from error


def first_moment(cell: str) -> datetime:
    """A time, or a day from its first minute on."""
    return datetime.combine(date.fromisoformat(day(cell)), time()) if _DAY.fullmatch(cell) else moment(cell)


def last_moment(cell: str) -> datetime:
    """A time, or a day to its end: who is away "from 16 to 20 March" is back on the 21st."""
    return first_moment(cell) + timedelta(days=1) if _DAY.fullmatch(cell) else moment(cell)


def zone(cell: str) -> str:
    try:
        ZoneInfo(cell)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadCell("not_zone", value=cell) from error
    return cell


def country(cell: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2}", cell):
        raise BadCell("not_country", value=cell)
    return cell.upper()


def weekly(cell: str) -> str:
    try:
        parse_weekly(cell)
    except ValueError as error:
        raise BadCell("bad_weekly", why=str(error)) from error
    return cell
