"""Bytes into clean text: the encoding told or refused, invisible characters out, nothing else rewritten."""

import re
import unicodedata
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from ingest.reading.faults import BadEncoding

INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
INDENT = re.compile(r"(?m)^[ \t\u3000\xa0]+(?=\S)|[ \t\u3000\xa0]+$")
BLANKS = re.compile(r"\n{3,}")
SPACED_HAN = re.compile(r"(?<=[㐀-鿿，。；：、])[ \u3000](?=[㐀-鿿，。；：、])")


def decode(data: bytes) -> str:
    """By byte order mark, else strict UTF-8, GB18030, Big5. Raises BadEncoding."""
    for mark, encoding in ((BOM_UTF8, "utf-8-sig"), (BOM_UTF16_LE, "utf-16"), (BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return _strict(data, encoding) or _refuse()
    if b"\0" in data:
        _refuse()
    for encoding in ("utf-8", "gb18030", "big5"):
        text = _strict(data, encoding)
        if text is not None and _plausible(text):
            return text
    return _refuse()


def clean(text: str) -> str:
    """Readable as printed: NFC, plain newlines, no invisible characters, no indentation, no piled blank lines."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))
    return BLANKS.sub("\n\n", INDENT.sub("", INVISIBLE.sub("", plain))).strip()


def without_gaps(text: str) -> str:
    """Single spaces that a PDF puts between Chinese characters are not the author's."""
    return SPACED_HAN.sub("", text)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _plausible(text: str) -> bool:
    """A wrong guess shows itself in private-use and unassigned characters."""
    odd = sum(unicodedata.category(char) in ("Co", "Cn", "Cc") and char not in "\n\r\t\f" for char in text[:20_000])
    return odd <= len(text[:20_000]) * 0.01


def _refuse() -> str:
    raise BadEncoding()
