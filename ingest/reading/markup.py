"""Markdown, text and HTML into blocks."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.reading import boilerplate, raw_html, spans, tables, unseen
from ingest.reading.clean import clean
from ingest.reading.hard_wrapped import unwrapped
from ingest.reading.notes import CommentsLeftOut, HiddenText
from ingest.reading.pieces import Block, Extracted
from ingest.reading.tables import Cell

FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
# bounded and without overlap, so that no text makes them slow
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
REMARK = re.compile(  # where a link leads, which is not shown, and so serves Markdown for comments
    r"^ {0,3}\[(?!\^)[^\[\]\n]{1,200}\]:[ \t]{0,9}\S{1,2000}(?:[ \t]{1,9}[\"'(].*)?$\n?", re.MULTILINE
)
HEADING = re.compile(r"^(#{1,6})[ \t]+(?=\S)(.+)$")
ATTRIBUTES = re.compile(r"\{[#.\-][^{}]{0,100}\}$")  # of a heading, as pandoc writes them
FENCE = re.compile(r"^(?:```|~~~)")
TARGET = r"\((?:[^()\s]|\([^()\s]{0,300}\))*(?:\s\"[^\"]{0,300}\")?\)"
IMAGE = re.compile(r"!\[[^\[\]]*\]" + TARGET)
LINK = re.compile(r"\[([^\[\]]*)\]" + TARGET)
STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,600}?)(?<=\S)\1")
EMPHASIS = re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*]{1,600}?)(?<=\S)\*(?![\w*])")
DROPPED = "script style noscript template nav aside iframe svg button select object embed dialog".split()
HEADS = {f"h{level}": level for level in range(1, 7)}
PARAGRAPHS = [*HEADS, *"p li div section article table caption td th dt dd dl ul ol blockquote figcaption hr address "
              "details summary fieldset form".split()]  # fmt: skip
BREAK, LINE = "\x1e", "\x1f"
ROW_CHARS = 1000  # a longer table row is a page's layout


def markdown(text: str) -> Extracted:
    """Headings are told from paragraphs; links keep their words, emphasis loses its stars."""
    whole = FRONT.sub("", text.replace("\r\n", "\n").lstrip("\ufeff"))
    bare = COMMENT.sub("", whole)
    left = sum(unseen.worded(one) for one in (*COMMENT.findall(whole), *REMARK.findall(bare)))
    plain, hidden = raw_html.seen(REMARK.sub("", bare), DROPPED)
    blocks = tuple(_markdown_blocks(clean(plain).split("\n")))
    notes = tuple(kind(count=count).note() for kind, count in ((HiddenText, hidden), (CommentsLeftOut, left)) if count)
    return Extracted(next((block.text for block in blocks if block.level == 1), None), blocks, notes)


def _markdown_blocks(lines: list[str]) -> Iterator[Block]:
    paragraph: list[str] = []
    fenced = False
    for line in [*lines, ""]:
        fenced ^= bool(FENCE.match(line))
        heading = None if fenced else HEADING.match(line)
        if (heading or not line) and "\n".join(paragraph).strip():
            yield Block("\n".join(paragraph))
        if heading:
            yield Block(_heading(heading[2]), len(heading[1]))
        paragraph = [] if heading or not line else [*paragraph, line if fenced else _bare(line)]


def _heading(text: str) -> str:
    """Without closing marks (`## Title ##`, not `# C#`) and attributes."""
    closed = text.rstrip("#")
    text = closed.rstrip() if closed[-1:].isspace() else text
    return _bare(ATTRIBUTES.sub("", text)) or text


def _bare(line: str) -> str:
    return EMPHASIS.sub(r"\1", STRONG.sub(r"\2", LINK.sub(r"\1", IMAGE.sub("", line)))).strip()


def plain_text(text: str) -> Extracted:
    paragraphs = [part for part in unwrapped(clean(text)).split("\n\n") if part.strip()]
    return Extracted(None, tuple(Block(part) for part in paragraphs))


def html(text: str) -> Extracted:
    """What a reader of the page came for: headings, paragraphs, list items and table rows, in order."""
    tree = LexborHTMLParser(text)
    hidden, comments = unseen.take_out(tree, text)
    notes = tuple(
        kind(count=count).note() for kind, count in ((HiddenText, hidden), (CommentsLeftOut, comments)) if count
    )
    named = tree.css_first("title")
    title = clean(" ".join(named.text().split())) if named else None
    body = _main(tree)
    if body is None:
        return Extracted(title, (), notes)
    dropped = DROPPED if body.tag in ("main", "article") else [*DROPPED, "header", "footer"]
    for node in reversed(body.css(",".join(dropped))):  # inner ones first: none is touched after it is gone
        node.decompose()
    boilerplate.take_out(body)
    blocks = tuple(_html_blocks(body))
    first = next((block.text for block in blocks if block.level == 1), None)
    return Extracted(first or title, blocks, notes)


def _main(tree: LexborHTMLParser) -> LexborNode | None:
    articles = tree.css("article")
    return tree.css_first("main") or (articles[0] if len(articles) == 1 else tree.body)


def _html_blocks(body: LexborNode) -> Iterator[Block]:
    """Marks where blocks, lines and cells end, then reads the text once: nothing that stands between is lost."""
    plain = [
        node
        for node in body.css("tr")
        if not node.css_first("table,h1,h2,h3,h4,h5,h6") and len(node.text()) <= ROW_CHARS
    ]
    for node, told in _rows(plain):
        node.insert_before(f"{BREAK}0{told}{BREAK}0")
        node.decompose()
    for node in body.css("pre"):
        node.insert_before(f"{BREAK}0{LINE.join(node.text().splitlines())}{BREAK}0")
        node.decompose()
    for node in body.css("br"):
        node.insert_before(LINE)
    for node in body.css(",".join(PARAGRAPHS)):
        node.insert_before(f"{BREAK}{HEADS.get(node.tag or '', 0)}")
        node.insert_after(f"{BREAK}0")
    for part in f"0{body.text()}".split(BREAK):
        level, lines = int(part[:1] or 0) if part[:1].isdigit() else 0, part[1:].split(LINE)
        told = clean((" " if level else "\n").join(" ".join(line.split()) for line in lines))
        if told:
            yield Block(told, level)


def _rows(nodes: list[LexborNode]) -> list[tuple[LexborNode, str]]:
    """Each row of the page's tables with what it says."""
    found: dict[int, list[tuple[LexborNode, list[Cell]]]] = {}
    for node, cells in list(spans.rows(nodes)):
        found.setdefault(_table_of(node), []).append((node, cells))
    told: list[tuple[LexborNode, str]] = []
    for rows in found.values():
        filled = [(node, cells) for node, cells in rows if cells]
        marks = [[cell.tag == "th" for cell in node.css("td,th")] for node, _ in filled]
        heads = next((at for at, marked in enumerate(marks) if not all(marked)), 0)
        named = heads > 0 or not any(map(any, marks))  # else heads stand beside their rows
        cells = [row for _, row in filled]
        texts = tables.told(cells, tables.head(cells, heads, sure=False) if named and cells else None)
        told += [(node, text) for (node, _), text in zip(filled, texts, strict=True)]
        told += [(node, "") for node, row in rows if not row]
    return told


def _table_of(row: LexborNode) -> int:
    up = row.parent
    while up is not None and up.tag != "table":
        up = up.parent
    return up.mem_id if up is not None else 0
