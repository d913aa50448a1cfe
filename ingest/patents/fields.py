"""From a source's row to a record: which of its names means what, and how its values are read."""

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ingest.patents.faults import RecordFault
from ingest.reading.clean import clean
from knowledge.patents.model import PatentRecord
from knowledge.patents.numbers import read_number, read_symbol

Row = Mapping[str, Any]
SYNONYMS: dict[str, str] = {
    "number": "publication number|publication no|publicationnumber|patent number|patent no|patent id|number|pn|id|"
    "公开号|公告号|公开公告号|公开（公告）号|专利号|授权公告号",
    "title": "title|invention title|patent title|titles|标题|名称|专利名称|发明名称",
    "abstract": "abstract|abstracts|summary|摘要",
    "applicants": "applicants|applicant|assignees|assignee|patentee|owner|pa|applicants original|"
    "申请人|专利权人|申请（专利权）人",
    "inventors": "inventors|inventor|in|发明人|设计人|发明（设计）人",
    "ipc": "ipc|ipcs|ipc classes|international classification|ipc codes|ipc分类号|分类号|主分类号|国际分类",
    "cpc": "cpc|cpcs|cpc classes|cpc分类号",
    "application_number": "application number|application no|application id|serial|申请号",
    "filing_date": "filing date|application date|date filed|filed|申请日|申请日期",
    "priority_date": "priority date|earliest priority date|优先权日",
    "publication_date": "publication date|date published|published|pub date|公开日|公告日|公开（公告）日|公开日期",
    "grant_date": "grant date|patent date|issue date|date granted|授权日|授权公告日",
    "expiry_date": "expiry date|expiration date|expiration|到期日|届满日",
    "status": "status|legal status|法律状态|状态",
    "office": "country|jurisdiction|office code|publication country|国家|国别",
    "kind": "kind|kind code|文献类型",
}
MEANING = {name: field for field, names in SYNONYMS.items() for name in names.split("|")}
LISTED = ("applicants", "inventors", "ipc", "cpc")
DATES = ("filing_date", "priority_date", "publication_date", "grant_date", "expiry_date")
SEVERAL = re.compile(r"\s*(?:;|；|\||\n|、)+\s*")
OFFICE = re.compile(r"[A-Z]{2}")
AMERICAN = re.compile(r"\d{2}/?\d{3},?\d{3}")  # an application number of the USPTO: series code and six digits
HAN = re.compile(r"[㐀-䶿一-鿿]")
UNPUBLISHED = "AP"  # an application without a publication stands under its own number, marked as such
TEXT_CHARS = 20_000


def meanings(columns: Iterable[str]) -> dict[str, str]:
    """{column: field} of the columns whose name is known; of two with one meaning the one named first in SYNONYMS."""
    found: dict[str, str] = {}
    order = list(MEANING)
    for column in columns:
        plain = _plain(column)
        if plain in MEANING:
            found[column] = MEANING[plain]
    taken: dict[str, str] = {}
    for column in sorted(found, key=lambda one: order.index(_plain(one))):
        taken.setdefault(found[column], column)
    return {column: field for field, column in taken.items()}


def read_row(
    row: Row, known: Mapping[str, str], source: str, file: str, line: int
) -> tuple[PatentRecord | None, list[RecordFault]]:
    """The record of a row, None without a number; dates that are none become unknown and are told."""
    values = {field: row.get(column) for column, field in known.items()}
    faults: list[RecordFault] = []
    office = str(values.get("office") or "").strip().upper()
    written = _text(values.get("number")) or ""
    filed = _text(values.get("application_number")) or ""
    office = office if OFFICE.fullmatch(office) else "US" if AMERICAN.fullmatch(filed) else ""
    number = read_number(written, office) or (read_number(office + UNPUBLISHED + filed) if office else None)
    if number is None:
        shown = written[:40] or "—"
        told = (f"没有能识别的公开号：{shown}", f"no publication number that can be read: {shown}")
        return None, [RecordFault(file, line, *told)]
    dates: dict[str, str | None] = {}
    for name in DATES:
        day, wrong = read_day(_first(values.get(name)))
        dates[name] = day
        if wrong:
            faults.append(RecordFault(file, line, f"{name} 不是日期：{wrong}", f"{name} is not a date: {wrong}"))
    title, abstract = _text(values.get("title")) or "", _text(values.get("abstract")) or ""
    classes = {name: symbols(_many(values.get(name))) for name in ("ipc", "cpc")}
    record = PatentRecord(
        str(number), title, source, number.country, number.kind or _kind(values.get("kind")), abstract,
        "zh" if HAN.search(title + abstract) else "en", _many(values.get("applicants")),
        _many(values.get("inventors")), classes["ipc"], classes["cpc"], _text(values.get("application_number")),
        status=_text(values.get("status")), **dates,
    )  # fmt: skip
    return record, faults


def read_day(value: Any) -> tuple[str | None, str | None]:
    """(ISO day, None), or (None, what stood there) when it is no day; an empty value is simply unknown."""
    plain = unicodedata.normalize("NFKC", str(value or "")).strip()
    if not plain or plain.lower() in ("none", "null", "nan", "-"):
        return None, None
    digits = re.match(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})", plain)
    turned = re.match(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", plain)
    try:
        if turned:
            first, second, year = (int(part) for part in turned.groups())
            month, day = (second, first) if first > 12 else (first, second)
            return date(year, month, day).isoformat(), None
        if digits:
            return date(*(int(part) for part in digits.groups())).isoformat(), None
    except ValueError:
        pass
    return None, plain[:40]


def symbols(written: Iterable[str]) -> tuple[str, ...]:
    """Classification symbols that can be read, once each, in the order of the source."""
    read = (read_symbol(one) for one in written)
    return tuple(dict.fromkeys(symbol for symbol in read if symbol))


def plain_text(value: str) -> str:
    """Without markup, entities and invisible characters, in one line of words."""
    tagless = re.sub(r"<[^<>]{0,200}>", " ", html.unescape(value))
    return " ".join(clean(tagless).split())[:TEXT_CHARS]


def _plain(column: str) -> str:
    """A column's name as it is looked up: one kind of brackets, no dashes, lower case."""
    folded = unicodedata.normalize("NFKC", str(column)).casefold().replace("_", " ").replace("-", " ")
    return " ".join(folded.split()).replace("(", "（").replace(")", "）")


def _text(value: Any) -> str | None:
    first = _first(value)
    plain = plain_text(str(first)) if first is not None else ""
    return plain or None


def _first(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return value[0] if value else None
    return value


def _many(value: Any) -> tuple[str, ...]:
    parts = value if isinstance(value, list | tuple) else SEVERAL.split(str(value or ""))
    kept = (plain_text(str(part)) for part in parts)
    return tuple(dict.fromkeys(part for part in kept if part and part.lower() not in ("none", "null")))


def _kind(value: Any) -> str | None:
    plain = str(value or "").strip().upper()
    return plain if re.fullmatch(r"[A-Z]\d?", plain) else None
