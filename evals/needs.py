"""What a case needs its world made of: its own documents and catalog, or the home's."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Needs:
    """Without documents or a catalog of its own a case takes those of the home (of an empty one: the sample's)."""

    documents: tuple[Path, ...] = ()
    catalog: Path | None = None
    key: str = "home"  # the same for the same contents

    @classmethod
    def of(cls, documents: Sequence[Path], catalog: Path | None) -> "Needs":
        if not documents and catalog is None:
            return cls()
        digest = hashlib.sha256()
        for path in (*documents, *([catalog] if catalog else [])):
            digest.update(b"/catalog" if path is catalog else b"/documents")
            for file in _files(path):
                digest.update(f"\n{file.relative_to(path.parent)}\n".encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
        return cls(tuple(documents), catalog, digest.hexdigest()[:20])


def _files(path: Path) -> Iterator[Path]:
    yield from [path] if path.is_file() else sorted(each for each in path.rglob("*") if each.is_file())
