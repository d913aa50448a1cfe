"""The style sheets within a page: what its rules tell, as far as they hold on any screen."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

import tinycss2

MOST_LETTERS, MOST_RULES, MOST_DECLARED, MOST_SELECTOR, DEPTH = 400_000, 6_000, 60, 5_000, 8
DIGITS = re.compile(r"(\d{20})\d+")  # a number of thousands of digits is more than the parser takes
WIDTH = re.compile(r"\(\s*(min|max)-width\s*:\s*(\d{1,6}(?:\.\d{1,6})?)(px|em|rem)\s*\)")
VARIABLE = re.compile(r"var\(\s*(--[\w-]{1,100})\s*(?:,[^()]{0,200})?\)")
NARROW, WIDE = 320, 3840  # pixels: between these lie the screens that people read on
Told = dict[str, tuple[bool, str]]  # property -> (important, value)


@dataclass(frozen=True, slots=True)
class Rule:
    selector: str
    told: Told


def rules(sheet: str) -> list[Rule]:
    """Those that hold on every screen, in order, nested ones after what is around them; no more than are worth it."""
    read = tinycss2.parse_stylesheet(DIGITS.sub(r"\1", sheet[:MOST_LETTERS]), True, True)
    return list(islice(_rules(read, "", DEPTH), MOST_RULES))


def _rules(read: Sequence[Any], around: str, depth: int) -> Iterator[Rule]:
    for one in read:
        if one.type == "qualified-rule":
            selector = _within(around, tinycss2.serialize(one.prelude[:MOST_SELECTOR]).strip())
        elif one.type == "at-rule" and one.content is not None and _holds(one):
            selector = around
        else:
            continue
        inner = tinycss2.parse_blocks_contents(one.content, True, True)
        if selector and (told := _declared(inner)):
            yield Rule(selector, told)
        if depth and len(selector) <= MOST_SELECTOR:
            yield from _rules(inner, selector, depth - 1)


def variables(found: Sequence[Rule]) -> dict[str, str]:
    """Those that have one value in the whole sheet."""
    told = {(name, value) for rule in found for name, (_, value) in rule.told.items() if name.startswith("--")}
    count = Counter(name for name, _ in told)
    return {name: value[:200] for name, value in told if count[name] == 1}


def resolved(value: str, known: dict[str, str]) -> str:
    """With the values of its variables, and of theirs, where they are known."""
    for _ in range(3 if "var(" in value else 0):
        value = VARIABLE.sub(lambda found: known.get(found[1], found[0]), value[:1000])
    return value


def _within(around: str, selector: str) -> str:
    """A selector of a rule that stands in another's, as it would stand alone."""
    if not around:
        return selector
    if "&" not in selector:
        return f":is({around}) {selector}"
    return selector.replace("&", f":is({around})", 5)


def _holds(group: Any) -> bool:
    """Whether the rules in a group count: one whose condition a browser of today meets, on any screen."""
    condition = tinycss2.serialize(group.prelude[:MOST_SELECTOR]).strip().lower()
    if group.lower_at_keyword == "media":
        return on_screen(condition)
    return group.lower_at_keyword in ("supports", "layer") and not condition.startswith("not")


def on_screen(media: str) -> bool:
    """Whether one of these media queries holds on a screen, be it a telephone or a wall."""
    return any(_query(one.strip()) for one in media.lower().split(",")) if media.strip() else True


def _query(query: str) -> bool:
    parts = [part.strip() for part in query.removeprefix("only ").split(" and ")]
    return all(part in ("screen", "all", "not print", "not speech") or _wide_enough(part) for part in parts)


def _wide_enough(part: str) -> bool:
    found = WIDTH.fullmatch(part)
    if found is None:
        return False
    pixels = float(found[2]) * (1 if found[3] == "px" else 16)
    return pixels <= NARROW if found[1] == "min" else pixels >= WIDE


@lru_cache(2000)
def declared(style: str) -> Told:
    """What a `style` attribute tells; the later before the earlier, both in small letters."""
    return _declared(tinycss2.parse_blocks_contents(DIGITS.sub(r"\1", style[:20_000]), True, True))


def _declared(read: Sequence[Any]) -> Told:
    told: Told = {}
    for one in read[:MOST_DECLARED]:
        if one.type == "declaration" and (one.important or not told.get(one.lower_name, (False,))[0]):
            value = tinycss2.serialize(one.value)
            told[one.lower_name] = (one.important, " ".join(value.lower().split()))
    return told
