"""Which internet addresses may be reached: public ones of a single machine, and the look-up that finds them."""

import socket
import threading
from ipaddress import IPv6Address, ip_address, ip_network

from ingest.fetching.faults import HostUnknown, TookTooLong

# What is not one machine of the public internet: IANA's registries of special addresses (RFC 6890 and its followers),
# relays and translators that lead to an IPv4 address of the sender's choice (6to4, Teredo, NAT64), and the address at
# which Azure's machines find their host. The standard library's own list changes with the version of Python.
NEVER = tuple(
    ip_network(told)
    for told in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",
        "240.0.0.0/4", "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
    )
)  # fmt: skip
UNICAST = ip_network("2000::/3")  # IPv6 is given out here alone: mapped, compatible and translated IPv4 lie outside


def public(address: str) -> bool:
    """Whether an address is one that anybody on the internet may reach; no private, local, shared or group address."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found not in UNICAST:
        return False
    plain = found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)
    return plain and not any(found.version == net.version and found in net for net in NEVER)


def is_address(host: str) -> bool:
    """Whether a host is a number and no name, in any writing that a look-up takes for one (127.1, 0x7f.1)."""
    try:
        socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return False
    return True


def looked_up(host: str, port: int, seconds: float) -> list[str]:
    """All addresses of a host, the system's preferred one first. Raises HostUnknown, TookTooLong."""
    found: list[str] = []
    wrong: list[OSError | UnicodeError] = []

    def look() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(str(address[0]) for *_, address in answers))
        except (OSError, UnicodeError) as error:
            wrong.append(error)

    looking = threading.Thread(target=look, daemon=True)  # the system's look-up cannot be told to stop
    looking.start()
    looking.join(seconds)
    if looking.is_alive():
        raise TookTooLong(host=host, limit=f"{seconds:.0f}")
    if wrong or not found:
        raise HostUnknown(host=host)
    return found
