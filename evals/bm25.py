"""Plain BM25, the yardstick beside which retrieval is told: k1 1.2, b 0.75, character bigrams and Latin words."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.lexical import terms

K1, B = 1.2, 0.75


class Bm25:
    """Over a fixed list of texts, in memory."""

    def __init__(self, texts: Sequence[str]) -> None:
        counted = [Counter(terms(text)) for text in texts]
        lengths = np.array([sum(counts.values()) for counts in counted], dtype=np.float64)
        self._size = len(texts)
        self._norm = K1 * (1 - B + B * lengths / max(1.0, float(lengths.mean())))
        postings: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for at, counts in enumerate(counted):
            for term, count in counts.items():
                postings[term][0].append(at)
                postings[term][1].append(count)
        self._postings = {
            term: (np.array(ids), np.array(counts, dtype=float)) for term, (ids, counts) in postings.items()
        }

    def scores(self, query: str) -> NDArray[np.float64]:
        """One score a text; 0 where no term is shared. A term said twice in the query counts twice."""
        scores = np.zeros(self._size)
        for term in terms(query):
            if term in self._postings:
                ids, counts = self._postings[term]
                idf = math.log(1 + (self._size - len(ids) + 0.5) / (len(ids) + 0.5))
                scores[ids] += idf * counts * (K1 + 1) / (counts + self._norm[ids])
        return scores

    def best(self, query: str, k: int) -> list[int]:
        scores = self.scores(query)
        return [int(at) for at in np.argsort(-scores, kind="stable")[:k] if scores[at] > 0]
