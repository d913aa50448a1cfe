"""Versions that were read, packed away until staff decide, and a hash of what they say."""

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from knowledge.model import Doubt, NewPassage, NewVersion, Repeal

OF_PASSAGE = ("start", "end", "section", "page", "context", "tokens")


def packed(found: Sequence[NewVersion]) -> bytes:
    return zlib.compress(json.dumps([_cells(one) for one in found], ensure_ascii=False).encode())


def unpacked(body: bytes) -> list[NewVersion]:
    return [_version(cells) for cells in json.loads(zlib.decompress(body))]


def meaning(found: Sequence[NewVersion]) -> str:
    """Equal where texts and what is known of them are equal, whatever the bytes of the file."""
    told = [{name: value for name, value in _cells(one).items() if name != "passages"} for one in found]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:32]


def _cells(version: NewVersion) -> dict[str, Any]:
    return asdict(version) | {
        "passages": [[getattr(one, name) for name in OF_PASSAGE] for one in version.passages],
    }


def _version(cells: dict[str, Any]) -> NewVersion:
    text: str = cells["text"]
    rows = (dict(zip(OF_PASSAGE, row, strict=True)) for row in cells["passages"])
    return NewVersion(**cells | {
        "passages": tuple(NewPassage(text=text[row["start"] : row["end"]], **row) for row in rows),
        "pages": tuple((first, page) for first, page in cells["pages"]),
        "repeals": tuple(Repeal(**one) for one in cells["repeals"]),
        "doubts": tuple(Doubt(**one) for one in cells["doubts"]),
    })  # fmt: skip
