"""What the catalog says of the centre, of other organizations and of services, told to a visitor who asks."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assistant.agent.desk import Desk
from assistant.booking.bookings import Bookings
from assistant.booking.model import PROMISED
from assistant.llm.catalog_facts import OF_ORGANIZATION, OF_SERVICE, Asked, CatalogQuestions
from assistant.llm.listening import wants
from assistant.replies import Choice
from assistant.wording import say
from knowledge.catalog import Organization, Service
from knowledge.errors import LANGS, Lang
from knowledge.naming import Names

ASKED_OF = "asked_of"  # in a draft: the service of which a fact was told last
SHOWN, GROUPS = 6, 4  # organizations or services told of one by one; values that all services together may have
OPTIONS = 8


class CatalogFacts:
    """`centre` is the name in both languages of the organization that speaks here."""

    def __init__(self, names: Names, bookings: Bookings, centre: dict[Lang, str]) -> None:
        self._catalog = names.catalog
        self._questions = CatalogQuestions(names)
        self._bookings = bookings
        self._centre = centre

    def told(self, desk: Desk, about: str) -> dict[str, Any] | None:
        """The facts that the words ask for; None when they ask for none that the catalog could hold."""
        asked = self._questions.asked(about, desk.now.date())
        if not asked:
            return None
        if wants("mine", about):
            if not (booked := self._booked(desk)):
                return {"say": say(desk.lang, "no_bookings")}
            asked = [replace(one, whose="named", organizations=(), services=booked) for one in asked]
        parts: list[str] = []
        for one in asked:
            of_services = bool(set(one.facts) & set(OF_SERVICE))
            told = self._of_services(desk, one) if of_services else self._of_organizations(desk, one)
            if not told:
                return self._which(desk)
            parts += told
        desk.asked = True
        lead = say(desk.lang, "fact_lead", centre=self._centre[desk.lang])
        return {"say": "\n\n".join([lead, *parts]), "facts": True}

    # --- organizations ----------

    def _of_organizations(self, desk: Desk, asked: Asked) -> list[str]:
        """A paragraph each; none where it is not known which is meant."""
        if asked.whose == "consultations" and not self._under_way(desk):
            return []
        found = self._organizations(desk, asked)
        parts = []
        for one in found[:SHOWN]:
            lines = [self._line(fact, _of_organization(one, fact, desk.lang), desk.lang) for fact in asked.facts]
            if not all(_of_organization(one, fact, desk.lang) for fact in asked.facts):
                lines += self._instead(one, asked.facts, desk.lang)
            parts.append("\n".join([say(desk.lang, "fact_whose", whose=one.name(desk.lang)), *lines]))
        return parts

    def _organizations(self, desk: Desk, asked: Asked) -> Sequence[Organization]:
        if asked.organizations:
            return asked.organizations
        services = asked.services or (() if asked.whose == "centre" else self._under_way(desk))
        if services:
            ids = dict.fromkeys(one.organization_id for one in services)
            return [one for id in ids if (one := self._catalog.organization(id)) is not None]
        return self._own(desk)

    def _own(self, desk: Desk) -> list[Organization]:
        """The centre: the organization of its name, else the service centres of the catalog."""
        valid = self._catalog.organizations(desk.now.date())
        ours = [one for one in valid if any(one.name(lang) == self._centre[lang] for lang in LANGS)]
        return ours or [one for one in valid if one.kind == "service_centre"]

    def _instead(self, one: Organization, but: Sequence[str], lang: Lang) -> list[str]:
        """Other ways to reach an organization of which the wanted one is not known."""
        held = {fact: _of_organization(one, fact, lang) for fact in OF_ORGANIZATION if fact not in but}
        lines = [self._line(fact, value, lang) for fact, value in held.items() if value]
        return [say(lang, "fact_instead"), *lines] if lines else []

    # --- services ----------

    def _of_services(self, desk: Desk, asked: Asked) -> list[str]:
        services = asked.services if asked.whose == "named" else self._under_way(desk)
        if not services:
            return self._of_all(desk, asked)
        if len(services) == 1:
            self._go_on(desk, services[0])
        return [self._service(one, asked, desk.lang) for one in services[:SHOWN]]

    def _service(self, one: Service, asked: Asked, lang: Lang) -> str:
        holder = self._catalog.organization(one.organization_id)
        by = {"organization": holder.name(lang)} if holder else {}
        head = say(lang, "fact_held_by" if holder else "fact_whose", whose=one.name(lang), **by)
        lines = [self._line(fact, self._fact(one, fact, lang), lang) for fact in asked.facts]
        if holder and not all(self._fact(one, fact, lang) for fact in asked.facts):
            lines += self._instead(holder, ["hours"], lang)
        return "\n".join([head, *lines])

    def _fact(self, one: Service, fact: str, lang: Lang) -> str:
        if fact in OF_ORGANIZATION:
            holder = self._catalog.organization(one.organization_id)
            return _of_organization(holder, fact, lang) if holder else ""
        return _of_service(one, fact, lang)

    def _of_all(self, desk: Desk, asked: Asked) -> list[str]:
        """One line a value, with the services that have it; nothing where nearly each has its own."""
        services = self._catalog.services(desk.now.date())
        holders: dict[str, list[str]] = defaultdict(list)
        for one in services:
            holders[_of_service(one, asked.facts[0], desk.lang)].append(one.name(desk.lang))
        if len(asked.facts) > 1 or len(holders) > GROUPS:
            return []
        joined = "、" if desk.lang == "zh" else "; "
        lines = [
            say(desk.lang, "fact_line", label=value or say(desk.lang, "fact_none"), value=joined.join(names))
            for value, names in sorted(holders.items(), key=lambda held: -len(held[1]))
        ]
        return ["\n".join(lines)]

    def _which(self, desk: Desk) -> dict[str, Any] | None:
        """Asks for the service, if there are any."""
        services = self._catalog.services(desk.now.date())
        if not services:
            return None
        names = [one.name(desk.lang) for one in services][:OPTIONS]
        words = [say(desk.lang, "fact_of", whose=name, said=desk.said) for name in names]
        desk.options = [Choice("", "option", name, said) for name, said in zip(names, words, strict=True)]
        desk.asked = True
        return {"say": say(desk.lang, "fact_which"), "facts": True}

    def _under_way(self, desk: Desk) -> tuple[Service, ...]:
        """The service that is spoken of, asked about last or being booked, else those that are booked."""
        for id in (desk.draft.get(ASKED_OF), desk.draft.get("service_id")):
            if id and (service := self._catalog.service(str(id))) is not None:
                return (service,)
        return self._booked(desk)

    def _booked(self, desk: Desk) -> tuple[Service, ...]:
        ahead = [one for one in self._bookings.of_visitor(desk.visitor, desk.now) if one.status in PROMISED]
        found = (self._catalog.service(id) for id in dict.fromkeys(one.service_id for one in ahead))
        return tuple(one for one in found if one is not None)

    def _go_on(self, desk: Desk, service: Service) -> None:
        """The next question may lean on the service; it can be booked where no other booking is under way."""
        desk.draft[ASKED_OF] = service.id
        if not desk.draft.get("service_id") and self._bookings.open_proposal(desk.session_id, desk.now) is None:
            words = say(desk.lang, "fact_book", whose=service.name(desk.lang))
            desk.options = [Choice("", "option", words, words)]

    def _line(self, fact: str, value: str, lang: Lang) -> str:
        label = say(lang, f"fact_{fact}")
        return say(lang, "fact_line", label=label, value=value or say(lang, "fact_none"))


def _of_organization(one: Organization, fact: str, lang: Lang) -> str:
    held = {
        "hours": one.hours(lang), "phone": one.phone, "address": one.address(lang), "email": one.email,
        "website": one.website,
    }  # fmt: skip
    return held.get(fact, "")


def _of_service(one: Service, fact: str, lang: Lang) -> str:
    match fact:
        case "price" if one.price_cny is not None:
            return say(lang, "fact_yuan", amount=f"{one.price_cny:,f}") if one.price_cny else say(lang, "fact_free")
        case "minutes":
            return say(lang, "fact_long", minutes=one.minutes)
        case "mode":
            return say(lang, f"mode_{one.mode}")
        case "documents":
            return ("、" if lang == "zh" else "; ").join(one.documents(lang))
        case "notice" if one.min_notice_hours:
            return say(lang, "fact_ahead", hours=one.min_notice_hours)
        case "notice":
            return say(lang, "fact_any_time")
    return ""
