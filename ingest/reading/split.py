"""Blocks into a text and its passages: an article a passage in a statute, headed sections elsewhere."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.reading import statutes
from ingest.reading.pieces import Block
from ingest.reading.tokens import count
from knowledge.model import NewPassage

ARTICLE_TOKENS = 600
AIM_TOKENS, MOST_TOKENS = 300, 450
CLOSING = "”’」』）)》"
SENTENCE = re.compile(rf"(?<=[。！？；])(?![{CLOSING}])|(?<=[。！？；][{CLOSING}])|(?<=[.!?;])\s+|\n")
PAUSES = (" ", "，", "、", "：", ",", "\u3000")
ROW = r"(?>[^\n]*? \| [^\n]*)"  # atomic, so that a line of thousands of cells is gone through once
TABLE = re.compile(rf"^({ROW})(?:\n{{1,2}}(?:{ROW}|(?>[|: -]+)(?=\n)))+", re.MULTILINE)
HEAD_CHARS = 300
CONTENTS = re.compile(r"^目\s*录$|^(table of )?contents$", re.IGNORECASE)


@dataclass
class _Group:
    """Blocks that belong to one section, and where the section stands."""

    section: str | None
    path: tuple[str, ...]
    page: int | None
    spans: list[tuple[int, int]] = field(default_factory=list)
    whole: bool = False  # an article: split only when it is very long


def split(title: str, blocks: Sequence[Block]) -> tuple[str, tuple[NewPassage, ...], tuple[tuple[int, int], ...]]:
    """The extracted text, its passages, and where each page begins. `text[start:end]` is each passage's text."""
    blocks = [block for block in blocks if not CONTENTS.match(block.text)]
    text = "\n\n".join(block.text for block in blocks)
    lines = [line for block in blocks for line in block.text.split("\n")]
    groups = _articles(blocks, title) if statutes.is_statute(lines) else _sections(blocks, title)
    passages = [passage for group in groups for passage in _cut(text, group)]
    named = any(block.section for block in blocks)  # rows of a sheet, each told with what its cells are called
    return text, tuple(passages) if named else _headed(text, passages), _pages(blocks)


def _headed(text: str, passages: list[NewPassage]) -> tuple[NewPassage, ...]:
    """A passage that begins further down in a table has the table's first row in its context: what its cells mean."""
    tables = [(found.start(), found.end(), found[1].strip("| ")) for found in TABLE.finditer(text)]
    starts = [start for start, _, _ in tables]
    made = []
    for passage in passages:
        at = bisect_right(starts, passage.start) - 1
        start, end, head = tables[at] if at >= 0 else (0, 0, "")
        inside = start + len(head) < passage.start < end and len(head) <= HEAD_CHARS
        made.append(replace(passage, context=f"{passage.context} > {head}") if inside else passage)
    return tuple(made)


def _pages(blocks: Sequence[Block]) -> tuple[tuple[int, int], ...]:
    pages: list[tuple[int, int]] = []
    for block, (start, _) in _placed(blocks):
        if block.page is not None and (not pages or pages[-1][1] != block.page):
            pages.append((start, block.page))
    return tuple(pages)


def _placed(blocks: Sequence[Block]) -> list[tuple[Block, tuple[int, int]]]:
    placed, at = [], 0
    for block in blocks:
        placed.append((block, (at, at + len(block.text))))
        at += len(block.text) + 2
    return placed


def _articles(blocks: Sequence[Block], title: str) -> list[_Group]:
    """One group an article, and one for what stands before the first."""
    groups = [_Group(None, (title,), None)]
    path: dict[int, str] = {}
    for block, (start, _) in _placed(blocks):
        at = start
        for line in block.text.split("\n"):
            end = at + len(line)
            heading, name = statutes.division(line), statutes.article(line)
            if heading is not None:
                path = {rank: told for rank, told in path.items() if rank < heading[0]} | {heading[0]: heading[1]}
            elif name is not None:
                groups.append(_Group(name, (title, *path.values()), block.page, [(at, end)], whole=True))
            elif line.strip() and line != title:
                groups[-1].spans.append((at, end))
            at = end + 1
    return [group for group in groups if group.spans]


def _sections(blocks: Sequence[Block], title: str) -> list[_Group]:
    """Groups end at headings and at pages; 一、 at the start of a line begins one where there are no headings."""
    headed = any(block.level for block in blocks)
    points = not headed and sum(bool(statutes.POINT.match(block.text)) for block in blocks) >= 3
    groups: list[_Group] = [_Group(None, (title,), None)]
    path: dict[int, str] = {}
    for block, span in _placed(blocks):
        if block.level:
            path = {level: told for level, told in path.items() if level < block.level} | {block.level: block.text}
            told = tuple(part for part in path.values() if part != title)
            groups.append(_Group(block.text, (title, *told), block.page))
            continue
        if block.section is not None:
            told = tuple(part for part in path.values() if part != title)
            groups.append(_Group(block.section, (title, *told), block.page, [span], whole=True))
            continue
        if (points and statutes.POINT.match(block.text)) or block.page != groups[-1].page:
            groups.append(_Group(groups[-1].section, groups[-1].path, block.page))
        groups[-1].spans.append(span)
    return [group for group in groups if group.spans]


def _cut(text: str, group: _Group) -> list[NewPassage]:
    """A group as passages: whole if it fits, else by paragraphs, and a long paragraph by sentences."""
    context = " > ".join(group.path)
    most, aim = (ARTICLE_TOKENS, ARTICLE_TOKENS) if group.whole else (MOST_TOKENS, AIM_TOKENS)
    pieces = [piece for span in group.spans for piece in _short(text, span, most)]
    runs: list[tuple[int, int]] = []
    for start, end in pieces:
        if runs and count(text[runs[-1][0] : end]) <= (aim if count(text[start:end]) > aim // 6 else most):
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return [
        NewPassage(start, end, text[start:end], group.section, group.page, context, count(text[start:end]))
        for start, end in runs
        if text[start:end].strip()
    ]


def _short(text: str, span: tuple[int, int], most: int) -> list[tuple[int, int]]:
    """The span itself, or its sentences when it is too long, or pieces of a sentence that is."""
    start, end = span
    if count(text[start:end]) <= most:
        return [span]
    cuts = [start + found.end() for found in SENTENCE.finditer(text[start:end])] + [end]
    pieces, at = [], start
    for cut in cuts:
        while cut - at > most // 4 and (to := _pause(text, at, cut, most)) < cut:
            pieces.append((at, to))
            at = to
        pieces.append((at, cut))
        at = cut
    return [stripped for piece in pieces if (stripped := _stripped(text, piece))]


def _pause(text: str, at: int, cut: int, most: int) -> int:
    """Where a run that begins at `at` has to end: `cut` if it fits till there, else the last pause that fits."""
    to = min(cut, at + 4 * most)
    while (size := count(text[at:to])) > most:
        to = at + max(1, (to - at) * most // (size + 1))
    if to == cut:
        return cut
    pause = max(text.rfind(mark, at + (to - at) // 2, to) for mark in PAUSES)
    return pause + 1 if pause > 0 else to


def _stripped(text: str, span: tuple[int, int]) -> tuple[int, int] | None:
    """The span without white space at its ends, None if nothing else is there."""
    start, end = span
    inner = text[start:end].strip()
    at = start + text[start:end].find(inner)
    return (at, at + len(inner)) if inner else None
