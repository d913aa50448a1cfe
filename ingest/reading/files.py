"""Which files an ingest looks at, in a stable order, and why it passes others over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from ingest.reading.manifest import MANIFEST, Manifest, ManifestRow, load
from knowledge.errors import Fault, Lang


class NoSuchPath(Fault):
    code = "no_such_path"
    say: ClassVar[dict[Lang, str]] = {
        "zh": "找不到 {path}；请检查路径。",
        "en": "{path} does not exist; check the path.",
    }


@dataclass(frozen=True, slots=True)
class Found:
    path: Path  # resolved
    root: Path  # the folder that was named, or the file's own
    row: ManifestRow | None


@dataclass(frozen=True, slots=True)
class PassedOver:
    path: Path
    reason: str


def walk(paths: Sequence[Path], manifest: Manifest | None) -> tuple[list[Found], list[PassedOver]]:
    """Files below the paths with their manifest rows. Raises NoSuchPath, and the faults of a manifest in a folder."""
    found: dict[Path, Found] = {}
    passed: list[PassedOver] = []
    for path in paths:
        if not path.exists():
            raise NoSuchPath(path=path)
        root = path.resolve() if path.is_dir() else path.resolve().parent
        own = manifest or (load(root / MANIFEST) if (root / MANIFEST).is_file() else None)
        for file in _below(path.resolve()):
            reason = _passed_over(file, root, own)
            if reason:
                passed.append(PassedOver(file, reason))
            else:
                found.setdefault(file, Found(file, root, own.row(file) if own else None))
    return list(found.values()), passed


def _below(path: Path) -> Iterable[Path]:
    if path.is_file():
        return [path]
    return sorted(file for file in path.rglob("*") if file.is_symlink() or file.is_file())


def _passed_over(file: Path, root: Path, manifest: Manifest | None) -> str | None:
    name = file.name
    if file.is_symlink():
        return "a link, not a file of this folder"
    if any(part.startswith(".") for part in file.relative_to(root).parts):
        return "hidden file"
    if name == MANIFEST or (manifest and file == manifest.path):
        return "the manifest itself"
    if name.upper().split(".")[0] in ("PROVENANCE", "README"):
        return "describes the folder, not a document"
    return None
