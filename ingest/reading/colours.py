"""Colours as style sheets and attributes write them."""

import re

Colour = tuple[int, int, int, float]  # red, green, blue of 255, and how far it covers

CLEAR: Colour = (0, 0, 0, 0.0)
WHITE: Colour = (255, 255, 255, 1.0)
NEAR = 4  # of 255: no eye tells these apart
NAMES = {
    "white": "ffffff", "black": "000000", "red": "ff0000", "lime": "00ff00", "green": "008000", "blue": "0000ff",
    "yellow": "ffff00", "gray": "808080", "grey": "808080", "silver": "c0c0c0", "navy": "000080", "snow": "fffafa",
    "ivory": "fffff0", "whitesmoke": "f5f5f5", "ghostwhite": "f8f8ff", "floralwhite": "fffaf0", "orange": "ffa500",
    "maroon": "800000", "purple": "800080", "teal": "008080", "aqua": "00ffff", "fuchsia": "ff00ff", "olive": "808000",
}  # fmt: skip
HEX = re.compile(r"#?([0-9a-f]{3,8})")
PARTS = re.compile(r"rgba?\(([^()]{3,60})\)")


def colour(told: str) -> Colour | None:
    """None where it is not a colour, or one that cannot be told from here."""
    told = told.strip().lower()
    if told == "transparent":
        return CLEAR
    parts = PARTS.fullmatch(told)
    if parts:
        return _of_parts(re.split(r"[\s,/]+", parts[1].strip()))
    found = HEX.fullmatch(NAMES.get(told, told))
    if found is None or len(found[1]) in (5, 7):
        return None
    digits = found[1] if len(found[1]) > 4 else "".join(digit * 2 for digit in found[1])
    red, green, blue, cover = (int((digits + "ff")[at : at + 2], 16) for at in range(0, 8, 2))
    return red, green, blue, cover / 255


def _of_parts(parts: list[str]) -> Colour | None:
    try:
        red, green, blue, cover = (
            float(one.rstrip("%")) * (scale / 100 if one.endswith("%") else 1)
            for one, scale in zip([*parts, "1"][:4], (255, 255, 255, 1), strict=True)
        )
    except ValueError:
        return None
    return round(red), round(green), round(blue), cover


def alike(one: Colour, other: Colour) -> bool:
    return all(abs(left - right) <= NEAR for left, right in zip(one[:3], other[:3], strict=True))
