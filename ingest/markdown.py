"""Markdown read as its reader would see it: headings, paragraphs, lists and tables without their marks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.draft import Block, BlockKind, Draft, cleaned

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)?(---|\.\.\.)[ \t]*(\n|\Z)", re.DOTALL)
FRONT_TITLE = re.compile(r"^title:[ \t]*(.+?)[ \t]*$", re.MULTILINE)
COMMENT = re.compile(r"<!--.*?(-->|\Z)", re.DOTALL)
TAG = re.compile(r"</?[A-Za-z][^<>]*>")
NESTING = 20


def read(text: str) -> Draft:
    """Raw HTML inside is reduced to its text; pictures leave their caption."""
    front = FRONT_MATTER.match(text)
    named = FRONT_TITLE.search(front.group(0)) if front else None
    body = COMMENT.sub("", text[front.end() :] if front else text)
    # Emphasis must not eat the asterisks of a formula, so only marks that close are marks: CommonMark's own rule.
    parser = MarkdownIt("commonmark", {"maxNesting": NESTING}).enable("table")
    walk = _Walk()
    for token in parser.parse(body):
        walk.take(token)
    blocks = cleaned(walk.blocks)
    first = next((block.text for block in blocks if block.kind == "heading" and block.level == 1), None)
    return Draft(blocks, _one_line(first) if first else named.group(1).strip("'\"") if named else None)


@dataclass
class _Walk:
    """Collects blocks from the token stream; a list or a table is one block whatever is inside it."""

    blocks: list[Block] = field(default_factory=list)
    lists: list[int | None] = field(default_factory=list)  # next number of each open list, None for bullets
    lines: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    heading: int = 0
    in_table: bool = False
    item: str = ""

    def take(self, token: Token) -> None:
        kind = token.type
        if kind in ("bullet_list_open", "ordered_list_open"):
            self.lists.append(int(token.attrs.get("start", 1)) if kind.startswith("ordered") else None)
        elif kind in ("bullet_list_close", "ordered_list_close"):
            self.lists.pop()
            if not self.lists:
                self._flush("list")
        elif kind == "list_item_open":
            self._open_item(token)
        elif kind == "heading_open":
            self.heading = int(token.tag[1])
        elif kind == "heading_close":
            self.heading = 0
        elif kind in ("table_open", "table_close", "tr_close"):
            self._table(kind)
        else:
            self._text(token)

    def _open_item(self, token: Token) -> None:
        number = self.lists[-1]
        if number is not None:
            self.lists[-1] = number + 1
        mark = "-" if number is None else f"{number}{token.markup}"
        self.item = "  " * (len(self.lists) - 1) + mark + " "

    def _table(self, kind: str) -> None:
        if kind == "tr_close":
            self.lines.append(" | ".join(self.cells))
            self.cells = []
            return
        self.in_table = kind == "table_open"
        if not self.in_table and not self.lists:
            self._flush("table")

    def _text(self, token: Token) -> None:
        if token.type == "inline":
            text = inline(token.children or ())
        elif token.type in ("code_block", "fence"):
            text = token.content
        elif token.type == "html_block":
            text = TAG.sub("", token.content)
        else:
            return
        if self.in_table:
            self.cells.append(" ".join(text.split()))
        elif self.heading and not self.lists:
            self.blocks.append(Block("heading", _one_line(text), self.heading))
        elif self.lists:
            self.lines.append(self.item + text.strip())
            self.item = "  " * len(self.lists)
        else:
            self.blocks.append(Block("paragraph", text))

    def _flush(self, kind: BlockKind) -> None:
        self.blocks.append(Block(kind, "\n".join(self.lines)))
        self.lines = []


def inline(tokens: Sequence[Token]) -> str:
    """The printed text of a run of inline tokens."""
    parts: list[str] = []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif token.type == "image":
            parts.append(inline(token.children or ()))
        elif token.type in ("text", "code_inline"):
            parts.append(token.content)
    return "".join(parts)


def _one_line(text: str) -> str:
    return " ".join(text.split())
