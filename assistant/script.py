"""Chat scripts: a visitor's turn a line, played against the assistant; for the terminal and for evaluations."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Protocol

from assistant.replies import Event, Reply, Visitor
from assistant.wording import say
from knowledge.errors import Lang

COMMANDS = ("pick", "confirm", "decline", "as", "now")
COMMAND = re.compile(rf"^/({'|'.join(COMMANDS)})\b\s*(.*)$")
Shown = Callable[[Reply], None]


class Talks(Protocol):
    def answer(self, visitor: Visitor, text: str, *, session_id: str | None = None) -> AsyncIterator[Event]: ...
    def act(self, visitor: Visitor, choice_id: str, *, session_id: str | None = None) -> AsyncIterator[Event]: ...


class Player:
    """Plays lines against the assistant. Each visitor of a script has a session of their own."""

    def __init__(
        self, assistant: Talks, visitor: str, session_id: str | None, set_clock: Callable[[str], None],
        status: Callable[[str], None] = lambda told: None, lang: Lang | None = None,
    ) -> None:  # fmt: skip
        self._assistant = assistant
        self._visitor = visitor
        self._sessions: dict[str, str | None] = {visitor: session_id}
        self._last: dict[str, Reply] = {}
        self._set_clock = set_clock
        self._status = status
        self._lang = lang  # of whoever sits there; decides where the words do not

    def play(self, lines: Iterable[str], shown: Shown) -> None:
        """Every turn and press is shown; comments, blank lines, /as and /now are not turns."""
        for line in lines:
            reply = self.step(line)
            if reply is not None:
                shown(reply)

    def step(self, line: str) -> Reply | None:
        """One line of a script; None where nothing is answered: a comment, a blank line, /as, /now."""
        stripped = line.strip()
        return self.line(stripped) if stripped and not stripped.startswith("#") else None

    @property
    def visitor(self) -> str:
        """Who speaks now."""
        return self._visitor

    def line(self, text: str) -> Reply | None:
        command = COMMAND.match(text)
        if command is None:
            return self._turn(lambda who, session: self._assistant.answer(who, text, session_id=session))
        name, rest = command[1], command[2].strip()
        if name == "as":
            self._visitor = rest
            self._sessions.setdefault(rest, None)
            return None
        if name == "now":
            self._set_clock(rest)
            return None
        return self._press(name, rest)

    def _press(self, name: str, rest: str) -> Reply:
        last = self._last.get(self._visitor)
        choices = list(last.choices) if last else []
        if name == "pick":
            place = int(rest) if rest.isdigit() else 0
            chosen = choices[place - 1] if 1 <= place <= len(choices) else None
        else:
            chosen = next((one for one in choices if one.kind == name), None)
        if chosen is None:
            lang = last.lang if last else "zh"
            session = self._sessions[self._visitor] or ""
            return Reply("", session, lang, "error", say(lang, "no_choice" if choices else "no_choices"))
        return self._turn(lambda who, session: self._assistant.act(who, chosen.id, session_id=session))

    def _turn(self, start: Callable[[Visitor, str | None], AsyncIterator[Event]]) -> Reply:
        reply = asyncio.run(
            self._last_of(start(Visitor(self._visitor, lang=self._lang), self._sessions[self._visitor]))
        )
        self._sessions[self._visitor] = reply.session_id or self._sessions[self._visitor]
        self._last[self._visitor] = reply
        return reply

    async def _last_of(self, events: AsyncIterator[Event]) -> Reply:
        reply: Reply | None = None
        async for event in events:
            if event.kind == "status":
                self._status(event.status)
            reply = event.reply or reply
        assert reply is not None
        return reply
