"""Office files as the ZIP packages that they are: opened within limits, their XML without entities."""

import zipfile
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lxml import etree

from ingest.reading.faults import Bomb, Broken, Encrypted, Entities, TooManyFiles
from ingest.reading.theme import Theme

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = "EncryptedPackage".encode("utf-16-le")
MOST_PARTS, PART_BYTES, XML_BYTES, ALL_BYTES = 5000, 64 * 2**20, 28 * 2**20, 300 * 2**20
RATIO, RATIO_BYTES = 120, 4 * 2**20
PIECE = 2**18
XML = (".xml", ".rels", ".vml")


@contextmanager
def opened(path: str) -> Generator[zipfile.ZipFile]:
    """The package, checked as a whole.

    Raises:
        Encrypted: it is locked with a password.
        Bomb: it unpacks to too much, or declares entities.
        Broken: it is no package.
    """
    with open(path, "rb") as stream:
        if stream.read(8) == OLE:
            stream.seek(0)
            raise Encrypted() if LOCKED in stream.read(PART_BYTES) else Broken(why="an old or other kind of file")
    try:
        with zipfile.ZipFile(path) as archive:
            _check(archive)
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise Broken(why=f"{type(error).__name__}: {error}"[:200]) from error


def _check(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_PARTS:
        raise TooManyFiles(limit=MOST_PARTS)
    if sum(one.file_size for one in entries) > ALL_BYTES:
        raise Bomb(what=f"> {ALL_BYTES // 2**20} MB")
    for entry in entries:
        if entry.flag_bits & 1:
            raise Encrypted()
        xml = entry.filename.lower().endswith(XML)
        if entry.file_size > (XML_BYTES if xml else PART_BYTES) or (
            entry.file_size > RATIO_BYTES and entry.file_size > RATIO * max(entry.compress_size, 1)
        ):
            raise Bomb(what=f"{Path(entry.filename).name[:60]}: {entry.file_size // 2**20} MB")


def data(archive: zipfile.ZipFile, name: str, most: int = XML_BYTES) -> bytes:
    """A part's bytes, counted as they unpack. Raises Bomb, KeyError when there is no such part."""
    pieces: list[bytes] = []
    size = 0
    with archive.open(name) as packed:
        while piece := packed.read(PIECE):
            size += len(piece)
            if size > most:
                raise Bomb(what=f"{Path(name).name[:60]}: > {most // 2**20} MB")
            pieces.append(piece)
    return b"".join(pieces)


def tree(archive: zipfile.ZipFile, name: str) -> Any:
    """A part's root element. Raises Bomb for a document type, which office files have none of, Broken, KeyError."""
    body = data(archive, name)
    refuse_doctype(body)
    try:
        return etree.fromstring(body, parser())
    except etree.XMLSyntaxError as error:
        raise Broken(why=f"{Path(name).name[:60]}: {error}"[:200]) from error


def parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def theme(archive: zipfile.ZipFile, name: str | None) -> Theme:
    """The colours that a part names; those of Office where there is no such part, or a damaged one. Raises Bomb."""
    try:
        return Theme.of(tree(archive, name) if name else None)
    except (KeyError, Broken):
        return Theme()


def refuse_doctype(body: bytes) -> None:
    plain = body[:4096].replace(b"\0", b"")
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain or b"<!ENTITY" in body:
        raise Entities()


def relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """id -> (kind, part's name) of what a part points at inside the package."""
    path = Path(part)
    try:
        root = tree(archive, f"{path.parent.as_posix()}/_rels/{path.name}.rels".removeprefix("./"))
    except KeyError:
        return {}
    found = {}
    for one in root:
        if not isinstance(one.tag, str) or one.get("TargetMode") == "External":
            continue
        target = one.get("Target") or ""
        name = target.lstrip("/") if target.startswith("/") else _resolved(path.parent.as_posix(), target)
        found[one.get("Id") or ""] = ((one.get("Type") or "").rsplit("/", 1)[-1], name)
    return found


def main_part(archive: zipfile.ZipFile, fallback: str) -> str:
    """The part that is the document itself. Raises Broken when the package names none and has none."""
    if "[Content_Types].xml" not in archive.namelist():
        raise Broken(why="[Content_Types].xml is missing")
    for kind, name in relations(archive, "").values():
        if kind == "officeDocument" and name in archive.namelist():
            return name
    if fallback in archive.namelist():
        return fallback
    raise Broken(why=f"{fallback} is missing")


def _resolved(folder: str, target: str) -> str:
    parts = [part for part in folder.split("/") if part not in ("", ".")]
    for part in target.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
