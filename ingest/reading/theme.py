"""Colours of office files: as told, by the document's theme, and mixed; None where they cannot be told."""

from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass, field
from typing import Any

from PIL import ImageColor

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Rgb = tuple[int, ...]  # red, green, blue of 255
WHITE, BLACK = (255, 255, 255), (0, 0, 0)
OFFICE = {"lt1": WHITE, "dk1": BLACK}  # where a file brings no theme
ORDER = (
    "lt1",
    "dk1",
    "lt2",
    "dk2",
    *(f"accent{at}" for at in range(1, 7)),
    "hlink",
    "folHlink",
)  # as Excel counts them
OTHERWISE = {
    "bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2", "background1": "lt1", "text1": "dk1", "background2": "lt2",
    "text2": "dk2", "light1": "lt1", "dark1": "dk1", "light2": "lt2", "dark2": "dk2", "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}  # fmt: skip


def hexed(told: str | None) -> Rgb | None:
    """`1F3864`, or with what covers before it `FF1F3864`."""
    try:
        return tuple(bytes.fromhex((told or "").strip().lstrip("#")[-6:].rjust(6, "x")))
    except ValueError:
        return None


def mixed(one: Rgb, other: Rgb, share: float) -> Rgb:
    """`share` of the first, the rest of the second."""
    return tuple(round(share * left + (1 - share) * right) for left, right in zip(one, other, strict=True))


def tinted(one: Rgb, tint: float) -> Rgb:
    """As Excel does it: above 0 towards white, below towards black."""
    return mixed(one, WHITE if tint > 0 else BLACK, 1 - min(abs(tint), 1.0))


@dataclass(frozen=True, slots=True)
class Theme:
    shades: dict[str, Rgb] = field(default_factory=lambda: dict(OFFICE))

    @classmethod
    def of(cls, root: Any) -> "Theme":
        """Of the root of a theme's part, None where there is none."""
        scheme = root.find(f".//{A}clrScheme") if root is not None else None
        shades: dict[str, Rgb] = dict(OFFICE)
        for one in scheme if scheme is not None else ():
            told = hexed(one[0].get("lastClr") or one[0].get("val")) if len(one) else None
            if told is not None and isinstance(one.tag, str):
                shades[one.tag.rsplit("}", 1)[-1]] = told
        return cls(shades)

    def named(self, name: str | None) -> Rgb | None:
        return self.shades.get(OTHERWISE.get(name or "", name or ""))

    def counted(self, at: int) -> Rgb | None:
        return self.named(ORDER[at]) if 0 <= at < len(ORDER) else None

    def word(self, one: Any, plain: str = "val", named: str = "themeColor", mix: str = "theme") -> Rgb | None:
        """Of a Word element with these attributes; None for `auto`."""
        found = self.named(one.get(f"{W}{named}")) if one is not None else None
        if found is None:
            return hexed(one.get(f"{W}{plain}")) if one is not None else None
        for attribute, towards in ((f"{mix}Tint", WHITE), (f"{mix}Shade", BLACK)):
            share = one.get(f"{W}{attribute}")
            if share:
                found = mixed(found, towards, _byte(share) / 255)
        return found

    def shade(self, one: Any) -> Rgb | None:
        """What a Word `shd` shows behind; None where it shows nothing of its own."""
        fill = self.word(one, "fill", "themeFill", "themeFill")
        pattern = one.get(f"{W}val") or "clear"
        ink = self.word(one, "color") or BLACK
        if pattern == "solid":
            return ink
        if pattern.startswith("pct") and pattern[3:].isdigit():
            return mixed(ink, fill or WHITE, min(int(pattern[3:]), 100) / 100)
        return fill

    def drawing(self, fill: Any, over: Rgb = WHITE) -> Rgb | None:
        """Of a `solidFill` or another element that holds one colour; what shows through is `over`."""
        one = next((each for each in fill if isinstance(each.tag, str)), None) if fill is not None else None
        if one is None:
            return None
        kind, told = one.tag.rsplit("}", 1)[-1], one.get("val")
        found = {"srgbClr": hexed(told), "sysClr": hexed(one.get("lastClr")), "schemeClr": self.named(told)}.get(kind)
        if kind == "prstClr":
            found = _preset(told or "")
        for change in one if found is not None else ():
            if isinstance(change.tag, str) and found is not None:
                found = _changed(found, change.tag.rsplit("}", 1)[-1], _share(change.get("val")), over)
        return found


def _changed(one: Rgb, how: str, share: float, over: Rgb) -> Rgb | None:
    if how in ("tint", "shade", "alpha"):
        return mixed(one, {"tint": WHITE, "shade": BLACK, "alpha": over}[how], min(max(share, 0.0), 1.0))
    if how in ("lumMod", "lumOff"):
        hue, bright, full = rgb_to_hls(*(part / 255 for part in one))
        bright = min(max(bright * share if how == "lumMod" else bright + share, 0.0), 1.0)
        return tuple(round(part * 255) for part in hls_to_rgb(hue, bright, full))
    return None


def _share(told: str | None) -> float:
    """A DrawingML percentage: thousandths, or with its sign."""
    try:
        return float(told.rstrip("%")) / (100 if told.endswith("%") else 100_000) if told else 1.0
    except ValueError:
        return 1.0


def _byte(told: str) -> int:
    try:
        return min(int(told, 16), 255)
    except ValueError:
        return 255


def _preset(name: str) -> Rgb | None:
    try:
        return tuple(ImageColor.getrgb(name.lower().replace("dk", "dark").replace("lt", "light"))[:3])
    except ValueError:
        return None
