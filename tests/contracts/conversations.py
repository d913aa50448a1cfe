"""Ten conversations that every channel must lead to the same end: what is said, pressed, and done by staff."""

from dataclasses import dataclass
from typing import Literal

Step = tuple[
    Literal["say", "press", "staff"], str
]  # a press names the kind of the choice; staff take, reply, hand back
PLEDGE_ZH = "帮我约{day}的专利质押融资咨询"


@dataclass(frozen=True)
class Conversation:
    """`kinds` are those of the replies, one for each thing said or pressed."""

    name: str
    steps: tuple[Step, ...]
    kinds: tuple[str, ...]


def _played(name: str, *steps: tuple[Step, str | None]) -> Conversation:
    return Conversation(name, tuple(step for step, _ in steps), tuple(kind for _, kind in steps if kind))


def say(text: str, kind: str) -> tuple[Step, str]:
    return ("say", text), kind


def press(choice: str, kind: str) -> tuple[Step, str]:
    return ("press", choice), kind


def staff(deed: str) -> tuple[Step, None]:
    return ("staff", deed), None


CONVERSATIONS = (
    _played("a question", say("发明专利保护多少年？从哪天算？", "answer")),
    _played("a follow-up", say("发明专利保护多少年？", "answer"), say("那实用新型呢？", "answer")),
    _played(
        "questions in English",
        say("How long does a trade mark last?", "answer"),
        say("How many years does an invention patent last in China?", "answer"),
    ),
    _played(
        "a booking",
        say(PLEDGE_ZH.format(day="下周三下午"), "clarification"),
        press("slot", "proposal"),
        press("confirm", "done"),
        say("我的预约", "answer"),
    ),
    _played(
        "a booking in English that is declined",
        say("Book a patent pledge financing consultation next Wednesday afternoon", "clarification"),
        press("slot", "proposal"),
        press("decline", "done"),
    ),
    _played(
        "a move",
        say(PLEDGE_ZH.format(day="12月2日下午三点"), "proposal"),
        say("确认", "done"),
        say("把我的预约改到12月4日上午九点", "proposal"),
        press("confirm", "done"),
    ),
    _played(
        "a cancellation",
        say(PLEDGE_ZH.format(day="11月27日上午十点"), "proposal"),
        press("confirm", "done"),
        say("取消预约", "proposal"),
        press("confirm", "done"),
    ),
    _played(
        "what nobody can answer",
        say("火星上的房价是多少？", "abstention"),
        say("What is the capital gains tax rate in Brazil?", "handoff"),
    ),
    _played(
        "two languages",
        say("你好", "answer"),
        say("How long does a trade mark last?", "answer"),
        say("ok", "answer"),
        say("发明专利保护多少年？", "answer"),
    ),
    _played(
        "a person",
        say("talk to a person", "handoff"),
        say("发明专利保护多少年？", "handoff"),
        staff("take"),
        say("Is anybody there?", "handoff"),
        staff("hand back"),
        say("发明专利保护多少年？", "answer"),
    ),
)
