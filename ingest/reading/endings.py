"""What a text puts an end to: 《…》同时废止, “the … Act is repealed as of …”; each name with the day, if one is told.

Whole documents only; of which but an article or a part goes is left out, and what a text merely relies on is too.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from ingest.reading.own_words import THIS
from ingest.reading.publication import TAIL_CHARS
from ingest.reading.versions import (
    DAY,
    ENGLISH_DAY,
    HEAD_CHARS,
    IN_FORCE,
    day_of,
    english_day,
    is_english_statute,
)  # fmt: skip
from knowledge.model import Repeal

STOPS = r"(?:废止|失效|停止执行|停止施行|不再执行)"
# Names and brackets have a length, so that a text made to be hard takes no more time than its length.
NAMED = re.compile(
    r"《((?:[^《》]|《[^《》]{0,120}》){1,200})》(?:\s?[（(]([^（）()]{0,40}?\d{1,6}\s?号)[^（）()]{0,40}[）)])?"
)
BRACKETS = r"(?:\s?[（(][^（）()]{0,80}[）)]){0,4}"
COLON = re.compile("[:：]")
LONGEST_HEAD = 160
BEFORE, BEYOND = 1000, 300  # signs of a sentence that are read before the end of a name and after it
ALL = r"(?:\s*等[^《》，。；]{0,12}?)?"  # 等三件文件, of which the names stand before
ENDING = re.compile(r"(?:同时|予以|即行|相应|自行|现予)(?:废止|停止执行|停止施行)")
STOPPED_ON = re.compile(rf"》{BRACKETS}{ALL}\s*(?:自|于|从)\s*{DAY}\s*(?:之日)?起?\s*(?:同时|予以)?\s*{STOPS}")
FROM_DAY_STOPPED = re.compile(rf"》{BRACKETS}{ALL}\s*(?:同时|予以|即行|一并)?\s*{STOPS}")
FROM_DAY = re.compile(rf"(?:自|从)\s*{DAY}\s*(?:之日)?起\s*[，,]")
LEADS_ON = re.compile(r"^\s*(?:[、，,和及与以]|等|同时|予以|即行|相应|自行|现予|\d)")
JOINED = re.compile(rf"^{BRACKETS}\s*(?:$|[、，,和及与以]|并)")
RELIED_ON = re.compile(r"(?:依照|根据|按照|依据|遵照|贯彻|落实|执行)\s*$")
LIST = re.compile(
    rf"(?m)(?:下列|以下)[^。；:：《》\n]{{0,20}}?(?:文件|规章|法规|规定|办法|通知|政策)(?:(?!条款|部分)[^。；:：《》\n]){{0,40}}?"
    rf"{STOPS}[^。；:：《》\n]{{0,40}}[:：]"
    rf"|{STOPS}\s*(?:下列|以下)(?:(?!条款)[^。；:：《》\n]){{0,40}}?(?:文件|规章|法规|规定|办法|通知|政策)[^。；:：《》\n]{{0,40}}[:：]"
)
ITEM = re.compile(
    rf"^\s*(?:[（(]?[\d一二三四五六七八九十]+\s*[）)]?\s*[.．、,]?\s*)?{NAMED.pattern}{BRACKETS}\s*[；;。、，,]?\s*$"
)
ON = re.compile(rf"(?:自|于|从)\s*{DAY}\s*(?:之日)?起?")
ENDS_IN_TITLE = re.compile(r"废止[^《]{0,12}(《.+》)(?!\s*(?:第|中|等?部分|有关|个别|若干))")
WORD = r"(?:[A-Z(][\w'’()&-]*|of|and|for|on|the|to|in|\d{4})"
NAME = rf"((?:[A-Z][\w'’&-]*)(?:,?\s+{WORD}){{0,24}})"
WHEN = (
    r"(?:\s*,?\s+(?:with\s+effect\s+(?:from|on)|effective(?:\s+(?:from|on|as\s+of))?|on|from|as\s+of|as\s+from"
    rf"|at\s+(?P<close>the\s+end\s+of))\s+{ENGLISH_DAY})"
)
ENGLISH_ENDING = re.compile(
    rf"\b(?:[Tt]he\s+)?{NAME}\s+(?:(?:(?:is|are|stands?)|(?:shall|will)\s+(?:be|stand))\s+(?:hereby\s+)?"
    rf"(?:repealed|revoked|superseded|withdrawn)|(?:shall\s+|will\s+)?ceases?\s+to\s+(?:have\s+effect|apply|be\s+in\s+force)){WHEN}?"
)
ENGLISH_REPLACES = re.compile(THIS + rf"(?:repeals?|replaces?|supersedes?|revokes?)\s+(?:the\s+)?{NAME}{WHEN}?")
ENGLISH_NOTICE = re.compile(r"\b(?:Notice|Decision|Announcement|Circular|Repeals?|Revocation|Withdrawal)\b")
WITHIN = re.compile(r"\b(?:of|for|in|on|under|to|by|from|with|than|except)\s+(?:the\s+)?$")
DATED_NAME = re.compile(r"\b\d{4}$")
LOOSE_END = re.compile(r"(?:,?\s+(?:of|and|for|on|the|to|in))+$")
NEXT_NAME = re.compile(r",?\s+and\s+(?:the\s+)?|,\s+(?:the\s+)?")

Name = tuple[str, str | None]  # title and number


def repeals(title: str, text: str) -> tuple[Repeal, ...]:
    """Whole documents that the last articles, a list of its own or the title put an end to."""
    tail = text[-TAIL_CHARS:]
    told: list[Repeal] = []
    for found in (*_on_a_day(tail), *_listed(text), *_by_title(title), *_at_once(tail), *_english(title, text)):
        held = next((one for one in told if _same(one, found)), None)
        if held is None:
            told.append(found)
        else:
            told[told.index(held)] = Repeal(held.title, held.number or found.number, held.on or found.on)
    return tuple(told)


def _same(one: Repeal, other: Repeal) -> bool:
    return one.title == other.title and (not (one.number and other.number) or one.number == other.number)


def _by_title(title: str) -> Iterator[Repeal]:
    if found := ENDS_IN_TITLE.search(title):
        yield from (Repeal(name, no or None) for name, no in NAMED.findall(found[1]))


def _on_a_day(tail: str) -> Iterator[Repeal]:
    """《甲》《乙》自…起废止, and 自…起，《甲》《乙》废止."""
    for found in STOPPED_ON.finditer(tail):
        yield from _each(names_before(tail, found.start() + 1), day_of(found.groups()))
    for found in FROM_DAY.finditer(tail):
        sentence = re.split("[。；\n]", tail[found.end() :], maxsplit=1)[0]
        if stops := FROM_DAY_STOPPED.search(sentence):
            yield from _each(names_before(sentence, stops.start() + 1), day_of(found.groups()))


def _at_once(tail: str) -> Iterator[Repeal]:
    for line in tail.split("\n"):
        if ending := ENDING.search(line):
            begins = max(line.rfind(sign, 0, ending.start()) for sign in "。；") + 1
            days = (day_of(tuple(part for part in found.groups() if part)) for found in IN_FORCE.finditer(line))
            last = [found for found in NAMED.finditer(line, begins, ending.start())][-1:]
            if last and LEADS_ON.match(re.sub(rf"^{BRACKETS}", "", line[last[0].end() :])):
                yield from _each(names_before(line, last[0].end()), next((day for day in days if day), None))


def names_before(text: str, end: int) -> Iterator[Name]:
    """The names, one after the other, of which the last one begins before `end`; what is relied on is none of them."""
    begins = sentence_start(text, end)
    run: list[re.Match[str]] = []
    for found in reversed([one for one in NAMED.finditer(text, begins, end + BEYOND) if one.start() < end]):
        if run and not JOINED.match(text[found.end() : run[-1].start()]):
            break
        if RELIED_ON.search(text[begins : found.start()]):
            break
        run.append(found)
    yield from ((found[1], found[2]) for found in reversed(run))


def sentence_start(text: str, at: int) -> int:
    """Where the sentence begins in which `at` stands."""
    reach = max(0, at - BEFORE)
    return max(reach, max(text.rfind(sign, reach, at) for sign in "。；\n") + 1)


def listed(text: str, at: int) -> Iterator[Name]:
    """The names of a list that begins there: one on each line that follows, or all of them on the same one."""
    end = _line_end(text, at)
    first = text[at : min(end, at + BEFORE)]
    if names := [*NAMED.finditer(first)]:
        yield from names_before(first, names[-1].end())
    while end < len(text):
        begins, end = end + 1, _line_end(text, end + 1)
        line = text[begins : min(end, begins + BEFORE)]
        item = ITEM.match(line)
        if item is None and line.strip():
            break
        if item is not None:
            yield item[1], item[2]


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def list_heads(head: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Where such a list begins: of each colon only the clause before it is read."""
    for colon in COLON.finditer(text):
        begins = max(0, colon.start() - LONGEST_HEAD)
        begins += max(text[begins : colon.start()].rfind(sign) for sign in "。；:：《》\n") + 1
        if found := head.search(text, begins, colon.end()):
            yield found


def _listed(text: str) -> Iterator[Repeal]:
    """下列文件自…起废止：."""
    for head in list_heads(LIST, text):
        told = ON.search(text, sentence_start(text, head.start()), head.end())
        day = day_of(told.groups()) if told else None
        yield from _each(listed(text, head.end()), day)


def _each(names: Iterable[Name], day: str | None) -> Iterator[Repeal]:
    return (Repeal(title, number, day) for title, number in names)


def _english(title: str, text: str) -> Iterator[Repeal]:
    """A statute or a notice puts an end to others; in other texts only what they say that they replace counts."""
    ends = text[:HEAD_CHARS] + "\n" + text[-TAIL_CHARS:]
    for found in ENGLISH_REPLACES.finditer(ends):
        yield from _each(((name, None) for name in english_names(found[1])), _english_day(found))
    if is_english_statute(title) or ENGLISH_NOTICE.search(title):
        for found in ENGLISH_ENDING.finditer(ends):
            if not WITHIN.search(ends[: found.start()]):
                yield from _each(((name, None) for name in english_names(found[1])), _english_day(found))


def _english_day(found: re.Match[str]) -> str | None:
    """The first day without; at the end of a day, that is the next one."""
    day = english_day(found[3]) if found[3] else None
    if day and found["close"]:
        return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    return day


def english_names(told: str) -> Iterator[str]:
    """“the Fees Act 2015 and the Fees Rules 2016” are two; “the Trade Marks and Designs Act 1990” is one."""
    begins = 0
    for parting in NEXT_NAME.finditer(told):
        name = told[begins : parting.start()]
        if is_english_statute(name) or DATED_NAME.search(name):
            yield from _whole_name(name)
            begins = parting.end()
    yield from _whole_name(told[begins:])


def _whole_name(name: str) -> Iterator[str]:
    name = LOOSE_END.sub("", name)
    if len(name.split()) > 1 and not name.startswith(("This ", "These ")):
        yield name
