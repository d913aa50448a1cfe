"""Whether the visitor's own words ask for what a model is about to propose, so that no text it has read can."""

from typing import Literal

from assistant.agent.desk import Desk
from assistant.dates import find
from assistant.llm.listening import ordinal, wants

Act = Literal["look", "book", "cancel", "move"]

ASKED = "asked"  # in a draft: which act the visitor was asked about
FOLLOW_UP_CHARS = 40
LISTED = 20
ABOUT = ("book", "mine", "person", "adviser", "services", "appointment")


def asked_for(desk: Desk, act: Act) -> bool:
    """Generous to the visitor: a word that has to do with the act suffices, or an answer to what was asked of them."""
    said = desk.said
    if desk.draft.get(ASKED) == act and len(said) <= FOLLOW_UP_CHARS:
        return True
    match act:
        case "cancel":
            return wants("cancel", said) or wants("calling_off", said) or wants("reject", said)
        case "move":
            return wants("move", said) or wants("moving", said) or bool(desk.draft.get("move"))
    if any(wants(name, said) for name in ABOUT) or wants("move", said) or wants("moving", said):
        return True
    return bool(desk.draft) and (
        len(said) <= FOLLOW_UP_CHARS or bool(find(said, desk.now)) or bool(ordinal(said, LISTED))
    )


def not_asked() -> dict[str, str]:
    """What a model is told whose call nobody asked for."""
    return {"refused": "not_asked", "note": "The visitor did not ask for this; answer what they asked."}
