"""The wishes of one message: 取消我的预约，另外帮我约周四 holds two, of which a turn carries out one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from assistant.dates import find
from assistant.llm.listening import wants

WishKind = Literal["cancel", "move", "book", "question"]
ACTS: tuple[WishKind, ...] = ("cancel", "move", "book")
DONE_BY: dict[str, WishKind] = {
    "propose_cancel": "cancel", "propose_move": "move", "find_slots": "book", "propose_booking": "book",
    "list_services": "book", "search_guidance": "question", "search_patents": "question",
    "patent_landscape": "question", "get_patent": "question",
}  # fmt: skip
LONGEST = 200  # what is longer tells a case
_JOINT = re.compile(
    r"(?<=[。！？!?；;\n])|[，,]\s*(?:(?:and|also|then)\s+)*|\s+(?:and|also|then)\s+(?:also\s+|then\s+)?"
    r"|(?=顺便|另外|同时|然后|并且|还有|再(?:帮|给|约|预约))"
)
_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_BETWEEN = re.compile(
    r"[，,；;。、]\s*(?:and\s+(?:also\s+)?|另外|还有|再|也)?|(?:和|与|以及|另外|还有|再)|\s+(?:and|plus|then)\s+(?:also\s+)?"
)
_BOOKABLE = re.compile(
    r"咨询|门诊|面谈|培训|诊断|评估|体检|保险|质押|融资|服务|辅导|预审|导航|"
    r"\b(?:clinics?|consultations?|sessions?|trainings?|meetings?|appointments?|valuations?|checks?|workshops?|advice|window)\b",
    re.IGNORECASE,
)
_EITHER = re.compile(r"也可以|也行|都行|都可以|或者?|备选|\b(?:or|either|alternatively|whichever)\b", re.IGNORECASE)
_LEAD = re.compile(r"^(?:顺便|另外|同时|然后|并且|还有|再|也|，|\s)+(?=\S)|^(?:and|also|then)\s+", re.I)
_ASKS = re.compile(
    r"[?？]\s*$|(?:吗|呢|多久|多少[钱年天元]?|多长时间|什么|哪些|怎么办|几年)[。.]?\s*$"
    r"|^(?:please )?(?:tell me|what|how|why|which|who|does|do|is|are|can)\b",
    re.I,
)
FACTS = ("hours", "phone", "address", "email", "website", "price", "minutes", "notice")  # a proposal tells the others
_OTHER = ("book", "mine", "person", "adviser", "services", "appointment", "how_to", "what_if")


@dataclass(frozen=True, slots=True)
class Wish:
    kind: WishKind
    words: str


def wishes(text: str) -> list[Wish]:
    """Each part of the text that asks for something of its own; what only goes on with another is none."""
    if len(text) > LONGEST:
        return []
    found: list[Wish] = []
    for part in _JOINT.split(text):
        words = _LEAD.sub("", part.strip())
        kind = _kind(words)
        if kind is not None and all(kind != one.kind for one in found):
            found.append(Wish(kind, words))
    if [one.kind for one in found] == ["book"] and (second := _second_booking(text)) is not None:
        return [Wish("book", text[: second.start()].strip(" ，,。；;")), Wish("book", _booking(text[second.end() :]))]
    # "cancel Wednesday, move it to Friday" is one wish, and so is 改期，约周五
    return [] if any(one.kind == "move" for one in found) and not _apart(found) else found


def left_over(text: str, tools: Sequence[str]) -> str | None:
    """The words of the wish that a turn with these tool calls left undone; None where there was but one."""
    told = wishes(text)
    done = {DONE_BY[name] for name in tools if name in DONE_BY}
    if len(done) != 1 or len(told) < 2 or not done & {one.kind for one in told}:
        return None
    rest = [one for one in told if one.kind not in done] or [one for one in told if one.kind in done][1:]
    return rest[0].words if rest else None


def acts_beside(text: str) -> bool:
    """Whether the text asks for an act on an appointment and for something else too; the act comes first."""
    told = wishes(text)
    return len(told) > 1 and any(one.kind in ACTS for one in told)


def first_act(text: str) -> str:
    """The words of the first of several acts, else the whole text."""
    acts = [one for one in wishes(text) if one.kind in ACTS]
    return acts[0].words if len(acts) > 1 else text


def _second_booking(text: str) -> re.Match[str] | None:
    """Where a second booking begins: each of the two names what is booked and a day or a time of its own."""
    for joint in _BETWEEN.finditer(text):
        first, second = text[: joint.start()], text[joint.end() :]
        both = all(_BOOKABLE.search(one) and find(one, _ANY_DAY) for one in (first, second))
        if both and not _EITHER.search(joint.group() + second):
            return joint
    return None


def _booking(words: str) -> str:
    """Words that ask for a booking by themselves."""
    words = _LEAD.sub("", words.strip())
    if wants("book", words) or not words:
        return words
    return f"预约{words}" if re.search(r"[㐀-鿿]", words) else f"book {words}"


def _apart(found: list[Wish]) -> bool:
    return all(one.kind in ("move", "question") for one in found)


def _kind(words: str) -> WishKind | None:
    for act in ("cancel", "move"):
        if wants(act, words):
            return act
    if wants("book", words) and not any(wants(name, words) for name in ("mine", "how_to", "what_if")):
        return "book"
    if any(wants(name, words) for name in _OTHER):
        return None
    looks_up = wants("patent_search", words) or wants("patent_search_en", words)
    told_of = wants("field", words) or any(wants(f"fact_{fact}", words) for fact in FACTS)
    return "question" if looks_up or (_ASKS.search(words) and told_of) else None
