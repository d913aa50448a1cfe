"""A stream of USPTO XML cut into its documents, whatever stands between them: bulk files hold thousands in a row."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

ROOTS = ("us-patent-grant", "us-patent-application", "patent-application-publication", "PATDOC")
START = re.compile(rb"<(us-patent-grant|us-patent-application|patent-application-publication|PATDOC)(?=[\s>])")
OTHER = re.compile(rb"<([A-Za-z][\w:.-]*)")
CHUNK = 2**18
MOST_BYTES = 64 * 2**20  # of one document; the largest known has 30 MB


class Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Document:
    """`data` runs from the root's start tag to its end tag; `whole` is False if another begins or the file ends before.

    What stands above the start tag (XML declaration, DOCTYPE with its entities) is left behind unread.
    """

    line: int
    root: str
    data: bytes
    whole: bool = True
    too_long: bool = False


def documents(stream: Stream) -> Iterator[Document]:
    buffer, line, ended = b"", 1, False
    while not ended or buffer:
        start = START.search(buffer)
        if start is None:
            keep = 0 if ended else 64
            line += buffer[: max(0, len(buffer) - keep)].count(b"\n")
            buffer = buffer[len(buffer) - keep :] if keep and len(buffer) > keep else (b"" if ended else buffer)
            if ended:
                return
        else:
            line += buffer[: start.start()].count(b"\n")
            buffer = buffer[start.start() :]
            found, buffer, ended = _one(buffer, stream, start[1], line)
            yield found
            line += found.data.count(b"\n")
            continue
        more = stream.read(CHUNK)
        ended = not more
        buffer += more


def _one(buffer: bytes, stream: Stream, root: bytes, line: int) -> tuple[Document, bytes, bool]:
    """The document at the buffer's beginning, and what follows it."""
    end_tag, looked, ended = re.compile(rb"</" + root + rb"\s*>"), 1, False
    while True:
        end, following = end_tag.search(buffer, looked), START.search(buffer, max(looked, 2))
        if following is not None and (end is None or following.start() < end.start()):
            at = following.start()
            return Document(line, root.decode(), buffer[:at], whole=False), buffer[at:], ended
        if end is not None:
            return Document(line, root.decode(), buffer[: end.end()]), buffer[end.end() :], ended
        if ended or len(buffer) > MOST_BYTES:
            return Document(line, root.decode(), buffer, whole=False, too_long=not ended), b"", ended
        looked = max(1, len(buffer) - 64)
        more = stream.read(CHUNK)
        ended = not more
        buffer += more


def other_root(head: bytes) -> str:
    """The first element of an XML file, for the sentence that says what it is instead."""
    found = OTHER.search(re.sub(rb"<!--.*?-->|<[?!][^>]*>", b"", head[:CHUNK], flags=re.DOTALL))
    return found[1].decode("ascii", "replace") if found else "?"
