"""Which files an ingest looks at, in a stable order, and why it passes others over."""

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from ingest.reading.formats import CONTAINERS, READERS, suffix
from ingest.reading.manifest import MANIFEST, Manifest, ManifestRow, load
from knowledge.errors import Fault, Lang

DESCRIBES = re.compile(r"(?:README|PROVENANCE)(?:[._-][a-z]{2}(?:[_-][a-z]{2,4})?)?(?:\.[a-z]{1,8})?", re.IGNORECASE)
PROGRAMS = ("node_modules", "__pycache__", "__MACOSX", "$RECYCLE.BIN", "System Volume Information")


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
    reason_zh: str


def walk(paths: Sequence[Path], manifest: Manifest | None) -> tuple[list[Found], list[PassedOver]]:
    """Files below the paths with their manifest rows. Raises NoSuchPath, and the faults of a manifest in a folder."""
    found: dict[Path, Found] = {}
    passed: list[PassedOver] = []
    for path in paths:
        if not path.exists():
            raise NoSuchPath(path=path)
        root = path.resolve() if path.is_dir() else path.resolve().parent
        own = manifest or (load(root / MANIFEST) if (root / MANIFEST).is_file() else None)
        for file in _below(path.resolve(), passed):
            reason = _passed_over(file, root, own)
            if reason:
                passed.append(PassedOver(file, *reason))
            else:
                found.setdefault(file, Found(file, root, own.row(file) if own else None))
    return list(found.values()), passed


def _below(path: Path, passed: list[PassedOver]) -> Iterable[Path]:
    """Everything below a folder but the folders themselves; a folder that is called like a document is told.

    `passed` is told of the folders that are not looked into, each once whatever it holds.
    """
    if not path.is_dir():
        return [path]
    found: list[Path] = []
    for folder, folders, files in os.walk(path):
        within = Path(folder)
        closed = {name for name in folders if _is_no_documents(within / name)}
        passed += [_closed(within / name) for name in sorted(closed)]
        folders[:] = [name for name in folders if name not in closed]
        found += [within / name for name in files]
        found += [within / name for name in folders if (within / name).is_symlink() or _like_a_document(name)]
    return sorted(found)


def _is_no_documents(folder: Path) -> bool:
    """Whether a folder is hidden, or what a program puts beside the files of people."""
    if folder.is_symlink():
        return False
    return folder.name.startswith(".") or folder.name in PROGRAMS or (folder / "pyvenv.cfg").is_file()


def _closed(folder: Path) -> PassedOver:
    count = sum(len(files) for _, _, files in os.walk(folder))
    if folder.name.startswith("."):
        return PassedOver(folder, f"hidden folder ({count} files)", f"隐藏文件夹（{count} 个文件）")
    return PassedOver(folder, f"a program's folder ({count} files)", f"程序自用的文件夹（{count} 个文件）")


def _like_a_document(name: str) -> bool:
    return suffix(name) in READERS or suffix(name) in CONTAINERS


def _passed_over(file: Path, root: Path, manifest: Manifest | None) -> tuple[str, str] | None:
    """The reason in English and Chinese, None for a file to read."""
    name = file.name
    if file.is_symlink():
        return "a link, not a file of this folder", "是链接，不是本文件夹里的文件"
    if any(part.startswith(".") for part in file.relative_to(root).parts):
        return "hidden file", "隐藏文件"
    if file.is_dir():
        return "a folder that is called like a file", "名称像文件的文件夹"
    if not file.is_file():
        return "not a file that can be read (a pipe, a socket or a device)", "不是可读取的文件（管道、套接字或设备）"
    if name == MANIFEST or (manifest and file == manifest.path):
        return "the manifest itself", "清单本身"
    if DESCRIBES.fullmatch(name):
        return "describes the folder, not a document", "文件夹的说明，不是文件"
    return None
