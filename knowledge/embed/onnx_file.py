"""An ONNX model written as bytes: the few fields of its protobuf that our graph needs (onnx.proto, IR 9).

Written here since the `onnx` package would be a dependency of 50 MB for these lines.
"""

import struct
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

KINDS = {np.dtype(np.float32): 1, np.dtype(np.uint8): 2, np.dtype(np.int64): 7}
MICROSOFT = "com.microsoft"
OPSET, MICROSOFT_OPSET, IR_VERSION = 17, 1, 9


def node(op: str, inputs: Iterable[str], outputs: Iterable[str], domain: str = "", **attributes: Any) -> bytes:
    parts = [_text(1, name) for name in inputs] + [_text(2, name) for name in outputs] + [_text(4, op)]
    parts += [_bytes(5, _attribute(name, value)) for name, value in attributes.items()]
    return b"".join(parts) + (_text(7, domain) if domain else b"")


def tensor(name: str, values: NDArray[Any]) -> bytes:
    whole = np.ascontiguousarray(values)
    dimensions = b"".join(_number(1, size) for size in whole.shape)
    return dimensions + _number(2, KINDS[whole.dtype]) + _text(8, name) + _bytes(9, whole.tobytes())


def floats(name: str, shape: Iterable[str | int]) -> bytes:
    """An input or output of 32-bit floats; a size with a name is open."""
    sizes = (_text(2, size) if isinstance(size, str) else _number(1, size) for size in shape)
    return _text(1, name) + _bytes(2, _bytes(1, _number(1, 1) + _bytes(2, b"".join(_bytes(1, each) for each in sizes))))


def model(nodes: list[bytes], tensors: list[bytes], inputs: list[bytes], outputs: list[bytes]) -> bytes:
    fields = [(1, nodes), (5, tensors), (11, inputs), (12, outputs)]
    graph = _text(2, "graph") + b"".join(_bytes(field, one) for field, many in fields for one in many)
    opsets = (("", OPSET), (MICROSOFT, MICROSOFT_OPSET))
    imports = b"".join(_bytes(8, _text(1, domain) + _number(2, version)) for domain, version in opsets)
    return _number(1, IR_VERSION) + _bytes(7, graph) + imports


def _attribute(name: str, value: Any) -> bytes:
    if isinstance(value, float):
        return _text(1, name) + _varint(2 << 3 | 5) + struct.pack("<f", value) + _number(20, 1)
    if isinstance(value, int):
        return _text(1, name) + _number(3, value) + _number(20, 2)
    return _text(1, name) + b"".join(_number(8, one) for one in value) + _number(20, 7)


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _bytes(field: int, value: bytes) -> bytes:
    return b"".join((_varint(field << 3 | 2), _varint(len(value)), value))


def _varint(value: int) -> bytes:
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])
