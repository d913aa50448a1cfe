"""Where two texts differ, paragraph by paragraph, with the article in which it stands."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

ARTICLE = re.compile(
    r"^\s*(第\s*[零〇一二三四五六七八九十百千\d]+\s*条(?:之[一二三四五六七八九十]+)?|(?:Article|Section|§)\s*\d+[A-Za-z]?)"
)
ALIKE = 0.5
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
    matcher = SequenceMatcher(None, [line.plain for line in old], [line.plain for line in new], autojunk=False)
    found: list[Difference] = []
    for _, first, last, begin, end in (code for code in matcher.get_opcodes() if code[0] != "equal"):
        found += _paired(old[first:last], new[begin:end])
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


def _paired(old: Sequence[_Line], new: Sequence[_Line]) -> Iterator[Difference]:
    """Paragraphs that read alike are one that changed; what is passed over on the way came or went."""
    at = 0
    for line in old:
        match = next((place for place in range(at, len(new)) if _alike(line, new[place])), None)
        if match is None:
            yield Difference("removed", line.section, line.text, None)
            continue
        yield from (Difference("added", one.section, None, one.text) for one in new[at:match])
        yield Difference("changed", new[match].section, line.text, new[match].text)
        at = match + 1
    yield from (Difference("added", one.section, None, one.text) for one in new[at:])


def _alike(one: _Line, other: _Line) -> bool:
    matcher = SequenceMatcher(None, one.plain, other.plain, autojunk=False)
    return matcher.real_quick_ratio() > ALIKE and matcher.quick_ratio() > ALIKE and matcher.ratio() > ALIKE
