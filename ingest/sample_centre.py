"""The sample centre that ships: where it lies, and its ready-made vectors."""

from importlib.resources import files
from pathlib import Path

import numpy as np

from knowledge.embed import CachedEmbedder

SAMPLE = files("ingest") / "sample"


def load_vectors(embedder: CachedEmbedder, path: Path) -> int:
    """Puts shipped vectors into the cache, if they are the embedding model's own."""
    if not path.exists():
        return 0
    with np.load(path) as shipped:
        if str(shipped["model"]) != embedder.model_id:
            return 0
        vectors = shipped["vectors"].astype(np.float32)
        embedder.remember(dict(zip(shipped["keys"].tolist(), vectors, strict=True)))
        return len(vectors)
