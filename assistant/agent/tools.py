"""The agent's tools. They read, and they propose; none books, cancels or sends anything by itself."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from langchain.tools import ToolRuntime
from langchain_core.tools import BaseTool

from assistant.agent import screening
from assistant.agent.appointments import Appointments
from assistant.agent.desk import Desk
from assistant.agent.mandate import Act, asked_for, not_asked, not_on_condition, one_at_a_time, put_off
from assistant.agent.toolmaking import agent_tool
from assistant.errors import VisitorError
from assistant.replies import ToolCall
from assistant.stewards.handoff import to_person
from assistant.stewards.wishes import asks_for_person
from assistant.wording import say
from knowledge.errors import LANGS
from knowledge.law_day import named_day, without_day
from knowledge.model import Hit
from knowledge.search import Search, Where
from knowledge.version_words import wording

PASSAGES = 6
FARTHEST = 3  # passages on each side
TRACED_CHARS = 4000
MOST_CALLS = 8  # a turn
ENOUGH = '{"refused": "enough", "note": "No more calls in this turn; answer with what you have."}'

Does = Callable[[Desk], dict[str, Any]]


def guidance_tools(search: Search) -> list[BaseTool]:
    @agent_tool
    def search_guidance(query: str, runtime: ToolRuntime[Desk, Any], around: int = 0, lang: str = "") -> str:
        """Find passages of laws, policies and guidance that bear on a question.

        Args:
            query: the question, in the visitor's words
            around: also this many passages before and after each one found, up to 3; 1 where an article leans on those
                beside it
            lang: zh or en for passages in that language alone, where those found first do not hold the answer
        """

        def found(desk: Desk) -> dict[str, Any]:
            desk.notify(say(desk.lang, "searching"))
            begun = time.perf_counter()
            question, where = _asked(search, query, desk, lang)
            hits = search(question, where, PASSAGES)
            hits += foretold(search, question, where)
            plain = without_day(question, desk.now.date().isoformat())
            if plain != question and not any(where.on[:4] in f"{hit.context} {hit.section}" for hit in hits):
                question, hits = plain, search(plain, where, PASSAGES)  # no text is called by that year
            hits += beside(search, hits, around)
            desk.retrieval_ms += round((time.perf_counter() - begun) * 1000)
            return ({"question": question} if question != query else {}) | {
                "passages": [
                    {
                        "n": n,
                        "title": hit.title,
                        "section": hit.section,
                        "lang": hit.lang,
                        "text": hit.text,
                        "near": round(hit.similarity, 4),
                        "words": round(hit.overlap, 4),
                        "score": hit.score,
                        "since": hit.in_force_from or "",
                        "replaced": hit.superseded_by is not None,
                        "later": (named_day(hit.section or "", desk.law_date) or "") > desk.law_date,
                    }
                    for n, hit in desk.show(hits)
                ]
            }

        arguments = {"query": query, "around": around, "lang": lang}
        return called(
            runtime.context, "search_guidance", {name: told for name, told in arguments.items() if told}, found
        )

    return [search_guidance]


def _asked(search: Search, query: str, desk: Desk, lang: str) -> tuple[str, Where]:
    """What is looked up, on which day and where; a version that is named by its words settles the day."""
    today = desk.now.date().isoformat()
    where = Where(on=desk.law_date, region=desk.region, lang=lang if lang in LANGS else None, today=today)
    said = wording(query)
    if said is None or said.kind == "current":
        return query, where
    if (meant := search.named_version(query, where)) is not None:
        desk.law_date, desk.law_date_asked = meant.day, meant.day != today
        desk.law_version = say(desk.lang, "law_version", words=meant.words, title=meant.version.label)
        return said.rest, replace(where, on=meant.day)
    if said.kind in ("new", "dated"):
        return query, where
    desk.law_version = say(desk.lang, "law_version_missing", words=said.words)
    return said.rest, where


def foretold(search: Search, query: str, where: Where) -> list[Hit]:
    """For a day to come, also what holds today and says in its heading what will hold by then."""
    today = where.today or where.on
    if where.on <= today:
        return []
    hits = search(query, replace(where, on=today), PASSAGES)
    return [hit for hit in hits if today < (named_day(hit.section or "", today) or "") <= where.on]


def beside(search: Search, hits: list[Hit], reach: int) -> list[Hit]:
    """The neighbours of the hits, behind them, each once."""
    if reach <= 0:
        return []
    near = {one.passage_id: one for hit in hits for one in search.around(hit, min(reach, FARTHEST))}
    return [one for id, one in near.items() if id not in {hit.passage_id for hit in hits}]


def booking_tools(appointments: Appointments) -> list[BaseTool]:
    return [*_finding(appointments), *_changing(appointments)]


def _finding(appointments: Appointments) -> list[BaseTool]:
    """What can be booked and when, a booking proposed."""

    @agent_tool
    def list_services(runtime: ToolRuntime[Desk, Any], about: str = "") -> str:
        """List the consultation services that can be booked, or tell a fact of the centre's catalog.

        Args:
            about: the question, in the visitor's words, when it is for the opening hours, phone, address, e-mail or
                website of the centre or of an organization, or for the price, length, papers or notice of a service
        """
        arguments = {"about": about} if about else {}
        return called(runtime.context, "list_services", arguments, lambda desk: appointments.list_services(desk, about))

    @agent_tool
    def find_slots(runtime: ToolRuntime[Desk, Any], service: str = "", when: str = "") -> str:
        """Find free times of a service. Leave out what the visitor did not say anew.

        Args:
            service: the service in the visitor's words, or its id
            when: the day and time in the visitor's words, such as 下周三下午 or next Wednesday afternoon
        """
        return called(
            runtime.context,
            "find_slots",
            {"service": service, "when": when},
            asked("book", lambda desk: appointments.find_slots(desk, service, when)),
        )

    @agent_tool
    def propose_booking(slot_id: str, runtime: ToolRuntime[Desk, Any], topic: str = "") -> str:
        """Hold a free slot for some minutes and show it to the visitor, who confirms it with a button, not you.

        Args:
            slot_id: an id that find_slots returned in this conversation
            topic: one line, in the visitor's words
        """
        return called(
            runtime.context,
            "propose_booking",
            {"slot_id": slot_id, "topic": topic},
            asked("book", lambda desk: appointments.propose_booking(desk, slot_id, topic)),
        )

    return [list_services, find_slots, propose_booking]


def _changing(appointments: Appointments) -> list[BaseTool]:
    """What the visitor has booked, and changes of it proposed."""

    @agent_tool
    def propose_cancel(runtime: ToolRuntime[Desk, Any], booking: str = "") -> str:
        """Show the visitor one of their bookings to cancel; they confirm it with a button, not you.

        Args:
            booking: its number, or the visitor's words for it
        """
        return called(
            runtime.context,
            "propose_cancel",
            {"booking": booking},
            asked("cancel", lambda desk: appointments.propose_cancel(desk, booking)),
        )

    @agent_tool
    def propose_move(runtime: ToolRuntime[Desk, Any], booking: str = "", when: str = "") -> str:
        """Find a new time for one of the visitor's bookings; the visitor confirms it with a button, not you.

        Args:
            booking: its number, or the visitor's words for it
            when: the new day and time in the visitor's words
        """
        return called(
            runtime.context,
            "propose_move",
            {"booking": booking, "when": when},
            asked("move", lambda desk: appointments.propose_move(desk, booking, when)),
        )

    @agent_tool
    def my_bookings(runtime: ToolRuntime[Desk, Any]) -> str:
        """List the visitor's own appointments ahead."""
        return called(runtime.context, "my_bookings", {}, appointments.my_bookings)

    return [propose_cancel, propose_move, my_bookings]


def person_tools() -> list[BaseTool]:
    @agent_tool
    def request_person(runtime: ToolRuntime[Desk, Any]) -> str:
        """Hand the conversation to a member of staff when the visitor asks for a person; else only offer that."""
        return called(runtime.context, "request_person", {}, _person)

    return [request_person]


def _person(desk: Desk) -> dict[str, Any]:
    """The visitor's own words hand the conversation over; whatever else a model read only offers a button."""
    if asks_for_person(desk.said):
        desk.person = True
        return {"say": "", "handed_over": True}
    desk.options.append(to_person(desk))
    return {"say": say(desk.lang, "person_offered"), "handed_over": False}


def asked(act: Act, does: Does) -> Does:
    """The act, if the visitor's own words ask for it and nothing else is proposed in this turn."""

    def done(desk: Desk) -> dict[str, Any]:
        if desk.proposal is not None:
            return one_at_a_time()
        if put_off(desk, act):
            return not_on_condition(desk)
        return does(desk) if asked_for(desk, act) else not_asked()

    return done


def called(desk: Desk, name: str, arguments: dict[str, Any], act: Does) -> str:
    """Runs one tool: records the call, turns a refusal into text for the model, and screens what others wrote."""
    with desk.one_at_a_time:
        key = json.dumps([name, arguments], sort_keys=True)
        if key not in desk.results:  # the same call again has the same result in a turn
            if len(desk.calls) >= MOST_CALLS:
                return ENOUGH
            desk.results[key] = _run(desk, name, arguments, act)
        return desk.results[key]


def _run(desk: Desk, name: str, arguments: dict[str, Any], act: Does) -> str:
    begun = time.perf_counter()
    try:
        result = screening.result(act(desk))
    except VisitorError as refusal:
        result = {"refused": refusal.code, "say": refusal.told(desk.lang)}
    ok = "refused" not in result
    desk.calls.append(ToolCall(name, arguments, ok=ok))
    if "say" in result:
        desk.told.append(result["say"])
    told = json.dumps(result, ensure_ascii=False)
    ms = round((time.perf_counter() - begun) * 1000)
    desk.traces.append({"name": name, "arguments": arguments, "ok": ok, "result": told[:TRACED_CHARS], "ms": ms})
    return told
