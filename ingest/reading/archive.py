"""ZIP archives into files of their own, by numbers instead of by their names; only ever run in a child."""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ingest.reading.faults import Bomb, Broken, Encrypted, TooLarge, TooManyFiles, Unsafe
from ingest.reading.members import MEMBER_BYTES, MOST_BYTES, MOST_MEMBERS, RATIO, RATIO_BYTES, Part

PIECE = 2**20


def unpack(path: str, folder: str, name: str) -> list[Part]:
    """Every part that is a file. Raises Bomb, TooMany, Encrypted, Broken for the archive as a whole."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir()]
            if len(entries) > MOST_MEMBERS:
                raise TooManyFiles(limit=MOST_MEMBERS)
            declared = sum(one.file_size for one in entries)
            if declared > MOST_BYTES:
                raise Bomb(what=f"> {MOST_BYTES // 2**20} MB")
            parts = list(_parts(archive, entries, Path(folder)))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise Broken(why=f"{type(error).__name__}: {error}"[:200]) from error
    if parts and all(part.fault and part.fault[0] is Encrypted for part in parts):
        raise Encrypted()
    return parts


def _parts(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], folder: Path) -> Iterator[Part]:
    left = MOST_BYTES
    for at, entry in enumerate(entries):
        name = printed_name(entry)
        if _ignored(name):
            continue
        if stat.S_ISLNK(entry.external_attr >> 16) or _leads_out(name):
            yield Part(name, None, (Unsafe, {"name": name}))
        elif entry.flag_bits & 1:
            yield Part(name, None, (Encrypted, {}))
        elif entry.file_size > MEMBER_BYTES:
            size = {"size": str(entry.file_size // 2**20), "limit": str(MEMBER_BYTES // 2**20)}
            yield Part(name, None, (TooLarge, size))
        else:
            target = folder / f"{at:04d}{PurePosixPath(name.strip()).suffix[:10]}"
            try:
                left -= _unpack(archive, entry, target, left)
            except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
                yield Part(name, None, (Broken, {"why": f"{type(error).__name__}: {error}"[:200]}))
                continue
            yield Part(name, target.name)


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, left: int) -> int:
    """Bytes written. What the archive says of sizes is not believed. Raises Bomb."""
    written = 0
    with archive.open(entry) as packed, target.open("wb") as unpacked:
        while piece := packed.read(PIECE):
            written += len(piece)
            if written > min(left, MEMBER_BYTES) or (
                written > RATIO_BYTES and written > RATIO * max(entry.compress_size, 1)
            ):
                raise Bomb(what=f"{entry.compress_size} B > {written // 2**20} MB")
            unpacked.write(piece)
    return written


def printed_name(entry: zipfile.ZipInfo) -> str:
    """Its name; without the mark of UTF-8 it is GBK as Chinese systems write it, or what the format says."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            return name
        for encoding in ("utf-8", "gb18030"):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                continue
    return name


def _ignored(name: str) -> bool:
    """What a Mac or Windows puts into an archive for itself, and hidden files."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return "__MACOSX" in parts or any(part.startswith(".") and part not in (".", "..") for part in parts)


def _leads_out(name: str) -> bool:
    plain = name.replace("\\", "/")
    return plain.startswith("/") or ".." in plain.split("/") or (plain[1:2] == ":")
