"""A workbook without the cells and rows that only have a format: spreadsheets keep them by the hundred thousand."""

import re
import zipfile
from io import BytesIO

from ingest.reading import package

CELLS = re.compile(rb"<c (?:[^<>]*/>|[^<>]*></c>)")
ROWS = re.compile(rb"<row(?: [^<>]*/>|(?: [^<>]*)?>\s*</row>)")
CELL, ROW = b"<c ", b"<row"


def is_sheet(name: str) -> bool:
    return "sheet" in name.lower() and name.lower().endswith(".xml")


def filled(body: bytes) -> bytes:
    """A sheet's XML with what holds something."""
    return ROWS.sub(b"", CELLS.sub(b"", body))


def counted(body: bytes) -> tuple[int, int]:
    """(rows, cells) of a sheet's XML."""
    return body.count(ROW), body.count(CELL)


def rewritten(path: str) -> BytesIO:
    """The package with such sheets; styles and names stay. Raises what `package.opened` does."""
    made = BytesIO()
    with package.opened(path) as archive, zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as written:
        for name in archive.namelist():
            body = package.data(archive, name, package.PART_BYTES)
            written.writestr(name, filled(body) if is_sheet(name) else body)
    made.seek(0)
    return made
