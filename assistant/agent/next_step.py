"""A second wish of the same message, named as the next step: a turn carries out one."""

from assistant.agent import screening
from assistant.agent.desk import Desk
from assistant.llm.wishes import left_over
from assistant.replies import Choice
from assistant.wording import say

NEXT = "next"  # in a draft: the words of the wish that waits
LABEL_CHARS = 40


def named(desk: Desk) -> str:
    """A sentence on the wish that this turn leaves undone, with a button for it on the desk; empty if there is none."""
    words = screening.title(left_over(desk.said, [call.name for call in desk.calls]) or "")
    if not words:
        return ""
    if desk.proposal is not None or desk.asked:
        desk.draft[NEXT] = words
    return _offered(desk, words)


def due(desk: Desk) -> str:
    """The same once the first wish is settled, from the draft."""
    words = str(desk.draft.get(NEXT) or "")
    return _offered(desk, words) if words else ""


def _offered(desk: Desk, words: str) -> str:
    short = words if len(words) <= LABEL_CHARS else words[: LABEL_CHARS - 1] + "…"
    desk.options.append(Choice("", "option", short, words))
    return say(desk.lang, "next_step", words=short)
