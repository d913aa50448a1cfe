"""Excel workbooks into records: stored values, merged cells told in each of their rows, hidden ones left out."""

import re
import warnings
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange

from ingest.reading import cell_looks, package, sparse
from ingest.reading.clean import clean
from ingest.reading.faults import TooMany
from ingest.reading.notes import CommentsLeftOut, ErrorValues, HiddenCells, HiddenText, NoStoredValue, Note, Remark
from ingest.reading.pieces import Block, Extracted, Told
from ingest.reading.sheets import ERRORS, MOST_COLUMNS, MOST_ROWS, Row, records
from ingest.reading.theme import Theme

MOST_CELLS, MOST_MERGED, TOLD_PLACES = 300_000, 20_000, 12
# A format that scales the figure (0.0,"万") or has conditions is none of these: its words would be another figure's.
BESIDE = r"(?:\"[^\"]{0,40}\"|\[\$[^\]]{0,20}\]|[¥￥$€£ ]|[_*].)*"
PLAIN_FORMAT = re.compile(
    rf"(?P<before>{BESIDE})(?:[#0?]{{1,3}},)?[#0?]{{1,12}}(?:\.[#0?]{{1,12}})?(?P<after>{BESIDE})(?:;.*)?"
)
LITERAL = re.compile(r"\"([^\"]*)\"|\[\$([^\]-]*)[^\]]*\]|(?<![_*])([¥￥$€£])")
LOW_POINTS, NARROW_LETTERS = 2.0, 0.3  # of a row and a column in which nothing can be read


def read(path: str, told: Told) -> Extracted:
    """Raises Encrypted, Bomb, Broken, TooMany."""
    comments, sparse_sheets = _checked(path)
    warnings.simplefilter("ignore")
    source = sparse.rewritten(path) if sparse_sheets else path
    book = openpyxl.load_workbook(source, data_only=True, keep_links=False)
    formulas = openpyxl.load_workbook(source, data_only=False, keep_links=False) if _formulas(path) else None
    blocks: list[Block] = []
    left, theme = _Left(), cell_looks.theme_of(book)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            left.places.append(sheet.title)
            continue
        rows = list(_rows(sheet, theme, left, formulas[sheet.title] if formulas else None))
        if rows:
            blocks.append(Block(clean(sheet.title) or "?", 2))
            blocks += records(clean(sheet.title), rows)
        if sum(len(block.text) > 0 for block in blocks) > MOST_ROWS:
            raise TooMany(limit=MOST_ROWS)
    if not any(block.section for block in blocks):
        blocks = []
    return Extracted((book.properties.title or "").strip() or None, tuple(blocks), tuple(_notes(left, comments)))


class _Left:
    """What was left out."""

    def __init__(self) -> None:
        self.places: list[str] = []
        self.unstored = self.unseen = self.wrong = 0


def _notes(left: _Left, comments: int) -> Iterator[Note]:
    if left.places:
        more = f" … +{len(left.places) - TOLD_PLACES}" if len(left.places) > TOLD_PLACES else ""
        yield HiddenCells(where=", ".join(left.places[:TOLD_PLACES]) + more).note()
    counts: tuple[tuple[type[Remark], int], ...] = (
        (HiddenText, left.unseen),
        (NoStoredValue, left.unstored),
        (ErrorValues, left.wrong),
        (CommentsLeftOut, comments),
    )
    for kind, count in counts:
        if count:
            yield kind(count=count).note()


def _checked(path: str) -> tuple[int, bool]:
    """How many comments there are, and whether there are too many cells unless the empty ones are left out.

    Refuses what openpyxl would unfold into too much, before it does.
    """
    with package.opened(path) as archive:
        package.main_part(archive, "xl/workbook.xml")
        cells = rows = comments = 0
        sheets: list[str] = []
        for name in archive.namelist():
            if not name.lower().endswith(package.XML) or name.startswith("xl/xmlMaps"):
                continue
            body = package.data(archive, name)
            if name.startswith(("xl/", "docProps/", "_rels", "[Content")) and name != "xl/xmlMaps.xml":
                package.refuse_doctype(body)
            if sparse.is_sheet(name):
                sheets.append(name)
                more_rows, more_cells = sparse.counted(body)
                rows, cells = rows + more_rows, cells + more_cells
            comments += body.count(b"<comment ") if "comments" in name else 0
        if rows <= MOST_ROWS and cells <= MOST_CELLS:
            return comments, False
        rows = cells = 0
        for name in sheets:
            more_rows, more_cells = sparse.counted(sparse.filled(package.data(archive, name)))
            rows, cells = rows + more_rows, cells + more_cells
            if rows > MOST_ROWS or cells > MOST_CELLS:
                raise TooMany(limit=MOST_ROWS if rows > MOST_ROWS else MOST_CELLS)
    return comments, True


def _formulas(path: str) -> bool:
    with package.opened(path) as archive:
        sheets = [name for name in archive.namelist() if "worksheets/" in name and name.endswith(".xml")]
        return any(b"<f" in package.data(archive, name) for name in sheets)


def _rows(sheet: Any, theme: Theme, left: _Left, formulas: Any) -> Iterator[Row]:
    """Visible rows that hold something, from the cells that are there: a lone one far down makes no million rows."""
    cells: dict[int, dict[int, Any]] = defaultdict(dict)
    for (row, column), cell in sheet._cells.items():
        if cell.value is not None:
            cells[row][column] = cell
        elif formulas is not None and getattr(formulas._cells.get((row, column)), "data_type", "") == "f":
            left.unstored += 1
    merged, styled = _merged(sheet), _styled(sheet)
    hidden_columns = _hidden_columns(sheet)
    for column in sorted(hidden_columns & {column for row in cells.values() for column in row}):
        left.places.append(f"{sheet.title}!{get_column_letter(column)}:{get_column_letter(column)}")
    rows = sorted({*cells, *(row for row, _ in merged if row in cells)})
    for number in rows:
        if number in sheet.row_dimensions and _shut(sheet.row_dimensions[number], "ht"):
            left.places.append(f"{sheet.title}!{number}:{number}")
            continue
        told = {
            column: value
            for column, cell in cells[number].items()
            if (value := _seen(cell, theme, (number, column) in styled, left))
        }
        for (row, column), (top, first) in merged.items() if len(merged) <= 2000 or told else ():
            if row == number and column not in told and first in cells.get(top, {}):
                value = cells[top][first]
                told[column] = "" if value.value in ERRORS else _value(value)
        visible = {column: value for column, value in told.items() if column not in hidden_columns and value}
        if visible:
            if max(visible) > MOST_COLUMNS:
                visible = dict(enumerate((value for _, value in sorted(visible.items())), 1))
                if len(visible) > MOST_COLUMNS:
                    raise TooMany(limit=MOST_COLUMNS)
            yield number, [visible.get(column, "") for column in range(1, max(visible) + 1)]


def _seen(cell: Any, theme: Theme, in_table: bool, left: _Left) -> str:
    """The value as shown, nothing where letters or format do not show it."""
    if cell_looks.unseen(cell, theme, in_table):
        left.unseen += 1
        return ""
    if cell.value in ERRORS:
        left.wrong += 1
        return ""
    return _value(cell)


def _styled(sheet: Any) -> set[tuple[int, int]]:
    """Places that a table's style may colour."""
    areas = [CellRange(table.ref) for table in sheet.tables.values()]
    return {
        (row, column)
        for row, column in sheet._cells
        if any(one.min_row <= row <= one.max_row and one.min_col <= column <= one.max_col for one in areas[:50])
    }


def _merged(sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """Each covered place -> the cell that is shown there."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for area in sheet.merged_cells.ranges:
        if area.size["rows"] * area.size["columns"] > MOST_MERGED or len(found) > MOST_MERGED:
            continue
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                if (row, column) != (area.min_row, area.min_col):
                    found[row, column] = (area.min_row, area.min_col)
    return found


def _hidden_columns(sheet: Any) -> set[int]:
    found: set[int] = set()
    for one in sheet.column_dimensions.values():
        if _shut(one, "width") and one.min and one.max:
            found.update(range(one.min, min(one.max, one.min + MOST_COLUMNS) + 1))
    return found


def _shut(line: Any, extent: str) -> bool:
    """Whether a row or column is hidden or has next to no height or width."""
    told = getattr(line, extent)
    return bool(line.hidden) or (told is not None and told < (LOW_POINTS if extent == "ht" else NARROW_LETTERS))


def _value(cell: Any) -> str:
    """A cell as its reader sees it, near enough: dates as ISO days, per cents, whole numbers without a point."""
    value = cell.value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M").removesuffix(" 00:00")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    return " ".join(clean(str(value)).split())


def _number(value: float, shown: str) -> str:
    """The figure with the words and the currency that its format writes beside it (¥, 0"个工作日")."""
    beside = PLAIN_FORMAT.fullmatch(shown) if value >= 0 or ";" not in shown else None
    before, after = (_words(beside[name]) for name in ("before", "after")) if beside else ("", "")
    return before + _digits(value, shown) + after


def _words(part: str) -> str:
    return "".join(found[found.lastindex or 0] for found in LITERAL.finditer(part))


def _digits(value: float, shown: str) -> str:
    if "%" in shown:
        return f"{value * 100:.6g}%"
    if isinstance(value, int) or value == int(value if abs(value) < 1e15 else 0):
        return str(int(value))
    places = shown.split(";")[0].rsplit(".", 1)[-1].count("0") if "." in shown else 0
    return f"{value:.{places}f}" if places else f"{value:.12g}"
