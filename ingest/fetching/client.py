"""One document from one address: redirects checked like the address itself, the body bounded, TLS verified."""

import hashlib
import ssl
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpcore
import httpx

from ingest.fetching.addresses import is_address, looked_up, public
from ingest.fetching.connecting import Checked, Deadline, Resolve
from ingest.fetching.decoding import CutShort, Unpacker
from ingest.fetching.faults import (
    AddressRefused,
    BadAnswer,
    BadStatus,
    InsecureRedirect,
    TlsFailed,
    TooBig,
    TookTooLong,
    TooManyRedirects,
    Unreachable,
)
from ingest.fetching.hosts import Hosts, host_of, parsed
from ingest.fetching.naming import name_of

MOVED = (301, 302, 303, 307, 308)
ABSENT = (404, 410)
REDIRECTS = 5
LOOPBACK = "127.0.0.1"  # where localhost leads everywhere
READ_S = 15.0  # without a byte
VALIDATOR_CHARS, WHY_CHARS = 500, 100
MB = 2**20


@dataclass(frozen=True, slots=True)
class Validators:
    """By which a server tells whether a document changed; they belong to the address that answered at last."""

    url: str = ""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    path: Path
    validators: Validators


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The server says that it is as it was."""


@dataclass(frozen=True, slots=True)
class Absent:
    """The server says that it is not there (404) or not any more (410)."""

    status: int


Answer = Fetched | Unchanged | Absent


@dataclass(frozen=True)
class Fetcher:
    """`allowed` judges addresses, `resolve` finds them; `tls` is the system's trust where it is None.

    Proxies, cookies and passwords of the environment are not used.
    """

    hosts: Hosts
    agent: str
    total_s: float = 60.0
    most_mb: float = 50.0
    read_s: float = READ_S
    resolve: Resolve = looked_up
    allowed: Callable[[str], bool] = public
    tls: ssl.SSLContext | None = None

    def __call__(self, url: str, folder: Path, held: Validators | None = None) -> Answer:
        """What the address gives, as a file in `folder` (named anew in a folder of its own). Raises NotFetched."""
        deadline = Deadline(self.total_s)
        at = self.hosts.checked(url)
        for _ in range(REDIRECTS + 1):
            deadline.host = host_of(at)
            with _told_as_faults(deadline.host, deadline):
                answer = self._one(at, folder, held or Validators(), deadline)
            if not isinstance(answer, httpx.URL):
                return answer
            at = answer
        raise TooManyRedirects(host=host_of(at), limit=REDIRECTS)

    def checked(self, url: str) -> httpx.URL:
        """The address, refused at once where it cannot lead to a public machine whatever the settings say.

        Raises BadAddress, AddressRefused, HostNotListed, PortNotAllowed.
        """
        host = host_of(parsed(url))
        address = LOOPBACK if host == "localhost" or host.endswith(".localhost") else host.strip("[]")
        if is_address(address) and not self.allowed(address):
            raise AddressRefused(host=host, address=address)
        return self.hosts.checked(url)

    def _one(self, at: httpx.URL, folder: Path, held: Validators, deadline: Deadline) -> Answer | httpx.URL:
        """One request: its answer, or where it leads."""
        backend = Checked(self.resolve, self.allowed, deadline)
        timeouts = {"connect": deadline.left(), "read": self.read_s, "write": self.read_s, "pool": deadline.left()}
        wire = httpcore.URL(scheme=at.scheme.encode(), host=host_of(at).encode(), port=at.port, target=at.raw_path)
        with (
            httpcore.ConnectionPool(ssl_context=self.tls, network_backend=backend, max_keepalive_connections=0) as pool,
            pool.stream("GET", wire, headers=self._headers(at, held), extensions={"timeout": timeouts}) as response,
        ):
            if response.status in MOVED:
                return self._led(at, _header(response, b"location"))
            if response.status == 304:
                return Unchanged()
            if response.status in ABSENT:
                return Absent(response.status)
            if response.status != 200:
                raise BadStatus(host_of(at), response.status, _header(response, b"retry-after"))
            return self._stored(at, folder, response)

    def _headers(self, at: httpx.URL, held: Validators) -> list[tuple[bytes, bytes]]:
        told = [("User-Agent", self.agent), ("Accept", "*/*"), ("Accept-Encoding", "gzip"), ("Connection", "close")]
        if held.url == str(at):
            told += [(name, value) for name, value in (
                ("If-None-Match", held.etag), ("If-Modified-Since", held.last_modified)) if value]  # fmt: skip
        return [(name.encode(), value.encode("latin-1", "ignore")) for name, value in told]

    def _led(self, at: httpx.URL, location: str) -> httpx.URL:
        try:
            there = at.join(location)
        except (httpx.InvalidURL, ValueError) as error:
            raise BadAnswer(host=host_of(at), why="a redirect to nowhere") from error
        if not location:
            raise BadAnswer(host=host_of(at), why="a redirect to nowhere")
        checked = self.hosts.checked(there)
        if at.scheme == "https" and checked.scheme == "http":
            raise InsecureRedirect(host=host_of(at))
        return checked

    def _stored(self, at: httpx.URL, folder: Path, response: httpcore.Response) -> Fetched:
        name = name_of(at, _header(response, b"content-type"), _header(response, b"content-disposition"))
        path = folder / host_of(at) / hashlib.sha256(str(at).encode()).hexdigest()[:16] / name
        path.parent.mkdir(parents=True, exist_ok=True)
        size = 0
        with path.open("wb") as out:
            for piece in self._pieces(at, response):
                size += len(piece)
                self._bounded(at, size)
                out.write(piece)
        etag, modified = _header(response, b"etag"), _header(response, b"last-modified")
        return Fetched(path, Validators(str(at), etag[:VALIDATOR_CHARS], modified[:VALIDATOR_CHARS]))

    def _pieces(self, at: httpx.URL, response: httpcore.Response) -> Iterator[bytes]:
        coding = _header(response, b"content-encoding").strip().lower()
        if coding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise BadAnswer(host=host_of(at), why="a compression that was not asked for")
        unpacker = None if coding in ("", "identity") else Unpacker()
        sent = 0
        for chunk in response.iter_stream():
            sent += len(chunk)
            self._bounded(at, sent)
            yield from unpacker.pieces(chunk) if unpacker else (chunk,)
        if unpacker and sent:
            yield unpacker.rest()

    def _bounded(self, at: httpx.URL, size: int) -> None:
        if size > self.most_mb * MB:
            raise TooBig(host=host_of(at), limit=f"{self.most_mb:g}")


@contextmanager
def _told_as_faults(host: str, deadline: Deadline) -> Generator[None]:
    """What the wire raises, as faults that staff are told."""
    try:
        yield
    except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
        cause = error.args[0] if error.args else None  # the pool breaks the chain of causes
        if isinstance(cause, ssl.SSLError):
            raise TlsFailed(host=host, why=getattr(cause, "verify_message", "") or cause.reason or "TLS") from error
        raise Unreachable(host=host, why=str(error)[:WHY_CHARS] or "closed") from error
    except httpcore.TimeoutException as error:
        raise TookTooLong(host=host, limit=f"{deadline.seconds:g}") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, CutShort) as error:
        raise BadAnswer(host=host, why=str(error)[:WHY_CHARS]) from error
    except (OSError, ValueError, RuntimeError) as error:  # one address must not end the reading of the others
        raise BadAnswer(host=host, why=f"{type(error).__name__}: {error}"[:WHY_CHARS]) from error


def _header(response: httpcore.Response, name: bytes) -> str:
    found = next((value for key, value in response.headers if key.lower() == name), b"")
    try:
        return found.decode("utf-8")
    except UnicodeDecodeError:
        return found.decode("latin-1")
