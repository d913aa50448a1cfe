"""The conversation: one turn from a visitor's words or button to a checked reply, in order per session."""

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from assistant import confirming, language
from assistant.agent import next_step, standing
from assistant.agent.appointments import Appointments
from assistant.agent.desk import Desk
from assistant.agent.disguises import visible
from assistant.agent.guard import Guard
from assistant.booking.bookings import Bookings
from assistant.booking.invitations import Invitations
from assistant.booking.model import Booking, Proposal, Status
from assistant.errors import QuestionEmpty, QuestionTooLong, VisitorError
from assistant.llm.listening import wants
from assistant.replies import Choice, Citation, Event, Kind, Moment, Reply, ToolCall, Visitor
from assistant.stewards.handoff import ABSTENTIONS, HandOff, to_adviser, to_assistant, to_person
from assistant.stewards.wishes import asks_for_assistant
from assistant.telling import slot_label
from assistant.threads import PastTurn, Thread, Threads
from assistant.wording import say
from knowledge.errors import Lang
from knowledge.law_day import named_day
from knowledge.regions import named_in
from knowledge.scripts import simplified
from knowledge.settings import Settings

log = logging.getLogger(__name__)
Clock = Callable[[], Moment]


class Thinks(Protocol):
    """The agent as a turn needs it: reads and proposes on the desk, gives the text of its reply."""

    prompts: dict[Lang, str]  # what it was told beforehand, which no reply repeats

    def turn(self, desk: Desk) -> str: ...
    def note(self, session_id: str, lang: Lang, said: str, replied: str, *, settled: bool = False) -> None: ...
    def close(self) -> None: ...


class Assistant:
    """What every channel talks to. Replies are whole and checked before a word of them leaves."""

    def __init__(
        self, threads: Threads, agent: Callable[[], Thinks], bookings: Bookings, appointments: Appointments,
        hand_off: HandOff, invitations: Invitations, guard: Guard, settings: Settings, clock: Clock,
    ) -> None:  # fmt: skip
        self._threads = threads
        self._hand_off = hand_off
        self._invitations = invitations
        self._guard = guard
        self._agent = agent
        self._bookings = bookings
        self._appointments = appointments
        self._settings = settings
        self._clock = clock

    def answer(
        self, visitor: Visitor, text: str, *, session_id: str | None = None, update_id: str | None = None
    ) -> AsyncIterator[Event]:
        """One turn on the visitor's words; ends with the event `end`, faults included."""
        return self._events(lambda notify: self._turn(visitor, visible(text), None, session_id, update_id, notify))

    def act(
        self, visitor: Visitor, choice_id: str, *, session_id: str | None = None, update_id: str | None = None
    ) -> AsyncIterator[Event]:
        """One turn on a button of the last reply."""
        return self._events(lambda notify: self._turn(visitor, "", choice_id, session_id, update_id, notify))

    def history(self, visitor: Visitor, session_id: str) -> list[PastTurn]:
        return self._threads.history(visitor.id, session_id)

    async def _events(self, turn: Callable[[Callable[[str], None]], Reply]) -> AsyncIterator[Event]:
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        def notify(status: str) -> None:
            loop.call_soon_threadsafe(queue.put_nowait, status)

        task = asyncio.ensure_future(asyncio.to_thread(turn, notify))
        task.add_done_callback(lambda _: queue.put_nowait(None))
        last = ""
        while (status := await queue.get()) is not None:
            if status != last:
                yield Event("status", status=status)
            last = status
        reply = await task
        yield Event("text", reply)
        if reply.citations:
            yield Event("citations", reply)
        if reply.choices:
            yield Event("choices", reply)
        for _ in reply.attachments:
            yield Event("attachment", reply)
        yield Event("end", reply)

    # --- one turn, in a worker thread ----------

    def _turn(
        self, visitor: Visitor, text: str, choice_id: str | None, session_id: str | None, update_id: str | None,
        notify: Callable[[str], None],
    ) -> Reply:  # fmt: skip
        begun = time.perf_counter()
        moment = self._clock()
        lang = language.of(text, visitor.lang or "zh")
        try:
            self._refuse(text, choice_id)
            thread = self._threads.begin(visitor, session_id, update_id, moment.now)
        except VisitorError as refusal:
            return Reply(_id("t"), session_id or "", lang, "error", refusal.told(lang))
        if thread.answered is not None:
            return thread.answered
        heard = simplified(text)
        wish = _wish(heard, visitor, thread)
        lang = _lang(heard, visitor, thread) if wish is None else wish
        desk = self._desk(visitor, thread, heard, lang, moment, notify)
        try:
            said, reply = self._handled(desk, thread, visitor, heard, choice_id)
        except VisitorError as refusal:
            said, reply = text, self._reply(desk, thread, "error", refusal.told(desk.lang))
        except Exception:
            log.exception("turn %s failed", thread.turn_id)
            reply = self._reply(desk, thread, "error", self._say(desk, "apology", turn=thread.turn_id))
            said = text
        total = round((time.perf_counter() - begun) * 1000)
        reply = replace(reply, timings_ms={"total": total, "retrieval": desk.retrieval_ms, **reply.timings_ms})
        state = {**thread.state, "draft": desk.draft, "patents": desk.patents}
        state["abstentions"] = self._in_a_row(thread, reply)
        if wish is not None:
            state["lang"] = {"wished": wish, "channel": visitor.lang}
        said = text if choice_id is None else said  # kept in the visitor's own characters
        self._threads.finish(thread, visitor, said, choice_id, update_id, reply, state, _trace(desk, reply), moment.now)
        return reply

    def _refuse(self, text: str, choice_id: str | None) -> None:
        limit = self._settings.question_chars
        if choice_id is None and not text.strip():
            raise QuestionEmpty()
        if len(text) > limit:
            raise QuestionTooLong(count=f"{len(text):,}", limit=f"{limit:,}")

    def _desk(
        self, visitor: Visitor, thread: Thread, text: str, lang: Lang, moment: Moment, notify: Callable[[str], None]
    ) -> Desk:
        today = moment.now.astimezone(self._settings.zone).date().isoformat()
        asked = named_day(text, today) or moment.law_date
        return Desk(
            visitor.id, thread.session_id, lang, moment.now.astimezone(self._settings.zone), text, asked or today,
            asked is not None, named_in(text) or moment.region, dict(thread.state.get("draft", {})), notify,
            dict(thread.state.get("patents", {})), name=visitor.name,
        )  # fmt: skip

    def _handled(
        self, desk: Desk, thread: Thread, visitor: Visitor, text: str, choice_id: str | None
    ) -> tuple[str, Reply]:
        """The visitor's words as kept (the label, for a button), and the reply."""
        said = text
        if choice_id is not None:
            chosen = next((one for one in thread.last.choices if one.id == choice_id), None) if thread.last else None
            if chosen is None:
                return "", self._reply(desk, thread, "error", self._say(desk, "no_choice"))
            if chosen.kind != "option":
                return chosen.label, self._pressed(desk, thread, chosen)
            desk.said, said = chosen.value, chosen.label
        if asks_for_assistant(desk.said):
            return said, self._reply(desk, thread, "answer", self._hand_off.back(desk))
        if (case := self._hand_off.silencing(desk.session_id)) is not None:
            if case.taken_by is None and confirming.answer_in(text) == "decline":  # "never mind" to a person awaited
                return said, self._reply(desk, thread, "answer", self._hand_off.back(desk))
            receipt = self._hand_off.receipt(desk, case)
            return said, self._reply(desk, thread, "handoff", receipt)
        if choice_id is not None:
            return said, self._led(desk, thread, visitor)
        if language.wished(text) is not None:
            return text, self._switched(desk, thread)
        meant = confirming.answer_in(text)
        waits = self._bookings.open_proposal(desk.session_id, desk.now) is not None
        if meant == "decline" and not waits and wants("cancel", text):
            meant = None  # 取消 with nothing waiting means a booking
        if meant is not None and thread.last is not None:
            return text, self._agreed(desk, thread, thread.last, meant)
        if wants("reject", text) and not wants("how_to", text) and thread.last is not None:
            if (no := _no_to(thread.last)) is not None:
                return text, self._pressed(desk, thread, no)
            if desk.draft:
                desk.draft = {}
                return text, self._reply(desk, thread, "answer", self._say(desk, "nothing_made"))
        shown = thread.last if thread.last is not None and thread.last.kind == "proposal" else None
        if shown is not None and wants("not_this", text) and (no := _no_to(shown)) is not None:
            return text, self._pressed(desk, thread, no)
        if (listed := confirming.listed_in(text, thread.last)) is not None:
            desk.said = listed.value
        return text, self._led(desk, thread, visitor)

    def _switched(self, desk: Desk, thread: Thread) -> Reply:
        """The other language, in which an open proposal is told again; a yes to it then means what it says."""
        told = self._say(desk, "language_set")
        if (waits := self._bookings.open_proposal(desk.session_id, desk.now)) is None:
            return self._reply(desk, thread, "answer", told)
        desk.proposal = waits
        text = f"{told}\n\n{self._appointments.proposal_text(waits, desk)}"
        return self._reply(desk, thread, "proposal", text)

    def _agreed(self, desk: Desk, thread: Thread, last: Reply, meant: str) -> Reply:
        """A bare yes or no: it counts directly after the proposal; later it only brings the buttons back."""
        chosen = next((one for one in last.choices if one.kind == meant), None)
        to_another = meant == "confirm" and not confirming.fits(desk.said, (last.proposal or {}).get("action", "book"))
        if last.kind == "proposal" and chosen is not None and not to_another:
            return self._pressed(desk, thread, chosen)
        if (waits := self._bookings.open_proposal(desk.session_id, desk.now)) is not None:
            told = f"{self._say(desk, 'press_open')}\n\n{self._appointments.proposal_text(waits, desk)}"
            return self._reply(desk, thread, "clarification", told)
        if meant == "decline" and desk.draft:
            desk.draft = {}
            return self._reply(desk, thread, "answer", self._say(desk, "nothing_made"))
        open_choices = [one for one in last.choices if one.kind in ("slot", "option")]
        if open_choices and meant == "confirm":
            desk.options = open_choices
            return self._reply(desk, thread, "clarification", self._say(desk, "choose_first"))
        return self._reply(desk, thread, "answer", self._say(desk, "nothing_open"))

    def _pressed(self, desk: Desk, thread: Thread, choice: Choice) -> Reply:
        desk.said = choice.label
        if choice.kind == "slot":
            result = self._appointments.propose_booking(desk, choice.value, "")
            desk.calls.append(ToolCall("propose_booking", {"slot_id": choice.value}, ok="refused" not in result))
            reply = self._reply(desk, thread, self._kind(desk), str(result.get("say", "")))
        else:
            reply = self._decided(desk, thread, choice)
        settled = choice.kind == "confirm" and reply.kind == "done"
        self._agent().note(desk.session_id, desk.lang, choice.label, reply.text, settled=settled)
        return reply

    def _decided(self, desk: Desk, thread: Thread, choice: Choice) -> Reply:
        action = (thread.last.proposal or {}).get("action", "book") if thread.last else "book"
        if choice.kind == "confirm":
            booking = self._bookings.confirm(choice.value, desk.visitor, desk.now)
            done = {"cancel": "done_cancelled", "move": "done_moved"}.get(action, f"done_{booking.status.value}")
        else:
            booking = self._bookings.decline(choice.value, desk.visitor, desk.now)
            done = "done_declined" if action == "book" else "done_kept"
        told = "\n\n".join(part for part in (self._told(desk, done, booking), next_step.due(desk)) if part)
        desk.draft = {}
        if booking.status is Status.CONFIRMED:
            desk.attachments.append(self._invitations.write(booking, self._appointments.facts(booking, desk), desk.now))
        return self._reply(desk, thread, "done", told, booking=booking)

    def _led(self, desk: Desk, thread: Thread, visitor: Visitor) -> Reply:
        """The assistant's reply, or the conversation given to a person: asked for, or after abstentions in a row."""
        reply = self._thought(desk, thread)
        unanswered = self._in_a_row(thread, reply) >= ABSTENTIONS and not self._hand_off.waits(desk.session_id)
        if not (desk.person or unanswered):
            return reply
        earlier = self._threads.history(desk.visitor, desk.session_id)
        case = self._hand_off.open(desk, visitor, "asked" if desk.person else "unanswered", earlier)
        desk.options = [to_assistant(desk)] if desk.person else [to_adviser(desk)]
        abstain = say(desk.lang, "abstain")
        told = say(desk.lang, "case_opened" if desk.person else "case_unanswered", case=case.id, abstain=abstain)
        return replace(self._reply(desk, thread, "handoff", told), timings_ms=reply.timings_ms)

    def _in_a_row(self, thread: Thread, reply: Reply) -> int:
        """How many abstentions stand one after another, this reply's included."""
        before = int(thread.state.get("abstentions", 0))
        if reply.kind == "abstention":
            return before + 1
        return before if reply.kind == "error" else 0

    def _thought(self, desk: Desk, thread: Thread) -> Reply:
        desk.notify(say(desk.lang, "thinking"))
        begun = time.perf_counter()
        text = self._agent().turn(desk)
        model_ms = round((time.perf_counter() - begun) * 1000) - desk.retrieval_ms
        if desk.person:
            return self._reply(desk, thread, "handoff", "")
        checked = self._guard.checked(text, desk)
        desk.dropped = checked.dropped
        text = checked.text
        if desk.proposal is not None:  # the details are code's to tell, whatever the model said
            text = self._appointments.proposal_text(desk.proposal, desk)
        kind = self._kind(desk, cited=bool(checked.citations))
        if kind == "abstention" or not text:
            kind, text = "abstention", say(desk.lang, "abstain")
            checked = replace(checked, citations=())
            desk.options = [to_person(desk), to_adviser(desk)]
        elif kind == "answer" and checked.citations:
            text = self._dated(text, desk, checked.citations)
        text = "\n\n".join(part for part in (text, next_step.named(desk)) if part)
        reply = self._reply(desk, thread, kind, text)
        return replace(reply, citations=checked.citations, timings_ms={"model": max(0, model_ms)})

    def _dated(self, text: str, desk: Desk, cited: Sequence[Citation]) -> str:
        """The answer with the day whose law it tells, and a note on each source that is not in force today."""
        asked = say(desk.lang, "law_date", day=desk.law_date) if desk.law_date_asked else ""
        notes = standing.notes(cited, desk.passages, desk.now.date().isoformat(), desk.lang)
        read = "\n".join(part for part in (desk.law_version, asked) if part)
        return "\n\n".join(part for part in (read, text, notes) if part)

    def _kind(self, desk: Desk, cited: bool = False) -> Kind:
        """From what the tools did, never from the words."""
        if desk.proposal is not None:
            return "proposal"
        if desk.asked:
            return "clarification"
        looked = any(call.name == "search_guidance" for call in desk.calls)
        return "abstention" if looked and not cited else "answer"

    # --- the reply ----------

    def _reply(self, desk: Desk, thread: Thread, kind: Kind, text: str, *, booking: Booking | None = None) -> Reply:
        proposal = desk.proposal or self._bookings.open_proposal(desk.session_id, desk.now)
        return Reply(
            thread.turn_id, thread.session_id, desk.lang, kind, text,
            choices=tuple(self._choices(desk, proposal)),
            proposal=proposal.as_json() if proposal else None,
            booking=booking.as_json() if booking else None,
            attachments=tuple(desk.attachments),
            tool_calls=tuple(desk.calls), model=self._settings.model,
        )  # fmt: skip

    def _choices(self, desk: Desk, proposal: Proposal | None) -> list[Choice]:
        choices = [
            Choice(_id("c"), "slot", slot_label(slot.starts, slot.ends, desk.lang, self._settings.zone), slot.id)
            for slot in desk.slots
        ]
        choices += [replace(option, id=_id("c")) for option in desk.options]
        if proposal is not None:
            yes = {"cancel": "confirm_cancel", "move": "confirm_move"}.get(proposal.action, "confirm")
            no = "decline" if proposal.action == "book" else "keep"
            label = say(desk.lang, yes)
            if desk.proposal is None:  # beside another reply, a button says what it confirms
                at = slot_label(proposal.starts, proposal.starts, desk.lang, self._settings.zone)
                label += f"（{at}）" if desk.lang == "zh" else f" ({at})"
            choices.append(Choice(_id("c"), "confirm", label, proposal.id))
            choices.append(Choice(_id("c"), "decline", say(desk.lang, no), proposal.id))
        return choices

    def _told(self, desk: Desk, name: str, booking: Booking) -> str:
        return say(desk.lang, name, **self._appointments.facts(booking, desk))

    def _say(self, desk: Desk, name: str, **facts: Any) -> str:
        centre = self._settings.centre_zh if desk.lang == "zh" else self._settings.centre_en
        return say(desk.lang, name, centre=centre, **facts)


def _wish(text: str, visitor: Visitor, thread: Thread) -> Lang | None:
    """The language that the visitor asked for, now or before; a change made in the channel since then outdoes it."""
    kept = thread.state.get("lang") or {}
    before = kept.get("wished") if kept.get("channel") == visitor.lang else None
    return language.wished(text) or before


def _lang(text: str, visitor: Visitor, thread: Thread) -> Lang:
    """That of the words; a bare yes or no, which both languages lend each other, keeps the conversation's."""
    settled = visitor.lang or thread.lang
    if settled is not None and confirming.answer_in(text) is not None:
        return settled
    return language.of(text, settled or "zh")


def _no_to(last: Reply) -> Choice | None:
    """The button of the last reply that lets its proposal go."""
    return next((one for one in last.choices if one.kind == "decline"), None)


def _trace(desk: Desk, reply: Reply) -> dict[str, Any]:
    """What reviewers see beside a reply: the passages as the model was shown them, the tools' results, the checks."""
    shown = [
        {
            "n": n, "passage_id": hit.passage_id, "document_id": hit.document_id, "version_id": hit.version_id,
            "title": hit.title, "section": hit.section, "page": hit.page, "start": hit.start, "end": hit.end,
            "text": hit.text, "score": hit.score,
        }
        for n, hit in enumerate(desk.passages, 1)
    ]  # fmt: skip
    checks = {"dropped": desk.dropped, "abstained": reply.kind == "abstention"}
    return {"passages": shown, "tools": desk.traces, "checks": checks}


def _id(prefix: str) -> str:
    return f"{prefix}_{secrets.token_hex(6)}"


def fixed(now: datetime, law_date: str | None = None, region: str | None = None) -> Clock:
    """A clock that stands still."""
    return lambda: Moment(now, law_date, region)
