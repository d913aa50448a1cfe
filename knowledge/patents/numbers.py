"""Publication and application numbers of any office in one written form, and the keys that two writings share.

The form follows WIPO ST.16 without separators: office, serial number as the office itself writes it today, kind code
(US6858197B1, WO2010123456A1, KR1020100123456A). Application numbers of offices that would mistake them for a
publication keep their mark: US18/100003, CN201010123456.7.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

OFFICES = frozenset(
    "AD AE AF AG AI AL AM AN AO AP AR AT AU AW AZ BA BB BD BE BF BG BH BI BJ BM BN BO BR BS BT BW BX BY BZ CA CD CF CG "
    "CH CI CL CM CN CO CR CS CU CV CW CY CZ DD DE DJ DK DM DO DZ EA EC EE EG EM EP ER ES ET FI FJ FR GA GB GC GD GE GG "
    "GH GI GM GN GQ GR GT GW GY HK HN HR HT HU IB ID IE IL IM IN IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY "
    "KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MK ML MM MN MO MR MS MT MU MV MW MX MY MZ NA NE NG NI NL NO NP "
    "NR NZ OA OM PA PE PG PH PK PL PT PW PY QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SR ST SU SV SX SY SZ TD TG "
    "TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VN VU WO WS XN XP YE YU ZA ZM ZW".split()
)
# Letters that stand between an office and its digits; any other letters there make a house number, not a publication.
SERIES = {
    "US": ("D", "RE", "PP", "H", "T", "X", "AI"), "TW": ("I", "M", "D"), "JP": ("H", "S", "R"), "MX": ("PA", "NL"),
    "BR": ("PI", "MU", "DI", "C"), "HU": ("T", "P", "U", "E", "D"), "AT": ("E",), "DK": ("T",), "DE": ("T", "M"),
    "KR": ("P", "U"), "CA": ("D",), "GB": ("D",), "AR": ("P",), "CS": ("P",), "PL": ("P", "W"), "IL": ("D",),
    "IT": ("MI", "TO", "RM", "BO", "FI", "VR", "UD"), "NO": ("P",), "RU": ("U", "D", "C"), "VN": ("U",),
}  # fmt: skip
WORDS = re.compile(
    r"\b(PATENTS?|PATS?\b\.?|PUBLICATIONS?|PUBL?\b\.?|APPLICATIONS?|APPLN?\b\.?|NUMBERS?|NOS?\b\.?|SERIAL)"
    r"|公开号|公告号|专利号|申请号|授权|第|号|號|:|：|#"
)
JAPANESE = (("特開平", "JPH"), ("特開昭", "JPS"), ("特開", "JP"), ("特表", "JP"), ("特許", "JP"), ("再表", "WO"))
KIND = r"([A-Z]\d{0,2})?"
APPLICATION = "/"  # a number of this form is an application's


@dataclass(frozen=True, slots=True)
class Number:
    """A number taken apart: US | 6858197 | B1; `office` is "" where the writing names none."""

    office: str
    serial: str
    kind: str | None = None

    @property
    def stem(self) -> str:
        """What stays the same with and without a kind code."""
        return self.office + self.serial

    @property
    def text(self) -> str:
        return self.stem + (self.kind or "")

    @property
    def is_application(self) -> bool:
        return APPLICATION in self.serial or "." in self.serial

    @property
    def identity(self) -> str:
        """One publication's key: the digits of a US grant name it alone, elsewhere the kind code belongs to it."""
        grant = self.office == "US" and not (self.kind or "").startswith(("A", "C", "I"))
        return self.stem if grant and len(self.serial) < 11 else self.text


@lru_cache(maxsize=10_000)
def parsed(written: str, office: str = "", kind: str | None = None) -> Number | None:
    """The number in a writing, or None where there are no digits in it.

    `office` and `kind` come from other columns and are used where the writing itself has none. What is no publication
    number (NASA-LAR-18327-1) is kept as a house number, in capitals and without an office.
    """
    text = unicodedata.normalize("NFKC", written).upper().strip()
    for mark, code in JAPANESE:
        text = text.replace(mark, code)
    text = WORDS.sub(" ", re.sub(r"\bU\.\s?S\.", "US", text)).strip(" .,;-_/")
    if not re.search(r"\d", text):
        return None
    kind = (kind or "").strip().upper() or None
    number = _mexican(text) or _chinese_application(text) or _us_application(text, office) or _ordinary(text, office)
    if number is None:
        return Number("", re.sub(r"[\s_]+", "-", text))
    return number if number.kind or number.is_application else Number(number.office, number.serial, _kind(kind))


def application(written: str, office: str = "") -> Number | None:
    """An application number: the office from `office` where the writing names none; a US series keeps its slash."""
    text = unicodedata.normalize("NFKC", written).upper().strip()
    bare = re.sub(r"[\s,.]", "", text)
    american = office == "US" or (not office and "/" in bare)
    if american and (found := re.fullmatch(r"(?:US)?(\d\d)/?(\d{6})A?", bare)):
        return Number("US", f"{found[1]}/{found[2]}")
    number = parsed(written, office)
    return number if number is not None and number.office else Number(office, re.sub(r"[\s,]", "", text))


def application_key(written: str | None, office: str = "") -> str | None:
    """What two writings of an application number share, without check digit and separators."""
    if not written or not re.search(r"\d{3}", written):
        return None
    number = application(written, office)
    return None if number is None else number.office + re.sub(r"[^0-9A-Z]", "", number.serial.split(".")[0])


def _kind(kind: str | None) -> str | None:
    return kind if kind and re.fullmatch(r"[A-Z]\d{0,2}", kind) else None


def _us_application(text: str, office: str) -> Number | None:
    found = re.fullmatch(r"(US)?[\s-]*(\d\d)\s?/\s?(\d{3}),?(\d{3})", text)
    return Number("US", f"{found[2]}/{found[3]}{found[4]}") if found and office in ("", "US") else None


def _chinese_application(text: str) -> Number | None:
    """ZL and CN with a check digit; patent and application have the same number at the Chinese office."""
    found = re.fullmatch(r"(ZL|CN)?(\d{8}|\d{12})\.([\dX])", re.sub(r"[\s-]", "", text))
    if found:
        return Number("CN", f"{found[2]}.{found[3]}")
    found = re.fullmatch(r"(?:CN)?ZL(\d{8}|\d{12})([\dX])?", re.sub(r"[\s.-]", "", text))
    return Number("CN", f"{found[1]}.{found[2] or ''}") if found else None


def _mexican(text: str) -> Number | None:
    found = re.fullmatch(r"(?:MX)?\s*(PA|MX)/A/(\d{4})/(\d{6})", text)
    return Number("MX", ("PA" if found[1] == "PA" else "") + found[2] + found[3], "A") if found else None


def _ordinary(text: str, office: str) -> Number | None:
    """Office, series letters, digits and a kind code, with any separators between them."""
    if found := re.fullmatch(r"([A-Z]{2})?[\s-]*(\d[\d/]*/[A-Z]{2,6}/\d{4})", text):  # India: 2269/DEL/2004
        own = found[1] or office
        return Number(own, found[2]) if own in OFFICES else None
    bare = re.sub(r"[\s,.\-_/()]", "", text)
    found = re.fullmatch(rf"([A-Z]{{2}})([A-Z]{{0,2}})(\d+){KIND}", bare)
    if found and found[1] in OFFICES and (not found[2] or found[2] in SERIES.get(found[1], ())):
        return _written(found[1], found[2], found[3], found[4], text)
    found = re.fullmatch(rf"([A-Z]{{0,2}})(\d+){KIND}", bare)
    if found and (found[1] in SERIES.get(office, ()) if found[1] else True):
        return _written(office, found[1], found[2], found[3], text) if office in OFFICES else (
            None if found[1] else Number("", found[2], found[3]))  # fmt: skip
    return None


def _written(office: str, series: str, digits: str, kind: str | None, text: str) -> Number:
    write = {"US": _american, "WO": _international, "EP": _european, "KR": _korean, "JP": _japanese}.get(office)
    serial = write(series, digits, kind, text) if write else series + _without_zeros(office, digits)
    return Number(office, serial, kind)


def _without_zeros(office: str, digits: str) -> str:
    return digits if office in ("CN", "AU", "BR", "TW", "ZA", "SG", "HU", "IT") else digits.lstrip("0") or digits


def _american(series: str, digits: str, kind: str | None, text: str) -> str:
    """A publication of an application has a year and seven digits; lists that write six are completed."""
    if not series and len(digits) == 10 and digits[:2] in ("19", "20") and (kind or "A")[0] in "AP":
        return digits[:4] + digits[4:].zfill(7)
    return series + (digits if len(digits) == 11 else digits.lstrip("0"))


def _international(series: str, digits: str, kind: str | None, text: str) -> str:
    """Year in four digits and six of the serial: WO 99/12345, WO0214184 and WO2002014184 are of one form."""
    if found := re.search(r"(\d{4}|\d{2})\s?[/-]\s?(\d{1,6})\b", text):
        year, serial = found[1], found[2]
    elif len(digits) in (7, 8):
        year, serial = digits[:2], digits[2:]
    else:
        year, serial = digits[:4], digits[4:]
    if len(year) == 2:
        year = ("19" if year > "77" else "20") + year
    return year + serial.zfill(6)


def _european(series: str, digits: str, kind: str | None, text: str) -> str:
    return digits.zfill(7) if len(digits) < 8 else digits


def _korean(series: str, digits: str, kind: str | None, text: str) -> str:
    """An unexamined publication is 10-2010-0123456 (20- for utility models), in some lists without the 10."""
    if len(digits) == 11 and digits[:2] in ("19", "20") and (kind or "A")[0] in "AU":
        return ("20" if (kind or "A")[0] == "U" else "10") + digits
    return digits


def _japanese(series: str, digits: str, kind: str | None, text: str) -> str:
    """Since 2000 year and six digits; before, the year of an era, whose letter some lists leave out (JP11243846)."""
    if found := re.search(r"\b(?:JP)?\s?((?:19|20)\d{2})-(\d{1,6})", text):
        return found[1] + found[2].zfill(6)
    if found := re.search(r"JP\s?([HSR])\s?(\d{1,2})-(\d{1,6})", text):
        return found[1] + found[2].zfill(2) + found[3].zfill(6)
    if not series and len(digits) == 8:
        year = int(digits[:2])
        series = "H" if 2 <= year <= 12 else "S" if 40 <= year <= 64 else ""
    return series + digits
