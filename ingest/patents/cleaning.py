"""Texts of patent data as a reader sees them: no markup, no invisible characters, one line."""

import html
import re

from ingest.reading.clean import clean

TAG = re.compile(r"<(/?[A-Za-z][A-Za-z0-9:-]*)((?:\s[^<>]*)?)/?>")
PLAIN = re.compile(r"[ !-%'-;=?-~\t\n\r]*")  # printable ASCII without < and &
BLOCK = re.compile(r"(?i)^/?(p|br|div|li|title|heading|abstract|para|row|entry)$")


def plain(text: str) -> str:
    """Markup out (`<sub>2</sub>` closes up, a paragraph leaves a blank), entities read, white space single."""
    if PLAIN.fullmatch(text):
        return " ".join(text.split())
    if "<" in text:
        text = TAG.sub(lambda tag: " " if BLOCK.match(tag[1]) else "", text)
    if "&" in text:
        text = html.unescape(text)
    return " ".join(clean(text).split())


def title(text: str) -> str:
    """Also without what lists leave around a title: quotes, bullets, a closing full stop."""
    bare = plain(text).strip('"“”•€*_ \t')
    return bare[:-1] if bare.endswith(".") and not bare.endswith("..") and bare.count(".") == 1 else bare
