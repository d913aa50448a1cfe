"""HTML pages: what a reader of the page sees, without navigation, scripts and what is hidden."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.draft import Block, Draft, cleaned

CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
DROPPED = frozenset(
    "script style template noscript nav footer aside iframe object embed svg canvas select button input textarea "
    "head".split()
)
HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0", re.IGNORECASE)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = frozenset(("ul", "ol"))
BREAKING = frozenset(
    "address article blockquote body center dd details div dl dt fieldset figcaption figure form header hr li main p "
    "pre section summary table tbody td th thead tfoot tr caption".split()
)
LIST_DEPTH = 10


def declared_charset(data: bytes) -> str:
    """The charset that a page's own `<meta>` names, empty if none."""
    found = CHARSET.search(data[:4096])
    return found.group(1).decode("ascii") if found else ""


def read(text: str) -> Draft:
    tree = LexborHTMLParser(text)
    named = tree.css_first("title")
    title = _one_line(named.text()) if named is not None else ""
    walk = _Walk()
    if tree.body is not None:
        walk.through(tree.body)
    blocks = cleaned(walk.blocks)
    first = next((block.text for block in blocks if block.kind == "heading" and block.level == 1), None)
    return Draft(blocks, first or title or None)


def _hidden(node: LexborNode) -> bool:
    if node.tag in DROPPED:
        return True
    attributes = node.attributes
    return "hidden" in attributes or bool(HIDING.search(attributes.get("style") or ""))


def _children(node: LexborNode) -> list[LexborNode]:
    """The children that are seen. The tree itself is never changed: a removed node must not be met again."""
    return [child for child in node.iter(include_text=True) if child.is_text_node or not _hidden(child)]


def _seen(node: LexborNode, *, lists: bool = True) -> str:
    """The visible text of an element on one line; without its inner lists where these are taken apart."""
    parts: list[str] = []
    stack = _children(node)[::-1]
    while stack:
        one = stack.pop()
        if one.is_text_node:
            parts.append(one.text(deep=False))
        elif lists or one.tag not in LISTS:
            if one.tag == "br" or one.tag in BREAKING:
                parts.append(" ")
            stack += _children(one)[::-1]
    return _one_line("".join(parts))


@dataclass
class _Walk:
    """Goes through the tree with a stack of its own: hostile pages nest deeper than Python recurses."""

    blocks: list[Block] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)

    def through(self, root: LexborNode) -> None:
        stack: list[LexborNode | None] = [root]
        while stack:
            node = stack.pop()
            if node is None:  # the end of a breaking element
                self._flush()
            elif node.is_text_node:
                self.inline.append(re.sub(r"\s+", " ", node.text(deep=False)))
            elif not self._whole(node):
                if node.tag in BREAKING:
                    self._flush()
                    stack.append(None)
                stack += _children(node)[::-1]
        self._flush()

    def _whole(self, node: LexborNode) -> bool:
        """Takes headings, lists and tables of data in one piece; a table that lays out a page is walked through."""
        tag = node.tag or ""
        if tag == "br":
            self.inline.append("\n")
        elif tag in HEADINGS:
            self._add(Block("heading", _seen(node), HEADINGS[tag]))
        elif tag in LISTS and node.css_first("table, h1, h2, h3, h4, h5, h6") is None:
            self._add(Block("list", "\n".join(_items(node, 0))))
        elif tag == "table" and node.css_first("table, h1, h2, h3, h4, td p + p + p") is None:
            self._add(Block("table", "\n".join(_rows(node))))
        elif tag == "pre":
            self._add(Block("paragraph", node.text()))
        elif tag == "header" and not _within_content(node):
            for headline in node.css("h1"):
                self._add(Block("heading", _seen(headline), 1))
        else:
            return False
        return True

    def _add(self, block: Block) -> None:
        self._flush()
        self.blocks.append(block)

    def _flush(self) -> None:
        lines = [re.sub(r" {2,}", " ", line).strip() for line in "".join(self.inline).split("\n")]
        self.inline = []
        if any(lines):
            self.blocks.append(Block("paragraph", "\n".join(line for line in lines if line)))


def _within_content(header: LexborNode) -> bool:
    """A header inside an article is its own; any other is the site's banner, of which only an H1 stays."""
    up = header.parent
    while up is not None and up.tag not in ("article", "main"):
        up = up.parent
    return up is not None


def _items(node: LexborNode, depth: int) -> list[str]:
    lines: list[str] = []
    for number, item in enumerate(_list_items(node), start=1):
        mark = "-" if node.tag == "ul" else f"{number}."
        if text := _seen(item, lists=depth >= LIST_DEPTH):
            lines.append("  " * depth + f"{mark} {text}")
        if depth < LIST_DEPTH:
            for inner in _inner_lists(item):
                lines += _items(inner, depth + 1)
    return lines


def _list_items(node: LexborNode) -> list[LexborNode]:
    return [child for child in _children(node) if not child.is_text_node]


def _inner_lists(item: LexborNode) -> Iterator[LexborNode]:
    """The lists directly under an item, however wrapped."""
    if item.tag in LISTS:  # a list set into a list without an item of its own
        yield item
        return
    stack = _list_items(item)[::-1]
    while stack:
        node = stack.pop()
        if node.tag in LISTS:
            yield node
        else:
            stack += _list_items(node)[::-1]


def _rows(table: LexborNode) -> list[str]:
    rows = [[_seen(cell) for cell in row.css("td, th")] for row in table.css("tr")]
    return [" | ".join(cells) for cells in rows if any(cells)]


def _one_line(text: str) -> str:
    return " ".join(text.split())
