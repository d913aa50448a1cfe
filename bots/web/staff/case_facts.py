"""A case and its conversation as the staff pages show them: worded, dated, with safe HTML and links."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from assistant.replies import Reply
from assistant.stewards.model import Case, Entry
from assistant.telling import weekday_label
from bots.web import links, markdown
from knowledge.catalog import Catalog
from knowledge.errors import Lang

from .words import WORDS

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
VALUES = {"reason": "reason_", "lang": "lang_", "channel": "channel_"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a conversation. `who` is visitor, assistant, staff or system; only `html` is markup."""

    key: str
    who: str
    at: str
    text: str = ""
    html: str = ""
    staff: str | None = None
    reply: Reply | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """Tells cases to a reader of `lang`, times in `zone`."""

    lang: Lang
    zone: ZoneInfo
    now: datetime
    catalog: Catalog

    def row(self, case: Case) -> dict[str, Any]:
        """A line of the list."""
        since = case.closed_at or case.taken_at or case.opened_at
        return {
            "case": case,
            "summary": case.summary,
            "reason": self._word("reason_", case.reason),
            "lang": self._word("lang_", case.lang),
            "channel": self._word("channel_", case.channel),
            "status": self._word("case_", case.status.value),
            "since": since.isoformat(),
            "waited": self.waited(since),
            "at": self.at(since),
        }

    def file(self, case: Case) -> dict[str, Any]:
        """The whole case file."""
        return self.row(case) | {
            "opened": self.at(case.opened_at),
            "facts": [(self._word("fact_", one["name"]), self._value(one)) for one in case.facts],
            "passages": [one | {"href": _passage(one)} for one in case.passages],
            "history": [
                (self.at(datetime.fromisoformat(one["at"])), self._word("case_", one["status"]), self._by(one["by"]))
                for one in case.history
            ],
        }

    def lines(self, entries: Sequence[Entry]) -> list[Line]:
        """The conversation; a silent reply has no line of its own."""
        return [line for entry in entries for line in self._lines(entry)]

    def at(self, moment: datetime) -> str:
        return weekday_label(moment.astimezone(self.zone), self.lang, zone_shown=False, now=self.now)

    def waited(self, since: datetime) -> str:
        """How long ago in one unit, as staff.js goes on telling it."""
        words, gone = WORDS[self.lang], self.now - since
        units = ((DAY, words["days"]), (HOUR, words["hours"]), (MINUTE, words["minutes"]))
        return next((word.format(n=gone // unit) for unit, word in units if gone >= unit), words["just_now"])

    def _lines(self, entry: Entry) -> list[Line]:
        at = self.at(entry.at)
        if entry.message is not None:
            message = entry.message
            return [Line(f"m{message.id}", message.author, at, message.text, staff=message.staff)]
        reply = entry.reply
        assert reply is not None  # an entry is a turn or a message
        lines = [Line(f"{reply.turn_id}-said", "visitor", at, entry.said)] if entry.said else []
        if reply.text:
            html = markdown.render(reply.text, reply.citations)
            lines.append(Line(f"{reply.turn_id}-reply", "assistant", at, html=html, reply=reply))
        return lines

    def _value(self, fact: dict[str, str]) -> str:
        name, value = fact["name"], fact["value"]
        if name in VALUES:
            return self._word(VALUES[name], value)
        if name in ("service", "booking", "proposal"):
            return " ".join(self._service(part) for part in value.split(" "))
        return value

    def _service(self, part: str) -> str:
        """A service by its name, a status by its word, everything else as it is."""
        service = self.catalog.service(part)
        return service.name(self.lang) if service else self._word("status_", part)

    def _word(self, prefix: str, code: str) -> str:
        return WORDS[self.lang].get(prefix + code, code)

    def _by(self, who: str) -> str:
        return WORDS[self.lang]["visitor"] if who == "visitor" else who


def _passage(one: dict[str, Any]) -> str:
    return links.passage(one["document_id"], one["version_id"], one["start"], one["end"])
