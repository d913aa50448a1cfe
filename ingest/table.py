"""CSV as a document: a row a line, each cell with the name of its column."""

import csv
import io
import sys
from collections.abc import Iterator

from ingest.draft import Block, Draft, cleaned

ROWS = 100_000
COLUMNS = 200


def read(text: str, delimiter: str = ",") -> Draft:
    """The first row names the columns; ragged rows and an open quote are taken as they come."""
    rows = [row[:COLUMNS] for _, row in zip(range(ROWS), _rows(text, delimiter), strict=False) if any(row)]
    if not rows:
        return Draft(())
    names = rows[0]
    blocks = [Block("paragraph", " | ".join(cell for cell in names if cell))]
    for row in rows[1:]:
        pairs = zip(row, names + [""] * (len(row) - len(names)), strict=False)
        blocks.append(Block("list", "；".join(f"{name}：{cell}" if name else cell for cell, name in pairs if cell)))
    return Draft(cleaned(blocks))


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(sys.maxsize)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
