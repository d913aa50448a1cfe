"""Selectors of a style sheet: what each weighs, what it names, and what it costs to look for it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, islice
from typing import Any

import tinycss2
from selectolax.lexbor import LexborHTMLParser, LexborNode

MOST_PARTS, DEPTH = 200, 4  # of one list; of selectors within selectors
DRAWN = ("before", "after")
STATES = "hover active focus focus-within focus-visible target visited".split()  # which none is in at first
ALONE = [*"first-child last-child only-child empty root link any-link".split(), *STATES]
AMONG = "first-of-type last-of-type only-of-type".split()
COUNTED = "nth-child nth-last-child nth-of-type nth-last-of-type".split()
NESTED = "is where not".split()
A_CLASS, AN_ID = 100, 10_000  # what they weigh, of tags


@dataclass(frozen=True, slots=True)
class Selector:
    """`last` and `names` are classes, ids and tags: of the elements themselves, and all that it takes."""

    text: str = ""
    weight: int = 0
    names: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    above: int = 0  # steps to any element above
    beside: int = 0  # steps to any neighbour
    drawn: bool = False  # something before or after the words

    def joined(self, more: "Selector") -> "Selector":
        """Both told of the same element."""
        return Selector("", self.weight + more.weight, self.names + more.names, self.last + more.last,
                        self.above + more.above, self.beside + more.beside, self.drawn or more.drawn)  # fmt: skip


@dataclass
class Page:
    """How many elements are of a name, how deep they stand and how many side by side: what a selector may cost."""

    elements: int = 1
    deep: int = 1
    wide: int = 1
    named: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, tree: LexborHTMLParser) -> "Page":
        page = cls()
        waiting: list[tuple[LexborNode, int]] = [(tree.root, 1)] if tree.root else []
        while waiting:
            node, depth = waiting.pop()
            children = list(node.iter())
            waiting += [(child, depth + 1) for child in children]
            page.elements += 1
            page.deep, page.wide = max(page.deep, depth), max(page.wide, len(children))
            page.named[node.tag or ""] += 1
            page.named.update({f".{name}" for name in (node.attributes.get("class") or "").split()})
            page.named[f"#{node.attributes.get('id')}"] += 1
        return page

    def cost(self, selector: Selector) -> int:
        """Visits of elements at most; 0 where the page holds nothing that the selector names."""
        if not all(name in self.named for name in selector.names):
            return 0
        few = min([self.elements, *(self.named[name] for name in selector.last)])
        steps: int = self.deep**selector.above * self.wide**selector.beside
        return 10 * self.elements + (self.elements if selector.beside else few) * steps


def selectors(told: str) -> Iterator[Selector]:
    """Those of a list, but for the ones that are passed over."""
    for part in islice(_parts(tinycss2.parse_component_value_list(told, True)), MOST_PARTS):
        found = _selector(part, DEPTH)
        if found is not None:
            yield found


def _parts(tokens: Sequence[Any]) -> Iterator[list[Any]]:
    return (list(part) for comma, part in groupby(tokens, lambda token: token == ",") if not comma)


def _selector(tokens: Sequence[Any], depth: int) -> Selector | None:
    """What one selector tells; None where it may hold at times only, or is not known here."""
    found = Selector()
    gap = mark = ""  # what stands between two elements; a dot or colons that wait for their name
    text: list[Any] = []
    for token in tokens:
        sign = token.value if token.type == "literal" else ""
        if token.type == "whitespace" or sign in (">", "+", "~"):
            gap += sign or " "
            text.append(token)
            continue
        if gap and text:
            step = gap.strip()
            found = replace(found, above=found.above + (not step), beside=found.beside + (step == "~"), last=())
        gap = ""
        if sign in (".", ":"):
            mark += sign
        else:
            more = _more(token, mark, depth)
            if more is None:
                return None
            found, mark = found.joined(more), ""
        if not found.drawn:
            text.append(token)
    while text and text[-1] in (":", "::"):
        text.pop()
    return replace(found, text=tinycss2.serialize(text).strip()) if text and not mark else None


def _more(token: Any, mark: str, depth: int) -> Selector | None:
    """What one simple selector adds."""
    kind, name = token.type, getattr(token, "lower_value", "")
    if kind == "ident" and mark in ("", "."):
        named = (mark + token.value,) if mark else (name,)
        return Selector(weight=A_CLASS if mark else 1, names=named, last=named)
    if kind == "hash" and not mark:
        return Selector(weight=AN_ID, names=(f"#{token.value}",), last=(f"#{token.value}",))
    if kind == "[] block" or (kind == "ident" and mark == ":" and name in ALONE):
        return Selector(weight=A_CLASS)
    if kind == "ident" and mark and name in DRAWN:
        return Selector(weight=1, drawn=True)
    if kind == "ident" and mark == ":" and name in AMONG:
        return Selector(weight=A_CLASS, beside=1)
    if kind == "function" and mark == ":" and depth:
        return _function(token, depth)
    return Selector() if token == "*" else None


def _function(token: Any, depth: int) -> Selector | None:
    if token.lower_name in COUNTED:
        return Selector(weight=A_CLASS, beside=1)
    if token.lower_name not in NESTED:
        return None
    inner = [_selector(part, depth - 1) for part in _parts(token.arguments)]
    known = [one for one in inner if one is not None]
    if not known or len(known) < len(inner) or any(one.drawn for one in known):
        return None
    sure = known[0] if len(known) == 1 and token.lower_name != "not" else Selector()
    weight = 0 if token.lower_name == "where" else max(one.weight for one in known)
    steps = sum(one.above for one in known), sum(one.beside for one in known)
    return Selector("", weight, sure.names, sure.last, *steps)
