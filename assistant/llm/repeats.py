"""Which quotes say the same, as where one notice is held as Word, as PDF and as a scan: one of them is shown."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

ALIKE = 0.9  # of a sentence's pairs of signs stand in the other one
SIGNS = re.compile(r"[\W_]+")
PARAGRAPHS = re.compile(r"\n\s*\n")
ENDS = re.compile(r"[。！？!?；;]|\.(?=\s|$)")
# What makes another statement of the same words: a number, a unit, a bound, a refusal, a duty.
TURNS = re.compile(
    r"\d+|[零〇一二两三四五六七八九十百千万亿]+|[年月日天周元倍]|[不未无非没勿禁]|[应可须必]|以[上下内外前后]"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|not|no|never|without|cannot|must|shall|should"
    r"|may|can|before|after|less|more|years?|months?|days?|weeks?)\b|n't"
)
_Said = tuple[str, tuple[str, ...]]  # a sentence without its signs, and its turns


def says(text: str, other: str) -> bool:
    """Whether another text says all that this one does: each sentence, with the same numbers in the same order."""
    others = _sentences(other)
    whole = "".join(plain for plain, _ in others)
    return "".join(plain for plain, _ in _sentences(text)) in whole or all(
        any(_alike(sentence, one) for one in others) for sentence in _sentences(text)
    )


def _sentences(text: str) -> list[_Said]:
    """Lines are joined, since a scan breaks them anywhere; a heading, which ends in no full stop, says nothing."""
    *above, last = PARAGRAPHS.split(unicodedata.normalize("NFKC", text).casefold().strip())
    told = [paragraph for paragraph in above if ENDS.search(paragraph) or TURNS.search(paragraph)]
    pieces = [piece for paragraph in [*told, last] for piece in ENDS.split(paragraph)]
    return [(plain, tuple(TURNS.findall(piece))) for piece in pieces if (plain := SIGNS.sub("", piece))]


def _alike(sentence: _Said, other: _Said) -> bool:
    (plain, turns), (other_plain, other_turns) = sentence, other
    if plain == other_plain:
        return True
    pairs = _pairs(plain)
    return turns == other_turns and (pairs & _pairs(other_plain)).total() >= ALIKE * pairs.total()


def _pairs(plain: Sequence[str]) -> Counter[tuple[str, str]]:
    return Counter(pairwise(plain))
