"""What the styles of a Word document say of headings, lists and letters, each style with those it is based on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ingest.reading.theme import Rgb, Theme, W, hexed

OFF = ("0", "false", "off", "none")
MARKERS = {
    "yellow": "FFFF00", "green": "00FF00", "cyan": "00FFFF", "magenta": "FF00FF", "blue": "0000FF", "red": "FF0000",
    "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000",
    "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0", "black": "000000", "white": "FFFFFF",
}  # fmt: skip
CHAIN = 20  # of styles based on one another


@dataclass(frozen=True, slots=True)
class Letters:
    """How a run looks, as far as it is told: None where it is not."""

    vanish: bool | None = None
    colour: Rgb | None = None  # () where Word chooses it, so that it is seen
    half_points: int | None = None
    ground: Rgb | None = None  # what lies behind

    def over(self, below: "Letters") -> "Letters":
        """These, and what `below` tells where they do not."""
        return Letters(
            below.vanish if self.vanish is None else self.vanish,
            below.colour if self.colour is None else self.colour,
            below.half_points if self.half_points is None else self.half_points,
            below.ground if self.ground is None else self.ground,
        )


@dataclass(frozen=True, slots=True)
class Styles:
    levels: dict[str, int]  # style -> heading level
    numbered: dict[str, tuple[str, str]]  # style -> (list, its level)
    letters: dict[str, Letters]
    plain: str  # the style of a paragraph that names none
    default: Letters
    theme: Theme
    shading: frozenset[str]  # styles of tables that colour cells

    def of_run(self, about: Any, paragraph: str) -> Letters:
        """How a run with these properties looks in a paragraph of this style."""
        below = self.letters.get(paragraph or self.plain, Letters())
        if about is None:
            return below.over(self.default)
        own = self.letters.get(value(about, f"{W}rStyle"), Letters())
        styled = own.over(below)
        if own.vanish and below.vanish:  # two styles that switch it undo each other
            styled = replace(styled, vanish=False)
        return letters(about, self.theme).over(styled).over(self.default)


def styles(root: Any, theme: Theme) -> Styles:
    levels: dict[str, int] = {}
    numbered: dict[str, tuple[str, str]] = {}
    every = {one.get(f"{W}styleId") or "": one for one in (root.iter(f"{W}style") if root is not None else ())}
    for key, style in every.items():
        named = value(style, f"{W}name").lower()
        outline = value(style, f"{W}pPr/{W}outlineLvl")
        if named in ("title", "标题"):
            levels[key] = 1
        elif named.startswith(("heading ", "标题 ")) and named[-1:].isdigit():
            levels[key] = min(int(named[-1]), 6)
        elif outline.isdigit() and int(outline) < 6:
            levels[key] = int(outline) + 1
        if number := value(style, f"{W}pPr/{W}numPr/{W}numId"):
            numbered[key] = (number, value(style, f"{W}pPr/{W}numPr/{W}ilvl") or "0")
    looks = {key: _with_bases(style, every, theme) for key, style in every.items()}
    plain = next((key for key, one in every.items() if one.get(f"{W}type") == "paragraph" and _default(one)), "")
    default = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr") if root is not None else None
    shading = frozenset(
        key for key, style in every.items() if any(one.find(f".//{W}shd") is not None for one in _chain(style, every))
    )
    told = letters(default, theme) if default is not None else Letters()
    return Styles(levels, numbered, looks, plain, told, theme, shading)


def _default(style: Any) -> bool:
    return (style.get(f"{W}default") or "0") not in OFF


def _with_bases(style: Any, every: dict[str, Any], theme: Theme) -> Letters:
    told = Letters()
    for one in _chain(style, every):
        about = one.find(f"{W}rPr")
        told = told.over(letters(about, theme) if about is not None else Letters())
        told = told.over(Letters(ground=shade(one.find(f"{W}pPr"), theme)))
    return told


def _chain(style: Any, every: dict[str, Any]) -> Iterator[Any]:
    for _ in range(CHAIN):
        yield style
        style = every.get(value(style, f"{W}basedOn"))
        if style is None:
            return


def letters(about: Any, theme: Theme) -> Letters:
    """What run properties tell themselves."""
    vanish = about.find(f"{W}vanish")
    size = value(about, f"{W}sz")
    colour = about.find(f"{W}color")
    marker = hexed(MARKERS.get(value(about, f"{W}highlight")))
    return Letters(
        None if vanish is None else on(vanish),
        None if colour is None else theme.word(colour) or (),
        int(size) if size.isdigit() else None,
        marker or shade(about, theme),
    )


def shade(about: Any, theme: Theme) -> Rgb | None:
    told = about.find(f"{W}shd") if about is not None else None
    return None if told is None else theme.shade(told)


def on(switch: Any) -> bool:
    return switch is not None and (switch.get(f"{W}val") or "true") not in OFF


def value(one: Any, path: str) -> str:
    found = one.find(path)
    return (found.get(f"{W}val") or "") if found is not None else ""
