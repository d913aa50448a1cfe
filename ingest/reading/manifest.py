"""What staff say about files: a CSV beside them; what it does not say is read from the document or left unknown."""

import csv
import io
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import ClassVar

from ingest.reading.clean import decode
from knowledge.errors import Fault, Lang

MANIFEST = "manifest.csv"
DATES = ("in_force_from", "in_force_to")


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


@dataclass(frozen=True, slots=True)
class Manifest:
    path: Path
    rows: dict[Path, ManifestRow]

    def row(self, file: Path) -> ManifestRow | None:
        return self.rows.get(file)


def load(path: Path) -> Manifest:
    """Rows by the resolved path of their file. Raises BadManifest for the first cell that cannot be used."""
    path = path.resolve()
    try:
        reader = csv.DictReader(io.StringIO(decode(path.read_bytes())), strict=True)
        columns = [name.strip() for name in reader.fieldnames or []]
        rows = [(reader.line_num, dict(zip(columns, row.values(), strict=False))) for row in reader]
    except (OSError, csv.Error) as error:
        raise BadManifest(path=path, line=1, column="path", what=error) from error
    known = {field.name for field in fields(ManifestRow)}
    if "path" not in columns:
        raise BadManifest(path=path, line=1, column="path", what="there is no such column")
    found: dict[Path, ManifestRow] = {}
    for line, cells in rows:
        row = ManifestRow(**{name: (cells[name] or "").strip() or None for name in columns if name in known})  # type: ignore[arg-type]
        _check(path, line, row)
        found[(path.parent / row.path).resolve()] = row
    return Manifest(path, found)


def _check(path: Path, line: int, row: ManifestRow) -> None:
    if not row.path or not (path.parent / row.path).resolve().is_file():
        raise BadManifest(path=path, line=line, column="path", what=f"there is no file {row.path}")
    for column in DATES:
        try:
            date.fromisoformat(getattr(row, column) or "2000-01-01")
        except ValueError as error:
            raise BadManifest(path=path, line=line, column=column, what="not a date like 2026-11-23") from error
    if row.lang not in (None, "zh", "en"):
        raise BadManifest(path=path, line=line, column="lang", what="neither zh nor en")
