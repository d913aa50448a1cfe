"""The same ten conversations on every channel: the same citations, kinds and rows in the database."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from assistant.app import App, build
from knowledge.settings import Settings
from knowledge.tables import bookings, cases, proposals
from tests.assistant.conftest import MovableClock, filled_home
from tests.conftest import MONDAY

from .channels import Channel, Seen, opened
from .conversations import CONVERSATIONS, Conversation

CHANNELS = ("console", "web", "telegram")
__all__ = ["filled_home"]
Outcome = tuple[list[Seen], dict[str, list[Any]]]


def test_every_channel_leads_each_conversation_to_the_same_end(
    tmp_path: Path, filled_home: Path, subtests: pytest.Subtests
) -> None:
    """One test, since test processes would each play all of them otherwise."""
    outcomes = played(tmp_path, filled_home)
    for conversation in CONVERSATIONS:
        with subtests.test(conversation.name):
            ends_alike(conversation, outcomes)
    with subtests.test("every table is reached"):
        reach_every_table(outcomes)


def played(folder: Path, filled_home: Path) -> dict[tuple[str, str], Outcome]:
    """By channel and conversation: all of them played, in the same order, in a centre of the channel's own."""
    found = {}
    for name in CHANNELS:
        home = folder / name / "home"
        shutil.copytree(filled_home, home)
        app = build(Settings(home=home, embed_processes=1), MovableClock(MONDAY))
        with opened(name, app) as channel:
            for number, conversation in enumerate(CONVERSATIONS):
                found[name, conversation.name] = _played(app, channel, number, conversation)
        app.close()
    return found


def ends_alike(conversation: Conversation, outcomes: dict[tuple[str, str], Outcome]) -> None:
    seen, state = outcomes["console", conversation.name]
    assert tuple(one.kind for one in seen) == conversation.kinds
    assert all(one.citations for one in seen if one.kind == "answer") or conversation.name in UNCITED
    for name in CHANNELS[1:]:
        others, other_state = outcomes[name, conversation.name]
        assert others == seen, name
        assert other_state == state, name


def reach_every_table(outcomes: dict[tuple[str, str], Outcome]) -> None:
    states = [outcomes["console", one.name][1] for one in CONVERSATIONS]
    assert sorted(row for state in states for row in state["bookings"] if row[2] != "declined")
    assert {row[1] for state in states for row in state["proposals"]} == {"book", "move", "cancel"}
    assert {row[0] for state in states for row in state["cases"]} == {"open", "closed"}


UNCITED = {"a booking", "two languages"}  # greetings and lists of bookings quote nothing


def _played(app: App, channel: Channel, number: int, conversation: Conversation) -> Outcome:
    visitor = channel.visitor(number)
    seen = []
    for deed, what in conversation.steps:
        if deed == "say":
            seen.append(channel.say(what))
        elif deed == "press":
            seen.append(channel.press(what))
        else:
            _staff(app, visitor, what)
    return seen, _state(app, visitor)


def _staff(app: App, visitor: str, deed: str) -> None:
    case = next(one for one in app.cases.every() if one.visitor == visitor)
    if deed == "take":
        app.cases.take(case.id, "helper", MONDAY)
        app.cases.reply(case.id, "helper", "Hello, how can I help?", MONDAY)
    else:
        app.cases.hand_back(case.id, "helper", MONDAY)


def _state(app: App, visitor: str) -> dict[str, list[Any]]:
    """The visitor's rows, without the ids that each channel draws for itself."""
    columns = {
        "bookings": [bookings.c.service_id, bookings.c.starts, bookings.c.status, bookings.c.adviser_id],
        "proposals": [proposals.c.status, proposals.c.action],
        "cases": [cases.c.status, cases.c.reason, cases.c.lang, cases.c.taken_by],
    }
    with app.database.read() as connection:
        return {
            name: sorted(
                tuple(row) for row in connection.execute(select(*held).where(held[0].table.c.visitor == visitor))
            )
            for name, held in columns.items()
        }
