"""The embedded model: no language model, but the same seat in the same graph. It plans tool calls and quotes."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolCall, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from pydantic import ConfigDict

from assistant import language
from assistant.llm.catalog_facts import OF_SERVICE, Asked
from assistant.llm.listening import ordinal, wants, without_ordinal
from assistant.llm.patent_wishes import planned
from assistant.llm.quoting import ALONE, ENOUGH, Seen, Similarity, answer, relevant
from assistant.llm.subjects import with_subject
from assistant.llm.wishes import acts_beside, first_act
from assistant.patents.names import Likes
from assistant.stewards.wishes import asks_for_person
from assistant.wording import say
from knowledge.errors import Lang

BOOKING_TOOLS = ("find_slots", "propose_booking", "propose_move", "list_services")
FOLLOW_UP_CHARS = 14
SETTLED = "settled"  # marks a reply in the history by which what was proposed stands


class EmbeddedModel(BaseChatModel):
    """Deterministic: the same conversation gives the same plan.

    `names_time`, `names_day` and `names_service` tell whether a text holds a time, a day or a bookable service,
    `asked_of_catalog` which facts of the catalog it asks for,
    `applicants` which names of the patent index it holds; without it there are no patents to search.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    similarity: Similarity
    names_time: Callable[[str], bool]
    names_day: Callable[[str], bool]
    names_service: Callable[[str], bool]
    asked_of_catalog: Callable[[str], list[Asked]]
    centre: dict[Lang, str]
    applicants: Likes | None = None

    @property
    def _llm_type(self) -> str:
        return "ipsteward-embedded"

    def bind_tools(self, tools: Sequence[Any], **_: Any) -> Runnable[Any, AIMessage]:
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_: Any,
    ) -> ChatResult:
        last = messages[-1]
        lang = _lang_of_prompt(messages)  # the conversation's, which may have been asked for
        reply = self._after(last, messages, lang) if isinstance(last, ToolMessage) else self._plan(messages, lang)
        return ChatResult(generations=[ChatGeneration(message=reply)])

    # --- a new message: which tool, or which sentence ----------

    def _plan(self, messages: list[BaseMessage], lang: Lang) -> AIMessage:
        text = str(messages[-1].text)
        for name in ("greeting", "thanks", "goodbye", "identity", "help", "my_data"):
            if wants(name, text):
                return AIMessage(say(lang, name, centre=self.centre[lang]))
        form = _form(messages[:-1])
        if form is not None and not self._anew(text) and (chosen := _chosen(text, form, messages)) is not None:
            return chosen
        if wants("small_talk", text):
            return AIMessage(say(lang, "help", centre=self.centre[lang]))
        for name in ("acknowledgement", "hesitation"):
            if wants(name, text):
                return AIMessage(say(lang, name))
        if self._asks_catalog(text, form, messages):
            return _call("list_services", about=text)
        if wants("how_to", text):
            return _call("search_guidance", query=text)
        patents = None
        if self.applicants is not None and not acts_beside(text):
            patents = planned(text, messages[:-1], self.applicants)
        if patents is not None:
            return _call(patents[0], **patents[1])
        if wants("services", text) and not wants("mine", text):
            return _call("list_services")
        return self._about_bookings(text, form) or self._look(text, messages)

    def _asks_catalog(self, text: str, form: dict[str, Any] | None, messages: list[BaseMessage]) -> bool:
        """A fact of the catalog; what leans on a consultation without naming it counts where one was spoken of."""
        if acts_beside(text) or wants("cancel", text) or (wants("move", text) and not wants("fact_notice", text)):
            return False
        if wants("book", text) and self.names_time(text):
            return False
        asked = self.asked_of_catalog(text)
        leans = any(one.whose == "under_way" and one.facts[0] in OF_SERVICE for one in asked)
        return bool(asked) and (not leans or form is not None or _just_done(messages))

    def _anew(self, text: str) -> bool:
        """A sentence with a day or a service of its own asks anew, whatever it counts ("the first Monday")."""
        rest = without_ordinal(text)  # "the second one" is not the one-to-one consultation
        return self.names_day(text) or (bool(rest) and self.names_service(rest))

    def _about_bookings(self, text: str, form: dict[str, Any] | None) -> AIMessage | None:
        """The booking tool that the words ask for, if they ask for one; of several acts the first."""
        text = first_act(text)
        dated = self.names_time(text)
        if wants("mine", text) and not wants("cancel", text) and not wants("move", text):
            return _call("my_bookings")
        if wants("what_if", text):
            return None
        if wants("cancel", text):
            return _call("propose_cancel", booking=text)
        if wants("move", text) and (form is None or not dated or "slots" not in form):
            return _call("propose_move", booking=text, when=text)
        if wants("book", text):
            return _call("find_slots", service=text, when=text)
        if wants("person", text) or wants("adviser", text):
            if asks_for_person(text) and not dated:
                return _call("request_person")
            named = dated or self.names_service(text)
            return _call("find_slots", service=text, when=text) if named else _call("list_services")
        asks = text.rstrip().endswith(("?", "？", "吗", "么"))
        if form is not None and dated and (not asks or len(text) <= 2 * FOLLOW_UP_CHARS):
            return _call("find_slots", service=text, when=text)
        if form is not None and self.names_service(text) and not asks:
            return _call("find_slots", service=text, when=text)
        return None

    def _look(self, text: str, messages: list[BaseMessage]) -> AIMessage:
        if wants("bare_number", text):
            return AIMessage(say(_lang_of_prompt(messages), "help", centre=self.centre[_lang_of_prompt(messages)]))
        return _call("search_guidance", query=self._question(text, messages))

    def _question(self, text: str, messages: list[BaseMessage]) -> str:
        """An elliptical follow-up (那外观设计呢？) puts its subject into the last full question."""
        if len(text) > 2 * FOLLOW_UP_CHARS or not wants("follow_up", text):
            return text
        earlier = [str(m.text) for m in messages[:-1] if isinstance(m, HumanMessage)]
        full = next((said for said in reversed(earlier) if not wants("follow_up", said)), None)
        return with_subject(full, text) if full else text

    # --- a tool has answered ----------

    def _after(self, last: ToolMessage, messages: list[BaseMessage], lang: Lang) -> AIMessage:
        try:
            result = json.loads(str(last.content))
        except json.JSONDecodeError:
            return AIMessage(say(lang, "abstain"))
        if last.name == "search_guidance":
            return self._quote(result, messages, lang)
        if "exact" in result:
            return _call("propose_booking", slot_id=result["exact"], topic=_topic(messages))
        return AIMessage(str(result.get("say", "")))

    def _quote(self, result: dict[str, Any], messages: list[BaseMessage], lang: Lang) -> AIMessage:
        call = next(m for m in reversed(messages) if isinstance(m, AIMessage) and m.tool_calls)
        arguments = call.tool_calls[0]["args"]
        query, again = str(arguments.get("query", "")), "lang" in arguments
        question = str(result.get("question") or query)
        passages = [Seen(**passage) for passage in result.get("passages", [])]
        text = answer(question, relevant(question, passages, ALONE if again else ENOUGH), lang, self.similarity)
        if not text and not again:
            return _call("search_guidance", query=query, lang="en" if language.of(question) == "zh" else "zh")
        return AIMessage(text or say(lang, "abstain"))


def _call(name: str, **arguments: Any) -> AIMessage:
    return AIMessage(
        "", tool_calls=[ToolCall(name=name, args=arguments, id=f"call_{name}_{len(arguments)}", type="tool_call")]
    )


def _form(messages: list[BaseMessage]) -> dict[str, Any] | None:
    """What the last booking tool said, if the last turn was about a booking that is not done yet."""
    asked = None
    for message in reversed(messages):
        if isinstance(message, AIMessage) and message.additional_kwargs.get(SETTLED):
            return asked
        if isinstance(message, ToolMessage):
            if message.name not in BOOKING_TOOLS:
                return None
            try:
                said = dict(json.loads(str(message.content)))
            except ValueError:
                return None
            if "facts" not in said:  # a fact asked in between leaves the list that was shown
                return said
            asked = said
    return asked


def _just_done(messages: list[BaseMessage]) -> bool:
    return any(isinstance(one, AIMessage) and one.additional_kwargs.get(SETTLED) for one in messages[-2:])


def _chosen(text: str, form: dict[str, Any], messages: list[BaseMessage]) -> AIMessage | None:
    """A place in the list that the last reply showed: of its times, else of its services."""
    slots, services = form.get("slots") or [], form.get("services") or []
    place = ordinal(text, len(slots) or len(services))
    if place is None:
        return None
    if slots:
        return _call("propose_booking", slot_id=slots[place - 1]["id"], topic=_topic(messages))
    return _call("find_slots", service=services[place - 1]["id"], when="")


def _topic(messages: list[BaseMessage]) -> str:
    """The words in which the booking was asked for first: the last ones that were no mere choice of a time."""
    said = [str(message.text).strip() for message in messages if isinstance(message, HumanMessage)]
    return next((text for text in reversed(said) if wants("book", text)), said[-1])[:120]


def _lang_of_prompt(messages: list[BaseMessage]) -> Lang:
    return language.of(str(messages[0].text))
