"""Which fact of the catalog a question asks for, and of whom: the hours of the centre, the price of a consultation."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from assistant.llm.listening import patterns, plain, wants
from knowledge.catalog import Organization, Service
from knowledge.naming import Mentions, Names
from knowledge.phrases import tokens
from knowledge.vocabulary import FUNCTION_WORDS, GENERIC, KIND_NAMES, words

OF_ORGANIZATION = ("hours", "phone", "address", "email", "website")
OF_SERVICE = ("price", "minutes", "mode", "documents", "notice")
FITS, BESIDE = 0.34, 0.1  # what a service must reach to be meant, and how near others may come to the best
LONGEST = 120  # what is longer tells a case

Whose = Literal["named", "centre", "consultations", "under_way"]


@dataclass(frozen=True, slots=True)
class Asked:
    """Facts by name, and whose they are: `under_way` is what the conversation is about, when nobody is named."""

    facts: tuple[str, ...]
    whose: Whose
    organizations: tuple[Organization, ...] = ()
    services: tuple[Service, ...] = ()


class CatalogQuestions:
    """Hears questions on what the catalog holds; one on anybody or anything else is none of them."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._catalog = names.catalog

    def asked(self, text: str, on: date) -> list[Asked]:
        """What of the catalog is asked for; empty where anything else is, be it beside such a fact."""
        facts = _facts(text) if len(text) <= LONGEST else ()
        of_organization = tuple(fact for fact in facts if fact in OF_ORGANIZATION)
        of_service = tuple(fact for fact in facts if fact in OF_SERVICE)
        if not facts:
            return []
        named = self._names.mentioned(text, on)
        if of_service and self._of_a_session(text):
            found = [self._of_service(text, facts, named, on)]
        else:
            found = [self._of_organization(text, of_organization, named, on)] if of_organization else []
            found += [self._of_service(text, of_service, named, on)] if of_service else []
        return [one for one in found if one is not None] if all(found) else []

    def _of_a_session(self, text: str) -> bool:
        """Whether a text speaks of consultations, or says the whole name of one."""
        said = plain(text).casefold()
        names = (name for one in self._catalog.services() for name in (one.name_zh, one.name_en) if name)
        return wants("fact_session", text) or any(name.casefold() in said for name in names)

    def _of_organization(self, text: str, facts: tuple[str, ...], named: Mentions, on: date) -> Asked | None:
        if valid := tuple(one for one in named.organizations if one.valid(on)):
            return Asked(facts, "named", valid)
        rest = _rest(text)
        if not rest:
            return Asked(facts, "centre" if wants("fact_you", text) else "under_way")
        if wants("fact_session", text):
            return self._of_session(text, facts, named)
        places = [*named.parks, *(alias for alias, park in self._catalog.aliases() if park in named.parks)]
        kinds = [KIND_NAMES.get(kind, "") for kind in named.kinds]
        if named.kinds and not _rest(text, [word for line in (GENERIC, *kinds) for word in words(line)] + places):
            found = [one for one in self._catalog.organizations(on) if one.kind in named.kinds]
            there = [one for one in found if not named.parks or one.park in named.parks]
            return Asked(facts, "named", tuple(there)) if there else None
        return None

    def _of_service(self, text: str, facts: tuple[str, ...], named: Mentions, on: date) -> Asked | None:
        held = {one.id for one in named.organizations if one.valid(on)}
        if self._of_a_session(text) or (held and facts != ("minutes",)):
            of_session = self._of_session(text, facts, named)
            if held and (of_session is None or of_session.whose != "named"):
                theirs = tuple(one for one in self._catalog.services(on) if one.organization_id in held)
                return Asked(facts, "named", services=theirs) if theirs else None
            return of_session
        if _rest(text):
            return None
        return Asked(facts, "consultations" if wants("fact_you", text) else "under_way")

    def _of_session(self, text: str, facts: tuple[str, ...], named: Mentions) -> Asked | None:
        """Of the consultation that is named, of those that fit alike, or of any where none is named."""
        if named.clear is not None:
            return Asked(facts, "named", services=(named.clear,))
        if not _rest(text, session=True):
            return Asked(facts, "consultations")
        best = max((one.score for one in named.services), default=0.0)
        near = [one for one in named.services if one.score >= max(FITS, best - BESIDE) and not one.elsewhere]
        return Asked(facts, "named", services=tuple(one.service for one in near)) if near else None


def _facts(text: str) -> tuple[str, ...]:
    found = [name for name in (*OF_ORGANIZATION, *OF_SERVICE) if wants(f"fact_{name}", text)]
    if "notice" in found and "minutes" in found:  # 提前多久
        found.remove("minutes")
    return tuple(found)


def _rest(text: str, known: Iterable[str] = (), *, session: bool = False) -> list[str]:
    """What a question says beside the facts that it asks for and the words that any question has."""
    left = plain(text).casefold()
    dropped = [f"fact_{name}" for name in (*OF_ORGANIZATION, *OF_SERVICE)]
    dropped += ["fact_session"] if session else []
    for pattern in (one for name in (*dropped, "fact_you", "fact_filler") for one in patterns(name)):
        left = pattern.sub(" ", left)
    for word in sorted(known, key=len, reverse=True):
        left = re.sub(rf"\b{re.escape(word)}s?\b" if word.isascii() else re.escape(word), " ", left)
    return [piece for piece in tokens(left) if piece not in _function_words()]


@cache
def _function_words() -> frozenset[str]:
    return frozenset(piece for word in FUNCTION_WORDS for piece in tokens(word))
