"""What staff say about files: a CSV beside them; what it does not say is read from the document or left unknown."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, Literal

from ingest.reading.clean import decode
from ingest.reading.faults import Unreadable
from knowledge.errors import Fault, Lang, UnknownRegion
from knowledge.model import Doubt
from knowledge.places import resolved

MANIFEST = "manifest.csv"
DATES = ("in_force_from", "in_force_to")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# Excel saves days as 2026/3/1.
WRITTEN_DAY = re.compile(r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年\s?(\d{1,2})月\s?(\d{1,2})日)")
NAME_CHARS = 120
REGION = re.compile(r"[a-z]+(/[a-z]+)*")
WHAT: dict[Lang, dict[str, str]] = {
    "zh": {
        "no_file": "没有这个文件", "outside": "文件不在清单所在的文件夹里", "twice": "同一文件写了两次",
        "no_column": "没有这一列", "more_cells": "单元格比列多；含逗号的请加引号",
        "no_day": "不是 2026-11-23 这样的日期", "backwards": "早于 in_force_from", "no_lang": "不是 zh 或 en",
        "no_region": "不是 cn 或 shandong/qingdao 这样的地区", "encoding": "不是可读的文字",
    },
    "en": {
        "no_file": "there is no such file", "outside": "the file is not in the manifest's folder",
        "twice": "the file is named twice", "no_column": "there is no such column",
        "more_cells": "more cells than columns; quote a cell that holds a comma",
        "no_day": "not a date like 2026-11-23", "backwards": "earlier than in_force_from",
        "no_lang": "neither zh nor en", "no_region": "not a region like cn or shandong/qingdao",
        "encoding": "no text that can be read",
    },
}  # fmt: skip


class _AboutManifest(Fault):
    """`what` is a key of WHAT, perhaps with a name after it, or what a library says."""

    def told(self, lang: Lang) -> str:
        key, parted, name = self.facts["what"].partition(": ")
        what = WHAT[lang][key] + (f": {name}" if parted else "") if key in WHAT[lang] else self.facts["what"]
        return self.say[lang].format_map(self.facts | {"what": what})


class BadManifest(_AboutManifest):
    code = "bad_manifest"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "清单 {path} 第 {line} 行“{column}”列有误（{what}）；请改正后重试，什么都没有导入。",
        "en": "The manifest {path} has a fault in line {line}, column {column} ({what}); correct it. Nothing was read.",
    }


class UnusedManifest(_AboutManifest):
    code = "manifest_unused"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "文件夹中的清单 {path} 没有采用（第 {line} 行“{column}”列：{what}），其中的文件按没有清单读取；"
        "请改正，不是清单的请改名。",
        "en": "The manifest {path} of a folder was not used (line {line}, column {column}: {what}), and the files were "
        "read without it; correct it, or give it another name if it is none.",
    }


class BadLine(_AboutManifest):
    code = "bad_manifest_line"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "清单 {path} 第 {line} 行“{column}”列有误（{what}）；这一行没有采用，"
        "所说的文件没有读取，请改正后再导入。",
        "en": "Line {line} of the manifest {path} has a fault in column {column} ({what}); it was not used and "
        "its file not read: correct it and ingest again.",
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
    wrong: dict[str, str] | None = None  # facts of the BadLine for which the file is not read

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
    """`unused` are the lines that are about no file here."""

    path: Path
    rows: dict[Path, ManifestRow]
    unused: tuple[BadLine, ...] = ()

    def row(self, file: Path) -> ManifestRow | None:
        return self.rows.get(file)


def load(path: Path, within: Path | None = None) -> Manifest:
    """Rows by the resolved path of their file, which has to be below `within`. Raises BadManifest for the whole table.

    A line with a fault stops nothing but its own file.
    """
    path = path.resolve()
    found: dict[Path, ManifestRow] = {}
    unused: list[BadLine] = []
    for line, row, fault in _each_row(path, "path"):
        file = (path.parent / row.path).resolve()
        if not row.path or not file.is_file():
            unused.append(_fault(path, line, "path", f"no_file: {row.path[:NAME_CHARS]}"))
        elif within is not None and not file.is_relative_to(within):
            unused.append(_fault(path, line, "path", f"outside: {row.path[:NAME_CHARS]}"))
        else:
            if file in found:
                fault = ("path", "twice")
            found[file] = replace(row, wrong=_fault(path, line, *fault).facts) if fault else row
    return Manifest(path, found, tuple(unused))


def _fault(path: Path, line: int, column: str, what: str) -> BadLine:
    return BadLine(path=path, line=line, column=column, what=what)


def told_rows(path: Path, key: Literal["path", "url"]) -> list[tuple[int, ManifestRow]]:
    """(line, row) of a table with these columns, of which `key` must be one. Raises BadManifest."""
    found: list[tuple[int, ManifestRow]] = []
    for line, row, fault in _each_row(path, key):
        if fault:
            raise BadManifest(path=path, line=line, column=fault[0], what=fault[1])
        found.append((line, row))
    return found


def _each_row(path: Path, key: Literal["path", "url"]) -> Iterator[tuple[int, ManifestRow, tuple[str, str] | None]]:
    """(line, row, the column and kind of its first fault). Raises BadManifest for the table as a whole."""
    try:
        lines = _lines(path, decode(path.read_bytes()))
    except (OSError, Unreadable) as error:
        why = "encoding" if isinstance(error, Unreadable) else error.strerror
        raise BadManifest(path=path, line=1, column=key, what=why) from error
    columns = [name.strip().lower() for name in lines[0][1]] if lines else []
    if key not in columns:
        raise BadManifest(path=path, line=1, column=key, what="no_column")
    for line, cells in lines[1:]:
        row = _row(dict(zip(columns, cells, strict=False)))
        more = len(cells) > len(columns) and any(cells[len(columns) :])
        yield line, row, (columns[-1], "more_cells") if more else _fault_of(row)


def _lines(path: Path, text: str) -> list[tuple[int, list[str]]]:
    """(line on which it begins, stripped cells) of each row that is not blank, the header first."""
    head = text.partition("\n")[0]
    mark = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=mark)
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
    known = {field.name for field in fields(ManifestRow)} - {"wrong"}
    told: dict[str, Any] = {"path": ""} | {name: cell for name, cell in cells.items() if name in known and cell}
    told |= {name: told[name].lower() for name in ("lang", "region") if name in told}
    told |= {name: _iso(told[name]) for name in DATES if name in told}
    with suppress(UnknownRegion):  # staff may name regions of their own
        told |= {"region": resolved(told["region"])} if "region" in told else {}
    return ManifestRow(**told)


def _iso(value: str) -> str:
    """The day in its long form, for days are compared as text; what is none stays as it is."""
    if found := WRITTEN_DAY.fullmatch(value):
        year, month, day = (part for part in found.groups() if part)
        return f"{year}-{month:0>2}-{day:0>2}"
    return value


def _fault_of(row: ManifestRow) -> tuple[str, str] | None:
    """The column of the first cell that cannot be used, and why."""
    for column in DATES:
        if not _is_day(getattr(row, column) or "2000-01-01"):
            return column, "no_day"
    if row.in_force_from and row.in_force_to and row.in_force_to < row.in_force_from:
        return "in_force_to", "backwards"
    if row.lang not in (None, "zh", "en"):
        return "lang", "no_lang"
    if row.region and not REGION.fullmatch(row.region):
        return "region", "no_region"
    return None


def _is_day(value: str) -> bool:
    try:
        return bool(DAY.fullmatch(value)) and bool(date.fromisoformat(value))
    except ValueError:
        return False
