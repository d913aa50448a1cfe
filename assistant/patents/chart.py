"""The picture of a landscape: bars by year, applicant and class, in a font that has Chinese."""

import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.patents.telling import class_name, fields
from assistant.wording import say
from knowledge.errors import Lang
from knowledge.patents.model import Landscape

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH_IN, DPI = 8.0, 150  # 1200 px
HEAD_IN, FOOT_IN, YEARS_IN, ROW_IN, GAP_IN, SIDE_IN = 1.2, 0.45, 2.75, 0.42, 0.72, 0.45
INK, SOFT, LINE, GROUND, PALE = "#1b2530", "#55616d", "#d9deda", "#ffffff", "#eef2f1"
COLOURS = {"years": "#14605c", "applicants": "#2f7f9e", "classes": "#a8702a"}
ROWS, MOST_YEARS, FEWEST_YEARS = 8, 30, 8
NAME_WIDTH, LINE_WIDTH = 60, 92  # in half characters; a Chinese one takes two
FAMILIES = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans CJK JP")
BESIDE = "DejaVu Sans"  # comes with matplotlib; for the scripts that the first has not


def draw(found: Landscape, lang: Lang, path: Path) -> None:
    """Writes a PNG, 1200 pixels wide and as high as it has rows. Raises OSError where `path` cannot be written."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    ranked = {
        "applicants": [(name, count) for name, count in found.applicants[:ROWS]],
        "classes": [(class_name(symbol, lang), count) for symbol, count in found.classes[:ROWS]],
    }
    height = HEAD_IN + YEARS_IN + sum(GAP_IN + ROW_IN * max(len(rows), 1) for rows in ranked.values()) + FOOT_IN
    figure = Figure(figsize=(WIDTH_IN, height), dpi=DPI, facecolor=GROUND)
    FigureCanvasAgg(figure)
    _head(figure, found, lang, height)
    top = height - HEAD_IN
    _years(_axes(figure, height, top - YEARS_IN, YEARS_IN - 0.4), found, lang)
    top -= YEARS_IN
    for name, rows in ranked.items():
        tall = ROW_IN * max(len(rows), 1)
        _ranked(_axes(figure, height, top - GAP_IN - tall, tall), rows, name, lang)
        top -= GAP_IN + tall
    figure.savefig(path, format="png", dpi=DPI)


@cache
def fonts() -> list[str]:
    """Names of the fonts to draw with: the system's Chinese one, else the one that comes as a package; and one beside.

    Looking for them reads the machine's list of fonts, which matplotlib keeps in its own cache.
    """
    from matplotlib import font_manager

    held = {font.name for font in font_manager.fontManager.ttflist}
    chinese = next((name for name in FAMILIES if name in held), None)
    if chinese is None:
        from cvttf_NotoSansCJK_Regular import get_TTF_path

        font_manager.fontManager.addfont(get_TTF_path())
        chinese = font_manager.FontProperties(fname=get_TTF_path()).get_name()
    return [chinese, BESIDE]


@cache
def _glyphs() -> frozenset[int]:
    from matplotlib import font_manager
    from matplotlib.ft2font import FT2Font

    held: set[int] = set()
    for name in fonts():
        held |= set(FT2Font(font_manager.findfont(name)).get_charmap())
    return frozenset(held)


def drawable(text: str) -> str:
    """The text without what no font here can draw, which would become empty boxes; $ is no formula."""
    folded = unicodedata.normalize("NFC", text)
    return "".join(char if ord(char) in _glyphs() else "·" for char in folded if char.isprintable()).replace("$", "\\$")


def shortened(text: str, width: int) -> str:
    """The text, with … where it is wider than `width` half characters."""
    if sum(_width(char) for char in text) <= width:
        return text
    kept, taken = "", 1
    for char in text:
        taken += _width(char)
        if taken > width:
            break
        kept += char
    return kept.rstrip(" ,，.、") + "…"


def _width(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _axes(figure: "Figure", height: float, bottom: float, tall: float) -> "Axes":
    """A panel that lies `bottom` inches above the lower edge."""
    side = SIDE_IN / WIDTH_IN
    axes = figure.add_axes((side, bottom / height, 1 - 2 * side, tall / height))
    axes.spines[["top", "right", "left", "bottom"]].set_visible(False)
    axes.tick_params(length=0, labelsize=11, labelcolor=SOFT, labelfontfamily=fonts())
    axes.set_yticks([])
    return axes


def _head(figure: "Figure", found: Landscape, lang: Lang, height: float) -> None:
    side = SIDE_IN / WIDTH_IN
    title = say(lang, "patent_chart_title", total=f"{found.total:,}")
    about = shortened(fields(found.query, lang).replace("\\", ""), LINE_WIDTH)
    figure.text(side, 1 - 0.3 / height, drawable(title), fontfamily=fonts(), fontsize=20, color=INK, va="top")
    figure.text(side, 1 - 0.72 / height, drawable(about), fontfamily=fonts(), fontsize=12, color=SOFT, va="top")
    figure.text(
        side,
        0.16 / height,
        drawable(say(lang, "patent_chart_note")),
        fontfamily=fonts(),
        fontsize=10,
        color=SOFT,
        va="bottom",
    )


def _title(axes: "Axes", name: str, lang: Lang) -> None:
    axes.set_title(
        drawable(say(lang, f"patent_chart_{name}")), loc="left", fontfamily=fonts(), fontsize=14, color=INK, pad=10
    )


def _years(axes: "Axes", found: Landscape, lang: Lang) -> None:
    """All years between the first and the last, the empty ones too: a gap is a fact."""
    _title(axes, "years", lang)
    counted = dict(found.years)
    if not counted:
        _nothing(axes, lang)
        return
    last = max(counted)
    years = range(max(min(counted), last - MOST_YEARS + 1), last + 1)
    counts = [counted.get(year, 0) for year in years]
    axes.bar(list(years), counts, width=0.72, color=COLOURS["years"])
    axes.set_xlim(years[0] - 0.6, max(last, years[0] + FEWEST_YEARS - 1) + 0.6)
    axes.set_ylim(0, max(counts) * 1.14)
    axes.axhline(0, color=LINE, linewidth=1)
    step = -(-len(years) // 10)
    axes.set_xticks([year for year in years if (last - year) % step == 0])
    small = len(years) > 15
    for year, count in zip(years, counts, strict=True):
        if count and (not small or (last - year) % step == 0 or count == max(counts)):
            axes.annotate(
                f"{count:,}", (year, count), (0, 3), textcoords="offset points", ha="center", va="bottom",
                fontfamily=fonts(), fontsize=9 if small else 11, color=INK,
            )  # fmt: skip


def _ranked(axes: "Axes", rows: Sequence[tuple[str, int]], name: str, lang: Lang) -> None:
    """A name and its count on a line, the bar below them: so a long name has the whole width."""
    _title(axes, name, lang)
    axes.set_xticks([])
    if not rows:
        _nothing(axes, lang)
        return
    most = max(count for _, count in rows)
    axes.set_xlim(0, most)
    axes.set_ylim(len(rows), 0)
    for at, (label, count) in enumerate(rows):
        axes.barh(at + 0.76, most, height=0.2, color=PALE)
        axes.barh(at + 0.76, count, height=0.2, color=COLOURS[name])
        axes.text(
            0,
            at + 0.52,
            drawable(shortened(label, NAME_WIDTH)),
            fontfamily=fonts(),
            fontsize=11.5,
            color=INK,
            va="baseline",
        )
        axes.text(
            most, at + 0.52, f"{count:,}", fontfamily=fonts(), fontsize=11.5, color=INK, va="baseline", ha="right"
        )


def _nothing(axes: "Axes", lang: Lang) -> None:
    axes.set_xticks([])
    axes.text(
        0,
        0.5,
        drawable(say(lang, "patent_chart_none")),
        fontfamily=fonts(),
        fontsize=12,
        color=SOFT,
        transform=axes.transAxes,
    )
