"""Rows of JSON lines and of CSV files, one at a time, whatever the file's size."""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.patents.faults import NoNumberColumn, NoPatents, RecordFault
from ingest.patents.fields import meanings, read_row
from ingest.reading.clean import decode
from knowledge.patents.model import PatentRecord

Read = PatentRecord | RecordFault
SAMPLE_BYTES = 256 * 1024
FIELD_CHARS = 1_000_000
LINE_CHARS = 4_000_000
DELIMITERS = ",;\t|"


def json_lines(path: Path, source: str) -> Iterator[Read]:
    """Records and faults. Raises NoPatents when no row of the file has a number."""
    opened = gzip.open if path.suffix == ".gz" else open
    seen = False
    with opened(path, "rt", encoding="utf-8-sig", errors="replace") as lines:
        for at, line in enumerate(lines, 1):
            if not line.strip():
                continue
            row = _object(line)
            if row is None:
                yield RecordFault(path.name, at, "不是 JSON 对象", "not a JSON object")
                continue
            known = meanings(row)
            if not _is_record(set(known.values())):
                if not seen and at > 100:
                    raise NoPatents()
                yield RecordFault(path.name, at, "没有公开号或标题", "no publication number or title")
                continue
            seen = True
            record, faults = read_row(row, known, source, path.name, at)
            yield from faults
            if record is not None:
                yield record
    if not seen:
        raise NoPatents()


def table(path: Path, source: str) -> Iterator[Read]:
    """Records and faults of a CSV. Raises BadEncoding, NoNumberColumn, NoPatents."""
    text = decode(path.read_bytes())
    csv.field_size_limit(FIELD_CHARS)
    try:
        dialect: Any = csv.Sniffer().sniff(text[:SAMPLE_BYTES], DELIMITERS)
        dialect.doublequote = True
    except csv.Error:
        dialect = csv.excel
    rows = csv.reader(io.StringIO(text, newline=""), dialect)
    header = next(rows, None)
    if not header or len(header) < 2:
        raise NoPatents()
    known = meanings(header)
    if "number" not in known.values():
        raise NoNumberColumn(columns=", ".join(header)[:200])
    for at, cells in enumerate(rows, 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header):
            counts = (len(cells), len(header))
            told = ("这一行有 {} 列，表头只有 {} 列".format(*counts), "{} cells under {} columns".format(*counts))
            yield RecordFault(path.name, at, *told)
            continue
        record, faults = read_row(dict(zip(header, cells, strict=False)), known, source, path.name, at)
        yield from faults
        if record is not None:
            yield record


def _is_record(fields: set[str]) -> bool:
    return bool({"number", "application_number"} & fields) and bool({"title", "abstract"} & fields)


def _object(line: str) -> dict[str, Any] | None:
    if len(line) > LINE_CHARS:
        return None
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None
