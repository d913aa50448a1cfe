"""Menus, bread crumbs, share buttons and legal feet of a web page, told by their names and by their links."""

import re

from selectolax.lexbor import LexborNode

NAMED = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|menus|breadcrumbs?|crumbs?|foot|footer|copyright|sidebar|side-?nav|share|sharing|social|login|"
    r"pagination|pager|pagenav|related|recommend|advert|ads?|cookie|cookies|skip|toolbar|topbar|sitemap|friendlink|links?|"
    r"dh|daohang|mbx|weizhi|position|bottom|print|ewm|qrcode)(?:$|[\s_-]|\d)",
    re.IGNORECASE,
)
MOST_SHARE = 0.35  # of a page's words: what holds more is its matter, whatever its name
LINKS, LINKED = 4, 0.75  # so many links, and so much of the words inside them
LINE = re.compile(
    r"^(?:您?(?:当前|现在)(?:的)?位置|你的位置|首页\s*[>＞»]|打印本?页?|【?(?:打印|关闭|字体)|分享到|扫一扫|版权所有|[^。]{0,30}ICP备|"
    r"主办单位[：:]|网站标识码|上一篇|下一篇|浏览次数|Skip to|Copyright|©|All rights reserved|Share this|Print this)",
    re.IGNORECASE,
)
KEPT = ("body", "html", "main", "article", "table", "h1")
BLOCKS = "p,div,li,span,td,dd,dt"
LINE_CHARS, MOST_NODES = 120, 30_000


def take_out(body: LexborNode) -> None:
    """Leaves the matter of the page. A part that holds much of the page's words stays, whatever it is called."""
    whole = max(len(body.text()), 1)
    _named(body, whole)
    _linked(body, whole)
    for node in reversed(body.css(BLOCKS)[:MOST_NODES]):
        text = " ".join(node.text().split()) if node.tag is not None else ""
        if 0 < len(text) <= LINE_CHARS and LINE.match(text):
            node.decompose()


def _named(body: LexborNode, whole: int) -> None:
    for node in reversed(body.css("[class],[id],[role]")[:MOST_NODES]):
        told = " ".join((node.attributes.get(name) or "") for name in ("class", "id", "role"))
        small = len(node.text()) <= MOST_SHARE * whole
        if node.tag not in KEPT and NAMED.search(told) and small and not node.css_first("h1"):
            node.decompose()


def _linked(body: LexborNode, whole: int) -> None:
    """Lists that are nothing but links."""
    for node in reversed(body.css("ul,ol,div,table,dl")[:MOST_NODES]):
        links = node.css("a[href]")
        if len(links) < LINKS:
            continue
        words = len("".join(node.text().split()))
        linked = sum(len("".join(link.text().split())) for link in links)
        if words and linked >= LINKED * words and words <= MOST_SHARE * whole:
            node.decompose()
