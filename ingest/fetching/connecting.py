"""Connections to addresses that were checked, within one time limit for everything.

The check is made where the connection is: the address that was looked at is the one that is connected to, whatever
the name leads to a moment later. The name itself goes on into the Host header and TLS, for it is not rewritten.
"""

import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from ingest.fetching.faults import AddressRefused, TookTooLong

Resolve = Callable[[str, int, float], list[str]]  # (host, port, seconds) -> all its addresses
TRIED = 3  # addresses of one host
CONNECT_S = 10.0


class Deadline:
    """The end of one fetch, redirects included."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds, self._clock = seconds, clock
        self._ends = clock() + seconds
        self.host = ""

    def left(self, most: float | None = None) -> float:
        """Seconds that are left, `most` at most. Raises TookTooLong."""
        left = self._ends - self._clock()
        if left <= 0:
            raise TookTooLong(host=self.host, limit=f"{self.seconds:g}")
        return left if most is None else min(left, most)


class Checked(httpcore.NetworkBackend):
    """Looks names up itself, and connects only when every address of a name is allowed."""

    def __init__(self, resolve: Resolve, allowed: Callable[[str], bool], deadline: Deadline) -> None:
        self._resolve, self._allowed, self._deadline = resolve, allowed, deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        addresses = self._resolve(host, port, self._deadline.left(CONNECT_S))
        if refused := next((address for address in addresses if not self._allowed(address)), None):
            raise AddressRefused(host=host, address=refused)
        failed: Exception = httpcore.ConnectError("no address")
        for address in addresses[:TRIED]:
            try:
                stream = self._sockets.connect_tcp(address, port, self._deadline.left(CONNECT_S), socket_options=None)
                return Timed(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed


class Timed(httpcore.NetworkStream):
    """A stream on which no call outlives the deadline: a body that drips ends with it."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = self._deadline.left(timeout)
        return Timed(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
