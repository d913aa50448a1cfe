"""Colours as style sheets and attributes write them."""

import re

from PIL import ImageColor

Colour = tuple[int, int, int, float]  # red, green, blue of 255, and how far it covers

CLEAR: Colour = (0, 0, 0, 0.0)
WHITE: Colour = (255, 255, 255, 1.0)
NEAR = 4  # of 255: no eye tells these apart
BARE = re.compile(r"[0-9a-f]{3,8}")  # as the attributes of old pages leave the sign out
PARTS = re.compile(r"rgba?\(([^()]{3,60})\)")


def colour(told: str) -> Colour | None:
    """None where it is not a colour, or one that cannot be told from here."""
    told = told.strip().lower()
    if told == "transparent":
        return CLEAR
    parts = PARTS.fullmatch(told)
    if parts:
        return _of_parts(re.split(r"[\s,/]+", parts[1].strip()))
    try:
        red, green, blue, *cover = ImageColor.getrgb(f"#{told}" if BARE.fullmatch(told) else told)
    except ValueError:
        return None
    return red, green, blue, cover[0] / 255 if cover else 1.0


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
