"""Whether the visitor's own words ask for what a model is about to propose, so that no text it has read can."""

from typing import Literal

from assistant.agent.desk import Desk
from assistant.dates import find
from assistant.llm.listening import conditional, ordinal, wants
from assistant.wording import say

Act = Literal["look", "book", "cancel", "move"]

ASKED = "asked"  # in a draft: which act the visitor was asked about
FOLLOW_UP_CHARS, ANSWER_CHARS = 40, 80
LISTED = 20
QUESTIONS = ("?", "？", "吗", "呢", "么")
OPEN = {"service_id", "candidates", "window", "move"}  # of a draft: a booking is being talked about
ABOUT = ("book", "mine", "person", "adviser", "services", "appointment")


def asked_for(desk: Desk, act: Act) -> bool:
    """Generous to the visitor: a word that has to do with the act suffices, or an answer to what was asked of them."""
    said = desk.said
    asks = said.rstrip().endswith(QUESTIONS)
    if desk.before.get(ASKED) == act and len(said) <= ANSWER_CHARS and not asks:
        return True
    if act == "cancel":
        return wants("cancel", said) or wants("calling_off", said) or wants("reject", said)
    if act == "move":
        return wants("move", said) or wants("moving", said) or bool(desk.before.get("move"))
    if any(wants(name, said) for name in ABOUT) or wants("move", said) or wants("moving", said):
        return True
    if not desk.before.keys() & OPEN:
        return False
    return bool(find(said, desk.now) or ordinal(said, LISTED)) or (len(said) <= FOLLOW_UP_CHARS and not asks)


def put_off(desk: Desk, act: Act) -> bool:
    """Whether the visitor wants the act only on a condition or later, which no proposal can hold."""
    return act in ("cancel", "move") and conditional(desk.said)


def not_on_condition(desk: Desk) -> dict[str, str]:
    """What is said of a wish for later: the visitor's "ok" to a proposal would carry it out at once."""
    return {"refused": "conditional", "say": say(desk.lang, "not_on_condition")}


def one_at_a_time() -> dict[str, str]:
    """What a model is told that proposes again: a visitor can say yes to one thing."""
    return {"refused": "already_proposed", "note": "Something is proposed in this turn already; tell the visitor."}


def not_asked() -> dict[str, str]:
    """What a model is told whose call nobody asked for."""
    return {"refused": "not_asked", "note": "The visitor did not ask for this; answer what they asked."}
