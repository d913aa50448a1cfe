"""What the Telegram channel needs from the rest of the house: conversations to lead, people who write into them."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Protocol

from assistant.replies import Event, Visitor


class Talks(Protocol):
    def answer(
        self, visitor: Visitor, text: str, *, session_id: str | None = None, update_id: str | None = None
    ) -> AsyncIterator[Event]: ...

    def act(
        self, visitor: Visitor, choice_id: str, *, session_id: str | None = None, update_id: str | None = None
    ) -> AsyncIterator[Event]: ...


class Written(Protocol):
    """A message into a conversation from outside its turns; its author is `staff` or `system`."""

    @property
    def id(self) -> int: ...
    @property
    def visitor(self) -> str: ...
    @property
    def author(self) -> str: ...
    @property
    def text(self) -> str: ...


class People(Protocol):
    """The staff's words that wait to be carried into the visitors' chats."""

    def undelivered(self, channel: str) -> Sequence[Written]: ...
    def delivered(self, message_id: int, now: datetime) -> None: ...
