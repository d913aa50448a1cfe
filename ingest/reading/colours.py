"""Colours as style sheets and attributes write them."""

import re
from collections.abc import Iterator, Sequence

from tinycss2 import color4, color5

Colour = tuple[int, int, int, float]  # red, green, blue of 255, and how far it covers

CLEAR: Colour = (0, 0, 0, 0.0)
WHITE: Colour = (255, 255, 255, 1.0)
NEAR, CONTRAST = 32, 1.2  # of 255, and of light as WCAG counts it: what differs by less is not read
LINEAR = [one / 255 / 12.92 if one <= 10 else ((one / 255 + 0.055) / 1.055) ** 2.4 for one in range(256)]
WEIGHTS = (0.2126, 0.7152, 0.0722)  # of red, green and blue in what is bright to an eye
BARE = re.compile(r"[0-9a-f]{3,8}")  # as the attributes of old pages leave the sign out
TO_RGB = {  # light of red, green and blue, by the white that a space is told for
    "xyz-d65": ((3.24097, -1.53738, -0.49861), (-0.96924, 1.87597, 0.04156), (0.05563, -0.20398, 1.05697)),
    "xyz-d50": ((3.13386, -1.61687, -0.49061), (-0.97877, 1.91614, 0.03345), (0.07195, -0.22899, 1.40524)),
}
LIGHT = {"lab": "xyz-d50", "lch": "xyz-d50", "oklab": "xyz-d65", "oklch": "xyz-d65"}
OF_THE_SYSTEM = {"canvas": "white", "canvastext": "black"}


def colour(told: str) -> Colour | None:
    """None where it is not a colour, or one that cannot be told from here."""
    told = told.strip().lower()[:200]
    try:
        found = color5.parse_color(f"#{told}" if BARE.fullmatch(told) else OF_THE_SYSTEM.get(told, told))
        if found is None or isinstance(found, str):
            return None
        red, green, blue = (round(255 * min(max(one, 0.0), 1.0)) for one in _shares(found))
    except (ValueError, TypeError, NotImplementedError, ArithmeticError, AttributeError):  # parts that make no colour
        return None
    return red, green, blue, float(found.alpha)


def _shares(found: color4.Color) -> Iterator[float]:
    """Red, green and blue as screens take them, 1 for all of it. Raises NotImplementedError."""
    if found.space not in LIGHT:
        yield from found.to("srgb").coordinates
        return
    light = found.to(LIGHT[found.space]).coordinates
    for row in TO_RGB[LIGHT[found.space]]:
        linear = max(sum(part * one for part, one in zip(row, light, strict=True)), 0.0)
        yield 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055


def alike(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether letters of the one colour are not seen on the other."""
    if any(abs(left - right) > NEAR for left, right in zip(one[:3], other[:3], strict=True)):
        return False
    dark, bright = sorted(light(each) for each in (one, other))
    return (bright + 0.05) / (dark + 0.05) < CONTRAST


def light(one: Sequence[float]) -> float:
    return sum(weight * LINEAR[int(part)] for weight, part in zip(WEIGHTS, one[:3], strict=True))


def over(one: Sequence[float], ground: Sequence[float], cover: float) -> tuple[float, ...]:
    """What is seen of a colour that covers its ground by a part."""
    return tuple(cover * part + (1 - cover) * below for part, below in zip(one[:3], ground[:3], strict=True))
