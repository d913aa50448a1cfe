"""One row of named fields into a record, whatever its set calls them; synonyms in zh and en, never file names."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.patents.cleaning import plain, title
from ingest.patents.dates import day
from ingest.patents.findings import Finding, Item, Read
from ingest.patents.synonyms import AMERICAN, SYNONYMS
from knowledge.patents.model import PatentRecord
from knowledge.patents.names import folded
from knowledge.patents.numbers import OFFICES, Number, application, parsed
from knowledge.patents.symbols import symbol

DATES = {
    "filing_date": ("申请日", "filing date"), "priority_date": ("优先权日", "priority date"),
    "publication_date": ("公开日", "publication date"), "grant_date": ("授权日", "grant date"),
    "expiry_date": ("到期日", "expiry date"),
}  # fmt: skip
EXPIRY_YEARS = 30  # a right may still end this many years after the import
SHORTEST = 5  # digits of a number without an office; fewer are a row's place in a list
SPLIT = re.compile(r"\s*[;；|\n]\s*|\s*、\s*(?=[一-鿿])")
NONE = frozenset(("", "none", "null", "nan", "n/a", "na", "-", "--", "无", "undefined"))


@dataclass(frozen=True, slots=True)
class Columns:
    """Which keys of a row stand for which field, in order of preference."""

    of: Mapping[str, tuple[str, ...]]
    american: bool
    unknown: tuple[str, ...] = field(default=())

    @classmethod
    def among(cls, keys: Iterable[str]) -> "Columns":
        plain_keys = {key: bare(key) for key in keys}
        found: dict[str, tuple[str, ...]] = {}
        for name, line in SYNONYMS.items():
            order = line.split()
            own = sorted((key for key, short in plain_keys.items() if short in order),
                         key=lambda key: order.index(plain_keys[key]))  # fmt: skip
            if own:
                found[name] = tuple(own)
        known = {key for keys_ in found.values() for key in keys_}
        return cls(found, not AMERICAN.isdisjoint(plain_keys.values()), tuple(k for k in plain_keys if k not in known))

    @property
    def have_a_number(self) -> bool:
        """Whether a column is there for numbers; `id` alone may be anything."""
        by_name = [key for key in self.of.get("number", ()) if bare(key) not in ("id", "number")]
        return bool(by_name or self.of.get("application_number")) or self.name_a_record

    @property
    def name_a_record(self) -> bool:
        """Whether rows with these keys are records: a number, and something about an invention."""
        told = {"title", "abstract", "applicants", "inventors", "ipc", "cpc"} & self.of.keys()
        return bool({"number", "application_number", "reference"} & self.of.keys() and told)


def bare(key: str) -> str:
    text = unicodedata.normalize("NFKC", key).casefold()
    return re.sub(r"[\W_]", "", re.sub(r"[（(][^)）]*[)）]$", "", text) or text)


@dataclass(frozen=True, slots=True)
class Mapper:
    """Rows of one file into records; `source` is its name and `today` an ISO day."""

    source: str
    today: str

    def __call__(self, row: Mapping[str, Any], columns: Columns, line: int) -> Item:
        values = {name: [row[key] for key in keys if _filled(row.get(key))] for name, keys in columns.of.items()}
        number = _number(values, columns)
        if number is None:
            if written := _told_number(values):
                return Finding("unread_number", line, None, {"value": written})
            told = ", ".join(sorted(row))[:200]
            return Finding("no_number", line, None, {"found": told})
        findings: list[Finding] = []
        record = self._record(values, number, line, findings)
        if not number.office and re.fullmatch(r"\d+", number.serial):
            findings.append(Finding("no_office", line, number.text, {"number": number.text}))
        if not record.title and not record.abstract:
            findings.append(Finding("no_text", line, number.text, {}))
        return Read(record, line, tuple(findings))

    def _record(self, values: dict[str, list[Any]], number: Number, line: int, findings: list[Finding]) -> PatentRecord:
        dates = {name: self._day(name, values, number.text, line, findings) for name in DATES}
        dates["priority_date"] = dates["priority_date"] or self._earliest(values.get("priority", []))
        name, abstract = title(_first(values, "title")), plain(_first(values, "abstract"))
        applied = plain(_first(values, "application_number")) or None
        return PatentRecord(
            number=number.text, title=name, source=plain(_first(values, "source")) or self.source,
            country=number.office, kind_code=number.kind, abstract=abstract,
            lang=_language(_first(values, "lang"), name + abstract),
            applicants=names(values.get("applicants", [])), inventors=_inventors(values.get("inventors", [])),
            ipc=_symbols(values.get("ipc", [])), cpc=_symbols(values.get("cpc", [])),
            application_number=applied if applied and re.search(r"\d{3}", applied) else None,
            status=plain(_first(values, "status")) or None, **dates,
        )  # fmt: skip

    def _day(
        self, name: str, values: dict[str, list[Any]], number: str, line: int, findings: list[Finding]
    ) -> str | None:
        written = plain(_first(values, name))
        if not written:
            return None
        latest = f"{int(self.today[:4]) + EXPIRY_YEARS}{self.today[4:]}" if name == "expiry_date" else self.today
        found = day(written, latest)
        if found is None:
            zh, en = DATES[name]
            told = {"field_zh": zh, "field_en": en, "value": written[:40]}
            findings.append(Finding("bad_date", line, number, told))
        return found

    def _earliest(self, written: list[Any]) -> str | None:
        """Of a list of claims such as `[60/225,166 14.08.2000 US]`."""
        text = " ".join(str(one) for one in written)
        days = re.findall(r"\b(?:\d{4}-\d{2}-\d{2}|\d{2}\.\d{2}\.\d{4})", text)
        return min((known for one in days if (known := day(one, self.today))), default=None)


def names(written: Iterable[Any]) -> tuple[str, ...]:
    """Each name once, as it is first written; a list's country codes and address tails go."""
    found: dict[str, str] = {}
    for value in written:
        for one in _parts(value):
            shown = plain(re.sub(r"\s{3,}[A-Z]{2}\s*$|\s*\[[A-Z]{2}\]\s*$|\s*\([A-Z]{2}\)\s*$", "", one)).strip(" ,;")
            if shown and folded(shown):
                found.setdefault(folded(shown), shown)
    return tuple(found.values())


def _inventors(written: list[Any]) -> tuple[str, ...]:
    """`Kinney, Jr; James Edward et al.` is one person, surname first; other semicolons part people."""
    if len(written) == 1 and isinstance(written[0], str):
        text = re.sub(r"\s+et al\.?$", "", written[0].strip())
        surname = re.fullmatch(r"([^;\s]+(?:, (?:Jr|Sr|I{2,3})\.?)?|\S+[- ]\S+); ([^;,]+)", text)
        if surname and (text != written[0].strip() or " " not in surname[1].split(",")[0]):
            return (f"{surname[1]}, {surname[2]}",)
    return names(written)


def _symbols(written: Iterable[Any]) -> tuple[str, ...]:
    found = (symbol(one) for value in written for part in _parts(value) for one in re.split(r"\s*[,，]\s*", part))
    return tuple(dict.fromkeys(one for one in found if one))


def _parts(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        value = next(
            (value[key] for key in ("name", "orgname", "organization", "code", "symbol") if value.get(key)), ""
        )
    if isinstance(value, (list, tuple)):
        return [part for one in value for part in _parts(one)]
    return [part for part in SPLIT.split(str(value)) if part.strip()]


def _number(values: dict[str, list[Any]], columns: Columns) -> Number | None:
    """A publication's number, else the application's with its office, else the house reference."""
    office = _office(values, columns)
    for written in values.get("number", []):
        number = parsed(plain(str(written)), office, _first(values, "kind"))
        if number is not None and (number.office or len(number.serial) >= SHORTEST):
            return number
    office = office or _prefix(values.get("number", []))
    for written in values.get("application_number", []):
        if len(re.sub(r"\D", "", str(written))) > 4:
            return application(plain(str(written)), office)
    for written in values.get("reference", []):
        return parsed(plain(str(written)))
    return None


def _told_number(values: dict[str, list[Any]]) -> str:
    """What stands where a number should, of a record that has none; an office's prefix alone is nothing."""
    written = [plain(str(one)) for name in ("number", "application_number") for one in values.get(name, [])]
    return next((one[:60] for one in written if len(re.sub(r"\W", "", one)) > 2), "")


def _office(values: dict[str, list[Any]], columns: Columns) -> str:
    stated = _first(values, "country").strip().upper()
    return stated if stated in OFFICES else "US" if columns.american else ""


def _prefix(written: Iterable[Any]) -> str:
    """`US-   ` names an office without a number."""
    return next((str(one).strip()[:2].upper() for one in written if str(one).strip()[:2].upper() in OFFICES), "")


def _first(values: dict[str, list[Any]], name: str) -> str:
    value = next(iter(values.get(name, [])), "")
    while isinstance(value, (list, tuple)):
        value = value[0] if value else ""
    return str(value)


def _filled(value: Any) -> bool:
    if isinstance(value, str):
        return value.strip().casefold() not in NONE
    return value is not None and value != [] and not isinstance(value, bool)


def _language(stated: str, text: str) -> str:
    if re.fullmatch(r"[A-Za-z]{2}", stated.strip()):
        return stated.strip().lower()
    if re.search(r"[぀-ヿ]", text):
        return "ja"
    if re.search(r"[가-힯]", text):
        return "ko"
    return "zh" if re.search(r"[一-鿿]", text) else "en"
