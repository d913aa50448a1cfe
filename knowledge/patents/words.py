"""The word index over titles and abstracts: the terms of knowledge/lexical.py, English plurals as their singular."""

from ..lexical import terms
from ..vocabulary import FUNCTION_WORDS
from ..word_engine import Words

STOP = FUNCTION_WORDS | frozenset(
    "as has was were been being which said such thereof therein wherein than into".split()
)


def patent_terms(text: str) -> list[str]:
    return [singular(term) for term in terms(text)]


def asked_terms(text: str) -> list[str]:
    """The distinct terms of a query, words of mere grammar left out."""
    return [term for term in dict.fromkeys(patent_terms(text)) if term not in STOP]


def singular(term: str) -> str:
    """Harman's S-stemmer: batteries, devices, shields, but not glass, gas, apparatus."""
    if len(term) < 4 or not term.endswith("s") or not term.isascii():
        return term
    if term.endswith("ies"):
        return term if term.endswith(("eies", "aies")) else term[:-3] + "y"
    if term.endswith("es"):
        return term if term.endswith(("aes", "ees", "oes")) else term[:-1]
    return term if term.endswith(("us", "ss", "is")) else term[:-1]


PATENT_WORDS = Words("patent_words", "patent_vocabulary", "patents", patent_terms)
