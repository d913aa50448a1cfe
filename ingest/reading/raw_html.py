"""HTML that stands in Markdown: what a browser would hide is taken out, the rest loses its tags and keeps its marks."""

import html
import re
from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser

from ingest.reading import unseen
from ingest.reading.faults import TooDeep

NAMES = (
    "a|abbr|address|article|aside|audio|b|big|blockquote|body|br|button|canvas|caption|center|cite|code|col|colgroup"
    "|dd|del|details|dfn|dialog|div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer|form|h[1-6]|head|header|hr"
    "|html|i|iframe|img|input|ins|kbd|label|legend|li|link|main|map|mark|math|menu|meta|nav|noscript|object|ol|optgroup"
    "|option|output|p|param|picture|pre|q|s|samp|script|section|select|small|source|span|strike|strong|style|sub"
    "|summary|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|time|title|tr|tt|u|ul|var|video|wbr"
)
TAG = re.compile(rf"<(?=/?(?:{NAMES})[\s/>])", re.IGNORECASE)
OTHER = re.compile(rf"<(?!/?(?:{NAMES})[\s/>])", re.IGNORECASE)
NESTING = re.compile(rf"<(/?)(?!(?:area|br|col|embed|hr|img|input|li|p|t[dhr])\b)(?:{NAMES})[\s/>]", re.IGNORECASE)
MOST_DEEP = 500
CODE = re.compile(r"(?<!`)(`{1,3})(?!`)([^`\n]{1,1000})(?<!`)\1(?!`)")
BREAK = re.compile(r"<br\s{0,9}/?>", re.IGNORECASE)  # in a row, which ends with its line
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
FENCE = re.compile(r" {0,3}(?:```|~~~)")
BLOCKS = "p div ul ol li section article table caption tr dl dt dd blockquote figcaption hr br address details summary"


def seen(text: str, dropped: Sequence[str]) -> tuple[str, int]:
    """The Markdown as its reader sees it, and how many pieces of text it hid; `dropped` are tags without words.

    Raises TooDeep.
    """
    if not TAG.search(text):
        return ENTITY.sub(lambda found: html.unescape(found[0]), text), 0
    _refuse_deep(text)
    tree = LexborHTMLParser(f"<body><p>{_page(text)}</p></body>")
    hidden, _ = unseen.take_out(tree, "")
    body = tree.body
    if body is None:
        return text, hidden
    for node in reversed(body.css(",".join(dropped))):  # inner ones first: none is touched after it is gone
        node.decompose()
    for node in body.css("td,th"):
        node.insert_after(" | ")
    for node in body.css(",".join(BLOCKS.split())):
        node.insert_before("\n")
    for level in range(1, 7):
        for node in body.css(f"h{level}"):
            node.insert_before(f"\n\n{'#' * level} ")
            node.insert_after("\n\n")
    return body.text(), hidden


def _refuse_deep(text: str) -> None:
    """Elements within thousands of others take a parser of pages for ever. Raises TooDeep."""
    depth = 0
    for found in NESTING.finditer(text):
        depth = max(depth - 1, 0) if found[1] else depth + 1
        if depth > MOST_DEEP:
            raise TooDeep()


def _page(text: str) -> str:
    """As HTML, with paragraphs that end where they do in Markdown; signs in code, and before other words, are signs."""
    lines: list[str] = []
    fenced = False
    for line in text.split("\n"):
        mark = bool(FENCE.match(line))
        if fenced or mark:
            lines.append(_plain(line))
        else:
            line = BREAK.sub(" ", line) if line.lstrip().startswith("|") else line
            lines.append(OTHER.sub("&lt;", CODE.sub(lambda found: _plain(found[0]), line)) or "</p><p>")
        fenced ^= mark
    return "\n".join(lines)


def _plain(code: str) -> str:
    return code.replace("&", "&amp;").replace("<", "&lt;")
