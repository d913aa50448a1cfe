"""Whether the value of an Excel cell is seen: by its letters, its fill, and the format of its number."""

import re
from functools import lru_cache
from typing import Any

from lxml import etree
from openpyxl.styles.colors import COLOR_INDEX

from ingest.reading import package
from ingest.reading.colours import alike
from ingest.reading.theme import BLACK, WHITE, Rgb, Theme, hexed, tinted

TINY_POINTS = 2.0
SECTION = re.compile(r'"[^"]*"?|\\.|\[[^\]]*\]?|[^;"\\\[]|;')
SHOWN = re.compile(r'"[^"]|\\[^ ]|[^"\\\s_*]')  # a letter or a place for one
INK = {"white": WHITE, "black": BLACK, "yellow": (255, 255, 0), "cyan": (0, 255, 255)}


def theme_of(book: Any) -> Theme:
    try:
        return Theme.of(etree.fromstring(book.loaded_theme, package.parser()) if book.loaded_theme else None)
    except etree.XMLSyntaxError:
        return Theme()


def unseen(cell: Any, theme: Theme, in_table: bool) -> bool:
    """Letters of no size or in the colour of their ground, or a format that shows nothing.

    A cell of a table whose own fill is not told has a ground that only the table's style tells.
    """
    section, ink = _section(cell.number_format or "", cell.value)
    if section is not None and not SHOWN.search(section):
        return True
    if not cell.has_style or cell.font is None:
        return False
    if cell.font.sz is not None and cell.font.sz <= TINY_POINTS:
        return True
    letters = ink or _told(cell.font.color, theme, BLACK)
    ground = _ground(cell.fill, theme, None if in_table else WHITE)
    return letters is not None and ground is not None and alike(letters, ground)


def _ground(fill: Any, theme: Theme, bare: Rgb | None) -> Rgb | None:
    kind = getattr(fill, "fill_type", None)
    if kind is None:
        return bare
    return _told(fill.fgColor, theme, BLACK) if kind == "solid" else None


def _told(colour: Any, theme: Theme, otherwise: Rgb) -> Rgb | None:
    """None where it cannot be told."""
    if colour is None:
        return otherwise
    found: Rgb | None = None
    if colour.type == "rgb":
        found = hexed(colour.rgb)
    elif colour.type == "theme":
        found = theme.counted(colour.theme)
    elif colour.type == "indexed" and colour.indexed < len(COLOR_INDEX):
        found = hexed(COLOR_INDEX[colour.indexed])
    elif colour.type == "indexed":  # of the system: letters 64, paper 65
        found = {64: BLACK, 65: WHITE}.get(colour.indexed)
    return tinted(found, colour.tint) if found is not None and colour.tint else found


def _section(form: str, value: Any) -> tuple[str | None, Rgb | None]:
    """The part of a number format that a value gets, None where it gets none, and the ink that it names."""
    sections = _sections(form[:300])
    if isinstance(value, bool) or value is None:
        return None, None
    if isinstance(value, str):
        own = sections[3] if len(sections) > 3 else next((one for one in sections if "@" in one[0]), None)
    elif isinstance(value, int | float) and len(sections) > 1 and value < 0:
        own = sections[1]
    else:
        own = sections[2] if value == 0 and len(sections) > 2 else sections[0]
    return own if own is not None else (None, None)


@lru_cache(1000)
def _sections(form: str) -> list[tuple[str, Rgb | None]]:
    found: list[tuple[str, Rgb | None]] = [("", None)]
    for piece in SECTION.findall(form):
        shown, ink = found[-1]
        if piece == ";":
            found.append(("", None))
        elif piece.startswith("["):
            found[-1] = (shown + ("" if piece[1:2] != "h" else "0"), INK.get(piece.strip("[]").lower(), ink))
        else:
            found[-1] = (shown + piece, ink)
    return found
