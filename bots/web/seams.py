"""What the web chat needs from the rest of the house: conversations to lead and documents to open."""

from collections.abc import AsyncIterator, Sequence
from typing import Protocol

from assistant.replies import Event, Reply, Visitor
from assistant.stewards.model import Case, Message
from knowledge.errors import Lang


class PastTurn(Protocol):
    """One turn of a session that is over: the visitor's words (or the label of the button) and the reply."""

    @property
    def said(self) -> str | None: ...
    @property
    def reply(self) -> Reply: ...
    @property
    def ordinal(self) -> int:
        """Its number in the session, from 1."""
        ...


class Talks(Protocol):
    def answer(
        self, visitor: Visitor, text: str, *, session_id: str | None = None, update_id: str | None = None
    ) -> AsyncIterator[Event]: ...

    def act(
        self, visitor: Visitor, choice_id: str, *, session_id: str | None = None, update_id: str | None = None
    ) -> AsyncIterator[Event]: ...

    def history(self, visitor: Visitor, session_id: str) -> Sequence[PastTurn]:
        """The turns of that visitor's own session, oldest first; empty for any other session."""
        ...


class DocumentText(Protocol):
    """One version of a document as it was read. Dates are ISO text, or None where unknown."""

    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def lang(self) -> str: ...
    @property
    def issuer(self) -> str | None: ...
    @property
    def url(self) -> str | None: ...
    @property
    def version_date(self) -> str | None: ...
    @property
    def in_force_from(self) -> str | None: ...
    @property
    def in_force_to(self) -> str | None: ...
    @property
    def region(self) -> str: ...


class Library(Protocol):
    def page(self, document_id: str, version_id: str | None) -> DocumentText | None: ...


class Lines(Protocol):
    """What comes into a conversation from the centre's people."""

    def of_session(self, session_id: str) -> Case | None: ...
    def messages(self, session_id: str, visitor: str, after: int = 0) -> Sequence[Message]: ...


Centre = dict[Lang, str]
