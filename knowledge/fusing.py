"""How the legs of a search become one ranking: by words, by words of the other language, by vectors."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .likeness import bare
from .model import Hit

WORDS = 1.0
FOREIGN_WORDS = 0.6  # of what trust the words leave
DENSE = {"zh": 0.38, "en": 0.25}  # beside WORDS; chosen on the development questions, see docs/benchmarks.md
DOUBTED = 0.2  # more for the vectors where the words are not trusted
TRUSTED_SHARE, TRUSTED_TERMS = 0.25, 2.5  # a word leg whose best passage holds less of the query counts for less
PASTED = 40  # letters and figures that a question of another's words has
HAN = re.compile("[㐀-鿿]")
ARTICLE = re.compile(r"^第[零〇一二三四五六七八九十百千0-9]+条(之[一二三四五六七八九十]+)?")


@dataclass(frozen=True, slots=True)
class Means:
    """What a search may use; other than this only in an ablation.

    Repetitions are not collapsed: measured, twins of one text under two titles are often both right.
    """

    words: bool = True
    dense: bool = True
    rewriting: bool = True
    translation: bool = True
    collapse: bool = False


ALL = Means()


@dataclass(frozen=True, slots=True)
class Leg:
    """Scores by passage id, higher is better, and what the best one is worth."""

    scores: Mapping[str, float]
    weight: float


def dense_weight(query: str, trust: float) -> float:
    """English questions lean more on words: there a passage's own words are what they are asked in."""
    return DENSE["zh" if HAN.search(query) else "en"] + DOUBTED * (1 - trust)


def trust(share: float, terms: int) -> float:
    """0 to 1 from how much of the query's weight the best passage holds, and of how many terms that is."""
    return min(1.0, share / min(TRUSTED_SHARE, TRUSTED_TERMS / max(1, terms)))


def fuse(legs: Sequence[Leg], dense: Mapping[str, float], weight: float) -> list[tuple[str, float]]:
    """(passage id, score 0 to 1), best first: a weighted sum of all legs, each scaled to its own candidates.

    BM25 is divided by its best score, cosines run from the worst candidate to the best one.
    """
    near, far = max(dense.values(), default=1.0), min(dense.values(), default=0.0)
    spread = (near - far) or 1.0
    scores: dict[str, float] = {}
    for leg in legs:
        top = max(leg.scores.values(), default=1.0)
        for id, score in leg.scores.items():
            if score > 0 and leg.weight > 0:
                scores[id] = scores.get(id, 0.0) + leg.weight * score / top
    for id, cosine in dense.items():
        scores[id] = scores.get(id, 0.0) + weight * (cosine - far) / spread
    whole = weight + sum(leg.weight for leg in legs)
    return sorted(((id, score / whole) for id, score in scores.items()), key=lambda pair: (-pair[1], pair[0]))


def distinct(hits: Sequence[Hit]) -> list[Hit]:
    """Repetitions of a text behind the first of them move to the end: they say nothing new, but are not lost."""
    seen: set[str] = set()
    first: list[Hit] = []
    again: list[Hit] = []
    for hit in hits:
        text = ARTICLE.sub("", "".join(hit.text.split()))
        (again if text in seen else first).append(hit)
        seen.add(text)
    return first + again


def verbatim(asked: str, hits: Sequence[Hit]) -> list[Hit]:
    """Who asks with a whole sentence of a text finds that text first, before one that says nearly the same."""
    words = bare(asked)
    return sorted(hits, key=lambda hit: words not in bare(hit.text)) if len(words) >= PASTED else list(hits)
