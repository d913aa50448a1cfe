"""Plain text: paragraphs by blank lines, and the lines that are plainly headings."""

import re

from ingest.draft import Block, Draft, cleaned

BLANK = re.compile(r"\n[ \t]*\n\s*")
NUMBER = "[零〇一二三四五六七八九十百0-9]+"
TITLE = r"(?!\s+[a-z(])"  # "Section 5 of the Act applies …" is a wrapped sentence, no heading
LEVELS = (
    (2, re.compile(rf"第{NUMBER}(编|分编|篇|部分).*|(PART|Part|CHAPTER|Chapter|SCHEDULE|Schedule)\s+[IVXLC\d]+[A-Z]?\b{TITLE}.*")),
    (3, re.compile(rf"第{NUMBER}章.*|(DIVISION|Division|Subpart)\s+[IVXLC\d]+[A-Z]?\b{TITLE}.*")),
    (4, re.compile(rf"第{NUMBER}节.*|[一二三四五六七八九十]+、.*")),
    (4, re.compile(rf"(Section|SECTION|Article|ARTICLE|Rule|Regulation|Sec\.|§)\s*\d+[A-Za-z]*(\.\d+)*\b{TITLE}.*")),
    (3, re.compile(r"#{1,6}\s+\S.*")),
)  # fmt: skip
HEADING_CHARS = 90
SENTENCE_END = tuple("。；，：、？！.;,:?!”")
TABLE_ROW = re.compile(r"^\|.*\|?$")


def read(text: str) -> Draft:
    """A text without blank lines has a paragraph a line; one line of markup-like heading is a heading."""
    chunks = BLANK.split(text) if BLANK.search(text.strip()) else text.split("\n")
    blocks: list[Block] = []
    for chunk in chunks:
        blocks += _blocks(chunk)
    return Draft(cleaned(blocks))


def _blocks(chunk: str) -> list[Block]:
    """A chunk's leading heading lines, then what remains as one block."""
    lines, blocks = chunk.strip("\n").split("\n"), []
    while lines and (level := heading_level(lines[0])):
        blocks.append(Block("heading", lines.pop(0).lstrip("# ").strip(), level))
    if lines:
        rows = all(TABLE_ROW.match(line) for line in lines)
        blocks.append(Block("table" if rows else "paragraph", "\n".join(lines)))
    return blocks


def heading_level(line: str) -> int:
    """2 to 4 for a line that numbers a part, chapter or section and is no sentence; 0 otherwise."""
    line = line.strip()
    if not line or len(line) > HEADING_CHARS or line.endswith(SENTENCE_END):
        return 0
    return next((level for level, pattern in LEVELS if pattern.fullmatch(line)), 0)
