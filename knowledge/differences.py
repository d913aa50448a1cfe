"""Where two texts differ, paragraph by paragraph, with the article in which it stands."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

ARTICLE = re.compile(
    r"^\s*(第\s*[零〇一二三四五六七八九十百千\d]+\s*条(?:之[一二三四五六七八九十]+)?|(?:Article|Section|§)\s*\d+[A-Za-z]?)"
)
ALIKE, NEARLY = 0.5, 0.8
# Comparing costs as the square of what is compared; a text that somebody else wrote must not take minutes. Beyond these
# sizes paragraphs are told as removed and added, not as changed.
MOST_REPEATS = 2_000_000  # pairs of equal paragraphs
MOST_PAIRS = 10_000  # paragraphs that came against those that went, in one place
MOST_CHARS = 500  # of a paragraph that is compared sign by sign; longer ones by how often each sign stands in them
MOST_WORK = 8_000_000  # pairs of signs compared in all
Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A paragraph; `before` is None where it was added, `after` where it was removed."""

    kind: Kind
    section: str | None
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    section: str | None

    @property
    def plain(self) -> str:
        return "".join(self.text.split())


def differences(before: str, after: str) -> list[Difference]:
    """In the order of the texts; white space does not count."""
    old, new = _lines(before), _lines(after)
    if _repeats(old, new) > MOST_REPEATS:
        return _without_order(old, new)
    matcher = SequenceMatcher(None, [line.plain for line in old], [line.plain for line in new], autojunk=False)
    found: list[Difference] = []
    likeness = _Likeness()
    for _, first, last, begin, end in (code for code in matcher.get_opcodes() if code[0] != "equal"):
        found += _paired(old[first:last], new[begin:end], likeness)
    return found


def _repeats(old: Sequence[_Line], new: Sequence[_Line]) -> int:
    there = Counter(line.plain for line in new)
    return sum(count * there[plain] for plain, count in Counter(line.plain for line in old).items())


def _without_order(old: Sequence[_Line], new: Sequence[_Line]) -> list[Difference]:
    """What one text has more often than the other."""
    gone = Counter(line.plain for line in old) - Counter(line.plain for line in new)
    come = Counter(line.plain for line in new) - Counter(line.plain for line in old)
    found: list[Difference] = []
    for line in old:
        if gone[line.plain] > 0:
            gone[line.plain] -= 1
            found.append(Difference("removed", line.section, line.text, None))
    for line in new:
        if come[line.plain] > 0:
            come[line.plain] -= 1
            found.append(Difference("added", line.section, None, line.text))
    return found


def _lines(text: str) -> list[_Line]:
    section: str | None = None
    lines = []
    for line in text.split("\n"):
        if not line.strip():
            continue
        if head := ARTICLE.match(line):
            section = "".join(head[1].split()) if head[1].startswith("第") else head[1]
        lines.append(_Line(line.strip(), section))
    return lines


def _paired(old: Sequence[_Line], new: Sequence[_Line], alike: Callable[[_Line, _Line], bool]) -> Iterator[Difference]:
    """Paragraphs that read alike are one that changed; what is passed over on the way came or went."""
    if len(old) * len(new) > MOST_PAIRS:
        yield from (Difference("removed", line.section, line.text, None) for line in old)
        yield from (Difference("added", line.section, None, line.text) for line in new)
        return
    at = 0
    for line in old:
        match = next((place for place in range(at, len(new)) if alike(line, new[place])), None)
        if match is None:
            yield Difference("removed", line.section, line.text, None)
            continue
        yield from (Difference("added", one.section, None, one.text) for one in new[at:match])
        yield Difference("changed", new[match].section, line.text, new[match].text)
        at = match + 1
    yield from (Difference("added", one.section, None, one.text) for one in new[at:])


class _Likeness:
    """Whether two paragraphs are one that changed, as long as there is work left to spend."""

    def __init__(self) -> None:
        self._left = MOST_WORK

    def __call__(self, one: _Line, other: _Line) -> bool:
        first, second = one.plain, other.plain
        self._left -= 10 * (len(first) + len(second))
        if self._left <= 0:
            return False
        matcher = SequenceMatcher(None, first, second, autojunk=False)
        if not (matcher.real_quick_ratio() > ALIKE and matcher.quick_ratio() > ALIKE):
            return False
        if max(len(first), len(second)) > MOST_CHARS:
            return matcher.quick_ratio() > NEARLY
        self._left -= len(first) * len(second)
        return self._left > 0 and matcher.ratio() > ALIKE
