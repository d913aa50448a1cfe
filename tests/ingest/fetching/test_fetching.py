"""Documents from a website that may be hostile: nothing but what is allowed is reached, and no more than that taken."""

import gzip
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ingest.fetching.client import Absent, Fetched, Unchanged
from ingest.fetching.faults import (
    AddressRefused,
    BadAnswer,
    BadStatus,
    HostNotListed,
    InsecureRedirect,
    NotFetched,
    NotTheDocument,
    TlsFailed,
    TooBig,
    TookTooLong,
    TooManyRedirects,
    Unreachable,
)
from tests.site import HOST, LOOPBACK, Answering, Site, serving

INSIDE = "inside.example.test"
BOTH = f"{HOST},{INSIDE}"
CHUNKED = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


def fetched(site: Site, path: str, folder: Path, **more: Any) -> Fetched:
    answer = site.fetcher(**more)(site.url(path), folder)
    assert isinstance(answer, Fetched)
    return answer


def test_a_document_comes_with_its_name_and_what_tells_its_next_change(site: Site, tmp_path: Path) -> None:
    site.page("/a/办法.html", "<p>三万元</p>", etag='"1"', last_modified="Mon, 23 Nov 2026 00:00:00 GMT")
    site.pages["/a/%E5%8A%9E%E6%B3%95.html"] = site.pages["/a/办法.html"]
    answer = fetched(site, "/a/办法.html", tmp_path)
    assert answer.path.name == "办法.html"
    assert answer.path.read_text() == "<p>三万元</p>"
    assert (answer.validators.etag, answer.validators.last_modified[:3]) == ('"1"', "Mon")
    ((_, headers),) = site.asked
    assert headers["host"] == f"{HOST}:{site.port}"
    assert headers["user-agent"] == "ipsteward/test"
    assert not {"cookie", "authorization", "referer"} & headers.keys()
    again = site.fetcher()(site.url("/a/办法.html"), tmp_path, answer.validators)
    assert isinstance(again, Unchanged)


def test_what_is_absent_is_told_apart_from_what_is_out_of_order(site: Site, tmp_path: Path) -> None:
    site.pages["/gone"] = lambda request: request.text("", status=410)
    site.pages["/broken"] = lambda request: request.text("", status=503)
    site.pages["/closed"] = lambda request: request.text("", status=403)
    assert site.fetcher()(site.url("/none"), tmp_path) == Absent(404)
    assert site.fetcher()(site.url("/gone"), tmp_path) == Absent(410)
    for path in ("/broken", "/closed"):
        with pytest.raises(BadStatus):
            site.fetcher()(site.url(path), tmp_path)


@pytest.mark.parametrize(
    ("there", "fault"),
    [
        ("http://169.254.169.254/latest/meta-data/", HostNotListed),
        ("http://127.0.0.1/", HostNotListed),
        ("http://[::ffff:10.0.0.1]/", HostNotListed),
        ("//evil.test/x", HostNotListed),
        ("http://{inside}/x", AddressRefused),
        ("file:///etc/passwd", NotFetched),
        ("http://name:secret@docs.example.test/", NotFetched),
        ("", BadAnswer),
    ],
)
def test_a_redirect_is_checked_like_the_address_itself(
    site: Site, tmp_path: Path, there: str, fault: type[NotFetched]
) -> None:
    site.addresses[INSIDE] = ["10.0.0.7"]
    site.pages["/go"] = lambda request: request.moved(there.format(inside=f"{INSIDE}:{site.port}"))
    with pytest.raises(fault):
        site.fetcher(BOTH)(site.url("/go"), tmp_path)
    assert len(site.asked) == 1


def test_five_redirects_are_followed_and_no_more(site: Site, tmp_path: Path) -> None:
    for at in range(6):
        site.pages[f"/{at}"] = lambda request, at=at: request.moved(str(at + 1))
    site.page("/6", "there", "text/plain", etag='"6"')
    answer = fetched(site, "/1", tmp_path)
    assert answer.path.read_text() == "there"
    assert answer.validators.url.endswith("/6")
    with pytest.raises(TooManyRedirects):
        site.fetcher()(site.url("/0"), tmp_path)


def test_validators_are_told_to_the_address_that_gave_them_alone(site: Site, tmp_path: Path) -> None:
    site.pages["/latest"] = lambda request: request.moved("/v1")
    site.page("/v1", "one", etag='"e"')
    site.page("/v2", "two", etag='"e"')
    held = fetched(site, "/latest", tmp_path).validators
    assert isinstance(site.fetcher()(site.url("/latest"), tmp_path, held), Unchanged)
    site.pages["/latest"] = lambda request: request.moved("/v2")
    answer = site.fetcher()(site.url("/latest"), tmp_path, held)
    assert isinstance(answer, Fetched)
    assert answer.path.read_text() == "two"


@pytest.mark.parametrize("addresses", [["10.0.0.7"], [LOOPBACK, "10.0.0.7"], ["::1", LOOPBACK], ["169.254.169.254"]])
def test_one_private_address_of_a_host_is_enough_to_refuse_it(site: Site, tmp_path: Path, addresses: list[str]) -> None:
    site.page("/a", "x")
    site.addresses[HOST] = addresses
    with pytest.raises(AddressRefused):
        site.fetcher()(site.url("/a"), tmp_path)
    assert site.asked == []


def test_a_name_that_leads_elsewhere_a_moment_later_gains_nothing(site: Site, tmp_path: Path) -> None:
    looked: list[str] = []

    def rebinding(host: str, port: int, seconds: float) -> list[str]:
        looked.append(host)
        return [LOOPBACK] if len(looked) == 1 else ["10.0.0.7"]

    site.page("/a", "whole", "text/plain")
    site.pages["/b"] = lambda request: request.moved("/a")
    assert fetched(site, "/a", tmp_path, resolve=rebinding).path.read_text() == "whole"
    assert looked == [HOST]  # the address that was checked is the one that was asked
    looked.clear()
    with pytest.raises(AddressRefused):
        site.fetcher(resolve=rebinding)(site.url("/b"), tmp_path)


def test_the_loopback_is_out_of_reach_without_the_tests_own_judge(site: Site, tmp_path: Path) -> None:
    fetch = site.fetcher()
    real = type(fetch)(fetch.hosts, fetch.agent, resolve=site.resolve)
    with pytest.raises(AddressRefused):
        real(site.url("/a"), tmp_path)
    assert site.asked == []


@pytest.mark.parametrize("first", [CHUNKED, b"HTTP/1.1 200 OK\r\nx-slow: "], ids=["body", "headers"])
def test_an_answer_that_drips_ends_with_the_time_limit(site: Site, tmp_path: Path, first: bytes) -> None:
    site.pages["/slow"] = lambda request: request.drip(first=first)
    begun = time.monotonic()
    with pytest.raises(TookTooLong):
        site.fetcher(total_s=0.3)(site.url("/slow"), tmp_path)
    assert time.monotonic() - begun < 1
    assert site.dropped.wait(2)


def test_an_answer_that_never_begins_ends_with_the_reading_limit(site: Site, tmp_path: Path) -> None:
    site.pages["/mute"] = lambda request: request.drip(pieces=0) or time.sleep(0.5)
    with pytest.raises(TookTooLong):
        site.fetcher(read_s=0.1)(site.url("/mute"), tmp_path)


def test_a_body_without_end_is_dropped_at_the_limit(site: Site, tmp_path: Path) -> None:
    def endless(request: Answering) -> None:
        request.wfile.write(CHUNKED)
        try:
            while True:
                request.wfile.write(b"x" * 65536)
        except OSError:
            site.dropped.set()

    site.pages["/endless"] = endless
    with pytest.raises(TooBig):
        site.fetcher()(site.url("/endless"), tmp_path)
    assert site.dropped.wait(2)
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) <= 2**20


def test_a_gzip_bomb_is_noticed_while_it_is_small(site: Site, tmp_path: Path) -> None:
    bomb = gzip.compress(b"\0" * 8 * 2**20)
    assert len(bomb) < 2**14
    site.page("/bomb", bomb, "text/plain", content_encoding="gzip")
    with pytest.raises(TooBig):
        site.fetcher()(site.url("/bomb"), tmp_path)
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) <= 2**20


def test_a_gzip_body_is_unpacked_whole(site: Site, tmp_path: Path) -> None:
    text = "".join(f"第{n}条 " for n in range(60000))
    site.page("/a.txt", gzip.compress(text.encode()) + gzip.compress(b"end"), "text/plain", content_encoding="gzip")
    assert fetched(site, "/a.txt", tmp_path).path.read_text() == text + "end"


def test_a_body_that_is_cut_short_or_packed_otherwise_is_no_document(site: Site, tmp_path: Path) -> None:
    site.page("/half", b"half", content_length="100", connection="close")
    site.page("/gzip", gzip.compress(b"whole" * 1000)[:-10], content_encoding="gzip")
    site.page("/none", b"no gzip", content_encoding="gzip")
    site.page("/br", b"x", content_encoding="br")
    for path in ("/half", "/gzip", "/none", "/br"):
        with pytest.raises(BadAnswer):
            site.fetcher(total_s=2)(site.url(path), tmp_path)


def test_a_server_that_is_not_there_is_told(site: Site, tmp_path: Path) -> None:
    url, fetch = site.url("/a"), site.fetcher()
    with serving() as other:
        closed = other.port
    with pytest.raises(Unreachable):
        other.fetcher()(url.replace(str(site.port), str(closed)), tmp_path)
    with pytest.raises(NotFetched):
        fetch(url.replace(str(site.port), str(closed)), tmp_path)  # a port that is not listed


@pytest.mark.parametrize(
    ("path", "kind", "disposition", "name"),
    [
        ("/a.pdf", "application/pdf", "", "a.pdf"),
        ("/a.pdf", "application/octet-stream", "", "a.pdf"),
        ("/a.aspx?id=1", "text/html; charset=utf-8", "", "a.aspx.html"),
        ("/", "text/html", "", "index.html"),
        ("/notice", "text/plain", "", "notice.txt"),
        ("/show", "application/pdf", "", "show.pdf"),
        ("/a.docx", "application/zip", "", "a.docx"),
        ("/get", "application/octet-stream", 'attachment; filename="fees.xlsx"', "fees.xlsx"),
        ("/get", "application/octet-stream", "attachment; filename*=UTF-8''%E8%B4%B9.xlsx", "费.xlsx"),
        ("/get", "application/octet-stream", 'attachment; filename="../../etc/passwd.txt"', "passwd.txt"),
        ("/a%2F..%2F..%2Fx.txt", "text/plain", "", "x.txt"),
        ("/" + "a" * 300 + ".pdf", "application/pdf", "", "a" * 116 + ".pdf"),
        ("/x.exe", "application/x-msdownload", "", "x.exe"),
    ],
)
def test_name_and_content_type_decide_how_a_document_is_read(
    site: Site, tmp_path: Path, path: str, kind: str, disposition: str, name: str
) -> None:
    site.page(path.partition("?")[0], "x", kind, **({"content_disposition": disposition} if disposition else {}))
    answer = fetched(site, path, tmp_path)
    assert answer.path.name == name
    assert tmp_path in answer.path.parents


def test_a_page_in_the_place_of_a_file_is_not_taken_for_it(site: Site, tmp_path: Path) -> None:
    site.page("/a.pdf", "<p>Please sign in</p>", "text/html")
    with pytest.raises(NotTheDocument):
        site.fetcher()(site.url("/a.pdf"), tmp_path)


# --- TLS ----------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of HOST that only itself vouches for, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def secure(certificate: Path) -> Iterator[tuple[Site, ssl.SSLContext, list[str | None]]]:
    """A site over TLS, a client's trust in it, and the names that clients asked it for."""
    names: list[str | None] = []
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate)
    server.sni_callback = lambda _socket, name, _context: names.append(name)
    with serving(server) as site:
        yield site, ssl.create_default_context(cafile=str(certificate)), names


def test_tls_is_verified_by_the_name_though_the_address_is_pinned(
    secure: tuple[Site, ssl.SSLContext, list[str | None]], tmp_path: Path
) -> None:
    site, trust, names = secure
    site.page("/a.txt", "whole", "text/plain")
    assert fetched(site, "/a.txt", tmp_path, tls=trust).path.read_text() == "whole"
    assert names == [HOST]
    with pytest.raises(TlsFailed):
        site.fetcher()(site.url("/a.txt"), tmp_path)  # nobody vouches for it
    site.addresses[INSIDE] = [LOOPBACK]
    with pytest.raises(TlsFailed):
        site.fetcher(INSIDE, tls=trust)(site.url("/a.txt", INSIDE), tmp_path)  # another name


def test_a_redirect_does_not_leave_tls(secure: tuple[Site, ssl.SSLContext, list[str | None]], tmp_path: Path) -> None:
    site, trust, _ = secure
    site.pages["/a"] = lambda request: request.moved(f"http://{HOST}:{site.port}/b")
    with pytest.raises(InsecureRedirect):
        site.fetcher(tls=trust)(site.url("/a"), tmp_path)
