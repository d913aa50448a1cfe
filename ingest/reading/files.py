"""Which files an ingest looks at, in a stable order, and why it passes others over."""

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from ingest.reading.formats import CONTAINERS, READERS, suffix
from ingest.reading.manifest import MANIFEST, BadManifest, Manifest, ManifestRow, UnusedManifest, load
from knowledge.errors import Fault, Lang

DESCRIBES = re.compile(r"(?:README|PROVENANCE)(?:[._-][a-z]{2}(?:[_-][a-z]{2,4})?)?(?:\.[a-z]{1,8})?", re.IGNORECASE)
PROGRAMS = ("node_modules", "__pycache__", "__MACOSX", "$RECYCLE.BIN", "System Volume Information")


LEFT_BY_PROGRAMS = (
    ".log", ".pid", ".lock", ".lck", ".tmp", ".temp", ".bak", ".old", ".swp", ".swo", ".part", ".crdownload", ".cache",
    ".lnk", ".url", ".pyc", ".sock",
)  # fmt: skip


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
    """`code` is that of a fault that staff can mend, None where nothing is wrong."""

    path: Path
    reason: str
    reason_zh: str
    code: str | None = None

    @classmethod
    def because(cls, path: Path, fault: Fault) -> "PassedOver":
        return cls(path, fault.told("en"), fault.told("zh"), fault.code)


def walk(paths: Sequence[Path], manifest: Manifest | None) -> tuple[list[Found], list[PassedOver]]:
    """Files below the paths with their manifest rows. Raises NoSuchPath, BadManifest for one of a folder named here."""
    found: dict[Path, Found] = {}
    passed: list[PassedOver] = []
    if manifest is not None:
        passed += [PassedOver.because(manifest.path, fault) for fault in manifest.unused]
    for path in paths:
        if not path.exists():
            raise NoSuchPath(path=path)
        whole = path.is_dir()
        root = path.resolve() if whole else path.resolve().parent
        manifests = _Manifests(root, manifest, passed)
        for file in _below(path.resolve(), passed):
            reason = _passed_over(file, root, manifests) or (_of_a_program(file.name) if whole else None)
            if reason:
                passed.append(PassedOver(file, *reason))
            elif file not in found:
                found[file] = Found(file, root, manifests.row(file))
    return list(found.values()), list(dict.fromkeys(passed))


class _Manifests:
    """The one that was named, and those that lie in the folders: the nearest that names a file speaks for it."""

    def __init__(self, root: Path, named: Manifest | None, passed: list[PassedOver]) -> None:
        self._root, self._named, self._passed = root, named, passed
        self._known: dict[Path, Manifest | None] = {root: None} if named else {}
        self._of(root)

    def row(self, file: Path) -> ManifestRow | None:
        if self._named and (row := self._named.row(file)):
            return row
        for folder in file.parents:
            if (own := self._of(folder)) and (row := own.row(file)):
                return row
            if folder == self._root:
                break
        return None

    def used(self, file: Path) -> bool:
        """Whether a file is one of them, or could be: what is wrong with it is told by itself."""
        return file.name == MANIFEST or bool(self._named and file == self._named.path)

    def _of(self, folder: Path) -> Manifest | None:
        if folder not in self._known:
            self._known[folder] = self._loaded(folder / MANIFEST, folder)
        return self._known[folder]

    def _loaded(self, path: Path, folder: Path) -> Manifest | None:
        if path.is_symlink() or not path.is_file():
            return None
        try:
            read = load(path, folder)
        except BadManifest as fault:
            if folder == self._root:
                raise
            self._passed.append(PassedOver.because(path, UnusedManifest(**fault.facts)))
            return None
        self._passed += [PassedOver.because(path, fault) for fault in read.unused]
        return read


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


def _of_a_program(name: str) -> tuple[str, str] | None:
    """The reason for what programs leave in people's folders."""
    if suffix(name) in LEFT_BY_PROGRAMS or name.startswith("~$") or name.lower() in ("desktop.ini", "thumbs.db"):
        return "a program's own file, not a document", "程序自用的文件，不是文件资料"
    return None


def _passed_over(file: Path, root: Path, manifests: _Manifests) -> tuple[str, str] | None:
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
    if manifests.used(file):
        return "the manifest itself", "清单本身"
    if DESCRIBES.fullmatch(name):
        return "describes the folder, not a document", "文件夹的说明，不是文件"
    return None
