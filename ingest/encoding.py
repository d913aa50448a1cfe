"""Bytes into text: byte order mark, UTF-8, GB18030, Big5, and otherwise a refusal."""

import codecs

from ingest.faults import BadEncoding

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CHINESE = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "cp936": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "cp950": "big5hkscs",
}  # fmt: skip
PLAUSIBLE = 0.8
SAMPLE_CHARS = 20_000
LONG_CHARS = 200
# What no longer Chinese text does without, in both scripts; text of another encoding that happens to decode does.
FUNCTION_WORDS = frozenset("的一是在不有和人为為以中或及与與应應当當者可其所法业業权權定年月日第条條请請申")
PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》〈〉【】—…·　％＋－＝～①②③④⑤⑥⑦⑧⑨⑩「」『』〔〕")


def decode(data: bytes, declared: str = "") -> str:
    """The text of a file; `declared` is what the file says of its own encoding, believed only for Chinese ones.

    GB18030 accepts nearly any bytes, so that a decoding counts only if it comes out as common characters.

    Raises:
        BadEncoding: no encoding gives plausible text.
    """
    for mark, name in BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        candidates = [(name, _decoded(data, name)) for name in ("gb18030", "big5hkscs")]
    believed = CHINESE.get(declared.lower().replace("_", "-"))
    scored = [
        (1.0 if name == believed else _plausible(text, name), text) for name, text in candidates if text is not None
    ]
    best = max(scored, key=lambda pair: pair[0], default=(0.0, ""))
    if best[0] < PLAUSIBLE:
        raise BadEncoding()
    return best[1]


def _strict(data: bytes, name: str) -> str:
    text = _decoded(data, name)
    if text is None:
        raise BadEncoding()
    return text


def _decoded(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _plausible(text: str, encoding: str) -> float:
    """Share of the characters beyond ASCII that are common ones of that encoding, 0 to 1."""
    foreign = [character for character in text if character > "\x7f"][:SAMPLE_CHARS]
    if not foreign:
        return 0.0
    if len(foreign) > LONG_CHARS and not any(character in FUNCTION_WORDS for character in foreign):
        return 0.0
    return sum(_common(character, encoding) for character in foreign) / len(foreign)


def _common(character: str, encoding: str) -> bool:
    """One of the standard's level 1 characters (3,755 in GB 2312, 5,401 in Big5), a full-width form or punctuation."""
    if character in PUNCTUATION or "\uff01" <= character <= "\uff5e":
        return True
    if encoding == "gb18030":
        code = character.encode("gb2312", "ignore")
        return len(code) == 2 and 0xB0 <= code[0] <= 0xD7
    code = character.encode("big5", "ignore")
    return len(code) == 2 and 0xA4 <= code[0] <= 0xC6
