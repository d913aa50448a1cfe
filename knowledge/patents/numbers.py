"""How publication numbers and class symbols are written: one form for each, whatever the source's habit.

Forms after WIPO ST.1, ST.3 and ST.16; classification symbols after WIPO ST.8.
"""

import re
import unicodedata
from dataclasses import dataclass

SHAPE = re.compile(
    r"(?P<country>[A-Z]{2})?(?P<series>RE|PP|AI|RX|AP|D|H|T)?(?P<digits>\d{3,14})(?P<check>X)?(?P<kind>[A-Z]\d?)?"
)
SYMBOL = re.compile(r"(?P<sub>[A-HY]\d{2}[A-Z])(?P<main>\d{1,4})/(?P<group>\d{2,6})")
PLAIN_SYMBOL = re.compile(r"(?P<sub>[A-HY]\d{2}[A-Z])(?P<main>\d{4})(?P<group>\d{2,6})")
PREFIX = re.compile(r"[A-HY](?:\d{2}(?:[A-Z](?:\d{1,4}(?:/\d{0,6})?)?)?)?")
WIDTH = {"EP": 7}


@dataclass(frozen=True, slots=True)
class Number:
    """A publication: office (ST.3), series and serial number, kind (ST.16) where it is known."""

    country: str
    serial: str
    kind: str | None = None

    @property
    def stem(self) -> str:
        """Without the kind: the same for an application and the patent that came of it, where an office counts so."""
        return self.country + self.serial

    def __str__(self) -> str:
        return self.stem + (self.kind or "")


def read_number(text: str, office: str = "") -> Number | None:
    """The number that a text is, else None. A number that names no office is of `office`, if one is given."""
    plain = _plain(text)
    if plain.startswith("ZL"):
        plain = "CN" + plain[2:]
    found = SHAPE.fullmatch(plain)
    if found is None:
        return None
    country = found["country"] or office
    if not country:
        return None
    serial = (found["series"] or "") + _serial(country, found["series"], found["digits"]) + (found["check"] or "")
    return Number(country, serial, found["kind"])


def read_application(text: str) -> str:
    """An application number as it is compared: letters and digits alone (2269/DEL/2004 is 2269DEL2004)."""
    return _plain(text).replace("ZL", "CN").removeprefix("CN")


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).upper()
    return re.sub(r"[^0-9A-Z]", "", folded.replace("专利号", "").replace("公开号", ""))


def _serial(country: str, series: str | None, digits: str) -> str:
    if country == "US":
        return _american(series, digits)
    if country == "WO":
        return _international(digits)
    if country in ("CN", "JP", "KR"):  # years and series begin these
        return digits
    return digits.lstrip("0").zfill(WIDTH.get(country, 1))


def _american(series: str | None, digits: str) -> str:
    """Grants without leading zeros; applications as year and seven digits (some sources drop one zero)."""
    if series is None and len(digits) in (10, 11) and digits[:2] in ("20", "19"):
        return digits[:4] + digits[4:].zfill(7)
    return digits.lstrip("0") or digits


def _international(digits: str) -> str:
    """Year in four digits, then six: WO 98/12345, WO0212345 and WO2002/012345 are written alike."""
    if len(digits) >= 9 and digits[:2] in ("19", "20"):
        return digits[:4] + digits[4:].lstrip("0").zfill(6)
    if len(digits) >= 6:
        century = "19" if digits[:2] >= "78" else "20"
        return century + digits[:2] + digits[2:].lstrip("0").zfill(6)
    return digits


def read_symbol(text: str) -> str | None:
    """A full IPC or CPC symbol without spaces and padding (H01M10/0562), else its subclass (H01M), else None."""
    plain = unicodedata.normalize("NFKC", text).upper().strip()
    tight = re.sub(r"\s+", "", plain.split("(")[0]) if "/" not in plain else _tight(plain)
    found = SYMBOL.match(tight)
    if found is None and (found := PLAIN_SYMBOL.match(tight)) is not None:
        group = found["group"]
        return f"{found['sub']}{int(found['main'])}/{group[:2] + group[2:].rstrip('0')}"
    if found is None:
        subclass = re.match(r"[A-HY]\d{2}[A-Z]", tight)
        return subclass.group() if subclass else None
    return f"{found['sub']}{int(found['main'])}/{found['group']}"


def _tight(symbol: str) -> str:
    """H01M 10/05 20100101 without its version: spaces go before the oblique, and what follows the group is cut."""
    section, _, group = symbol.partition("/")
    digits = re.match(r"\s*(\d+)", group)
    return re.sub(r"\s+", "", section) + "/" + (digits[1] if digits else "")


def read_class_prefix(text: str) -> str | None:
    """What a search by class compares the beginning of symbols with: H, H01, H01M, H01M10, H01M10/05."""
    tight = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).upper())
    return tight if PREFIX.fullmatch(tight) else None
