"""A small website on the loopback for tests: pages as functions, and what it was asked."""

import ssl
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ingest.fetching.client import Fetcher
from ingest.fetching.hosts import Hosts

HOST = "docs.example.test"
LOOPBACK = "127.0.0.1"
Page = Callable[["Answering"], None]


class Answering(BaseHTTPRequestHandler):
    """One request, with short words for usual answers."""

    protocol_version = "HTTP/1.1"
    site: "Site"

    def do_GET(self) -> None:
        self.site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        page = self.site.pages.get(self.path.partition("?")[0])
        if page is None:
            self.text("", status=404)
        else:
            page(self)

    def text(self, words: str | bytes, kind: str = "text/html", status: int = 200, **headers: str) -> None:
        body = words.encode() if isinstance(words, str) else words
        self.send_response(status)
        for name, value in {"content-type": kind, "content-length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def moved(self, there: str) -> None:
        self.text("", status=302, location=there)

    def drip(self, *, first: bytes = b"", every_s: float = 0.03, pieces: int = 200) -> None:
        """Bytes one after the other, headers among them where `first` does not end them."""
        self.wfile.write(first)
        try:
            for _ in range(pieces):
                self.wfile.write(b"x")
                time.sleep(every_s)
        except OSError:
            self.site.dropped.set()

    def log_message(self, format: str, *args: object) -> None:
        pass


@dataclass
class Site:
    port: int = 0
    scheme: str = "http"
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    dropped: threading.Event = field(default_factory=threading.Event)
    addresses: dict[str, list[str]] = field(default_factory=lambda: {HOST: [LOOPBACK]})

    def url(self, path: str, host: str = HOST) -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    def resolve(self, host: str, port: int, seconds: float) -> list[str]:
        return self.addresses[host]

    def fetcher(self, hosts: str = HOST, **more: Any) -> Fetcher:
        """One that may reach the loopback, which no setting can bring about."""
        usual: dict[str, Any] = {"resolve": self.resolve, "allowed": LOOPBACK.__eq__, "total_s": 10.0, "most_mb": 1.0}
        return Fetcher(Hosts.listed(hosts, str(self.port)), "ipsteward/test", **usual | more)

    def page(self, path: str, words: str | bytes, kind: str = "text/html", **headers: str) -> None:
        """The same answer each time, 304 where the request holds its ETag."""

        def answered(request: Answering) -> None:
            tag = headers.get("etag")
            if tag and request.headers.get("if-none-match") == tag:
                request.send_response(304)
                request.send_header("etag", tag)
                request.end_headers()
            else:
                request.text(words, kind, 200, **headers)

        self.pages[path] = answered


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Generator[Site]:
    site = Site(scheme="https" if tls else "http")
    server = ThreadingHTTPServer((LOOPBACK, 0), type("Here", (Answering,), {"site": site}))
    server.daemon_threads = True
    server.handle_error = lambda request, client_address: None  # clients hang up on purpose
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
