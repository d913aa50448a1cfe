"""What a page holds and its reader does not see: taken out of the tree before it is read, and counted."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

MOST_RULES, MOST_NODES = 400, 20_000
COMMENT_LETTERS = 12
PLAIN = ("[hidden]", '[aria-hidden="true"]', "template")
ZERO = r"0*(?:\.0+)?(?:px|pt|em|rem|%|vw|vh)?\s*(?:;|!|$)"
HIDING = re.compile(
    rf"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:^|[;\s])opacity\s*:\s*{ZERO}|font-size\s*:\s*(?:{ZERO}|[01](?:\.\d+)?p[xt])"
    r"|(?:^|[;\s])color\s*:\s*(?:transparent|rgba\([^)]{0,40},\s*0(?:\.0+)?\s*\))"
    r"|(?:left|top|text-indent|margin-left|margin-top)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*0|clip-path\s*:\s*inset\(\s*(?:50|100)%"
    r"|transform\s*:\s*scale\(\s*0\s*\)",
    re.IGNORECASE,
)
SHUT = re.compile(rf"(?:^|[;\s])(?:max-)?(?:height|width)\s*:\s*(?:{ZERO}|1px)", re.IGNORECASE)
WHITE = re.compile(
    r"(?:^|[;\s])color\s*:\s*(?:white|#fff(?:fff)?|#fefefe|rgba?\(\s*255\s*,\s*255\s*,\s*255[^)]{0,20}\))\s*(?:;|!|$)",
    re.IGNORECASE,
)
GROUND = re.compile(
    r"background(?:-color|-image)?\s*:\s*(?!\s*(?:none|transparent|white|#fff(?:fff)?\b|inherit|initial))",
    re.IGNORECASE,
)
RULE = re.compile(r"([^{}@]{1,400})\{([^{}]{0,2000})\}")
MEDIA = re.compile(
    r"@(?:media|supports|font-face|keyframes|page)[^{}]{0,300}\{(?:[^{}]{0,2000}\{[^{}]{0,2000}\}){0,200}[^{}]{0,2000}\}"
)
SIMPLE = re.compile(r"^[\w\s.#>\-\[\]=\"'*]{1,120}$")
BARE = ("*", "html", "body", "div", "p", "span", "a", "li", "td")
COMMENT = re.compile(r"<!--(.{0,20000}?)-->", re.DOTALL)


def take_out(tree: LexborHTMLParser, source: str) -> tuple[int, int]:
    """(pieces of unseen text, comments with words in them); the tree is left without the former."""
    body = tree.body
    if body is None:
        return 0, 0
    sheets = "\n".join(node.text() for node in tree.css("style"))[:200_000]
    rules = [(found[1].strip(), found[2]) for found in RULE.finditer(MEDIA.sub("", sheets))][:MOST_RULES]
    grounds = [selector for selector, told in rules if GROUND.search(told)]
    unseen = [*body.css(",".join(PLAIN)), *_by_rules(body, rules), *_by_style(body, _grounded(body, grounds))]
    count = 0
    outer = {node.mem_id for node in unseen}
    for node in unseen:
        if not any(up in outer for up in _above(node)):
            count += bool(node.text().strip()) and node.tag not in ("svg", "template", "i")
    for node in _innermost_first(unseen):
        node.decompose()
    comments = sum(worded(found[1]) for found in COMMENT.finditer(source[:2_000_000]))
    return count, comments


def _innermost_first(nodes: list[LexborNode]) -> Iterator[LexborNode]:
    """Each once; none is touched after one around it is gone."""
    depths = {node.mem_id: (len(list(_above(node))), node) for node in nodes}
    for _, node in sorted(depths.values(), key=lambda one: -one[0]):
        yield node


def _above(node: LexborNode) -> Iterator[int]:
    up = node.parent
    steps = 0
    while up is not None and steps < 500:
        yield up.mem_id
        up, steps = up.parent, steps + 1


def _by_rules(body: LexborNode, rules: list[tuple[str, str]]) -> Iterator[LexborNode]:
    """By the page's own style sheet, as far as its selectors are plain ones."""
    for selector, told in rules:
        if not HIDING.search(told) and not (SHUT.search(told) and "overflow" in told and "hidden" in told):
            continue
        for part in selector.split(","):
            if SIMPLE.match(part.strip()) and part.strip().lower() not in BARE:
                try:
                    yield from body.css(part.strip())
                except ValueError:
                    continue


def _by_style(body: LexborNode, grounded: set[int]) -> Iterator[LexborNode]:
    for at, node in enumerate(body.css("[style],font[color]")):
        if at >= MOST_NODES:
            return
        style = node.attributes.get("style") or ""
        if node.tag == "font":
            style += f";color:{node.attributes.get('color') or ''}"
        shut = SHUT.search(style) and re.search(r"overflow\s*:\s*hidden", style)
        white = WHITE.search(style) and not GROUND.search(style) and grounded.isdisjoint((node.mem_id, *_above(node)))
        if HIDING.search(style) or shut or white:
            yield node


def _grounded(body: LexborNode, selectors: list[str]) -> set[int]:
    """What has a colour or a picture behind it, so that white letters may well be seen on it."""
    found = {
        node.mem_id
        for node in body.css("[bgcolor],[background]")
        if (node.attributes.get("bgcolor") or "x").lower() not in ("white", "#ffffff")
    }
    for node in body.css("[style]")[:MOST_NODES]:
        if GROUND.search(node.attributes.get("style") or ""):
            found.add(node.mem_id)
    for selector in selectors:
        for part in selector.split(","):
            if SIMPLE.match(part.strip()):
                try:
                    found |= {node.mem_id for node in body.css(part.strip())}
                except ValueError:
                    continue
    return found


def worded(comment: str) -> bool:
    return sum(char.isalpha() for char in comment) >= COMMENT_LETTERS and not comment.lstrip().startswith(
        ("[if", "<![")
    )
