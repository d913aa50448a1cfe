"""Which hosts and addresses may be asked."""

import pytest

from ingest.fetching.addresses import looked_up, public
from ingest.fetching.client import Fetcher
from ingest.fetching.faults import AddressRefused, BadAddress, HostNotListed, HostUnknown, NotFetched, PortNotAllowed
from ingest.fetching.hosts import Hosts, host_of
from knowledge.errors import BadSetting

PRIVATE = (
    "10.0.0.1 172.16.3.4 192.168.1.1 127.0.0.1 127.8.8.8 0.0.0.0 169.254.169.254 100.64.0.1 192.0.0.8 192.0.2.1 "
    "198.18.0.1 198.51.100.1 203.0.113.9 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 192.88.99.1 168.63.129.16 "
    ":: ::1 fe80::1 fe80::1%lo fc00::1 fd12::1 fec0::1 ff02::1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 ::8.8.8.8 "
    "::ffff:0:8.8.8.8 "
    "64:ff9b::a00:1 64:ff9b:1::1 2002:a00:1::1 2001::1 2001:db8::1 3fff::1 5f00::1 100::1 localhost 2130706433 x"
).split()
PUBLIC = "8.8.8.8 1.1.1.1 124.16.1.1 2606:4700::1111 2400:3200::1 2a00:1450::5".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_inside_a_network_is_reached(address: str) -> None:
    assert not public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_of_the_internet_are_reached(address: str) -> None:
    assert public(address)


@pytest.mark.parametrize("host", "127.0.0.1 10.1.2.3 127.1 2130706433 [::1] localhost a.localhost".split())
def test_a_listed_host_that_is_no_public_machine_is_refused_without_asking_it(host: str) -> None:
    with pytest.raises(AddressRefused):
        Fetcher(Hosts.listed(host), "test").checked(f"http://{host}/")


def test_a_listed_name_is_not_looked_up_before_it_is_read() -> None:
    assert Fetcher(Hosts.listed("docs.example.test"), "test").checked("http://docs.example.test/a").path == "/a"


ALLOWED = Hosts.listed("www.example.org, *.gov.example, 样例.example")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.example.org/a.pdf", "www.example.org"),
        ("HTTP://WWW.EXAMPLE.ORG./a?b=c#d", "www.example.org"),
        ("https://ip.gov.example:443/公告.html", "ip.gov.example"),
        ("https://a.b.gov.example/", "a.b.gov.example"),
        ("https://样例.example/", "xn--fsqr7p.example"),
    ],
)
def test_listed_hosts_are_asked(url: str, host: str) -> None:
    checked = ALLOWED.checked(url)
    assert host_of(checked).startswith(host[:4])
    assert "#" not in str(checked)


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("https://example.org/", HostNotListed),
        ("https://gov.example/", HostNotListed),
        ("https://evilgov.example/", HostNotListed),
        ("https://www.example.org.evil.test/", HostNotListed),
        ("https://127.0.0.1/", HostNotListed),
        ("https://[::1]/", HostNotListed),
        ("https://www.example.org@evil.test/", BadAddress),
        ("https://name:secret@www.example.org/", BadAddress),
        ("https://evil.test\\@www.example.org/", BadAddress),
        ("https://www.example.org\\.evil.test/", NotFetched),
        ("ftp://www.example.org/a", BadAddress),
        ("file:///etc/passwd", BadAddress),
        ("gopher://www.example.org/", BadAddress),
        ("www.example.org/a", BadAddress),
        ("https:///a", BadAddress),
        ("https://www.example.org/" + "a" * 2000, BadAddress),
        ("https://www.example.org/a\r\nX: y", BadAddress),
        ("https://www.example.org:22/", PortNotAllowed),
        ("http://www.example.org:8080/", PortNotAllowed),
    ],
)
def test_every_other_address_is_refused_with_a_sentence(url: str, fault: type[NotFetched]) -> None:
    with pytest.raises(fault) as refusal:
        ALLOWED.checked(url)
    assert "secret" not in refusal.value.told("en") + refusal.value.told("zh")


@pytest.mark.parametrize("hosts", ["*", "*.org", "http://a.example", "a b.example", "a.example/x", "*.*.example"])
def test_a_list_that_allows_too_much_or_is_none_stops_the_start(hosts: str) -> None:
    with pytest.raises(BadSetting) as refusal:
        Hosts.listed(hosts)
    assert "IPSTEWARD_WATCH_HOSTS" in refusal.value.told("zh")


@pytest.mark.parametrize("ports", ["", "x", "0", "80;443", "70000"])
def test_ports_are_numbers(ports: str) -> None:
    with pytest.raises(BadSetting):
        Hosts.listed("a.example", ports)


def test_nothing_is_allowed_by_default() -> None:
    with pytest.raises(HostNotListed):
        Hosts.listed("").checked("https://www.example.org/")


def test_a_host_without_an_address_is_told() -> None:
    assert looked_up("localhost", 80, 5)
    with pytest.raises(HostUnknown):
        looked_up("a" * 64 + ".invalid", 80, 5)
