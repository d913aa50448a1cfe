"""What a watch names: the files of a folder, or addresses, each with what staff say of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.reading.clean import decode
from ingest.reading.faults import Unreadable
from ingest.reading.files import Found, NoSuchPath, walk
from ingest.reading.manifest import ManifestRow, told_rows
from ingest.watching.faults import BadWatchList, EmptyWatchList, NothingToWatch, PlaceMissing
from ingest.watching.model import Kind, Watch
from knowledge.errors import Fault

LISTS = (".txt", ".csv", ".list")
MOST_ADDRESSES = 2000


@dataclass(frozen=True, slots=True)
class Address:
    url: str
    row: ManifestRow


def kind_of(place: str) -> tuple[Kind, str]:
    """What a place is, and how it is stored: a path resolved. Raises NothingToWatch."""
    if "://" in place:
        return "url", place.strip()
    path = Path(place)
    if path.is_dir():
        return "folder", str(path.resolve())
    if path.is_file() and path.suffix.lower() in LISTS:
        return "list", str(path.resolve())
    raise NothingToWatch(place=place)


def files(watch: Watch) -> list[Found]:
    """The documents of a folder, links and hidden files left out. Raises PlaceMissing, BadManifest."""
    root = Path(watch.place)
    if not root.is_dir():
        raise PlaceMissing(place=watch.place)
    try:
        next(root.iterdir(), None)
        found, _ = walk([root], None)
    except (OSError, NoSuchPath) as error:
        raise PlaceMissing(place=watch.place) from error
    return [replace(one, row=_with_defaults(watch, one)) for one in found]


def addresses(watch: Watch, checked: Callable[[str], object] = lambda url: None) -> list[Address]:
    """The addresses of a watch, each once. Raises PlaceMissing, BadManifest; BadWatchList where `checked` refuses."""
    if watch.kind == "url":
        return [Address(watch.place, _defaults(watch, ManifestRow(watch.place, url=watch.place)))]
    found: dict[str, Address] = {}
    path = Path(watch.place)
    for line, row in _rows(path):
        url = row.url or row.path
        try:
            checked(url)
        except Fault as fault:
            raise BadWatchList(path, line, fault) from fault
        found.setdefault(url, Address(url, _defaults(watch, replace(row, path=url, url=url))))
    return list(found.values())[:MOST_ADDRESSES]


def refused_at_once(watch: Watch, checked: Callable[[str], object]) -> None:
    """Raises what `checked` does of an address; BadWatchList, EmptyWatchList of a list."""
    if watch.kind == "url":
        checked(watch.place)
    elif not addresses(watch, checked):
        raise EmptyWatchList(path=watch.place)


def _rows(path: Path) -> list[tuple[int, ManifestRow]]:
    """(line, row) of a list: an address a line, `#` for remarks; or a CSV with the columns of a manifest and `url`."""
    try:
        text = decode(path.read_bytes())
    except (OSError, Unreadable) as error:
        raise PlaceMissing(place=path) from error
    if path.suffix.lower() == ".csv":
        return told_rows(path, "url")
    lines = [(at, line.strip()) for at, line in enumerate(text.splitlines(), 1)]
    return [(at, ManifestRow(line, url=line)) for at, line in lines if line and not line.startswith("#")]


def _with_defaults(watch: Watch, found: Found) -> ManifestRow | None:
    """A file of which nothing is said stays so, and is the same for `ingest` and for a watch."""
    if found.row is None and not (watch.region or watch.issuer or watch.lang):
        return None
    return _defaults(watch, found.row or ManifestRow(str(found.path.relative_to(found.root))))


def _defaults(watch: Watch, row: ManifestRow) -> ManifestRow:
    return replace(
        row, region=row.region or watch.region, issuer=row.issuer or watch.issuer, lang=row.lang or watch.lang
    )
