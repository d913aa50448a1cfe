"""Which reader a file gets: by what is in it, its name only where that tells nothing."""

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from ingest.patents import jsonl, table, uspto
from ingest.patents.faults import OtherFormat
from ingest.patents.fields import Mapper
from ingest.patents.findings import Item
from ingest.reading.faults import Broken, Empty, Encrypted, NotReadable

PEEK = 4096
GENERIC = re.compile(r"(?i)^(patents?|data|records?|export|results?|import|file)$")
OTHERS = (
    (rb"^PATN\s", "Greenbook"), (rb"BRS DOCUMENT BOUNDARY", "BRS"), (rb"^%PDF", "PDF"),
    (rb"(?i)<!doctype html|<html", "HTML"), (rb"^\xd0\xcf\x11\xe0", "xls"),
)  # fmt: skip
TEXTS = (".md", ".markdown", ".rst", ".yaml", ".yml", ".toml", ".py", ".log")  # no tables, whatever commas they hold
READABLE = (".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".txt", ".xml", ".gz", ".sgml", ".sgm")


def read(path: Path, today: str) -> Iterator[tuple[str, Item]]:
    """(name of the file or of the part of a .zip, what was read), in order.

    Raises:
        Unreadable: one of its kinds, for a whole file; the parts of a .zip that are of another kind are passed over.
    """
    try:
        with path.open("rb") as stream:
            if stream.read(4) == b"PK\x03\x04":
                yield from _zipped(path, today)
            else:
                stream.seek(0)
                yield from ((str(path), item) for item in _read(stream, path.name, Mapper(source(path), today)))
    except OSError as error:
        raise NotReadable(why=error.strerror or str(error)) from error


def source(path: Path) -> str:
    """The set that a file is: its own name, or its folder's where that says nothing."""
    stem = path.name.split(".")[0]
    return path.resolve().parent.name if GENERIC.match(stem) and path.resolve().parent.name else stem


def _read(stream: IO[bytes], name: str, mapper: Mapper) -> Iterator[Item]:
    head = stream.read(PEEK)
    stream.seek(0)
    if head.startswith(b"\x1f\x8b"):
        unpacked = io.BufferedReader(gzip.GzipFile(fileobj=stream))
        try:
            head = unpacked.peek(PEEK)[:PEEK]
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise Broken(why=str(error)) from error
        return _by_content(unpacked, head, name.lower().removesuffix(".gz"), mapper)
    return _by_content(stream, head, name.lower(), mapper)


def _by_content(stream: IO[bytes], head: bytes, name: str, mapper: Mapper) -> Iterator[Item]:
    bare = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not bare:
        raise Empty()
    for sign, what in OTHERS:
        if re.search(sign, bare):
            raise OtherFormat(what=what)
    if bare.startswith(b"<"):
        return uspto.read(stream, mapper)
    if bare.startswith((b"{", b"[")):
        return (jsonl.read_list if name.endswith(".json") or bare.startswith(b"[") else jsonl.read_lines)(
            stream, mapper
        )
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise OtherFormat(what=Path(name).suffix or "?")
    if Path(name).suffix in TEXTS:
        raise OtherFormat(what=Path(name).suffix)
    return table.read(stream, mapper)


def _zipped(path: Path, today: str) -> Iterator[tuple[str, Item]]:
    """Every readable part of a .zip, each read as it unpacks. Raises OtherFormat when none is patent data."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [one for one in archive.infolist() if Path(one.filename).suffix.lower() in READABLE]
            read_any = False
            for part in parts:
                if part.flag_bits & 1:
                    raise Encrypted()
                try:
                    with archive.open(part) as packed:
                        stream = io.BufferedReader(packed)  # pyrefly: ignore[bad-specialization]
                        for item in _read(stream, part.filename, Mapper(source(path), today)):
                            read_any = True
                            yield f"{path}:{part.filename}", item
                except (OtherFormat, Empty):
                    continue
            if not read_any:
                raise OtherFormat(what=f".zip: {', '.join(one.filename for one in archive.infolist())[:120]}")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise Broken(why=str(error)) from error
