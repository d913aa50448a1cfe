"""A gzip body unpacked a piece at a time, so that a bomb is noticed while it is small."""

import zlib
from collections.abc import Iterator

PIECE = 256 * 1024
GZIP_OR_ZLIB = 47


class CutShort(Exception):
    """The body ends before it is whole, or is no gzip."""


class Unpacker:
    """Feeds on the chunks of a body and gives pieces of at most PIECE bytes."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(GZIP_OR_ZLIB)

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        """Raises CutShort for what is no gzip."""
        while chunk:
            if self._inner.eof:
                self._inner = zlib.decompressobj(GZIP_OR_ZLIB)  # several members stand one after the other
            try:
                yield self._inner.decompress(chunk, PIECE)
            except zlib.error as error:
                raise CutShort(str(error)) from error
            chunk = self._inner.unconsumed_tail or self._inner.unused_data

    def rest(self) -> bytes:
        """What is left at the end. Raises CutShort where the end is missing."""
        left = self._inner.flush()
        if not self._inner.eof:
            raise CutShort("its compression ends early")
        return left
