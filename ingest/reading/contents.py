"""The list of contents of a printed document, told from a price list: both lead the eye to a number with dots."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.reading.layout import Line

LEADER = re.compile(r"(?:[.．…·]\s?){5,}\s*([0-9]{1,4}|[ivxlc]{1,6})$")
TITLES = ("contents", "tableofcontents", "目录", "目次", "listoffigures", "listoftables", "图目录", "表目录")
ENTRIES = 3  # fewer lines in a row are no list
SPREADS = 2  # printed pages on one of the file
KEY = 24  # characters by which a heading is found again


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line that ends in dots and a number; `number` is None where it is Roman, as those of a preface are."""

    line: Line
    page: int
    words: str
    number: int | None


def listed(pages: Sequence[list[Line]], numbers: Sequence[int]) -> set[int]:
    """Ids of the lines that only list what is on which page: numbers that rise, none beyond the last page, under a
    title that says so or before headings of the same words where the numbers say.
    """
    last = SPREADS * max(numbers, default=0)
    entries = [
        _Entry(line, page, _words(line.text[: found.start()]), int(found[1]) if found[1].isdecimal() else None)
        for page, lines in zip(numbers, pages, strict=True)
        for line in lines
        if (found := LEADER.search(line.text)) and not (found[1].isdecimal() and int(found[1]) > last)
    ]
    if len(entries) < ENTRIES:
        return set()
    places = _places(pages, numbers)
    titled = {page for title in TITLES for page in places.get(title, ())}
    return {
        id(entry.line)
        for stretch in _rising(entries)
        if len(stretch) >= ENTRIES
        if any(entry.page in titled for entry in stretch) or _found_again(stretch, places)
        for entry in stretch
    }


def _places(pages: Sequence[list[Line]], numbers: Sequence[int]) -> dict[str, set[int]]:
    """On which pages a line of these first words stands."""
    places: dict[str, set[int]] = defaultdict(set)
    for number, page in zip(numbers, pages, strict=True):
        for line in page:
            places[_words(line.text)[:KEY]].add(number)
    return places


def _rising(entries: Sequence[_Entry]) -> Iterator[list[_Entry]]:
    """Entries that follow each other on a page, or on to the next, and whose numbers do not fall."""
    stretch: list[_Entry] = []
    before = 0
    for entry in entries:
        if stretch and (entry.page - stretch[-1].page > 1 or (entry.number is not None and entry.number < before)):
            yield stretch
            stretch, before = [], 0
        stretch.append(entry)
        before = before if entry.number is None else entry.number
    yield stretch


def _found_again(stretch: Sequence[_Entry], places: dict[str, set[int]]) -> bool:
    """Whether headings of these words stand as far apart in the file as the numbers say, whatever the first is."""
    ahead = Counter(
        page - entry.number
        for entry in stretch
        if entry.number is not None and entry.words
        for page in places.get(entry.words[:KEY], ())
        if page >= entry.page
    )
    return max(ahead.values(), default=0) >= max(2, len(stretch) / 3)


def _words(text: str) -> str:
    return "".join(text.lower().split())
