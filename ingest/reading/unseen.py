"""What a page holds and its reader does not see: taken out of the tree before it is read, and counted."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.reading.looks import Look, Looks

COMMENT_LETTERS = 12
COMMENT = re.compile(r"<!--(.{0,20000}?)-->", re.DOTALL)
WORDLESS = ("script", "style", "svg", "head")
ICON = re.compile(r"[a-z_0-9-]{0,40}")


def take_out(tree: LexborHTMLParser, source: str) -> tuple[int, int]:
    """(pieces of unseen text, comments with words in them); the tree is left without the former."""
    if tree.body is None:
        return 0, 0
    for node in reversed(tree.body.css("template")):
        node.decompose()
    for node in reversed(tree.body.css('[aria-hidden="true"]')):  # hides from listeners only: no reason to drop words
        if _icon(node):
            node.decompose()
    looks = Looks(tree)
    count = _without(tree, looks) if looks else 0
    comments = sum(worded(found[1]) for found in COMMENT.finditer(source[:2_000_000]))
    return count, comments


def _icon(node: LexborNode) -> bool:
    """Whether it is a picture whose name a font turns into a drawing, as `<i class="icons">home</i>`."""
    told = (node.attributes.get("class") or "").lower()
    return (node.tag == "i" or "icon" in told) and bool(ICON.fullmatch(node.text().strip()))


def _without(tree: LexborHTMLParser, looks: Looks) -> int:
    """Takes the unseen out and tells how many pieces it was: text within one unseen element is one."""
    doomed: list[LexborNode] = []
    pieces: set[int] = set()
    waiting: list[tuple[LexborNode, Look, int]] = [(tree.root, looks.of(tree.root, Look()), 0)] if tree.root else []
    while waiting:
        node, look, since = waiting.pop()
        for child in node.iter(include_text=True):
            if child.tag == "-text":
                if since and (child.text_content or "").strip():
                    doomed.append(child)
                    pieces |= {since} if _says(child.text_content or "") else set()
            elif child.tag not in WORDLESS:
                seen = looks.of(child, look)
                hidden = seen.unseen(looks.sure)
                if seen.gone and not look.gone:
                    doomed.append(child)
                    if _says(child.text()) and child.tag != "i":
                        pieces.add(since or child.mem_id)
                else:
                    waiting.append((child, seen, (since or child.mem_id) if hidden else 0))
    for one in doomed:  # none stands within another: nothing below what is gone was looked at
        one.decompose()
    return len(pieces)


def _says(text: str) -> bool:
    """Whether there are words in it, and not a mark or two such as the ¶ that shows itself to a pointer."""
    return any(char.isalnum() for char in text)


def worded(comment: str) -> bool:
    return sum(char.isalpha() for char in comment) >= COMMENT_LETTERS and not comment.lstrip().startswith(
        ("[if", "<![")
    )
