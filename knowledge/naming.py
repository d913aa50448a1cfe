"""Who and what a sentence names: services, organizations, advisers, events, matters, parks."""

from dataclasses import dataclass, replace
from datetime import date

from .catalog import Adviser, Catalog, Event, Organization, Programme, Service
from .phrases import Found, tokens
from .ranking import Fit, Ranking, Said, Subject
from .spoken import spoken_phrases

_LEAST = 0.2  # what fits less is not listed
_CLEAR = 0.34  # a kind alone ("a lawyer") suffices where nothing else is of it
_HERE = 0.3  # for being in a park that was named
_THEIRS = 0.5  # for being of an organization, or of an adviser, that was named
_VAGUE = 0.3  # "I want a consultation" fits whatever is a consultation, and none of them more than another
_MEANT = 0.4  # what an event or a programme must reach to count as mentioned


@dataclass(frozen=True, slots=True)
class ScoredService:
    """A service and how well the sentence fits it, 0 to 1.

    `clear` is true of the first in a list at most, when nothing else comes near: book it; otherwise ask. `elsewhere`
    says that a park, organization or adviser was named and this service is not given there.
    """

    service: Service
    score: float
    clear: bool = False
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Mentions:
    """What one sentence names; services by score, all else in the order of the sentence."""

    services: tuple[ScoredService, ...] = ()
    organizations: tuple[Organization, ...] = ()
    advisers: tuple[Adviser, ...] = ()
    events: tuple[Event, ...] = ()
    programmes: tuple[Programme, ...] = ()
    matters: tuple[str, ...] = ()
    parks: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def clear(self) -> Service | None:
        """The one service that is meant, if one is."""
        return self.services[0].service if self.services and self.services[0].clear else None


class Names:
    """Finds names of a catalog in sentences; what it needs for that is made once a generation."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._made: tuple[int, _Index] | None = None

    def mentioned(self, text: str, on: date | None = None) -> Mentions:
        """All that the text names; with `on` only services of organizations valid that day."""
        index = self._index()
        said = index.hear(text)
        return replace(index.mentions(said), services=tuple(index.services(said, on)))

    def best_services(self, text: str, on: date | None = None) -> list[ScoredService]:
        """The services that the text may mean, best first; empty if it speaks of none."""
        index = self._index()
        return index.services(index.hear(text), on)

    def _index(self) -> "_Index":
        generation = self.catalog.generation()
        made = self._made
        if made is None or made[0] != generation:
            self._made = made = (generation, _Index(self.catalog))
        return made[1]


@dataclass(frozen=True, slots=True)
class _Heard:
    said: Said
    organizations: tuple[str, ...]
    advisers: tuple[str, ...]
    parks: tuple[str, ...]


class _Index:
    def __init__(self, catalog: Catalog) -> None:
        self._organizations = {each.id: each for each in catalog.organizations()}
        self._services = {each.id: each for each in catalog.services()}
        self._advisers = {each.id: each for each in catalog.advisers()}
        self._events = {each.id: each for each in catalog.events()}
        self._programmes = {each.id: each for each in catalog.programmes()}
        self._parks_of = {each.id: catalog.parks_of(each) for each in self._services.values()}
        self._concepts, self._names = spoken_phrases(catalog)
        self._service_ranking = Ranking([self._subject(each) for each in self._services.values()], self._concepts)
        events = [Subject(e.id, (e.name_zh, e.name_en)) for e in self._events.values()]
        self._event_ranking = Ranking(events, self._concepts)
        programmes = [Subject(p.id, (p.name("zh"), p.name("en"))) for p in self._programmes.values()]
        self._programme_ranking = Ranking(programmes, self._concepts)

    def _subject(self, service: Service) -> Subject:
        organization = self._organizations.get(service.organization_id)
        return Subject(
            id=service.id,
            names=(service.name_zh, service.name_en),
            description=f"{service.description_zh} {service.description_en}",
            matters=service.matters,
            kinds=frozenset({service.kind, organization.kind if organization else ""} - {""}),
        )

    def hear(self, text: str) -> _Heard:
        sentence = tokens(text)
        found = self._names.said(sentence)
        parks = _ids(found, "park")
        said = Said(
            sentence,
            self._concepts.said(sentence),
            frozenset(each for sort in ("service", "event", "programme") for each in _ids(found, sort)),
            frozenset(each for sort in ("service", "event", "programme") for each in _ids(found, f"{sort} core")),
        )
        return _Heard(said, self._named_organizations(found, parks), _ids(found, "adviser"), parks)

    def _named_organizations(self, found: list[Found], parks: tuple[str, ...]) -> tuple[str, ...]:
        """Organizations; where one name fits several, those in a park that was named."""
        ids: list[str] = []
        for hit in found:
            meant = sorted(bearer for sort, bearer in hit.refs if sort == "organization")
            there = [each for each in meant if self._organizations[each].park in parks]
            ids += there or meant
        return tuple(dict.fromkeys(ids))

    def mentions(self, heard: _Heard) -> Mentions:
        events, programmes = self._event_ranking.fits(heard.said), self._programme_ranking.fits(heard.said)
        return Mentions(
            organizations=tuple(self._organizations[each] for each in heard.organizations),
            advisers=tuple(self._advisers[each] for each in heard.advisers),
            events=tuple(self._events[each] for each in _meant(events)),
            programmes=tuple(self._programmes[each] for each in _meant(programmes)),
            matters=tuple(heard.said.of("matter")),
            parks=heard.parks,
            kinds=tuple(heard.said.of("kind")),
        )

    def services(self, heard: _Heard, on: date | None) -> list[ScoredService]:
        open_ones = {each.id for each in self._services.values() if self._open(each, on)}
        fits = {each: fit for each, fit in self._service_ranking.fits(heard.said).items() if each in open_ones}
        narrowed = bool(heard.parks or heard.organizations or heard.advisers)
        there = {each for each in open_ones if self._there(each, heard)} if narrowed else open_ones
        specific = {each for each, fit in fits.items() if fit.specific}
        elsewhere = narrowed and (not there or bool(specific and not specific & there))
        if narrowed and not elsewhere:
            bonus = _THEIRS if heard.organizations or heard.advisers else _HERE
            fits = {each: _raised(fits.get(each), bonus) for each in there if each in fits or not specific}
        only = next(iter(there)) if len(there) == 1 and not elsewhere else None
        return self._listed(_levelled(fits), elsewhere, only)

    def _open(self, service: Service, on: date | None) -> bool:
        organization = self._organizations.get(service.organization_id)
        return organization is not None and (on is None or organization.valid(on))

    def _there(self, service_id: str, heard: _Heard) -> bool:
        service = self._services[service_id]
        by_organization = not heard.organizations or service.organization_id in heard.organizations
        by_park = not heard.parks or bool(self._parks_of[service_id].intersection(heard.parks))
        by_adviser = not heard.advisers or any(self._advisers[each].serves(service) for each in heard.advisers)
        return by_organization and by_park and by_adviser

    def _listed(self, fits: dict[str, Fit], elsewhere: bool, only: str | None) -> list[ScoredService]:
        order = sorted(fits, key=lambda each: (-fits[each].value, each))
        listed = [ScoredService(self._services[each], fits[each].value, elsewhere=elsewhere) for each in order]
        listed = [each for each in listed if each.score >= _LEAST]
        if not listed:
            return []
        first, best = listed[0].service, fits[listed[0].service.id]
        known = best.specific and best.value >= _CLEAR and not (elsewhere and first.mode == "onsite")
        alone = all(best.beats(fits[each.service.id]) for each in listed[1:])
        return [replace(listed[0], clear=first.id == only or bool(known and alone)), *listed[1:]]


def _ids(found: list[Found], sort: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(bearer for hit in found for kind, bearer in sorted(hit.refs) if kind == sort))


def _meant(fits: dict[str, Fit]) -> list[str]:
    good = [each for each, fit in fits.items() if fit.value >= _MEANT and fit.specific]
    return sorted(good, key=lambda each: (-fits[each].value, each))


def _raised(fit: Fit | None, bonus: float) -> Fit:
    """The fit of a service that is given where the sentence says."""
    before = fit or Fit(0.0)
    return replace(before, value=round(1 - (1 - before.value) * (1 - bonus), 4))


def _levelled(fits: dict[str, Fit]) -> dict[str, Fit]:
    """As they are if anything telling was said, else all about equal, so that the visitor is asked."""
    if any(fit.specific for fit in fits.values()):
        return fits
    return {each: replace(fit, value=round(_VAGUE + 0.1 * fit.value, 4)) for each, fit in fits.items()}
