"""What is printed on every page and belongs to none: running heads, feet, page numbers, watermarks."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass
from statistics import median

from ingest.reading import contents
from ingest.reading.layout import Line

EDGE = 3  # lines from the top and the bottom of a page that may be a running head or foot
PAGES, SHARE = 3, 0.4
LEAFLET, SMALLER = 4, 0.92  # pages, and the height of small letters in that of the text's
KEPT = 0.4  # where less of the words is left, they were no furniture
NEAR_PT = 6.0  # lines of two pages that stand at the same height
NUMBER = re.compile(
    r"^[\s\-—–·_|/]*(?:第\s*|page\s+)?([0-9０-９]{1,4}|[ivxlc]{1,6})(?:\s*页)?[\s\-—–·_|/,，]*"
    r"(?:(?:共|of|/)\s*[0-9０-９]{1,4}\s*页?)?[\s\-—–·_|]*$",
    re.IGNORECASE,
)
# A number is a page's where it says so, or where a sign parts it from the words: `Guide · 12`, but not `Case 12`.
WITHIN = (
    re.compile(r"第\s*([0-9０-９]{1,4})\s*页"),
    re.compile(r"\bpage\s+([0-9]{1,4})\b", re.IGNORECASE),
    re.compile(r"(?:\s[\-—–/_]+\s|[·|｜])\s*([0-9０-９]{1,4})[\s\-—–·_|]*(?:(?:共|of|/)\s*[0-9０-９]{1,4}\s*页?)?$"),
    re.compile(r"^[\s\-—–·_|]*([0-9０-９]{1,4})\s*(?:\s[\-—–/_]+\s|[·|｜])"),
)
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
YEARS = range(1900, 2100)  # a bare one heads a page of a chronicle as often as it counts pages


@dataclass(frozen=True, slots=True)
class _Folio:
    """A line that may tell its page's number: its words without it, and by how much it is ahead of the page."""

    words: str
    ahead: int
    page: int
    bottom: float
    bare: bool


def without(pages: Sequence[list[Line]], numbers: Sequence[int]) -> list[list[Line]]:
    """The pages (with their `numbers` in the file) without what repeats at their edges, page numbers, and lines that
    stand alike on most of them.

    Digits tell body lines apart: only a number that goes up with the pages may change, and a table's rows all stay.
    """
    edges = [[line for line in _edge(page) if line.cells == 1] for page in pages]
    heads = _heads(edges) | _folios(edges, numbers)
    placed = Counter(key for page in pages for key in {_place(line) for line in page})
    everywhere = max(PAGES, 0.6 * sum(bool(page) for page in pages))
    listed = contents.listed(pages, numbers)

    def repeats(line: Line) -> bool:
        if line.slanted or id(line) in listed:
            return True
        return line.cells == 1 and (id(line) in heads or placed[_place(line)] >= everywhere)

    kept = [[line for line in page if not repeats(line)] for page in pages]
    return kept if _size(kept, listed) >= KEPT * _size(pages, listed) else [list(page) for page in pages]


def _heads(edges: Sequence[list[Line]]) -> set[int]:
    """Ids of the lines that stand word for word at the same height of enough pages; two are enough for the outermost
    ones of a leaflet that are in smaller letters than its text."""
    enough = max(PAGES, SHARE * sum(bool(edge) for edge in edges))
    small = _small_outermost(edges) if sum(bool(edge) for edge in edges) <= LEAFLET else set[int]()
    alike: dict[str, list[tuple[int, Line]]] = defaultdict(list)
    for at, edge in enumerate(edges):
        for line in edge:
            alike[_words(line.text)].append((at, line))
    return {
        id(line)
        for same in alike.values()
        if len(same) >= 2
        for _, line in same
        if len({at for at, other in same if abs(other.bottom - line.bottom) <= NEAR_PT})
        >= (2 if {id(one) for _, one in same} <= small else enough)
    }


def _small_outermost(edges: Sequence[list[Line]]) -> set[int]:
    return {
        id(line)
        for edge in edges
        if len(edge) > EDGE
        for line in (edge[0], edge[-1])
        if line.height < SMALLER * median(one.height for one in edge)
    }


def _folios(edges: Sequence[list[Line]], numbers: Sequence[int]) -> set[int]:
    """Ids of the lines whose only changing number goes up by one with the page."""
    told = {
        id(line): folio
        for number, edge in zip(numbers, edges, strict=True)
        for line in edge
        if (folio := _folio(line, number)) is not None
    }
    alike: dict[tuple[str, int], list[_Folio]] = defaultdict(list)
    for folio in told.values():
        alike[folio.words, folio.ahead].append(folio)
    sure = {key: folio for key, folio in told.items() if _in_sequence(folio, alike[folio.words, folio.ahead])}
    # A number that is out of the sequence (the single page of an annex) is known by where the others stand.
    counted = {folio.page for folio in sure.values()}
    heights = {round(folio.bottom) for folio in sure.values() if folio.bare}
    return set(sure) | {
        key
        for key, folio in told.items()
        if folio.bare and folio.page not in counted and round(folio.bottom) in heights
    }


def _in_sequence(folio: _Folio, alike: Sequence[_Folio]) -> bool:
    """Whether a page close by (the next but one, where left and right pages differ) tells the number that follows."""
    level = [other for other in alike if abs(other.bottom - folio.bottom) <= NEAR_PT]
    close = any(0 < abs(other.page - folio.page) <= 2 for other in level)
    return close and (folio.bare or len({other.page for other in level}) >= PAGES)


def _folio(line: Line, page: int) -> _Folio | None:
    bare = NUMBER.match(line.text)
    found = bare or next((match for form in WITHIN if (match := form.search(line.text))), None)
    if found is None:
        return None
    number = _number(found[1])
    words = _words(f"{line.text[: found.start(1)]}#{line.text[found.end(1) :]}")
    if words == "#" and number in YEARS:
        return None
    return _Folio(words, number - page, page, line.bottom, bare is not None)


def _number(digits: str) -> int:
    if digits.isdecimal():
        return int(digits)
    values = [ROMAN[letter] for letter in digits.lower()]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def _size(pages: Sequence[list[Line]], listed: Set[int]) -> int:
    return sum(len(line.text) for page in pages for line in page if not line.slanted and id(line) not in listed)


def _edge(page: list[Line]) -> list[Line]:
    by_height = sorted((line for line in page if not line.slanted), key=lambda line: -line.top)
    return by_height if len(by_height) <= 2 * EDGE else by_height[:EDGE] + by_height[-EDGE:]


def _words(text: str) -> str:
    return "".join(text.split())


def _place(line: Line) -> tuple[str, int, int]:
    return _words(line.text), round(line.left / 4), round(line.bottom / 4)
