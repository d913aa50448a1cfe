"""A question's terms in the other language, from a glossary of intellectual property (`terms/glossary.yaml`)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

HAN = re.compile("[㐀-鿿]")
WORD = re.compile(r"[a-z][a-z'&-]*|\d+")
MOST = 3  # translations of one term
ENDINGS = {"ing": 5, "ed": 4, "s": 3}  # and how much of the word must be left


@dataclass(frozen=True, slots=True)
class Glossary:
    """Chinese terms by English ones and the reverse; the longest term that a text says is meant."""

    english: dict[str, tuple[str, ...]]
    chinese: dict[tuple[str, ...], tuple[str, ...]]
    longest_english: int
    longest_chinese: int

    def translated(self, text: str) -> str:
        """What the text's terms are called in the other language; "" when it says none."""
        found = self._from_chinese(text) if HAN.search(text) else self._from_english(text)
        return " ".join(dict.fromkeys(term for terms in found for term in terms[:MOST]))

    def _from_chinese(self, text: str) -> Iterator[tuple[str, ...]]:
        at = 0
        while at < len(text):
            for length in range(self.longest_chinese, 0, -1):
                if (term := text[at : at + length]) in self.english:
                    yield self.english[term]
                    at += len(term) - 1
                    break
            at += 1

    def _from_english(self, text: str) -> Iterator[tuple[str, ...]]:
        stems = [stem(word) for word in WORD.findall(text.casefold())]
        at = 0
        while at < len(stems):
            for length in range(self.longest_english, 0, -1):
                key = tuple(stems[at : at + length])
                if len(key) == length and key in self.chinese:
                    yield self.chinese[key]
                    at += length - 1
                    break
            at += 1


def stem(word: str) -> str:
    """A word without its ending, roughly: registered, registers and registering are one."""
    for ending, left in ENDINGS.items():
        if word.endswith(ending) and len(word) - len(ending) >= left and not word.endswith("ss"):
            word = word[: -len(ending)]
            break
    return word.removesuffix("e") if len(word) > 4 else word


@cache
def glossary() -> Glossary:
    rows: dict[str, str] = loaded("glossary.yaml")
    english = {chinese: tuple(told.split("; ")) for chinese, told in rows.items()}
    chinese: dict[tuple[str, ...], tuple[str, ...]] = {}
    for term, told in english.items():
        for one in told:
            key = tuple(stem(word) for word in WORD.findall(one.casefold()))
            chinese[key] = (*chinese.get(key, ()), term)
    return Glossary(english, chinese, max(map(len, chinese)), max(map(len, english)))


def loaded(name: str) -> dict[str, str]:
    """One of the files of terms, by the faster reader where it was built."""
    reader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, str] = yaml.load((files("knowledge") / "terms" / name).read_text("utf-8"), reader)
    return found
