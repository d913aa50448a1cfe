"""What the styles of a Word document say of headings, lists and letters, each style with those it is based on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFF = ("0", "false", "off", "none")
PLAIN = ("AUTO", "FFFFFF", "")  # grounds on which white is not seen
CHAIN = 20  # of styles based on one another


@dataclass(frozen=True, slots=True)
class Letters:
    """How a run looks, as far as it is told: None where it is not."""

    vanish: bool | None = None
    colour: str | None = None
    half_points: int | None = None
    grounded: bool | None = None  # something coloured lies behind

    def over(self, below: "Letters") -> "Letters":
        """These, and what `below` tells where they do not."""
        return Letters(
            below.vanish if self.vanish is None else self.vanish,
            below.colour if self.colour is None else self.colour,
            below.half_points if self.half_points is None else self.half_points,
            below.grounded if self.grounded is None else self.grounded,
        )


@dataclass(frozen=True, slots=True)
class Styles:
    levels: dict[str, int]  # style -> heading level
    numbered: dict[str, tuple[str, str]]  # style -> (list, its level)
    letters: dict[str, Letters]
    plain: str  # the style of a paragraph that names none
    default: Letters

    def of_run(self, about: Any, paragraph: str) -> Letters:
        """How a run with these properties looks in a paragraph of this style."""
        below = self.letters.get(paragraph or self.plain, Letters())
        if about is None:
            return below.over(self.default)
        own = self.letters.get(value(about, f"{W}rStyle"), Letters())
        styled = own.over(below)
        if own.vanish and below.vanish:  # two styles that switch it undo each other
            styled = replace(styled, vanish=False)
        return letters(about).over(styled).over(self.default)


def styles(root: Any) -> Styles:
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
    looks = {key: _with_bases(style, every) for key, style in every.items()}
    plain = next((key for key, one in every.items() if one.get(f"{W}type") == "paragraph" and _default(one)), "")
    default = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr") if root is not None else None
    return Styles(levels, numbered, looks, plain, letters(default) if default is not None else Letters())


def _default(style: Any) -> bool:
    return (style.get(f"{W}default") or "0") not in OFF


def _with_bases(style: Any, every: dict[str, Any]) -> Letters:
    told = Letters()
    for one in _chain(style, every):
        about = one.find(f"{W}rPr")
        told = told.over(letters(about) if about is not None else Letters())
        told = told.over(Letters(grounded=shaded(one.find(f"{W}pPr"))))
    return told


def _chain(style: Any, every: dict[str, Any]) -> Iterator[Any]:
    for _ in range(CHAIN):
        yield style
        style = every.get(value(style, f"{W}basedOn"))
        if style is None:
            return


def letters(about: Any) -> Letters:
    """What run properties tell themselves."""
    vanish = about.find(f"{W}vanish")
    size = value(about, f"{W}sz")
    highlight = value(about, f"{W}highlight").lower()
    return Letters(
        None if vanish is None else on(vanish),
        value(about, f"{W}color").upper() or None,
        int(size) if size.isdigit() else None,
        True if highlight not in ("", "none", "white") else shaded(about),
    )


def shaded(about: Any) -> bool | None:
    shade = about.find(f"{W}shd") if about is not None else None
    return None if shade is None else (shade.get(f"{W}fill") or "").upper() not in PLAIN


def on(switch: Any) -> bool:
    return switch is not None and (switch.get(f"{W}val") or "true") not in OFF


def value(one: Any, path: str) -> str:
    found = one.find(path)
    return (found.get(f"{W}val") or "") if found is not None else ""
