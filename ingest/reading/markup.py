"""Markdown, text and HTML into blocks."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.reading.clean import clean
from ingest.reading.pieces import Block, Extracted

FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
INLINE = re.compile(r"!\[[^\]]*\]\([^)]*\)|\[([^\]]+)\]\([^)\s]*(?:\s\"[^\"]*\")?\)")
STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
DROPPED = "script style noscript template nav header footer aside form iframe svg button select".split()
HEADS = {f"h{level}": level for level in range(1, 7)}
PARAGRAPHS = (*HEADS, "p", "li", "tr", "pre", "blockquote", "dt", "dd", "td", "th", "caption", "figcaption")


def markdown(text: str) -> Extracted:
    """Headings are told from paragraphs; links keep their words, emphasis loses its stars."""
    plain = clean(COMMENT.sub("", FRONT.sub("", text.replace("\r\n", "\n"))))
    blocks = []
    for paragraph in plain.split("\n\n"):
        blocks += _markdown_blocks(paragraph)
    title = next((block.text for block in blocks if block.level == 1), None)
    return Extracted(title, tuple(blocks))


def _markdown_blocks(paragraph: str) -> list[Block]:
    blocks: list[Block] = []
    lines: list[str] = []
    for line in paragraph.split("\n"):
        heading = HEADING.match(line)
        if heading is None:
            lines.append(_bare(line))
            continue
        if lines:
            blocks.append(Block("\n".join(lines)))
            lines = []
        blocks.append(Block(_bare(heading[2]), len(heading[1])))
    if "\n".join(lines).strip():
        blocks.append(Block("\n".join(lines)))
    return blocks


def _bare(line: str) -> str:
    return STRONG.sub(r"\2", INLINE.sub(r"\1", line))


def plain_text(text: str) -> Extracted:
    paragraphs = [part for part in clean(text).split("\n\n") if part.strip()]
    return Extracted(None, tuple(Block(part) for part in paragraphs))


def html(text: str) -> Extracted:
    """What a reader of the page came for: headings, paragraphs, list items and table rows, in order."""
    tree = LexborHTMLParser(text)
    named = tree.css_first("title")
    for node in tree.css(",".join(DROPPED)):
        node.decompose()
    body = tree.css_first("main") or tree.css_first("article") or tree.body
    blocks = _html_blocks(body) if body is not None else []
    first = next((block.text for block in blocks if block.level == 1), None)
    return Extracted(first or (clean(named.text()) if named else None), tuple(blocks))


def _html_blocks(body: LexborNode) -> list[Block]:
    blocks, seen = [], set[int]()
    for node in body.traverse(include_text=False):
        if node.tag not in PARAGRAPHS or _inside(node, seen):
            continue
        seen.add(node.mem_id)
        text = _row(node) if node.tag == "tr" else " ".join(node.text(separator=" ").split())
        if clean(text):
            blocks.append(Block(clean(text), HEADS.get(node.tag or "", 0)))
    if not blocks and body.text().strip():
        return list(plain_text(body.text(separator="\n")).blocks)
    return blocks


def _row(node: LexborNode) -> str:
    cells = [" ".join(cell.text(separator=" ").split()) for cell in node.css("td,th")]
    return " | ".join(cells)


def _inside(node: LexborNode, seen: set[int]) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.mem_id in seen:
            return True
        parent = parent.parent
    return False
