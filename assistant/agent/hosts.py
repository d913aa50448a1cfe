"""Which hosts a reply may name: official ones by setting, and those that the centre's own data point at."""

from urllib.parse import urlsplit

from knowledge.catalog import Catalog
from knowledge.documents import Documents
from knowledge.settings import Settings


class Hosts:
    """Read anew when a reply holds an address, which is seldom."""

    def __init__(self, settings: Settings, catalog: Catalog, documents: Documents) -> None:
        self._settings = settings
        self._catalog = catalog
        self._documents = documents

    def __call__(self) -> frozenset[str]:
        addresses = [
            *self._settings.link_hosts.split(","), self._settings.public_url or "",
            *(one.website for one in self._catalog.organizations()), *self._documents.addresses(),
        ]  # fmt: skip
        return frozenset(host for one in addresses if (host := _host(one.strip())))


def _host(address: str) -> str:
    try:
        return (urlsplit(address if "//" in address else f"//{address}").hostname or "").lower()
    except ValueError:
        return ""
