"""What the booking tools do: from the visitor's words to a service, a window, free times and a proposal."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from assistant.agent import screening, windows
from assistant.agent.catalog_facts import CatalogFacts
from assistant.agent.desk import Desk
from assistant.agent.mandate import ASKED, asked_for
from assistant.agent.matter import matter
from assistant.booking.bookings import Bookings
from assistant.booking.model import PROMISED, Booking, Proposal, Slot
from assistant.booking.model import slot_id as named_slot
from assistant.dates import Impossible, When, find, impossible, shifted
from assistant.errors import SlotTaken, SlotUnknown
from assistant.llm.listening import plain, wants
from assistant.replies import Choice
from assistant.telling import slot_label, weekday_label, zone_label
from assistant.wording import say
from knowledge.catalog import Catalog, Service
from knowledge.errors import Lang
from knowledge.naming import Names

# What is not ours holds a digit at least: "one-to-one" is no number.
BOOKING_NUMBER = re.compile(r"(?:BK-|[A-Z]{2,}-(?=[A-Z]*\d))[0-9A-Z]{2,}", re.I | re.A)
SHOWN_SLOTS, LINE_TOPIC_CHARS = 6, 40
SHOWN_SERVICES = 8
AHEAD = timedelta(days=45)


class Appointments:
    """Bookings as a conversation needs them. Every result has `say`, a sentence in the visitor's language."""

    def __init__(
        self, bookings: Bookings, catalog: Catalog, names: Names, zone: ZoneInfo, centre: dict[Lang, str]
    ) -> None:
        self._bookings = bookings
        self._catalog = catalog
        self._names = names
        self._zone = zone
        self._centre = centre
        self._facts = CatalogFacts(names, bookings, centre)

    # --- looking ----------

    def list_services(self, desk: Desk, about: str = "") -> dict[str, Any]:
        """The facts of the catalog that `about` asks for, else all services to choose from."""
        if (told := self._facts.told(desk, about)) is not None:
            return told
        return self._ask_service(desk, self._catalog.services(desk.now.date()), "person_help")

    def my_bookings(self, desk: Desk) -> dict[str, Any]:
        desk.listed = self._bookings.of_visitor(desk.visitor, desk.now)
        whose = {"visitor": desk.name} if desk.name else {}
        if not desk.listed:
            return {"say": say(desk.lang, "no_bookings"), **whose}
        others = _numbers(desk.said) - {booking.id.upper() for booking in desk.listed}
        return {"say": self._all(desk, others), **whose}

    def _all(self, desk: Desk, others: set[str]) -> str:
        """The visitor's bookings; of `others`, numbers that they named, it is only said that they are not theirs."""
        lead = say(desk.lang, "not_yours", numbers=", ".join(sorted(others))) if others else say(desk.lang, "bookings")
        return "\n".join([lead, "", *(self._line(booking, desk) for booking in desk.listed)])

    def find_slots(self, desk: Desk, service: str, when: str) -> dict[str, Any]:
        nowhere = impossible(when, desk.now.date())
        window = None if nowhere else self._window(desk, when)  # kept while the service is still open
        chosen = self._service(desk, service)
        if isinstance(chosen, dict):
            return (
                chosen | {"say": f"{say(desk.lang, f'no_such_{nowhere.kind}', said=nowhere.text)}\n\n{chosen['say']}"}
                if nowhere
                else chosen
            )
        anew = bool(desk.draft.get("move")) and wants("book", desk.said) and self._names_clearly(service, desk)
        if anew or desk.draft.get("service_id") != chosen.id:
            desk.draft = {
                "service_id": chosen.id,
                "window": desk.draft.get("window"),
                "topic": matter(desk.said, desk.now),
            }
        return self._instead(desk, chosen, nowhere, when) if nowhere else self._offer(desk, chosen, window)

    # --- proposing ----------

    def propose_booking(self, desk: Desk, slot_id: str, topic: str) -> dict[str, Any]:
        """Holds the slot; where it has just been taken, shows what is free instead."""
        try:
            if moved := desk.draft.get("move"):
                proposal = self._bookings.propose_move(moved, slot_id, desk.visitor, desk.session_id, desk.now)
            else:
                topic = desk.draft.get("topic") or matter(topic, desk.now)
                proposal = self._held(desk, slot_id) or self._bookings.propose(
                    slot_id, topic, desk.visitor, desk.session_id, desk.now
                )
        except (SlotTaken, SlotUnknown) as refusal:
            service = self._catalog.service(desk.draft.get("service_id", ""))
            if service is None:
                raise
            offered = self._around(desk, service, desk.now)
            return {"refused": refusal.code, "say": refusal.told(desk.lang), **offered}
        desk.draft["service_id"] = proposal.booking.service_id
        return self._proposed(desk, proposal)

    def _held(self, desk: Desk, slot_id: str) -> Proposal | None:
        """The proposal of this very slot that is open already."""
        waiting = self._bookings.open_proposal(desk.session_id, desk.now)
        if waiting is None or waiting.action != "book":
            return None
        held = waiting.booking
        return waiting if named_slot(held.service_id, held.adviser_id, held.starts) == slot_id else None

    def propose_cancel(self, desk: Desk, booking: str) -> dict[str, Any]:
        found = self._own(desk, booking, "cancel")
        if isinstance(found, dict):
            return found
        return self._proposed(desk, self._bookings.propose_cancel(found.id, desk.visitor, desk.session_id, desk.now))

    def propose_move(self, desk: Desk, booking: str, when: str) -> dict[str, Any]:
        if (waiting := self._held_to_shift(desk, when)) is not None:
            return waiting
        if (listed := self._listed_to_shift(desk, when)) is not None:
            return listed
        found = self._own(desk, booking, "move")
        if isinstance(found, dict):
            return found
        service = self._catalog.service(found.service_id)
        if service is None:
            return {"say": say(desk.lang, "none_at_all", service=found.service_id)}
        desk.draft = {"service_id": service.id, "move": found.id}
        if nowhere := impossible(when, desk.now.date()):
            return self._instead(desk, service, nowhere, when)
        window = self._target(desk, found, when)
        if window is None:
            return self._around(desk, service, desk.now) | {"say": say(desk.lang, "which_time")}
        return self._offer(desk, service, window)

    def _held_to_shift(self, desk: Desk, words: str) -> dict[str, Any] | None:
        """Free times for a booking that awaits its yes and is wished earlier or later; None where none does."""
        waiting = self._bookings.open_proposal(desk.session_id, desk.now)
        if waiting is None or waiting.action != "book" or shifted(words) is None or BOOKING_NUMBER.search(plain(words)):
            return None
        service = self._catalog.service(waiting.booking.service_id)
        if service is None:
            return None
        desk.draft = {"service_id": service.id, "topic": waiting.booking.topic}
        return self._offer(desk, service, self._target(desk, waiting.booking, words))

    def _listed_to_shift(self, desk: Desk, words: str) -> dict[str, Any] | None:
        """Free times that much earlier or later than those that are listed; None where none are listed."""
        window, far = windows.thawed(desk.draft.get("window")), shifted(words)
        service = self._catalog.service(desk.draft.get("service_id", ""))
        if not (window and far and service) or desk.draft.get("move") or _numbers(words):
            return None
        moved = replace(window, starts=window.starts + far.by, ends=window.ends + far.by)
        desk.draft["window"] = windows.frozen(moved)
        return self._offer(desk, service, moved)

    def _target(self, desk: Desk, booking: Booking, words: str) -> When | None:
        """The time that a booking is to be moved to; what the words leave open stays as it is booked."""
        starts = booking.starts.astimezone(self._zone)
        far = shifted(words)
        to = starts + far.by if far else starts
        midnight = datetime.combine(to, time(), self._zone)
        desk.draft["window"] = windows.frozen(When(midnight, midnight + timedelta(days=1), "day", "", (0, 0)))
        if far is None:
            named = [when for when in find(words, desk.now) if not when.starts <= starts < when.ends]
            return self._window(desk, words[named[0].span[0] :]) if named else None
        exact = When(to, to + (booking.ends - booking.starts), "minute", "", (0, 0))
        behind = [when for when in find(words[far.span[1] :], desk.now) if not when.date_named]
        if behind and far.by % timedelta(days=1) == timedelta(0):  # 推迟一天到下午三点
            return self._window(desk, words[far.span[1] :])
        desk.draft["window"] = windows.frozen(exact)
        return exact

    # --- words into facts ----------

    def _service(self, desk: Desk, words: str) -> Service | dict[str, Any]:
        on = desk.now.date()
        if (by_id := self._catalog.service(words.strip())) is not None:
            return by_id
        scored = self._names.best_services(words, on) if words else []
        if scored and (scored[0].clear or len(scored) == 1) and not scored[0].elsewhere:
            return scored[0].service
        drafted = self._catalog.service(desk.draft.get("service_id", ""))
        if not scored and drafted is not None:
            return drafted
        asked_before = [self._catalog.service(id) for id in desk.draft.get("candidates", [])]
        if not scored and asked_before:
            return self._ask_service(desk, [one for one in asked_before if one is not None], "which_of")
        if scored:
            return self._ask_service(desk, [one.service for one in scored], "which_of")
        return self._ask_service(desk, self._catalog.services(on), "which_service")

    def _names_clearly(self, words: str, desk: Desk) -> bool:
        return any(one.clear for one in self._names.best_services(words, desk.now.date()))

    def _ask_service(self, desk: Desk, services: Sequence[Service], question: str) -> dict[str, Any]:
        if not services:
            return {"say": say(desk.lang, "no_services", centre=self._centre[desk.lang])}
        desk.asked = True
        if asked_for(desk, "book"):
            desk.draft[ASKED] = "book"
        desk.options = [Choice("", "option", one.name(desk.lang), one.name(desk.lang)) for one in services][
            :SHOWN_SERVICES
        ]
        desk.draft["candidates"] = [one.id for one in services][:SHOWN_SERVICES] if question == "which_of" else []
        listed = [self._offered(one, desk) for one in services]
        told = say(desk.lang, question)
        if len(services) > SHOWN_SERVICES:
            told = f"{told}\n\n{say(desk.lang, 'services_shown', shown=SHOWN_SERVICES, count=len(services))}"
        return {"say": told, "services": listed}

    def _offered(self, service: Service, desk: Desk) -> dict[str, str]:
        told = {"id": service.id, "name": service.name(desk.lang), "what": service.description(desk.lang)}
        return {name: value for name, value in told.items() if value}

    def _window(self, desk: Desk, words: str) -> When | None:
        """The time asked for: the words' own, else that of the draft; a bare clock time keeps the draft's day."""
        found = find(words, desk.now) if words else []
        if not found:
            return windows.thawed(desk.draft.get("window"))
        when, before = found[0], windows.thawed(desk.draft.get("window"))
        if not when.date_named and before is not None:
            shift = before.starts.astimezone(self._zone).date() - when.starts.astimezone(self._zone).date()
            when = windows.moved(when, shift)
        desk.draft["window"] = windows.frozen(when)
        return when

    def _own(self, desk: Desk, words: str, verb: str) -> Booking | dict[str, Any]:
        """The visitor's booking that the words mean; asks when there are several."""
        mine = [one for one in self._bookings.of_visitor(desk.visitor, desk.now) if one.status in PROMISED]
        numbers = _numbers(desk.said) or _numbers(words)  # one that the visitor named is not exchanged for another
        named = [one for one in mine if one.id.upper() in numbers]
        if numbers and not named:
            return self._bookings_none(desk, mine, numbers)
        if not named and len(mine) > 1:
            scored = self._names.best_services(words)
            clear = [one for one in scored if one.clear] or scored
            named = [one for one in mine if one.service_id in {one.service.id for one in clear}]
        if not named and len(mine) > 1 and verb == "cancel":
            spans = find(words, desk.now)
            named = [one for one in mine if any(span.starts <= one.starts < span.ends for span in spans)]
        candidates = named or mine
        if len(candidates) == 1:
            return candidates[0]
        if not candidates:
            return self._bookings_none(desk, [], set())
        desk.asked, desk.listed = True, candidates
        desk.draft[ASKED] = verb
        ask = {"zh": {"cancel": "取消预约 {}", "move": "改期 {}"}, "en": {"cancel": "Cancel {}", "move": "Move {}"}}
        when = f" {desk.said}" if verb == "move" and find(desk.said, desk.now) else ""  # the time is not asked again
        desk.options = [
            Choice("", "option", self._line(one, desk).removeprefix("- "), ask[desk.lang][verb].format(one.id) + when)
            for one in candidates
        ]
        return {"say": say(desk.lang, "which_booking")}

    def _bookings_none(self, desk: Desk, mine: list[Booking], numbers: set[str]) -> dict[str, Any]:
        desk.listed = mine
        told = self._all(desk, numbers) if mine else say(desk.lang, "no_bookings")
        return {"refused": "booking_not_found", "say": told}

    # --- offering ----------

    def _offer(self, desk: Desk, service: Service, window: When | None) -> dict[str, Any]:
        if window is None:
            return self._around(desk, service, desk.now)
        told = windows.told(window, desk, self._zone)
        if window.ends <= desk.now:
            return self._around(desk, service, desk.now, say(desk.lang, "past_asked", window=told))
        exact = window.grain in ("minute", "hour") and not window.ambiguous
        starts, ends = max(window.starts, desk.now), window.ends
        if window.bound == "by":
            starts, ends = desk.now, window.starts
        elif window.bound == "from":
            ends = max(ends, window.starts + timedelta(days=1))
        slots = self._free(desk, service, starts, ends, 24)
        hit = next((slot for slot in slots if slot.starts == window.starts), None)
        if exact and window.bound == "at" and hit is not None:
            return {"exact": hit.id, "service": service.id, "slots": [hit.as_json()]}
        if not slots:
            lead = say(desk.lang, "none_free", service=service.name(desk.lang), window=told)
            return self._around(desk, service, window.starts, lead)
        if exact and window.bound == "at":  # free within the hour, but not at its beginning, which was asked for
            return self._shown(desk, slots, say(desk.lang, "none_free", service=service.name(desk.lang), window=told))
        lead = say(desk.lang, "slots", service=service.name(desk.lang), organization=self._organization(service, desk))
        lead += say(desk.lang, "read_as", window=told)
        return self._shown(desk, slots, lead)

    def _instead(self, desk: Desk, service: Service, nowhere: Impossible, words: str) -> dict[str, Any]:
        """The free times nearest to a day or a time that does not exist."""
        desk.draft.pop("window", None)  # the one of an earlier message is not meant any more
        found = find(words, desk.now)
        wanted = found[0].starts if found and found[0].date_named else desk.now
        if nowhere.near is not None:
            wanted = datetime.combine(nowhere.near, time(), self._zone)
        lead = f"{say(desk.lang, f'no_such_{nowhere.kind}', said=nowhere.text)}{say(desk.lang, 'nearest')}"
        return self._around(desk, service, wanted, lead)

    def _around(self, desk: Desk, service: Service, wanted: datetime, lead: str | None = None) -> dict[str, Any]:
        """The nearest free times to what was wanted, from the same day on, else the first ones ahead."""
        day = wanted.astimezone(self._zone).replace(hour=0, minute=0, second=0, microsecond=0)
        slots = self._free(desk, service, max(desk.now, day), max(desk.now, day) + AHEAD, SHOWN_SLOTS * 2)
        slots = slots or self._free(desk, service, desk.now, desk.now + AHEAD, SHOWN_SLOTS * 2)
        name = service.name(desk.lang)
        if not slots:
            desk.asked = True
            return {"say": say(desk.lang, "none_at_all", service=name), "slots": []}
        lead = lead or say(desk.lang, "slots", service=name, organization=self._organization(service, desk))
        return self._shown(desk, slots, lead)

    def _free(self, desk: Desk, service: Service, starts: datetime, ends: datetime, limit: int) -> list[Slot]:
        """Free slots, one a start time: which adviser of several is the engine's choice."""
        desk.notify(say(desk.lang, "looking_slots"))
        free = self._bookings.free(service.id, starts, ends, desk.now, visitor=desk.visitor, limit=limit * 4)
        first: dict[datetime, Slot] = {}
        for slot in free:
            first.setdefault(slot.starts, slot)
        return list(first.values())[:limit]

    def _shown(self, desk: Desk, slots: list[Slot], lead: str) -> dict[str, Any]:
        desk.slots, desk.asked = slots[:SHOWN_SLOTS], True
        labels = (slot_label(slot.starts, slot.ends, desk.lang, self._zone) for slot in desk.slots)
        lines = [f"{at}. {label}" for at, label in enumerate(labels, 1)]
        zone = zone_label(desk.slots[0].starts.astimezone(self._zone), desk.lang)
        text = "\n".join([lead, "", *lines, "", say(desk.lang, "slots_note", zone=zone)])
        return {"say": text, "slots": [slot.as_json() for slot in desk.slots]}

    def _proposed(self, desk: Desk, proposal: Proposal) -> dict[str, Any]:
        desk.proposal, desk.slots, desk.options = proposal, [], []
        return {"say": self.proposal_text(proposal, desk), "proposed": proposal.id}

    # --- telling ----------

    def proposal_text(self, proposal: Proposal, desk: Desk) -> str:
        facts = self.facts(proposal.booking, desk)
        facts["expires"] = f"{proposal.expires.astimezone(self._zone):%H:%M}"
        if proposal.action == "cancel":
            return say(desk.lang, "proposed_cancel", **facts)
        if proposal.action == "move":
            facts |= {"before": facts["when"], "when": weekday_label(proposal.starts, desk.lang, now=desk.now)}
            return say(desk.lang, "proposed_move", **facts)
        service = self._catalog.service(proposal.booking.service_id)
        bring = service.documents(desk.lang) if service else ()
        joined = ("、" if desk.lang == "zh" else ", ").join(bring)
        extra = [say(desk.lang, "documents", documents=joined)] if bring else []
        facts["about"] = say(desk.lang, "proposed_topic", **facts) if proposal.booking.topic else ""
        return "\n\n".join([say(desk.lang, "proposed", **facts), *extra, say(desk.lang, "confidential")])

    def facts(self, booking: Booking, desk: Desk) -> dict[str, Any]:
        """The placeholders that every sentence on a booking may use."""
        service = self._catalog.service(booking.service_id)
        organization = self._catalog.organization(booking.organization_id)
        advisers = {one.id: one for one in self._catalog.advisers(booking.service_id)}
        adviser = advisers.get(booking.adviser_id)
        return {
            "id": booking.id,
            "service": service.name(desk.lang) if service else booking.service_id,
            "organization": organization.name(desk.lang) if organization else booking.organization_id,
            "adviser": adviser.name(desk.lang) if adviser else booking.adviser_id,
            "when": weekday_label(booking.starts, desk.lang, now=desk.now),
            "mode": say(desk.lang, f"mode_{service.mode}") if service else "",
            "topic": screening.title(booking.topic) or say(desk.lang, "topic_none"),
            "status": say(desk.lang, f"status_{booking.status.value}"),
        }

    def _line(self, booking: Booking, desk: Desk) -> str:
        line = say(desk.lang, "booking_line", **self.facts(booking, desk))
        return line + say(desk.lang, "booking_topic", topic=_brief(booking.topic)) if booking.topic else line

    def _organization(self, service: Service, desk: Desk) -> str:
        found = self._catalog.organization(service.organization_id)
        return found.name(desk.lang) if found else service.organization_id


def _numbers(words: str) -> set[str]:
    return {number.upper() for number in BOOKING_NUMBER.findall(plain(words))}


def _brief(topic: str) -> str:
    plain = screening.title(topic)
    return plain if len(plain) <= LINE_TOPIC_CHARS else plain[: LINE_TOPIC_CHARS - 1] + "…"
