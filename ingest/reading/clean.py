"""Bytes into clean text: the encoding told or refused, invisible characters out, nothing else rewritten."""

import re
import unicodedata
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from collections import Counter

from ingest.reading.faults import BadEncoding, NotText, OnlyZeros

MARKS = (  # the longer ones first: UTF-32's begins with UTF-16's
    (BOM_UTF32_LE, "utf-32"), (BOM_UTF32_BE, "utf-32"), (BOM_UTF8, "utf-8-sig"), (BOM_UTF16_LE, "utf-16"),
    (BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
HZ, ESCAPES = re.compile(rb"~\{[!-~]{2,}"), re.compile(rb"\x1b\$|\x1b\([A-Z]")
UTF7 = re.compile(rb"\+[A-Za-z0-9+/]{8,}-")
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u3164\uffa0\ufe00-\ufe0f"
    "\ud800-\udfff\U000e0000-\U000e01ef]"
)
MARKS_PILED = re.compile("([\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{3})"
                         "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+")  # fmt: skip
# the look-behind keeps a long run of spaces inside a line from being tried at each of its spaces
INDENT = re.compile(r"(?m)^[ \t\u3000\xa0]+(?=\S)|(?<![ \t\u3000\xa0])[ \t\u3000\xa0]+$")
BLANKS = re.compile(r"\n{3,}")
SPACED_HAN = re.compile(
    r"(?m)(^[ \u3000]*第[ \u3000]?[零〇一二三四五六七八九十百千\d]+[ \u3000]?[编章节条]"
    r"(?:之[一二三四五六七八九十]+)?[ \u3000])"
    r"|(?<=[㐀-鿿，。；：、])[ \u3000](?=[㐀-鿿，。；：、])"
)
BREAKS = re.compile("\r\n|[\r\x0b\x85\u2028\u2029]")  # \x0b is how a word processor copies a break inside a paragraph
PLAIN_CONTROLS = "\n\r\t\f\x0b\x1b\x85"
COMMON = re.compile(r"[的一是在了有不和人中大为為上个個国國我以要他时時会會可这這就对對也于於业業法权權]")


def decode(data: bytes) -> str:
    """By byte order mark, else strict UTF-8 or HZ, GB18030, Big5. Raises BadEncoding."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            text = _strict(data, encoding)
            return text if text is not None and _plausible(text) else _refuse()
    if b"\0" in data:
        raise NotText() if data.strip(b"\0") else OnlyZeros()
    text = _strict(data, "utf-8")
    if text is not None and _plausible(text):
        return _seven_bit(data) or text
    read = [_strict(data, encoding) for encoding in ("gb18030", "big5")]
    usable = [text for text in read if text is not None and _plausible(text) and _usual(text)]
    return max(usable, key=_common) if usable else _refuse()  # Big5 without punctuation is valid GB18030 too


def _seven_bit(data: bytes) -> str | None:
    """HZ is Chinese in plain letters; ISO 2022 and UTF-7 look like text and are none. Raises BadEncoding."""
    if not data.isascii():
        return None
    if ESCAPES.search(data) or len(UTF7.findall(data)) >= 3:
        _refuse()
    if not HZ.search(data):
        return None
    text = _strict(data, "hz")
    return text if text is not None and any("一" <= char <= "鿿" for char in text) else None


def _usual(text: str) -> bool:
    """Whether the Chinese characters are mostly everyday ones: bytes of another code read as Chinese give rare ones."""
    han = [char for char in text[:20_000] if "㐀" <= char <= "鿿"]
    everyday = sum(_everyday(char) for char in han)
    kana = sum("\u3040" <= char <= "\u30ff" or "\uac00" <= char <= "\ud7af" for char in text[:20_000])
    return everyday >= 0.7 * len(han) and kana <= 0.3 * (len(han) + kana)


def _everyday(char: str) -> bool:
    """Level one of GB 2312 or of Big5: some four and five thousand characters."""
    for encoding, first, last in (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6)):
        try:
            if first <= char.encode(encoding)[0] <= last:
                return True
        except UnicodeEncodeError:
            continue
    return False


def clean(text: str) -> str:
    """Readable as printed: NFC, plain newlines, no invisible characters, no indentation, no piled blank lines."""
    plain = unicodedata.normalize("NFC", BREAKS.sub("\n", text))
    return BLANKS.sub("\n\n", INDENT.sub("", MARKS_PILED.sub(r"\1", INVISIBLE.sub("", plain)))).strip()


def without_gaps(text: str) -> str:
    """Single spaces that a PDF puts between Chinese characters are not the author's; the one after 第一条 is."""
    return SPACED_HAN.sub(lambda found: "".join(found[1].split()) + " " if found[1] else "", text)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _plausible(text: str) -> bool:
    """A wrong guess shows itself in private-use and unassigned characters."""
    sample = Counter(text[:20_000])
    odd = sum(
        times
        for char, times in sample.items()
        if unicodedata.category(char) in ("Co", "Cn", "Cc") and char not in PLAIN_CONTROLS
    )
    return odd <= len(text[:20_000]) * 0.01


def _common(text: str) -> float:
    """The share of everyday characters, by which two readings of the same bytes are told apart."""
    return len(COMMON.findall(text[:20_000])) / max(len(text[:20_000]), 1)


def _refuse() -> str:
    raise BadEncoding()
