"""What a notice says of other texts' terms: 《甲办法》有效期延长至…, “the validity of the … Policy is extended to …”.

It is told to staff and not applied, for a name may fit several texts, and a term is a matter of days.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.reading.endings import (
    ALL,
    BRACKETS,
    NAME,
    NAMED,
    WITHIN,
    english_names,
    list_heads,
    listed,
    names_before,
)
from ingest.reading.own_words import OWN
from ingest.reading.publication import TAIL_CHARS
from ingest.reading.versions import DAY, ENGLISH_DAY, HEAD_CHARS, day_of, english_day

TERM = r"(?:有效期|(?:施行|实施|执行|试行|适用|政策)?期限|(?:施行|实施|执行|试行|适用)(?:时间|期))限?"
GOES_ON = r"(?:施行|实施|执行|有效|适用|\s*[\d一二两三四五六七八九十]+\s*年)?"
LONGER = (
    rf"(?:(?:{TERM})?\s*(?:再|予以|均|统一|继续)?\s*(?:延长|延续|顺延|延期){GOES_ON}|继续(?:有效|施行|实施|执行|适用))"
    rf"\s*[，,]?\s*(?:{TERM})?\s*(?:延长)?\s*(?:至|到|截至|截止到?)\s*{DAY}"
)
OF_OTHERS = re.compile(rf"》{BRACKETS}{ALL}\s*的?\s*(?:自[^，。；《》\n]{{0,16}}起\s*[，,]?\s*)?{LONGER}")
OF_ITSELF = re.compile(rf"{OWN}的?{LONGER}")
OF_LIST = re.compile(
    r"(?:下列|以下|附件所列)[^。；:：《》\n]{0,20}?(?:文件|规章|规定|办法|通知|政策)(?:(?!条款|部分)[^。；:：《》\n]){0,40}?"
    rf"{LONGER}[^。；:：《》\n]{{0,40}}[:：]"
)
IN_TITLE = re.compile(r"(?:延长|延续|延期)[^《》]{0,8}(《.+》)[^《》]{0,6}(?:期|的)")
THAT_ONE = re.compile(rf"(?:该|上述|前述|原)[^，。；：《》\n]{{1,10}}?{LONGER}")
TILL = rf"(?:to|until|till|through)\s+(?:and\s+including\s+)?{ENGLISH_DAY}"
IS_EXTENDED = (
    r"(?:is|are|has\s+been|have\s+been|(?:shall|will)\s+be)\s+(?:hereby\s+)?(?:further\s+)?"
    rf"(?:extended|prolonged|renewed)\s+{TILL}"
)
ENGLISH_TERM = r"(?:[Vv]alidity(?:\s+period)?|[Tt]erm|[Ee]ffect|[Ee]ffectiveness|[Pp]eriod\s+of\s+validity|[Dd]uration)"
ENGLISH_OTHERS = re.compile(
    rf"\b{ENGLISH_TERM}\s+of\s+(?:the\s+)?{NAME}\s+{IS_EXTENDED}|\b(?:[Tt]he\s+)?{NAME}\s+(?:{IS_EXTENDED}"
    rf"|(?:(?:shall|will)\s+)?(?:remains?|continues?(?:\s+to\s+be|\s+to\s+remain)?)\s+(?:in\s+force|in\s+effect|valid|effective)\s+{TILL})"
)
ENGLISH_ITSELF = re.compile(rf"\b(?:{ENGLISH_TERM}\s+of\s+)?[Tt]h(?:is|ese)\s+(?:[\w'’-]+\s+){{1,6}}?{IS_EXTENDED}")


@dataclass(frozen=True, slots=True)
class Extension:
    """`until` is the new last day, an ISO day."""

    title: str
    number: str | None
    until: str


def extensions(title: str, text: str) -> tuple[Extension, ...]:
    """What the text says of texts that it names."""
    return tuple(dict.fromkeys((*_named(title, text), *_english(text[:HEAD_CHARS] + "\n" + text[-TAIL_CHARS:]))))


def own_extensions(text: str) -> list[str]:
    """The last days to which a text says that its own term is extended."""
    zh = (day_of(found.groups()) for found in OF_ITSELF.finditer(text))
    en = (english_day(found[1]) for found in ENGLISH_ITSELF.finditer(text))
    return [day for day in (*zh, *en) if day]


def _named(title: str, text: str) -> Iterator[Extension]:
    for found in OF_OTHERS.finditer(text):
        if day := day_of(found.groups()):
            yield from (Extension(*name, day) for name in names_before(text, found.start() + 1))
    for found in list_heads(OF_LIST, text):
        if day := day_of(found.groups()):
            yield from (Extension(*name, day) for name in listed(text, found.end()))
    if told := IN_TITLE.search(title):
        days = {day for found in THAT_ONE.finditer(text) if (day := day_of(found.groups()))}
        if len(days) == 1:
            (day,) = days
            yield from (Extension(name, number or None, day) for name, number in NAMED.findall(told[1]))


def _english(text: str) -> Iterator[Extension]:
    for found in ENGLISH_OTHERS.finditer(text):
        name, day = found[1] or found[3], english_day(found[2] or found[4] or found[5])
        if day and (found[1] or not WITHIN.search(text[: found.start()])):
            yield from (Extension(one, None, day) for one in english_names(name))
