"""Phrases and where a sentence says them: Chinese by character, English by whole word, plurals and hyphens folded."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

# Han characters one by one; anything else that is written with letters or digits as a word.
_PIECE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[^\W_\u3400-\u9fff\uf900-\ufaff]+")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_BRACKETS = re.compile(r"[(（\[【〔][^()（）\[\]【】〔〕]*[)）\]】〕]")
_POSSESSIVE = re.compile(r"['’]s\b|s(['’])(?=\s|$)")
# After these a lone "a" is not an article: "book Bank A on Monday" names Bank A, "a bank a startup likes" does not.
_ENDS_A_NAME = {"for", "on", "at", "to", "in", "tomorrow", "today", "next", "please", "and", "or", "this", "is", "has"}


def plain(text: str) -> str:
    """The text with width, case and blanks folded."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def without_brackets(text: str) -> str:
    return " ".join(_BRACKETS.sub(" ", text).split())


def is_han(token: str) -> bool:
    return bool(_HAN.match(token))


def tokens(text: str) -> list[str]:
    """Han characters and singular lower-case words; a lower-case article "a" is left out, a name's "A" is kept."""
    folded = _POSSESSIVE.sub("", unicodedata.normalize("NFKC", text))
    pieces = _PIECE.findall(folded)
    kept = []
    for place, piece in enumerate(pieces):
        following = pieces[place + 1] if place + 1 < len(pieces) else ""
        if piece != "a" or not following.isascii() or not following or following.casefold() in _ENDS_A_NAME:
            kept.append(_singular(piece.casefold()))
    return kept


@lru_cache(maxsize=8192)
def _joined(phrase: str) -> str:
    return "".join(tokens(phrase))


@lru_cache(maxsize=8192)
def _singular(word: str) -> str:
    if len(word) <= 3 or not word.isascii() or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "xes", "sses")) else word[:-1]


Ref = tuple[str, str]  # what a phrase stands for: its sort and its id


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase said between two tokens of the sentence; `refs` are all that it may stand for."""

    start: int
    end: int
    refs: frozenset[Ref]


class _Node:
    __slots__ = ("further", "refs")

    def __init__(self) -> None:
        self.further: dict[str, _Node] = {}
        self.refs: set[Ref] = set()


class Phrases:
    """Phrases to look for, each with what it stands for.

    A tree by character over the joined tokens, so "trade mark" is found as "trademark" and the other way round; a
    phrase still begins and ends where a token does.
    """

    def __init__(self) -> None:
        self._root = _Node()

    def add(self, phrase: str, ref: Ref) -> None:
        node = self._root
        for character in _joined(phrase):
            further = node.further.get(character)
            if further is None:
                further = node.further[character] = _Node()
            node = further
        if node is not self._root:
            node.refs.add(ref)

    def said(self, sentence: list[str]) -> list[Found]:
        """What the sentence says, from left to right; a phrase inside a longer one is not meant, and left out."""
        found = [hit for start in range(len(sentence)) for hit in reversed(list(self._from(sentence, start)))]
        kept: list[Found] = []
        for hit in found:  # by start, the longest first: whatever ends no later than an earlier one lies inside it
            if not kept or hit.end > kept[-1].end:
                kept.append(hit)
        return kept

    def _from(self, sentence: list[str], start: int) -> Iterator[Found]:
        node: _Node | None = self._root
        for end in range(start, len(sentence)):
            for character in sentence[end]:
                node = node.further.get(character) if node else None
            if node is None:
                return
            if node.refs:
                yield Found(start, end + 1, frozenset(node.refs))


def features(sentence: Iterable[str], stop: frozenset[str] = frozenset()) -> set[str]:
    """What two texts may share: words, the stems of long words, pairs of neighbouring Han characters."""
    seen: set[str] = set()
    before = ""
    for token in sentence:
        if is_han(token):
            if before:
                seen.add(before + token)
            before = token
            continue
        before = ""
        if token not in stop:
            seen.add(token)
            if len(token) >= 6 and token.isalpha():
                seen.add(token[:5] + "~")
    return seen
