"""What is printed on every page and belongs to none: running heads, feet, page numbers, watermarks."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from ingest.reading.layout import Line

EDGE = 3  # lines from the top and the bottom of a page that may be a running head or foot
PAGES, SHARE = 3, 0.4
KEPT = 0.4  # where less of the words is left, they were no furniture
NUMBER = re.compile(
    r"^[\s\-—–·_|/]*(?:第\s*)?[0-9０-９ivxlc]{1,4}(?:\s*页)?[\s\-—–·_|/,，]*"
    r"(?:(?:共|of|/)\s*[0-9０-９]{1,4}\s*页?)?[\s\-—–·_|]*$"
    r"|^\s*page\s+\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\s*$",
    re.IGNORECASE,
)
LEADER = re.compile(r"(?:[.．…·]\s?){5,}\s*[0-9ivx]{1,4}$")  # of a table of contents
DIGITS = re.compile(r"[0-9０-９]+")
MOST_NUMBERS = 6  # of a line that may be the page's
Signature = tuple[str, int | None, tuple[int, ...]]  # words, which number is the page's, the numbers


def without(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """The pages without what repeats at their edges, page numbers, and lines that stand alike on most of them."""
    placed = Counter(key for page in pages for key in {_place(line) for line in page})
    running = _running(pages, max(PAGES, SHARE * sum(bool(page) for page in pages)))
    everywhere = max(PAGES, 0.6 * sum(bool(page) for page in pages))
    numbered = sum(any(NUMBER.match(line.text) for line in _edge(page)) for page in pages)
    seen: set[str] = set()

    def repeats(line: Line, edge: set[int]) -> bool:
        if line.slanted or LEADER.search(line.text):
            return True
        if id(line) in edge and NUMBER.match(line.text) and numbered >= 2:
            return True
        if id(line) not in running and placed[_place(line)] < everywhere:
            return False
        first = _key(line) not in seen
        seen.add(_key(line))
        return not (first and line.cells > 1)  # the head of a table that goes on is kept once

    kept = [
        [line for line in page if not repeats(line, edge)] for page in pages for edge in [set(map(id, _edge(page)))]
    ]
    return kept if _size(kept) >= KEPT * _size(pages) else [list(page) for page in pages]


def _running(pages: Sequence[list[Line]], enough: float) -> set[int]:
    """The lines (by `id`) at the edges of pages that are alike on many, but for one number that goes up with the page.

    The rows of a table, or numbered lines, that begin and end pages differ in other numbers, or by more than the page.
    """
    found: dict[Signature, list[tuple[int, int]]] = defaultdict(list)
    for at, page in enumerate(pages):
        for line in _edge(page):
            for signature in _signatures(line, at):
                found[signature].append((at, id(line)))
    return {line for lines in found.values() if len({at for at, _ in lines}) >= enough for _, line in lines}


def _signatures(line: Line, at: int) -> Iterator[Signature]:
    numbers = [int(number[-9:]) for number in DIGITS.findall(line.text)]
    yield _key(line), None, tuple(numbers)
    for place, number in enumerate(numbers[:MOST_NUMBERS]):
        yield _key(line), place, (*numbers[:place], number - at, *numbers[place + 1 :])


def _size(pages: Sequence[list[Line]]) -> int:
    return sum(len(line.text) for page in pages for line in page if not line.slanted and not LEADER.search(line.text))


def _edge(page: list[Line]) -> list[Line]:
    by_height = sorted((line for line in page if not line.slanted), key=lambda line: -line.top)
    return by_height if len(by_height) <= 2 * EDGE else by_height[:EDGE] + by_height[-EDGE:]


def _key(line: Line) -> str:
    """Its words without numbers, so that `Guide · 12` is told to be `Guide · 13`."""
    return DIGITS.sub("#", "".join(line.text.split()))


def _place(line: Line) -> tuple[str, int, int]:
    return "".join(line.text.split()), round(line.left / 4), round(line.bottom / 4)
