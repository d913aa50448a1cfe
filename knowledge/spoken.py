"""All phrases by which a sentence may speak of what a catalog holds."""

from collections.abc import Iterable, Iterator, Mapping

from .catalog import Adviser, Catalog, Event, Organization, Programme, Service
from .phrases import Phrases, tokens, without_brackets
from .ranking import core
from .short_names import endings, places
from .vocabulary import KIND_NAMES, MATTER_NAMES, words

_CONCEPTS = ("matter", "kind")
_WITH_CORE = ("service", "event", "programme")  # an organization's core is left to its endings
_Bearer = Organization | Service | Adviser | Event | Programme


def spoken_phrases(catalog: Catalog) -> tuple[Phrases, Phrases]:
    """Concepts (matters and kinds) and names (all else); a name may hold a concept, so they are looked for apart."""
    aliases = _by_sort(catalog)
    return _concepts(catalog, aliases), _names(catalog, aliases)


def matters(catalog: Catalog) -> set[str]:
    bearers: list[Organization | Service | Event] = [*catalog.organizations(), *catalog.services(), *catalog.events()]
    return {matter for each in bearers for matter in each.matters} | MATTER_NAMES.keys()


def parks(catalog: Catalog) -> set[str]:
    bearers: list[Organization | Adviser | Programme] = []
    bearers += [*catalog.organizations(), *catalog.advisers(), *catalog.programmes()]
    return {each.park for each in bearers} - {""}


def _bearers(catalog: Catalog) -> Mapping[str, Iterable[_Bearer]]:
    return {
        "organization": catalog.organizations(),
        "service": catalog.services(),
        "adviser": catalog.advisers(),
        "event": catalog.events(),
        "programme": catalog.programmes(),
    }


def _by_sort(catalog: Catalog) -> list[tuple[str, str, str]]:
    """Alias, sort and id; an id that nothing in the catalog bears is taken for a park's."""
    ids = {sort: {each.id for each in bearers} for sort, bearers in _bearers(catalog).items()}
    ids |= {"matter": matters(catalog), "park": parks(catalog), "kind": set(KIND_NAMES)}
    sorts = {canonical: sort for sort, known in reversed(ids.items()) for canonical in known}
    return [(alias, sorts.get(canonical, "park"), canonical) for alias, canonical in catalog.aliases()]


def _concepts(catalog: Catalog, aliases: list[tuple[str, str, str]]) -> Phrases:
    """Ids as words, the everyday names that come with us, and the centre's own aliases, which win over those."""
    phrases = Phrases()
    taken = {"".join(tokens(alias)) for alias, _, _ in aliases}
    for sort, names in zip(_CONCEPTS, (MATTER_NAMES, KIND_NAMES), strict=True):
        for canonical, line in names.items():
            for word in words(line):
                if "".join(tokens(word)) not in taken:
                    phrases.add(word, (sort, canonical))
    for matter in matters(catalog):
        phrases.add(matter.replace("_", " "), ("matter", matter))
    for alias, sort, canonical in aliases:
        if sort in _CONCEPTS:
            phrases.add(alias, (sort, canonical))
    return phrases


def _names(catalog: Catalog, aliases: list[tuple[str, str, str]]) -> Phrases:
    phrases = Phrases()
    for phrase, sort, bearer in _full_names(catalog):
        phrases.add(phrase, (sort, bearer))
    for ending, ids in endings({each.id: (each.name_zh, each.name_en) for each in catalog.organizations()}).items():
        for bearer in ids:
            phrases.add(ending, ("organization", bearer))
    for alias, sort, canonical in aliases:
        if sort not in _CONCEPTS:
            phrases.add(alias, (sort, canonical))
    for park in parks(catalog):
        phrases.add(park.replace("_", " "), ("park", park))
    for place, park in _places_without_alias(catalog).items():
        phrases.add(place, ("park", park))
    return phrases


def _full_names(catalog: Catalog) -> Iterator[tuple[str, str, str]]:
    for sort, bearers in _bearers(catalog).items():
        for bearer in bearers:
            for name in {bearer.name("zh"), bearer.name("en")} - {""}:
                yield name, sort, bearer.id
                yield without_brackets(name), sort, bearer.id
                if sort in _WITH_CORE:
                    yield core(name), f"{sort} core", bearer.id


def _places_without_alias(catalog: Catalog) -> dict[str, str]:
    with_alias = {canonical for _, canonical in catalog.aliases()}
    there: dict[str, list[str]] = {}
    for each in catalog.organizations():
        if each.park.isascii() and each.park and each.park not in with_alias:
            there.setdefault(each.park, []).extend((each.name_zh, each.address_zh))
    return places(there) if there else {}
