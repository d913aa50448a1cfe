"""Measures of a ranked list against graded labels."""

import math
from collections.abc import Mapping, Sequence


def ndcg(ranked: Sequence[str], labels: Mapping[str, int], k: int = 10) -> float:
    """Normalised discounted cumulative gain, linear gain, log2 discount (as trec_eval counts it)."""
    gain = sum(labels.get(id, 0) / math.log2(at + 2) for at, id in enumerate(ranked[:k]))
    ideal = sum(label / math.log2(at + 2) for at, label in enumerate(sorted(labels.values(), reverse=True)[:k]))
    return gain / ideal if ideal else 0.0


def recall(ranked: Sequence[str], labels: Mapping[str, int], k: int = 10) -> float:
    wanted = {id for id, label in labels.items() if label > 0}
    return len(wanted & set(ranked[:k])) / len(wanted) if wanted else 0.0


def reciprocal_rank(ranked: Sequence[str], labels: Mapping[str, int], k: int = 10) -> float:
    return next((1 / (at + 1) for at, id in enumerate(ranked[:k]) if labels.get(id, 0) > 0), 0.0)


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0
