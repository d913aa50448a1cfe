"""What a text says of validity: from when and until when it is in force, what it ends, and whether it is ended itself.

Only what a text says of itself counts (本办法自…起施行, "This policy takes effect on …", a line 施行日期：…), for
guides mention other rules' dates all the time. Nothing is guessed; where a text says two things, the doubt is written
down.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ingest.reading.endings import STOPS, repeals
from ingest.reading.extensions import extensions, own_extensions
from ingest.reading.own_words import BARE, BARE_ENGLISH, IT, OWN, THIS, WHOLE, WHOLE_ENGLISH, tells_of_others
from ingest.reading.publication import (
    ANY_DAY,
    TAIL_CHARS,
    after,
    counted_days,
    names_publication,
    on_the_day_itself,
)
from ingest.reading.statutes import value
from ingest.reading.versions import (
    DAY,
    ENGLISH_DAY,
    HEAD_CHARS,
    IN_FORCE,
    day_of,
    english_day,
    is_english_statute,
    version_date,
)  # fmt: skip
from knowledge.model import Doubt, Repeal

LABEL_LINES = 60  # a table of facts stands at the head of a page, if anywhere
LAST_CHARS = 400
LONGEST_TITLE = 300
SPACE = re.compile(r"\s+")
ENDS = r"\s*(?:起|起正式|之日起)?\s*(?:施行|实施|生效|执行|试行)"
OWN_FROM = re.compile(rf"{OWN}(?:自|从|于)\s*{DAY}{ENDS}")
BARE_FROM = re.compile(rf"{BARE}(?:自|从|于)?\s*{DAY}{ENDS}{WHOLE}")
HEAD_FROM = re.compile(rf"(?m)^\s*[（(]?\s*(?:自\s*)?{DAY}\s*起?\s*(?:施行|实施)\s*[）)]?\s*$")
# A term that is the text's own, not a mark's or a permit's.
BOUND = rf"(?:{OWN}(?:的)?|(?:施行|实施|执行|生效|试行)(?:[^。\n]{{0,12}}?|\s*。\s*))"
UNTIL = re.compile(rf"{BOUND}有效期?限?\s*(?:自[^。；\n]{{0,24}}?)?(?:截至|截止到?|至|到)\s*{DAY}")
TERM_FROM = re.compile(rf"{BOUND}有效期?限?\s*自\s*{DAY}\s*起?\s*(?:至|到)")
FROM_UNTIL = re.compile(rf"{OWN}(?:自|从|于)\s*{ANY_DAY}{ENDS}[，,；;]?\s*(?:截至|截止到?|至|到)\s*{DAY}")
TERM = re.compile(
    rf"(?:{BOUND}(?:有效|试行|执行|实施)期限?(?:暂?[为定])?|起\s*(?:试行|暂行))\s*"
    r"(?P<count>\d{1,2}|[一二两三四五六七八九十]{1,3})\s*(?P<unit>年|个月)"
)
OWN_ENDS = re.compile(rf"{OWN}(?:自|于)\s*{DAY}\s*起?\s*{STOPS}")
FROM_ENDS = re.compile(rf"{OWN}(?:自|从|于)\s*{ANY_DAY}{ENDS}[，,；;]\s*(?:并?自|于)?\s*{DAY}\s*起?\s*{STOPS}")
ENDED = re.compile(
    rf"(?m){OWN}已(?:经)?(?:废止|失效|停止执行)|^\s*(?:时效性?|效力状态|效力|状态)\s*[:：]\s*(?:已?废止|已?失效)"
    r"|^\s*Status\s*:\s*(?:repealed|revoked|superseded|withdrawn|no longer in force)"
)
ENDED_TITLE = re.compile(r"[（(\[【]\s*(?:已?废止|已?失效|(?i:repealed|revoked|withdrawn))\s*[）)\]】]")
FROM_LABEL = re.compile(
    r"(?i)^\W*(?:施行日期|实施日期|生效日期|执行日期|生效时间|施行时间|effective date|date of effect|date effective"
    r"|effective from|effective|in force from|entry into force|date of entry into force|commencement date|commencement)"
    r"\W*[:：|]\s*(.+)$"
)
TO_LABEL = re.compile(
    r"(?i)^\W*(?:失效日期|废止日期|有效期至|有效期截止|截止日期|expiry date|expires|expires on|valid until"
    r"|in force until)\W*[:：|]\s*(.+)$"
)
ENGLISH_FROM = re.compile(
    rf"(?:{THIS}|{IT})(?:shall\s+|will\s+)?"
    r"(?:comes?|came|enters?|entered|takes?|took|is|are|be|becomes?|became|commences?|applies|apply)\s+"
    r"(?:in(?:to)?\s+(?:force|effect|operation)\s+|effect\s+|(?:be\s+)?effective\s+(?=[A-Z\d]))?"
    r"(?:(?:effective\s+)?(?:on|from|as\s+of|as\s+from|with\s+effect\s+from)\s+(?:and\s+from\s+)?|(?<=effective\s))"
    + ENGLISH_DAY
)  # fmt: skip
BARE_ENGLISH_FROM = re.compile(
    rf"{BARE_ENGLISH}(?:(?:In\s+force|Effective|Commenc(?:es|ing)|With\s+effect|(?:Comes|Enters)\s+into\s+force|Takes\s+effect)\s+"
    rf"(?:(?:on|from|as\s+of|as\s+from)\s+)?){ENGLISH_DAY}{WHOLE_ENGLISH}"
)
ENGLISH_HISTORY = re.compile(  # (Adopted at … on 1 July 2026, effective as of 1 January 2027)
    r"(?im:^[\s(（*_]*(?:adopted|passed|enacted|promulgated|issued|amended|revised)\b[^\n]{0,300}?\b(?:effective|in\s+force)\s+"
    r"(?:as\s+of|from|as\s+from|on|since)\s+)" + ENGLISH_DAY
)  # fmt: skip
# “This Act takes effect on … and expires on …”, “… applies from … to …”
ENGLISH_BEGUN = ENGLISH_FROM.pattern.replace(ENGLISH_DAY, f"(?:{ENGLISH_DAY[1:]}")
ITSELF = rf"(?:{ENGLISH_BEGUN},?\s+(?:and|but)\s+(?:it\s+|they\s+)?|{THIS}|{IT})"
ENGLISH_TO = re.compile(
    ENGLISH_BEGUN + r",?\s+(?:(?:and\s+)?until|to|till|through|up\s+to)\s+(?:and\s+including\s+)?" + ENGLISH_DAY
)
ENGLISH_LAST = re.compile(
    ITSELF
    + r"(?:(?:shall\s+|will\s+)?expires?\s+(?:on\s+)?"
    r"|(?:shall\s+|will\s+)?(?:is|are|be|remains?|continues?)\s+(?:valid|in\s+(?:force|effect)|effective)\s+until\s+"
    r"|(?:shall\s+|will\s+)?ceases?\s+to\s+(?:have\s+effect|apply|be\s+in\s+force)\s+at\s+the\s+end\s+of\s+)"
    + ENGLISH_DAY
)  # fmt: skip
ENGLISH_END = re.compile(
    ITSELF + r"(?:(?:is|was|are|(?:shall|will)\s+be)\s+(?:repealed|revoked|withdrawn)"
    r"|(?:shall\s+|will\s+)?ceases?\s+to\s+(?:have\s+effect|apply|be\s+in\s+force))"
    r"\s+(?:with\s+effect\s+|effective\s+)?(?:on|from|as\s+of|as\s+from)\s+" + ENGLISH_DAY
)  # fmt: skip
ENGLISH_ENDED = re.compile(
    THIS + r"(?:has\s+been|is|was)\s+(?:repealed|revoked|withdrawn)\b(?!\s+(?:with|on|from|as|by\s+that))"
)


@dataclass(frozen=True, slots=True)
class Said:
    """Days are ISO days, None where the text says none."""

    in_force_from: str | None = None
    in_force_to: str | None = None
    repeals: tuple[Repeal, ...] = ()
    repealed: bool = False
    doubts: tuple[Doubt, ...] = ()


def said(title: str, text: str, *, statute: bool, dated: str | None, stated: str | None = None) -> Said:
    """What a text says; `dated` is the version's own date, `stated` an effective date from the row that brought it.

    A day in force before the version's own date is the original's and is left out. Where a text names two, the later
    one counts, when it is in force by either.
    """
    title, text = title[:LONGEST_TITLE], SPACE.sub(_squeezed, text)
    own = set(_own_days(text, stated, bare=not tells_of_others(title)))
    days = sorted(day for day in own if dated is None or day >= dated)
    if not days and statute:
        days = _mentioned(text, dated)[-1:]
    begins = days[-1] if days else None
    doubts: tuple[Doubt, ...] = (Doubt("two_dates", {"first": days[0], "second": days[-1]}),) if len(days) > 1 else ()
    if not own and begins is None and (statute or is_english_statute(title)):
        doubts = tuple(_only_adopted(text))
    doubts += tuple(
        Doubt("extended", {"named": one.title, "number": one.number or "", "until": one.until})
        for one in extensions(title, text)
    )
    ended = bool(
        ENDED_TITLE.search(title) or ENDED.search(text[:HEAD_CHARS]) or ENGLISH_ENDED.search(text[:HEAD_CHARS])
    )
    return Said(begins, _ends(text, begins, dated), repeals(title, text), ended, doubts)


def _squeezed(space: re.Match[str]) -> str:
    return "\n" if "\n" in space.group() else " "


def _own_days(text: str, stated: str | None, *, bare: bool) -> Iterator[str]:
    ends = text[:HEAD_CHARS] + "\n" + text[-TAIL_CHARS:]
    if stated:
        yield stated
    for pattern, where in ((OWN_FROM, ends), (TERM_FROM, ends), (HEAD_FROM, text[:HEAD_CHARS])):
        yield from _days(pattern, where)
    if bare:
        yield from _days(BARE_FROM, ends)
    yield from counted_days(text, bare=bare)
    english = [*ENGLISH_FROM.finditer(ends), *ENGLISH_HISTORY.finditer(text[:HEAD_CHARS])]
    for found in (*english, *(BARE_ENGLISH_FROM.finditer(ends) if bare else ())):
        if day := english_day(found[1]):
            yield day
    yield from _labelled(FROM_LABEL, text)


def _only_adopted(text: str) -> Iterator[Doubt]:
    """A statute that says when it was adopted and nothing of when it takes force: the one day is not the other."""
    adopted = version_date(text)
    if adopted and not (on_the_day_itself(text) or names_publication(text) or _mentioned(text, None)):
        yield Doubt("only_adopted", {"adopted": adopted})


def _mentioned(text: str, dated: str | None) -> list[str]:
    """In a statute a date without 本… before it is its own too, if it stands at the head or in the last article."""
    found = {day for day in _days(IN_FORCE, text[:HEAD_CHARS] + "\n" + text[-LAST_CHARS:])}
    return sorted(day for day in found if dated is None or day >= dated)


def _ends(text: str, begins: str | None, dated: str | None) -> str | None:
    """The last day in force. A term in years is counted from the first day."""
    ends = text[:HEAD_CHARS] + "\n" + text[-TAIL_CHARS:]
    lasts = list(_days(UNTIL, ends)) + list(_days(FROM_UNTIL, ends)) + list(_labelled(TO_LABEL, text))
    english = (*ENGLISH_LAST.finditer(ends), *ENGLISH_TO.finditer(ends))
    lasts += [day for found in english if (day := english_day(found[1]))]
    over = [*_days(OWN_ENDS, ends), *_days(FROM_ENDS, ends)]
    over += [day for found in ENGLISH_END.finditer(ends) if (day := english_day(found[1]))]
    lasts += [(date.fromisoformat(day) - timedelta(days=1)).isoformat() for day in over]
    if not lasts and begins and (term := TERM.search(ends)):
        lasts = [_at_the_end(begins, term["count"], term["unit"])]
    lasts = [max(longer)] if (longer := own_extensions(ends)) else lasts
    after = begins or dated or ""
    return min((day for day in lasts if day >= after), default=None)


def _at_the_end(begins: str, count: str, unit: str) -> str:
    """The day before that on which the term has run out."""
    first = date.fromisoformat(begins)
    number = value(count.replace("两", "二"))
    if unit == "年" and (first.month, first.day) == (2, 29):
        first = date(first.year, 3, 1)
        return (first.replace(year=first.year + number) - timedelta(days=1)).isoformat()
    return (after(first, number, "year" if unit == "年" else "month") - timedelta(days=1)).isoformat()


def _labelled(label: re.Pattern[str], text: str) -> Iterator[str]:
    for line in text.split("\n", LABEL_LINES)[:LABEL_LINES]:
        if len(line) < 80 and (found := label.match(line.strip())):
            told = re.search(DAY, found[1])
            day = day_of(told.groups()) if told else english_day(found[1])
            if day:
                yield day


def _days(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    for found in pattern.finditer(text):
        day = day_of(tuple(part for part in found.groups() if part))
        if day:
            yield day
