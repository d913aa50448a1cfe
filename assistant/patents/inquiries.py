"""What the patent tools do: words into a query, the index's records into a reply with its buttons and picture."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from assistant.agent.desk import Desk
from assistant.llm.listening import wants
from assistant.patents import chart, telling
from assistant.patents.lexicon import aliases, translated
from assistant.patents.numbers import named_number, office_of
from assistant.patents.offices import told
from assistant.patents.refining import asks_kind, asks_more, loosened, refined, restricted
from assistant.patents.understanding import Understood, given, understood
from assistant.replies import Attachment, Choice
from assistant.wording import say
from knowledge.errors import Lang
from knowledge.patents.model import Landscape, PatentQuery, PatentRecord, PatentsFound
from knowledge.patents.words import asked_terms

SHOWN = 8
FAR_MORE = 2
FOLDER = "attachments"


class PatentIndex(Protocol):
    """The records as a conversation needs them."""

    def search(self, query: PatentQuery, limit: int = 10, offset: int = 0) -> PatentsFound: ...
    def get(self, number: str) -> PatentRecord | None: ...
    def landscape(self, query: PatentQuery, top: int = 10) -> Landscape: ...
    def applicants_like(self, text: str, limit: int = 5) -> Sequence[str]: ...
    def count(self) -> int: ...


class Inquiries:
    """Every result has `say`, in the visitor's language. The session's last query is kept in `desk.patents`."""

    def __init__(self, patents: PatentIndex, home: Path) -> None:
        self._patents = patents
        self._home = home

    def search(self, desk: Desk, text: str, fields: PatentQuery) -> dict[str, Any]:
        """Finds records; without any, tells which field stands in the way."""
        asked = self._asked(desk, text, fields)
        if isinstance(asked, dict):
            return asked
        query, offset = asked.query, int(desk.patents.get("offset", 0))
        desk.notify(say(desk.lang, "patent_searching"))
        searched = self._searched(query)
        found = self._patents.search(searched, SHOWN, offset)
        shown = telling.fields(query, desk.lang, searched)
        lead = [say(desk.lang, "patent_fields", fields=shown), *_notes(asked, desk)]
        if not found.hits:
            return self._none(desk, query, lead)
        marked = bool(found.total)
        lines = [telling.hit_line(offset + n, hit, desk.lang, marked=marked) for n, hit in enumerate(found.hits, 1)]
        last = offset + len(found.hits)
        counted = telling.matched(found, offset + 1, desk.lang)
        scope = say(desk.lang, "patent_scope", count=f"{self._patents.count():,}")
        desk.options = _offers(desk.lang, ("more",) if found.total > last else (), "landscape")
        return {
            "query": query.as_json(),
            "total": found.total,
            "all_words": found.all_words,
            "only_near": list(found.only_near),
            "first": offset + 1,
            "hits": [_brief(hit.as_json()) for hit in found.hits],
            "say": "\n\n".join([*lead, counted, "\n".join(lines), scope]),
        }

    def get(self, desk: Desk, said: str) -> dict[str, Any]:
        """One record by its number; a number that is not held has no status here, and is said to have none."""
        number = named_number(said) or said.strip()
        record = self._patents.get(number)
        if record is None:
            register = telling.register(office_of(number))
            unknown = say(desk.lang, "patent_unknown", number=telling.plain(number[:40]), register=register)
            return {"found": False, "number": number, "say": unknown}
        lead = [
            say(desk.lang, note)
            for name, note in (("patent_claims", "patent_no_claims"), ("patent_validity", "patent_no_status"))
            if wants(name, desk.said)
        ]
        return {"found": True, "number": record.number, "say": "\n\n".join([*lead, telling.record(record, desk.lang)])}

    def landscape(self, desk: Desk, text: str, fields: PatentQuery) -> dict[str, Any]:
        """Counts by year, applicant and class, as tables and as a picture."""
        asked = self._asked(desk, text, fields)
        if isinstance(asked, dict):
            return asked
        desk.notify(say(desk.lang, "patent_counting"))
        query, searched = asked.query, self._searched(asked.query)
        found = replace(self._patents.landscape(searched), query=query)
        shown = telling.fields(query, desk.lang, searched)
        lead = [say(desk.lang, "patent_landscape_fields", fields=shown), *_notes(asked, desk)]
        if not found.total:
            return self._none(desk, query, lead)
        several = len(asked_terms(searched.words)) > 1
        counted = say(
            desk.lang, "patent_landscape_all" if several else "patent_landscape_total", total=f"{found.total:,}"
        )
        if found.undated:
            counted += say(desk.lang, "patent_undated", count=f"{found.undated:,}")
        scope = say(desk.lang, "patent_scope", count=f"{self._patents.count():,}")
        desk.attachments.append(self._drawn(found, desk.lang))
        desk.options = _offers(desk.lang, (), "list")
        told = [*lead, counted, telling.counts(found, desk.lang), say(desk.lang, "patent_counted"), scope]
        return found.as_json() | {"say": "\n\n".join(told)}

    # --- from words to a query ----------

    def _asked(self, desk: Desk, text: str, fields: PatentQuery) -> Understood | dict[str, Any]:
        """The search that is meant, remembered; or a question back, where it holds nothing or too much."""
        if self._patents.count() == 0:
            return {"say": say(desk.lang, "patent_empty_index"), "total": 0}
        before = _restored(desk.patents.get("query"))
        likes = self._patents.applicants_like
        if before is not None and asks_more(text) and fields == PatentQuery():
            desk.patents["offset"] = int(desk.patents.get("offset", 0)) + SHOWN
            return Understood(before)
        named = fields != PatentQuery()
        meant = refined(before, text, desk.now, likes) if before is not None and not named else None
        meant = meant or understood(text, desk.now, likes)
        meant = replace(meant, query=given(meant.query, fields))
        if meant.empty and not meant.applicants and not meant.offices:
            desk.asked = True
            return {"say": say(desk.lang, "patent_what")}
        desk.patents = {"query": meant.query.as_json(), "offset": 0}
        return self._which(desk, meant) or meant

    def _which(self, desk: Desk, meant: Understood) -> dict[str, Any] | None:
        """A search is for one applicant and one office at a time; which, the visitor says."""
        for kind, several in (("applicant", meant.applicants), ("office", meant.offices)):
            if len(several) > 1 and not getattr(meant.query, kind):
                labels = [told(code, desk.lang) for code in several] if kind == "office" else list(several)
                desk.asked = True
                desk.options = [
                    Choice("", "option", label, say(desk.lang, f"patent_only_{kind}", value=value))
                    for label, value in zip(labels, several, strict=True)
                ]
                listed = ("、" if desk.lang == "zh" else ", ").join(telling.plain(label) for label in labels)
                return {"say": say(desk.lang, f"patent_which_{kind}", listed=listed)}
        return None

    def _searched(self, query: PatentQuery) -> PatentQuery:
        """As the index is asked: by the applicant's name that it holds, in the language that finds far more."""
        asked = replace(query, applicant=self._held_as(query) or query.applicant)
        words = translated(query.words) if query.words else None
        if words is None:
            return asked
        other = replace(asked, words=words)
        far_more = self._patents.landscape(other, 1).total > FAR_MORE * self._patents.landscape(asked, 1).total
        return other if far_more else asked

    def _held_as(self, query: PatentQuery) -> str:
        """The first of the applicant's names that the index holds; empty when it holds none of them."""
        if not query.applicant:
            return ""
        names = aliases(query.applicant)
        return next((name for name in names if self._patents.search(PatentQuery(applicant=name), 1).total), "")

    # --- nothing found ----------

    def _none(self, desk: Desk, query: PatentQuery, lead: list[str]) -> dict[str, Any]:
        """Which single field, dropped, would let records through, and how many."""
        lines, options = [], []
        if query.applicant and not self._held_as(query):
            lines.append(say(desk.lang, "patent_no_applicant", applicant=telling.plain(query.applicant)))
        fields = restricted(query)
        for field, count in loosened(query, lambda wider: self._patents.search(self._searched(wider), 1).total):
            lines.append(telling.loosened(field, count, desk.lang))
            drop = say(desk.lang, f"patent_drop_{field}")
            options.append(Choice("", "option", drop, drop))
        topic = PatentQuery(words=query.words)
        if query.words and len(fields) > 1 and self._patents.search(self._searched(topic), 1).total:
            label = say(desk.lang, "patent_topic_landscape", words=query.words)
            options.append(Choice("", "option", telling.cut(label, 60), label))
        if not options:
            lines.append(say(desk.lang, "patent_other_words"))
        desk.options = options
        scope = say(desk.lang, "patent_scope", count=f"{self._patents.count():,}")
        told = "\n\n".join([*lead, say(desk.lang, "patent_none"), "\n".join(f"- {line}" for line in lines), scope])
        return {"query": query.as_json(), "total": 0, "hits": [], "say": told}

    def _drawn(self, found: Landscape, lang: Lang) -> Attachment:
        """The picture below the home, under a name that nobody can guess."""
        path = Path(FOLDER) / f"{secrets.token_hex(16)}.png"
        (self._home / FOLDER).mkdir(parents=True, exist_ok=True)
        chart.draw(found, lang, self._home / path)
        return Attachment(say(lang, "patent_picture"), "image/png", path.as_posix())


def _notes(asked: Understood, desk: Desk) -> list[str]:
    notes = [*asked.notes, *(["kinds"] if asks_kind(desk.said) else [])]
    return [say(desk.lang, f"patent_note_{note}") for note in notes]


def _offers(lang: Lang, first: Sequence[str], then: str) -> list[Choice]:
    return [
        Choice("", "option", say(lang, f"patent_offer_{name}"), say(lang, f"patent_offer_{name}_says"))
        for name in (*first, then)
    ]


def _brief(hit: dict[str, Any]) -> dict[str, Any]:
    return {name: hit[name] for name in ("number", "title", "applicants", "published")}


def _restored(stored: dict[str, Any] | None) -> PatentQuery | None:
    return PatentQuery(**stored | {"classes": tuple(stored["classes"])}) if stored else None
