"""Whether words ask for patents, and with which tool: a search, one record, counts. Questions on the law do not."""

import json
import re
from collections.abc import Sequence
from typing import Any

from langchain_core.messages import BaseMessage, ToolMessage

from assistant.llm.listening import ordinal, wants
from assistant.patents.lexicon import is_topic
from assistant.patents.names import Likes
from assistant.patents.numbers import named_number
from assistant.patents.phrases import tidy
from assistant.patents.refining import drops, refers_back
from assistant.patents.understanding import names_fields, names_something, only_fields, symbols
from assistant.patents.yearly import asks_by_year

TOOLS = ("search_patents", "patent_landscape", "get_patent")
FOLLOW_UP_CHARS = 60
LONGEST = 200  # what is longer tells a case
OTHER_WISHES = ("book", "cancel", "move", "mine", "person", "services")

ASKS = re.compile(r"[?？]\s*$|吗|什么|如何|怎")

Planned = tuple[str, dict[str, str]]


def planned(text: str, before: Sequence[BaseMessage], likes: Likes) -> Planned | None:
    """The tool and its arguments, if the words ask for patents. `before` are the messages of the earlier turns."""
    number = named_number(text)
    busy = any(wants(name, text) for name in OTHER_WISHES)
    if number is not None and not busy and not wants("patent_number_never", text):
        return "get_patent", {"number": number}
    last = _last_result(before)
    if asks_landscape(text, likes):
        return "patent_landscape", {"query": text}
    if last is not None and not busy and (follow_up := _follow_up(text, *last, likes)) is not None:
        return follow_up
    if asks_search(text, likes):
        return "search_patents", {"query": text}
    return None


def asks_search(text: str, likes: Likes) -> bool:
    """A search by its words; "patents on insurance" is one although insurance by itself is guidance."""
    if _how(text) or len(text) > LONGEST:
        return False
    if wants("patent_search", text):
        return True
    if wants("patent_search_en", text):
        return not wants("patent_never_en_head", _head(text))
    if any(wants(name, text) for name in OTHER_WISHES) or wants("patent_law", text):
        return False
    if wants("patent_ends", text) and (is_topic(tidy(text)) or likes(text)):
        return True
    if ASKS.search(text):  # a question that only mentions a country or a year is one on the law
        return False
    return names_fields(text, likes) if wants("patent_word", text) else bool(symbols(text))


def asks_landscape(text: str, likes: Likes) -> bool:
    """Counts over something that is named; 专利导航 alone is a service and a policy."""
    if wants("patent_landscape_never", text):
        return False
    busy = any(wants(name, text) for name in OTHER_WISHES)
    if asks_by_year(text) and not wants("patent_law", text):
        return not busy and names_something(text, likes)
    if not wants("patent_landscape", text):
        return False
    if _how(text) and not text.casefold().startswith(("what are the", "who ", "how have", "how has")):
        return False
    return not busy and names_something(text, likes)


def _how(text: str) -> bool:
    return wants("patent_never", text)


def _head(text: str) -> str:
    """What stands in front of the topic."""
    folded = text.casefold()
    ends = [
        at
        for word in (" on ", " about ", " for ", " covering ", " related ", " relating ")
        if (at := folded.find(word)) > 0
    ]
    return folded[: min(ends)] if ends else folded


def _follow_up(text: str, tool: str, result: dict[str, Any], likes: Likes) -> Planned | None:
    """Words that lean on the patents shown before: a place in the list, another field, the picture, the next page."""
    if len(text) > FOLLOW_UP_CHARS or wants("how_to", text):
        return None
    if drops(text):
        return _again(tool), {"query": text}
    if (number := _in_force(text, result)) is not None:
        return "get_patent", {"number": number}
    if _how(text) and not wants("patent_part", text):
        return None
    hits = result.get("hits") or []
    before = int(result.get("first", 1)) - 1  # on the pages in front of this one
    if (place := ordinal(text, before + len(hits))) is not None and (place > before or place <= len(hits)):
        return "get_patent", {"number": str(hits[place - 1 - (before if place > before else 0)]["number"])}
    if _how(text):
        return None
    if wants("patent_list", text):
        return "search_patents", {"query": text}
    if wants("patent_back", text) and (refers_back(text) or not tidy(text) or not names_something(text, likes)):
        return "patent_landscape", {"query": text}
    if refers_back(text) or only_fields(text, likes):
        return _again(tool), {"query": text}
    return None


def _in_force(text: str, result: dict[str, Any]) -> str | None:
    """The number of the one patent among those shown of which it is asked whether it is in force."""
    if not (wants("patent_validity", text) and wants("patent_shown", text)):
        return None
    numbers = [str(hit["number"]) for hit in result.get("hits") or []] or [str(result.get("number", ""))]
    place = ordinal(text, len(numbers)) or (1 if len(numbers) == 1 else None)
    return (numbers[place - 1] or None) if place else None


def _again(tool: str) -> str:
    """Counts are refined as counts; after a list or a record it is a list."""
    return "patent_landscape" if tool == "patent_landscape" else "search_patents"


def _last_result(messages: Sequence[BaseMessage]) -> tuple[str, dict[str, Any]] | None:
    """The patent tool of the last turn that used tools, and what it said."""
    for message in reversed(messages):
        if isinstance(message, ToolMessage):
            if message.name not in TOOLS:
                return None
            try:
                result = json.loads(str(message.content))
            except ValueError:
                return None
            return str(message.name), result if isinstance(result, dict) else {}
    return None
