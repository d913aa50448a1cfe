"""What staff say about files: a CSV beside them; what it does not say is read from the document or left unknown."""

import csv
import io
import re
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, Literal

from ingest.reading.clean import decode
from ingest.reading.faults import Unreadable
from knowledge.errors import Fault, Lang
from knowledge.model import Doubt

MANIFEST = "manifest.csv"
DATES = ("in_force_from", "in_force_to")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
REGION = re.compile(r"[a-z]+(/[a-z]+)*")


class BadManifest(Fault):
    code = "bad_manifest"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "清单 {path} 第 {line} 行“{column}”列有误（{what}）；请改正后重试，什么都没有导入。",
        "en": "The manifest {path} has a fault in line {line}, column {column} ({what}); correct it. Nothing was read.",
    }


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """One file's row; an empty cell is None."""

    path: str
    title: str | None = None
    issuer: str | None = None
    number: str | None = None
    kind: str | None = None
    region: str | None = None
    lang: Lang | None = None
    in_force_from: str | None = None
    in_force_to: str | None = None
    supersedes: str | None = None
    url: str | None = None
    licence: str | None = None
    applies_to: str | None = None

    def against(self, begins: str | None, ends: str | None, dated: str | None) -> tuple[Doubt, ...]:
        """Where the days of the row are not those that the text says; the row's count, and staff are told."""
        pairs = (("in_force_from", self.in_force_from, begins), ("in_force_to", self.in_force_to, ends))
        found = [
            Doubt("manifest_text", {"column": column, "manifest": told, "text": read})
            for column, told, read in pairs
            if told and read and told != read
        ]
        if self.in_force_from and dated and self.in_force_from < dated:
            found.append(Doubt("before_its_date", {"manifest": self.in_force_from, "version_date": dated}))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Manifest:
    path: Path
    rows: dict[Path, ManifestRow]

    def row(self, file: Path) -> ManifestRow | None:
        return self.rows.get(file)


def load(path: Path) -> Manifest:
    """Rows by the resolved path of their file. Raises BadManifest for the first cell that cannot be used."""
    path = path.resolve()
    found: dict[Path, ManifestRow] = {}
    for line, row in told_rows(path, "path"):
        file = _file_of(path, line, row)
        if file in found:
            raise BadManifest(path=path, line=line, column="path", what=f"{row.path} is named twice")
        found[file] = row
    return Manifest(path, found)


def told_rows(path: Path, key: Literal["path", "url"]) -> list[tuple[int, ManifestRow]]:
    """(line, row) of a table with these columns, of which `key` must be one. Raises BadManifest."""
    try:
        lines = _lines(path, decode(path.read_bytes()))
    except (OSError, Unreadable) as error:
        why = error.told("en") if isinstance(error, Unreadable) else error.strerror
        raise BadManifest(path=path, line=1, column=key, what=why) from error
    columns = [name.strip().lower() for name in lines[0][1]] if lines else []
    if key not in columns:
        raise BadManifest(path=path, line=1, column=key, what="there is no such column")
    found: list[tuple[int, ManifestRow]] = []
    for line, cells in lines[1:]:
        if len(cells) > len(columns) and any(cells[len(columns) :]):
            what = "more cells than columns; quote a cell that holds a comma"
            raise BadManifest(path=path, line=line, column=columns[-1], what=what)
        row = _row(dict(zip(columns, cells, strict=False)))
        _checked(path, line, row)
        found.append((line, row))
    return found


def _lines(path: Path, text: str) -> list[tuple[int, list[str]]]:
    """(line on which it begins, stripped cells) of each row that is not blank, the header first."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append((begins, [cell.strip() for cell in cells]))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise BadManifest(path=path, line=begins, column="path", what="a quotation mark that is not closed") from error
    return lines


def _row(cells: dict[str, str]) -> ManifestRow:
    known = {field.name for field in fields(ManifestRow)}
    told: dict[str, Any] = {"path": ""} | {name: cell for name, cell in cells.items() if name in known and cell}
    told |= {name: told[name].lower() for name in ("lang", "region") if name in told}
    return ManifestRow(**told)


def _file_of(path: Path, line: int, row: ManifestRow) -> Path:
    file = (path.parent / row.path).resolve()
    if not row.path or not file.is_file():
        raise BadManifest(path=path, line=line, column="path", what=f"there is no file {row.path}")
    return file


def _checked(path: Path, line: int, row: ManifestRow) -> None:
    for column in DATES:
        if not _is_day(getattr(row, column) or "2000-01-01"):
            raise BadManifest(path=path, line=line, column=column, what="not a date like 2026-11-23")
    if row.in_force_from and row.in_force_to and row.in_force_to < row.in_force_from:
        raise BadManifest(path=path, line=line, column="in_force_to", what="earlier than in_force_from")
    if row.lang not in (None, "zh", "en"):
        raise BadManifest(path=path, line=line, column="lang", what="neither zh nor en")
    if row.region and not REGION.fullmatch(row.region):
        raise BadManifest(path=path, line=line, column="region", what="not a region like cn or shandong/qingdao")


def _is_day(value: str) -> bool:
    """Only the long form: days are compared as text."""
    try:
        return bool(DAY.fullmatch(value)) and bool(date.fromisoformat(value))
    except ValueError:
        return False
