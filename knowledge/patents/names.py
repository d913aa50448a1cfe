"""Applicants' and inventors' names: folded for comparison, found by a part of them, recognised in a sentence."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..regions import named_in
from ..vocabulary import FUNCTION_WORDS

HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿]")
INNER_STOP = re.compile(r"(?<=\w)[.'’](?=\w\b)|(?<=\b\w)\.(?=\w)")  # S.p.A., U.S.
PUNCTUATION = re.compile(r"[^\w]+|_")
HAN_GAP = re.compile(r"(?<=[㐀-鿿]) (?=[㐀-鿿])")
LEGAL_FORMS = frozenset(
    "inc incorporated corp corporation co company ltd limited llc lp llp plc gmbh ag kg kgaa ohg mbh sa sas sarl spa "
    "srl bv nv ab as asa oy oyj kk pte pty pvt private pbc kabushiki kaisha gaisha aktiengesellschaft cie et the "
    "und and".split()
)
HAN_FORMS = re.compile(
    r"(集团)?(股份有限公司|有限责任公司|股份公司|有限公司|集团公司|公司|集团|株式会社|合同会社)$|^株式会社"
)
FOLLOWS = tuple("的在近自从于申公拥有过去最专有到、，。,.?？ ")  # what may stand behind a short Chinese name
SHARED_BY = 8  # a beginning of more names than these is a place or a trade, not a name
RARE = 0.002  # a word in at most this share of the titles and abstracts may be a name although it is written small


@lru_cache(maxsize=100_000)
def folded(name: str) -> str:
    """Without case, accents and punctuation: `Čermák, J.` is `cermak j`; Chinese without blanks."""
    text = name.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
        text = unicodedata.normalize("NFC", "".join(char for char in text if not unicodedata.combining(char)))
    text = PUNCTUATION.sub(" ", INNER_STOP.sub("", text)).strip()
    return text if text.isascii() else HAN_GAP.sub("", text)


def core(folded_name: str) -> str:
    """A folded name without its legal form; the whole one if nothing else is in it."""
    if HAN.search(folded_name):
        bare = re.sub(r"\(.*?\)", "", folded_name)
        while (cut := HAN_FORMS.sub("", bare)) != bare and cut:
            bare = cut
        return bare
    tokens = folded_name.split()
    while len(tokens) > 1 and tokens[-1] in LEGAL_FORMS:
        tokens.pop()
    while len(tokens) > 1 and tokens[0] in ("the", "m"):
        tokens.pop(0)
    return " ".join(tokens)


def holds(name: str, part: str) -> bool:
    """Whether a folded name contains a part: Chinese anywhere, other scripts as whole words in this order."""
    return bool(part) and (part in name.replace(" ", "") if HAN.search(part) else f" {part} " in f" {name} ")


@dataclass(frozen=True, slots=True)
class Known:
    """A name of the index: folded, without its legal form, as most records write it, and how many records have it."""

    name: str
    core: str
    shown: str
    count: int


class NameBook:
    """All applicants of the index. `frequency` tells in which share of the records a word occurs."""

    def __init__(self, rows: Iterable[tuple[str, str, int]], frequency: Callable[[str], float]) -> None:
        """`rows` are (folded name, as written, records)."""
        self._known = _known(rows)
        self._frequency = frequency
        self._by_word: dict[str, list[Known]] = defaultdict(list)
        self._by_pair: dict[str, list[tuple[str, Known]]] = defaultdict(list)
        for known in self._known:
            if HAN.search(known.core):
                for form in dict.fromkeys((known.core, _without_place(known.core))):
                    self._by_pair[form[:2]].append((form, known))
            elif known.core:
                self._by_word[known.core.split()[0]].append(known)

    def matching(self, asked: str) -> list[str]:
        """The folded names that contain what is asked for, its legal form aside."""
        part = core(folded(asked))
        return [known.name for known in self._known if holds(known.name, part)]

    def named_in(self, text: str, limit: int) -> list[str]:
        """Names, as written, that a text names in whole or by their beginning; the best named and largest first."""
        found: dict[Known, int] = {}
        whole = core(folded(text))
        for known, length in [*self._latin(text), *self._chinese(text)]:
            found[known] = max(length, found.get(known, 0))
        if whole and len(whole) > 1:
            found |= {known: len(whole) for known in self._known if known not in found and holds(known.name, whole)}
        ranked = sorted(found, key=lambda known: (-found[known], -known.count, known.name))
        return [known.shown for known in ranked[:limit]]

    def _latin(self, text: str) -> Iterable[tuple[Known, int]]:
        written = re.findall(r"[^\W_]+(?:[.'’&-][^\W_]+)*", text)
        capitals = {folded(word) for word in written if word[:1].isupper()} if text != text.upper() else set()
        words = folded(text).split()
        for at, word in enumerate(words):
            for known in self._by_word.get(word, ()):
                parts = known.core.split()
                length = _common(parts, words[at:])
                said = parts[:length]
                whole = length == len(parts) and (length > 1 or (said[0] in capitals and word not in FUNCTION_WORDS))
                if whole or any(self._telling(part) for part in said):
                    yield known, sum(map(len, said))

    def _telling(self, word: str) -> bool:
        return len(word) > 2 and not word.isdigit() and word not in FUNCTION_WORDS and self._frequency(word) <= RARE

    def _chinese(self, text: str) -> Iterable[tuple[Known, int]]:
        line = unicodedata.normalize("NFKC", text).casefold().replace(" ", "")
        for at in range(len(line) - 1):
            said: dict[str, list[tuple[Known, int]]] = defaultdict(list)
            for form, known in self._by_pair.get(line[at : at + 2], ()):
                length = _common(form, line[at:])
                if length == len(form) or length >= 4 or line[at + length : at + length + 1] in ("", *FOLLOWS):
                    said[form[:length]].append((known, length))
            for beginning, those in said.items():
                if len(those) <= SHARED_BY and named_in(beginning) is None:
                    yield from those


def _known(rows: Iterable[tuple[str, str, int]]) -> list[Known]:
    written: dict[str, dict[str, int]] = defaultdict(dict)
    for name, shown, count in rows:
        written[name][shown] = count
    return [Known(name, core(name), _most(forms), sum(forms.values())) for name, forms in written.items()]


def _most(forms: Mapping[str, int]) -> str:
    """The most frequent form; of equals one that is not in capitals."""
    return min(forms, key=lambda shown: (-forms[shown], shown.isupper(), shown))


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length


def _without_place(name: str) -> str:
    """百度网讯科技 of 北京百度网讯科技."""
    for length in (2, 3):
        if len(name) - length >= 3 and named_in(name[:length]) and named_in(name[: length + 1]):
            return name[length:].lstrip("市省")
    return name
