"""A text in the disguises that are cheap to undo: encoded, reversed, shifted, spaced out, spelt by first letters."""

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
BETWEEN = re.compile(r"[\s\-_.,;:|*`'\"/\\，。、；：·]+")
ENCODED = re.compile(r"[A-Za-z0-9+/_=-]{12,}")
LEET = str.maketrans("013457$@", "oieastsa")
LOOKALIKES = str.maketrans("авсԁеһіјкӏмոорԛѕтхуԝαοερνι", "abcdehijklmnopqstxywaoepvi")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
INSIDE = re.compile(r"(?<=[A-Za-z])[*#_•·~^]+(?=[A-Za-z])")
MANY_STARS = 3
VOWELS = re.compile(r"[aeiou\W_]")
MORSE = re.compile(r"(?:[.\-·−–]{1,6}(?:\s+|\s*/\s*|$)){4,}")
MORSE_SIGNS: dict[str, str] = dict(zip(
    ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --.. "
    "----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----.".split(),
    LETTERS + "0123456789", strict=True,
))  # fmt: skip


def folded(text: str) -> str:
    """Width, case and invisible characters folded."""
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def likened(text: str) -> str:
    """Lower-case letters of other scripts that pass for Latin ones, as those."""
    return text.translate(LOOKALIKES)


def visible(text: str) -> str:
    """The text without characters that nobody sees."""
    return INVISIBLE.sub("", text)


@dataclass(frozen=True, slots=True)
class Views:
    """All readings of one text."""

    texts: frozenset[str]

    def hold(self, word: str, between: re.Pattern[str] = BETWEEN) -> bool:
        """Whether one of the readings holds the word: as it is, run together, or with digits for letters."""
        plain = folded(word)
        joined = between.sub("", plain)
        forms = {plain, joined, joined.translate(LEET)} - {""}
        return any(form in text for text in self.texts for form in forms)


def disguised(text: str) -> Views:
    return Views(frozenset(_views(text)))


def _views(text: str) -> Iterator[str]:
    plain = folded(text)
    joined = BETWEEN.sub("", plain)
    for view in (plain, joined):
        yield view
        yield view[::-1]
    yield joined.translate(LEET)
    yield folded(unquote(text))
    for shift in range(1, 26):
        yield shifted(plain, shift)
    for found in ENCODED.findall(text):
        for decoded in _decoded(found):
            yield folded(decoded)
            yield folded(decoded)[::-1]
    for found in MORSE.findall(plain):
        yield from_morse(found)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    yield folded("".join(line[0] for line in lines))
    yield folded("".join(word[0] for word in text.split()))


def shifted(text: str, by: int) -> str:
    """A Caesar cipher of lower-case letters; 13 is rot13."""
    return text.translate(str.maketrans(LETTERS, LETTERS[by:] + LETTERS[:by]))


def starred(text: str) -> bool:
    """Whether signs stand inside the words, as where somebody wanted the vowels left out."""
    return len(INSIDE.findall(visible(text))) >= MANY_STARS


def skeleton(text: str) -> str:
    """The text without its vowels, blanks and signs."""
    return VOWELS.sub("", folded(text))


def _decoded(token: str) -> Iterator[str]:
    """What was encoded once or twice."""
    for once in decoded_forms(token):
        yield once
        for inner in ENCODED.findall(once):
            yield from decoded_forms(inner)


def decoded_forms(token: str) -> Iterator[str]:
    """What the token reads as base64, base32 or hexadecimal, where that is text."""
    for read in (_base64, base64.b32decode, bytes.fromhex):
        try:
            yield read(token).decode("utf-8")
        except (binascii.Error, ValueError):
            continue


def _base64(token: str) -> bytes:
    plain = token.replace("-", "+").replace("_", "/").rstrip("=")
    return base64.b64decode(plain + "=" * (-len(plain) % 4))


def from_morse(text: str) -> str:
    signs = re.split(r"[\s/]+", text.replace("·", ".").replace("−", "-").replace("–", "-").strip())
    return "".join(MORSE_SIGNS.get(sign, "") for sign in signs)
