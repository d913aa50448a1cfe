"""IPC and CPC symbols in one written form (H01M10/0562), from the many that offices and lists use."""

import re
import unicodedata
from functools import lru_cache

SYMBOL = re.compile(r"[A-HY]\d{2}[A-Z]\d{1,4}/\d{2,6}")
SUBCLASS = re.compile(r"[A-HY]\d{2}[A-Z]")
PREFIX = re.compile(r"[A-HY](\d{2}([A-Z](\d{1,4}(/\d{0,6})?)?)?)?")
EDITION = re.compile(r"\(?\b(19|20)\d{2}[.-]?\d{2}([.-]?\d{2})?\)?.*$")


@lru_cache(maxsize=50_000)
def symbol(written: str) -> str | None:
    """A whole symbol or a subclass; None for what is neither (US and Locarno classes, words).

    Without a stroke the ninth edition's 3 + rest (C07D41714), the padded "G06F 1516" and WIPO's fourteen characters
    (H01M0010050000) are told apart by their length.
    """
    text = unicodedata.normalize("NFKC", written).upper().strip()
    head = re.match(r"([A-HY]\d{2})\s?([A-Z])", text)
    if head is None:
        return None
    subclass, rest = head[1] + head[2], text[head.end() :]
    if "/" not in rest and re.fullmatch(r"\d{10}", rest.strip()):
        group, sub = rest.strip()[:4], rest.strip()[4:].rstrip("0").ljust(2, "0")
        return _whole(subclass, group, sub)
    rest = EDITION.sub("", rest) if re.search(r"[\s(]", rest.strip()) or "(" in rest else rest
    if found := re.match(r"[\s\-]*0*(\d{1,4})\s?/\s?(\d{2,6})", rest):
        return _whole(subclass, found[1], found[2])
    if "/" not in rest and (found := re.match(r"([ 0-9]{2}\d)(\d{2,6})\s*$", rest)):
        return _whole(subclass, found[1], found[2])
    return subclass if not rest.strip() else None


def prefix(written: str) -> str | None:
    """What a search may ask for: a section, class, subclass, main group, or a symbol; None for anything else."""
    text = unicodedata.normalize("NFKC", written).upper().strip()
    bare = re.sub(r"[\s-]", "", text)
    if "/" not in bare and (found := re.fullmatch(r"([A-HY]\d{2}[A-Z])0*(\d{1,4})", bare)) and len(bare) < 9:
        return found[1] + found[2]
    return symbol(text) or (bare if PREFIX.fullmatch(bare) else None)


def subclass(symbol: str) -> str:
    return symbol[:4]


def _whole(subclass: str, group: str, sub: str) -> str | None:
    group = group.strip().lstrip("0")
    return f"{subclass}{group}/{sub}" if group else subclass
