"""The `Embedder` seam, and what every embedder's texts have in common."""

import hashlib
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Makes unit vectors of shape (n, dimension). Queries and passages are embedded differently by some models."""

    @property
    def model_id(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def query(self, text: str) -> Vectors: ...

    def passages(self, texts: Sequence[str]) -> Vectors: ...


def content_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def embedded_text(context: str, text: str) -> str:
    """What a passage's vector and words are made of: its title path, then its text."""
    return f"{context}\n{text}" if context else text
