"""A question's terms in the other language, from a glossary of intellectual property (`terms/glossary.yaml`)."""

import re
from collections.abc import Iterator, Sequence
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
        if HAN.search(text):
            found = [self.english[term] for term in self._chinese_terms(text)]
        else:
            found = [self.chinese[term] for term in self._english_terms(text)]
        return " ".join(dict.fromkeys(term for terms in found for term in terms[:MOST]))

    def concepts(self, text: str) -> list["Concept"]:
        """What of the field the text speaks of, each with its names in both languages.

        A single English word is none: "cost" and "use" are everybody's words, "patent attorney" is one of the field.
        Nor is what only asks for a measure, such as "how long".
        """
        if HAN.search(text):
            found = [self._concept([term]) for term in self._chinese_terms(text) if len(term) > 1]
        else:
            found = [self._concept(self.chinese[key], key) for key in self._english_terms(text) if len(key) > 1]
        return [concept for concept in found if not any(name[0] == "how" for name in concept.english)]

    def terms(self, text: str) -> list[str]:
        """The names of such concepts as the text writes them."""
        if HAN.search(text):
            return [term for term in self._chinese_terms(text) if len(term) > 1]
        words = [match.group() for match in WORD.finditer(text.casefold())]
        keys = [key for key in self._english_terms(text) if len(key) > 1]
        said = tuple(stem(word) for word in words)
        places = [next(at for at in range(len(said)) if said[at : at + len(key)] == key) for key in keys]
        return [" ".join(words[at : at + len(key)]) for at, key in zip(places, keys, strict=True)]

    def _concept(self, chinese: Sequence[str], *english: tuple[str, ...]) -> "Concept":
        keys = {*english, *(stems(told) for term in chinese for told in self.english[term])}
        return Concept(tuple({*chinese, *(term for key in keys for term in self.chinese[key])}), tuple(keys))

    def _chinese_terms(self, text: str) -> Iterator[str]:
        at = 0
        while at < len(text):
            for length in range(self.longest_chinese, 0, -1):
                if (term := text[at : at + length]) in self.english:
                    yield term
                    at += len(term) - 1
                    break
            at += 1

    def _english_terms(self, text: str) -> Iterator[tuple[str, ...]]:
        said = stems(text)
        at = 0
        while at < len(said):
            for length in range(self.longest_english, 0, -1):
                key = said[at : at + length]
                if len(key) == length and key in self.chinese:
                    yield key
                    at += length - 1
                    break
            at += 1


@dataclass(frozen=True, slots=True)
class Concept:
    """The Chinese names of a thing, and the English ones as stems."""

    chinese: tuple[str, ...]
    english: tuple[tuple[str, ...], ...]

    def spoken_of(self, text: str) -> bool:
        """Whether a text says one of its names, be it with other words between: 故意实施侵权 speaks of 故意侵权."""
        said = set(stems(text))
        return any(all(piece in text for piece in _pieces(name)) for name in self.chinese) or any(
            said.issuperset(name) for name in self.english
        )


def _pieces(term: str) -> list[str]:
    """Two signs each; of an odd number the last sign twice."""
    pieces = [term[at : at + 2] for at in range(0, len(term) - 1, 2)]
    return [*pieces, term[-2:]] if len(term) % 2 else pieces


def stems(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in WORD.findall(text.casefold()))


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
            key = stems(one)
            chinese[key] = (*chinese.get(key, ()), term)
    return Glossary(english, chinese, max(map(len, chinese)), max(map(len, english)))


def loaded(name: str) -> dict[str, str]:
    """One of the files of terms, by the faster reader where it was built."""
    reader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, str] = yaml.load((files("knowledge") / "terms" / name).read_text("utf-8"), reader)
    return found
