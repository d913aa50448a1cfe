"""A better order for the best passages, by a reranker behind an endpoint (Jina's and Cohere's interface); optional."""

import json
import logging
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from .model import Hit

MOST_BYTES = 4 * 2**20
log = logging.getLogger(__name__)


class Reranker(Protocol):
    def __call__(self, query: str, hits: Sequence[Hit]) -> list[Hit]:
        """The same hits, best first; never raises for what the other side does."""
        ...


@dataclass(frozen=True)
class RemoteReranker:
    """`POST url` with `{"model","query","documents","top_n"}`, answered by `{"results":[{"index","relevance_score"}]}`.

    An error or a late answer leaves the order as it was. Queries and passages leave the machine.
    """

    url: str
    model: str
    key: str | None
    timeout_s: float

    def __call__(self, query: str, hits: Sequence[Hit]) -> list[Hit]:
        if len(hits) < 2:
            return list(hits)
        begun = time.monotonic()
        try:
            scores = self._scores(query, [f"{hit.context}\n{hit.text}" for hit in hits])
        except (OSError, ValueError, KeyError, TypeError) as error:  # a URLError is an OSError
            log.warning("the reranker failed after %.1f s: %s", time.monotonic() - begun, type(error).__name__)
            return list(hits)
        told = [replace(hit, score=round(scores[at], 4)) for at, hit in enumerate(hits) if at in scores]
        return sorted(told, key=lambda hit: -hit.score) + [hit for at, hit in enumerate(hits) if at not in scores]

    def _scores(self, query: str, texts: list[str]) -> dict[int, float]:
        body = {"model": self.model, "query": query, "documents": texts, "top_n": len(texts)}
        headers = {"Content-Type": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        request = urllib.request.Request(self.url, json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=self.timeout_s) as answer:
            results = json.loads(answer.read(MOST_BYTES))["results"]
        return {int(one["index"]): float(one["relevance_score"]) for one in results if 0 <= one["index"] < len(texts)}
