"""The rows of a catalog's tables, from CSV or from a workbook, each with its line."""

import csv
import io
import unicodedata
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import ClassVar

from ingest.catalog_findings import Findings
from knowledge.errors import Fault, Lang


class CatalogUnreadable(Fault):
    code = "catalog_unreadable"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "目录文件 {file} 无法读取；请检查它的权限，以及它是否完好。",
        "en": "The catalog file {file} cannot be read; check its permissions and that it is not damaged.",
    }


class CatalogNotUtf8(Fault):
    code = "catalog_not_utf8"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "目录文件 {file} 不是 UTF-8 编码（第 {line} 行）；请另存为 UTF-8 后重试。",
        "en": "The catalog file {file} is not UTF-8 (line {line}); save it as UTF-8 and try again.",
    }


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    cells: dict[str, str]  # by column, without blanks around


@dataclass(frozen=True, slots=True)
class Sheet:
    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_text(path: Path) -> str:
    """The text of a file, without a byte-order mark.

    Raises:
        CatalogUnreadable: it cannot be opened.
        CatalogNotUtf8: it is in another encoding.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CatalogUnreadable(file=path.name) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CatalogNotUtf8(file=path.name, line=raw.count(b"\n", 0, error.start) + 1) from error


def read_sheet(path: Path, findings: Findings) -> Sheet | None:
    """The table in a file; None if it has no header. Raises CatalogUnreadable or CatalogNotUtf8."""
    records = _workbook(path) if path.suffix.lower() == ".xlsx" else _csv(path, findings)
    filled = [(line, cells) for line, cells in records if any(cells)]
    if not filled:
        findings.fault(path.name, 1, "", "empty_file")
        return None
    header_line, header = filled[0]
    columns = _header(path.name, header_line, header, findings)
    rows = [_row(path.name, line, cells, columns, findings) for line, cells in filled[1:]]
    return Sheet(path.name, columns, tuple(rows))


def _header(file: str, line: int, header: list[str], findings: Findings) -> tuple[str, ...]:
    while header and not header[-1]:
        header = header[:-1]
    columns = tuple(unicodedata.normalize("NFKC", name).strip().lower() for name in header)
    for name in sorted({name for name in columns if name and columns.count(name) > 1}):
        findings.fault(file, line, name, "double_column")
    return columns


def _row(file: str, line: int, cells: list[str], columns: tuple[str, ...], findings: Findings) -> Row:
    if any(cells[len(columns) :]):
        findings.fault(file, line, "", "more_cells", count=len(cells), header=len(columns))
    elif len(cells) < len(columns):
        findings.warning(file, line, "", "fewer_cells", count=len(cells), header=len(columns))
    padded = [*cells, *[""] * len(columns)]
    return Row(line, dict(zip(columns, padded, strict=False)))


def _csv(path: Path, findings: Findings) -> Iterator[tuple[int, list[str]]]:
    """Records with the line that each begins in: a quoted cell may run over several."""
    reader = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    line = 1
    try:
        for record in reader:
            yield line, [cell.strip() for cell in record]
            line = reader.line_num + 1
    except csv.Error as error:
        findings.fault(path.name, line, "", "bad_csv", why=str(error))


def _workbook(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows of the first sheet."""
    from openpyxl import load_workbook  # a fifth of a second, and most catalogs are CSV
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings(), path.open("rb") as raw:
            warnings.simplefilter("ignore")  # styles and extensions that it does not know do not matter here
            book = load_workbook(io.BytesIO(raw.read()), data_only=True)
    except (OSError, InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise CatalogUnreadable(file=path.name) from error
    for line, row in enumerate(book.worksheets[0].iter_rows(), start=1):
        yield line, [_cell(cell.value, cell.number_format) for cell in row]


def _cell(value: object, number_format: str) -> str:
    """A cell as the CSV would have it; a date that is shown without its time is a day."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        shows_time = "h" in number_format.lower()
        return value.isoformat(timespec="minutes") if shows_time else value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
