"""Texts into the model's pieces: SentencePiece unigram, the likeliest way to cut a text (Kudo 2018)."""

import re
from functools import lru_cache

from .weights import Pieces

SPACE = "\u2581"
BLANKS = re.compile("  +")
WORDS = re.compile(f"{SPACE}[^{SPACE}]*")
UNKNOWN_COST = 10.0  # below the least likely piece
REMEMBERED_CHARS, REMEMBERED = 24, 50_000


class Tokenizer:
    """Gives the very pieces that the wheel's own engine reads (its `tok_content`).

    No piece crosses a blank, so that each word is cut by itself, and the frequent ones once.
    """

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._unknown_score = min(pieces.scores) - UNKNOWN_COST
        self._remembered = lru_cache(REMEMBERED)(self._cut)

    def __call__(self, text: str) -> list[int]:
        plain = BLANKS.sub(" ", text.translate(self._pieces.folded))
        marked = plain.replace(" ", SPACE)
        if not marked.startswith(SPACE):
            marked = SPACE + marked
        found: list[int] = []
        for word in WORDS.findall(marked):
            found += self._remembered(word) if len(word) <= REMEMBERED_CHARS else self._cut(word)
        return found

    def _cut(self, word: str) -> list[int]:
        """Viterbi over the characters of one word."""
        ids, scores, longest = self._pieces.ids, self._pieces.scores, self._pieces.longest
        encoded = word.encode("utf-8", "replace")
        edges = [at for at, byte in enumerate(encoded) if byte & 0xC0 != 0x80] + [len(encoded)]
        best, came, last = [0.0] + [-1e30] * (len(edges) - 1), [0] * len(edges), [0] * len(edges)
        for i, start in enumerate(edges[:-1]):
            so_far = best[i]
            for e in range(i + 1, len(edges)):
                if edges[e] - start > longest:
                    break
                id = ids.get(encoded[start : edges[e]])
                if id is not None and so_far + scores[id] > best[e]:
                    best[e], came[e], last[e] = so_far + scores[id], i, id
            if so_far + self._unknown_score > best[i + 1]:
                best[i + 1], came[i + 1], last[i + 1] = so_far + self._unknown_score, i, self._pieces.unknown
        found, at = [], len(edges) - 1
        while at > 0:
            found.append(last[at])
            at = came[at]
        return found[::-1]
