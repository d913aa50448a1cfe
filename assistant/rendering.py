"""Markdown of a reply as safe HTML: no raw HTML, http(s) links only, `[n]` markers that open the cited passage."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from assistant import addresses
from assistant.replies import Citation

MARKER = re.compile(r"\[(\d{1,4})\]")
BLOCKS = {"blockquote", "br", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"}
TABLE = {"table", "tbody", "td", "th", "thead", "tr"}
TAGS = frozenset({"a", "code", "del", "em", "s", "strong"} | BLOCKS | TABLE)
LINK = frozenset({"href", "target", "class", "data-marker", "aria-label"})


def render(text: str, citations: Sequence[Citation] = ()) -> str:
    """Safe HTML of `text`. A `[n]` without a citation of that marker stays as it was written."""
    by_marker = {citation.marker: citation for citation in citations}
    html = _parser().render(text, {"citations": by_marker})
    return _cleaner().clean(html)


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        return addresses.outward(url) is not None


@cache
def _parser() -> _Parser:
    parser = _Parser("commonmark", {"html": False, "breaks": True})
    parser.enable(["table", "strikethrough"]).disable(["image", "reference", "html_block", "html_inline"])
    parser.inline.ruler.before("link", "cite", _cite)
    parser.core.ruler.push("settle", _settle)
    return parser


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=TAGS,
        attributes={"a": set(LINK), "ol": {"start"}},
        attribute_filter=_allowed,
        url_schemes={"http", "https"},
        link_rel="noopener noreferrer",
    )


def _allowed(tag: str, name: str, value: str) -> str | None:
    if name == "href" and addresses.outward(value) is None and not value.startswith("/documents/"):
        return None
    if name == "class" and value != "cite":
        return None
    if name == "target" and value != "_blank":
        return None
    return value


def _cite(state: StateInline, silent: bool) -> bool:
    """An inline rule, run before links: `[3](…)` is a marker and a bracket, never a link called 3."""
    found = MARKER.match(state.src, state.pos)
    known: dict[int, Citation] = state.env.get("citations", {})
    citation = known.get(int(found[1])) if found else None
    if found is None or citation is None:
        return False
    if not silent:
        opening = state.push("cite_open", "a", 1)
        opening.attrs = _marker_attributes(citation)
        state.push("text", "", 0).content = found[0]
        state.push("cite_close", "a", -1)
    state.pos = found.end()
    return True


def _marker_attributes(citation: Citation) -> dict[str, str | int | float]:
    label = " ".join(part for part in (f"[{citation.marker}]", citation.title, citation.section) if part)
    return {
        "class": "cite",
        "href": addresses.cited(citation),
        "data-marker": str(citation.marker),
        "aria-label": label,
    }


def _settle(state: StateCore) -> None:
    """Headings sit under the page's own two levels, and links to elsewhere leave the conversation open."""
    for token in _all(state.tokens):
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1:]) + 2)}"
        elif token.type == "link_open":
            token.attrSet("target", "_blank")


def _all(tokens: Sequence[Token]) -> Any:
    for token in tokens:
        yield token
        yield from _all(token.children or [])
