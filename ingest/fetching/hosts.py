"""The hosts and ports that may be asked, as whoever runs the server lists them."""

import re
from dataclasses import dataclass

import httpx

from ingest.fetching.faults import BadAddress, HostNotListed, PortNotAllowed
from knowledge.errors import BadSetting

SETTING = "IPSTEWARD_WATCH_HOSTS"
PORTS_SETTING = "IPSTEWARD_WATCH_PORTS"
BELOW = "*."
NAME = re.compile(r"[^\s/:@?#*\[\]\\]+|\[[0-9a-f:.]+\]")
MOST_CHARS = 2000
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Hosts:
    """`exact` names are themselves alone; `below` are those under which every host is allowed, they themselves not."""

    exact: frozenset[str]
    below: tuple[str, ...]
    ports: frozenset[int]

    @classmethod
    def listed(cls, hosts: str, ports: str = "80,443") -> "Hosts":
        """From the settings: names and `*.names`, separated by commas. Raises BadSetting."""
        names = [part.strip() for part in hosts.split(",") if part.strip()]
        below = [part.removeprefix(BELOW) for part in names if part.startswith(BELOW)]
        if wrong := next((part for part in below if "." not in part), None):
            raise BadSetting(name=SETTING, why=f"*.{wrong} would allow too much; name at least two levels")
        exact = [part for part in names if not part.startswith(BELOW)]
        return cls(frozenset(map(_ascii, exact)), tuple(map(_ascii, below)), frozenset(_numbers(ports)))

    def checked(self, told: str | httpx.URL) -> httpx.URL:
        """The address, without its fragment. Raises BadAddress, HostNotListed, PortNotAllowed."""
        url = parsed(told)
        host = host_of(url)
        if host not in self.exact and not any(host.endswith("." + name) for name in self.below):
            raise HostNotListed(host=host)
        port = url.port or PORTS[url.scheme]
        if port not in self.ports:
            raise PortNotAllowed(host=host, port=port)
        return url


def host_of(url: httpx.URL) -> str:
    """As it is compared and looked up: lower case, punycode, without the dot at its end."""
    return url.raw_host.decode("ascii").lower().rstrip(".")


def parsed(told: str | httpx.URL) -> httpx.URL:
    """An address over http or https, without its fragment. Raises BadAddress."""
    shown = str(told)[:MOST_CHARS]
    try:
        url = httpx.URL(told).copy_with(fragment=None)
        usable = url.scheme in PORTS and host_of(url) and not url.userinfo and len(str(url)) <= MOST_CHARS
    except (httpx.InvalidURL, ValueError) as error:
        raise BadAddress(url=shown) from error
    if not usable or not shown.isprintable() or "\\" in shown:
        raise BadAddress(url=_without_password(shown))
    return url


def _without_password(url: str) -> str:
    return re.sub(r"//[^/?#]*@", "//", url)


def _ascii(name: str) -> str:
    try:
        if not NAME.fullmatch(name):
            raise ValueError(name)
        return host_of(httpx.URL(f"http://{name}/"))
    except (httpx.InvalidURL, ValueError) as error:
        raise BadSetting(name=SETTING, why=f"{name} is not a host such as www.example.org or *.example.org") from error


def _numbers(ports: str) -> list[int]:
    try:
        found = [int(part) for part in ports.split(",") if part.strip()]
    except ValueError as error:
        raise BadSetting(name=PORTS_SETTING, why="not port numbers separated by commas") from error
    if not found or not all(0 < port < 65536 for port in found):
        raise BadSetting(name=PORTS_SETTING, why="not port numbers separated by commas")
    return found
