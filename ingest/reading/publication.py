"""Days in force that a text counts from its own publication or adoption: 自公布之日起施行, 30 days after promulgation.

The clause stands at the end, the day at the head; where the head names several, or that of a revision, nobody knows
which the clause counts from, and the last article may be the original's.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from ingest.reading.own_words import BARE, BARE_ENGLISH, IT, OWN, THIS, WHOLE, WHOLE_ENGLISH
from ingest.reading.statutes import value
from ingest.reading.versions import AMENDED, AMENDED_LINE, DAY, ENGLISH_DAY, HEAD_CHARS, REVISED, day_of, english_day

TAIL_CHARS = 1500
LONGEST_LINE = 80
COUNT = r"\d{1,3}|[一二两三四五六七八九十]{1,3}"
EVENT = r"(?:(?P<event>公布|发布|印发|颁布|公告|下发|发文|通过)之|即)日"
COUNTED = rf"自\s*{EVENT}\s*起?\s*(?:(?:满\s*)?(?P<count>{COUNT})\s*(?P<unit>个月|日|天)(?:之?后|起)?)?\s*[，,]?"
CLAUSE = re.compile(rf"{OWN}{COUNTED}\s*(?:正式)?(?:施行|实施|生效|执行|试行)")
BARE_CLAUSE = re.compile(rf"{BARE}{COUNTED}\s*(?:正式)?(?:施行|实施|生效|执行|试行){WHOLE}")
ANY_DAY = re.sub(r"\((?!\?)", "(?:", DAY)
PUBLISHED = re.compile(
    rf"{DAY}(?:(?!{ANY_DAY})[^\n《]){{0,40}}?(?:公布|发布|印发|颁布)(?!的)"
    rf"|(?:公布|发布|印发|颁布|发文|成文)(?:日期|时间)\s*[:：]\s*{DAY}"
)
ISSUED_LINE = re.compile(rf"(?m)^[^，。；\n]{{0,40}}?{DAY}\s{{0,4}}(?:公布|发布|印发|颁布)[^\S\n]*$")
SIGNED_LINE = re.compile(rf"(?m)^[^，。；：《》\d\n]{{0,40}}{DAY}[^\S\n]*$")
ADOPTED = re.compile(rf"{DAY}(?:(?!{ANY_DAY})[^\n《]){{0,60}}?通过(?!的)")
ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBERS = {word: at for at, word in enumerate(ONES)} | {word: at * 10 for at, word in enumerate(TENS, 2)}
ORDINALS = {"first": "one", "second": "two", "third": "three", "fifth": "five", "eighth": "eight", "ninth": "nine",
            "twelfth": "twelve"}  # fmt: skip
HAPPENED = r"(?:publication|promulgation|issuance|issue|announcement|adoption|enactment|passage)"
ENGLISH_COUNTED = (
    r"(?:shall\s+|will\s+)?(?:comes?|enters?|takes?|becomes?|is|are|be|applies|apply|commences?)\s+"
    r"(?:in(?:to)?\s+(?:force|effect|operation)\s+|effect\s+|effective\s+|be\s+effective\s+)?"
)
ENGLISH_EVENT = (
    r"(?:immediately\s+)?(?:(?:on\s+)?(?:the\s+)?(?P<count>\d{1,3}(?:st|nd|rd|th)?|[A-Za-z]{1,12}(?:[-\s][A-Za-z]{1,12})?)"
    r"(?:\s*\(\d{1,3}(?:st|nd|rd|th)?\))?\s+(?:calendar\s+)?"
    r"(?P<unit>day|week|month|year)s?\s+(?:after|following|from)|(?:up)?on|from|as\s+(?:of|from)|with\s+effect\s+from)\s+"
    rf"(?:the\s+(?:date|day)\s+of\s+)?(?:(?:its|their|the|this)\s+)?(?P<event>{HAPPENED})\b"
)
ENGLISH_CLAUSE = re.compile(rf"(?:{THIS}|{IT}){ENGLISH_COUNTED}{ENGLISH_EVENT}")
BARE_ENGLISH_CLAUSE = re.compile(
    rf"{BARE_ENGLISH}(?:In\s+force|Effective|With\s+effect|(?:Comes|Enters)\s+into\s+force|Takes\s+effect|Commences)\s+"
    rf"{ENGLISH_EVENT}{WHOLE_ENGLISH}"
)
ENGLISH_ON = rf"(?:[^.\n]|\.(?=\s?\d)){{0,160}}?\bon\s+{ENGLISH_DAY}"
ENGLISH_PUBLISHED = re.compile(
    rf"(?i:\b(?:published|promulgated|issued)\b)(?:{ENGLISH_ON}|\s*:?\s+{ENGLISH_DAY})"
    rf"|(?i:\b(?:date\s+of\s+(?:publication|promulgation|issue)|(?:publication|promulgation|issue)\s+date))\W*[:：|]\s*{ENGLISH_DAY}"
)
ENGLISH_ADOPTED = re.compile(rf"(?i:\b(?:adopted|enacted|passed)\b)(?:{ENGLISH_ON}|\s+{ENGLISH_DAY})")
ENGLISH_SIGNED_LINE = re.compile(rf"(?m)^(?:[A-Z][^.:\n\d]{{0,60}},|Dated?:?)?\s{{0,4}}{ENGLISH_DAY}[^\S\n]*$")
ENGLISH_ISSUED_LINE = re.compile(
    rf"(?m)^[^.\n]{{0,60}}?(?i:\b(?:published|promulgated|issued)\b)(?:\s+on)?\s*:?\s+{ENGLISH_DAY}\.?[^\S\n]*$"
)
BODY = re.compile(r"(?m)^\W*(?:第一条|(?:Article|Section)\s+(?:1|One|I)\b)")
Unit = Literal["day", "week", "month", "year"]
UNITS: dict[str, Unit] = {"个月": "month", "日": "day", "天": "day"}


def counted_days(text: str, *, bare: bool = True) -> Iterator[str]:
    """The ISO days that such clauses come to, none where the day that they count from is not known.

    With `bare` also clauses that name no subject, which are the text's own unless it tells of others.
    """
    head = _head(text)
    if any(revised.search(head) for revised in (REVISED, AMENDED, AMENDED_LINE)):
        return
    for found in _clauses(text, bare=bare):
        if (first := _day_of_event(text, found["event"])) is None:
            continue
        if not found["count"]:
            yield first
        elif (count := _number(found["count"])) is not None:
            yield after(date.fromisoformat(first), count, UNITS.get(found["unit"], found["unit"])).isoformat()


def names_publication(text: str) -> bool:
    """Its head says when it was published, whatever it says of its days in force."""
    head = _head(text)
    return any(pattern.search(head) for pattern in (PUBLISHED, ENGLISH_PUBLISHED))


def on_the_day_itself(text: str) -> bool:
    """It takes force on the day of its publication or adoption, whichever day that was."""
    return any(not found["count"] for found in _clauses(text, bare=True))


def _clauses(text: str, *, bare: bool) -> Iterator[re.Match[str]]:
    ends = text if len(text) <= HEAD_CHARS + TAIL_CHARS else text[:HEAD_CHARS] + "\n" + text[-TAIL_CHARS:]
    for clause in (CLAUSE, ENGLISH_CLAUSE, *((BARE_CLAUSE, BARE_ENGLISH_CLAUSE) if bare else ())):
        yield from clause.finditer(ends)


def _head(text: str) -> str:
    """What stands before the first article; of a text without articles the short lines, for the others tell of much."""
    head = text[:HEAD_CHARS]
    if body := BODY.search(head):
        return head[: body.start()]
    return "\n".join(line for line in head.split("\n") if len(line) <= LONGEST_LINE)


def _day_of_event(text: str, event: str | None) -> str | None:
    """The one day that the head names for it, else the line that says so at the end, else the day of the signature."""
    head = _head(text)
    if event in ("通过", "adoption", "enactment", "passage"):
        return _one_day(head, ADOPTED, ENGLISH_ADOPTED)
    ends = text[:HEAD_CHARS] + "\n" + text[-TAIL_CHARS:]
    places = (
        (head, PUBLISHED, ENGLISH_PUBLISHED),
        (text[-TAIL_CHARS:], ISSUED_LINE, ENGLISH_ISSUED_LINE),
        (ends, SIGNED_LINE, ENGLISH_SIGNED_LINE),
    )
    for where, zh, en in places:
        if zh.search(where) or en.search(where):
            return _one_day(where, zh, en)
    return None


def _one_day(where: str, zh: re.Pattern[str], en: re.Pattern[str]) -> str | None:
    found = {day_of(tuple(part for part in one.groups() if part)) for one in zh.finditer(where)}
    found |= {english_day(next(part for part in one.groups() if part)) for one in en.finditer(where)}
    return found.pop() if len(found) == 1 else None


def _number(written: str) -> int | None:
    """30 of 30, 30th, 三十, thirty, thirtieth or the twenty-first; None of another word."""
    if figures := re.match(r"\d+", written):
        return int(figures.group())
    if not written.isascii():
        return value(written.replace("两", "二"))
    total = 0
    for word in re.split(r"[-\s]", written.lower()):
        plain = ORDINALS.get(word) or re.sub(r"ieth$", "y", word).removesuffix("th")
        if plain not in NUMBERS:
            return None
        total += NUMBERS[plain]
    return total


def after(first: date, count: int, unit: str) -> date:
    if unit in ("day", "week"):
        return first + timedelta(days=count * (7 if unit == "week" else 1))
    years, month = divmod(first.month - 1 + count * (12 if unit == "year" else 1), 12)
    last = monthrange(first.year + years, month + 1)[1]
    return date(first.year + years, month + 1, min(first.day, last))
