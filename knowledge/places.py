"""Cities and districts by name, and the region that somebody writes: 浦东, haidong, 青海省海东市, shanghai/pudong."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from .errors import UnknownRegion
from .regions import CITIES, COUNTRIES, PROVINCES, by_name, named_in, places

SUFFIX = re.compile(r"(?:省|市|自治区|壮族自治区|回族自治区|维吾尔自治区|特别行政区)$")
OF_CITY = re.compile(r"^(?:北京|上海|天津|重庆)市?(?=.)")
COUNTRY, WRITTEN = re.compile("[a-z]{2}"), re.compile("[a-z0-9_-]+")
SLASH = re.compile(r"\s*[/／]\s*")


@cache
def code_of(full_name: str) -> str | None:
    """The code of a place by its full name: 海东市."""
    return next((code for code, names in places().items() if names[0] == full_name), None)


def resolved(written: str | None, held: Iterable[str] = ()) -> str | None:
    """The code of the region that is meant; `held` are regions of documents, which staff may have named themselves.

    Raises:
        UnknownRegion: no region has that name, or several have.
    """
    plain = "".join((written or "").casefold().split())
    if not plain:
        return None
    outer, _, inner = SLASH.sub("/", plain).partition("/")
    code = _one(plain, held) if not inner else _within(_one(outer, held), inner, held)
    if code is None:
        raise UnknownRegion(value=str(written))
    return code


def _one(name: str, held: Iterable[str]) -> str | None:
    if name in COUNTRIES or name in held or COUNTRY.fullmatch(name):
        return name
    short = SUFFIX.sub("", name)
    if known := by_name().get(name) or by_name().get(short):
        return known
    found = _codes().get(name) or {code for code in held if code.endswith(f"/{name}")}
    return next(iter(found)) if len(found) == 1 else None if found else _told(name)


def _told(name: str) -> str | None:
    """青海省海东市: several names, one within the other."""
    return named_in(name) if not name.isascii() else None


def _within(outer: str | None, inner: str, held: Iterable[str]) -> str | None:
    if outer is None:
        return None
    found = {code for code in (*_codes().get(inner, ()), *CITIES, *held) if code.startswith(f"{outer}/")}
    own = {code for code in found if code == f"{outer}/{inner}" or code in _codes().get(inner, ())}
    if not own and WRITTEN.fullmatch(inner):
        return f"{outer}/{inner}"  # staff may name a part of their own, and whoever asks for it sees its parents
    return own.pop() if len(own) == 1 else None


@cache
def _codes() -> dict[str, set[str]]:
    """{name: codes}: full and short names, and the code's own last part."""
    codes: dict[str, set[str]] = defaultdict(set)
    for code, names in places().items():
        for name in (*names, *(OF_CITY.sub("", name) for name in names), code.partition("/")[2]):
            codes[name].add(code)
    for code in PROVINCES:
        codes.pop(code, None)
    return codes
