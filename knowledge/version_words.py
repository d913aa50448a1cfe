"""Words that mean a version of a law and not a day: 旧法, the new Act, 2020年修正的专利法, under the 2014 law.

Which version they mean is known from what is held; where nothing held fits, the words mean nothing here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from .validity import Timeline, VersionFacts

Kind = Literal["old", "new", "current", "year", "dated"]  # dated: 2007年的反垄断法, a day unless none is in force then
LAWS = r"(?:[一-鿿]{0,12}?(?:法(?![院人])|条例|细则|办法|规定|规则|政策))"
EN_LAWS = (
    r"(?:[\w'’-]+\s+){0,4}?(?:laws?|acts?|rules?|regulations?|measures|provisions|polic(?:y|ies)|versions?|text)\b"
)
LAW = re.compile(f"{LAWS}|(?i:{EN_LAWS})")
AMENDING = r"(?:修正|修订|修改|制定|通过|颁布|公布|发布)"
YEAR = re.compile(
    rf"(?P<zh>(?:19|20)\d{{2}})\s*年?\s*(?:{AMENDING}(?:的|后的?|版的?)?\s*《?(?={LAWS})|(?:修[正订]|修改)?版的?\s*《?(?={LAWS}))"
    rf"|(?P<after>(?:法|条例|细则|办法|规定)》?[（(]?(?P<zh2>(?:19|20)\d{{2}})\s*年?(?:{AMENDING})?(?:版|本|文本|[）)]))"
    r"|\b(?:the|under)\s+(?P<en>(?:19|20)\d{2})\s+(?=(?:[A-Za-z'’-]+\s+){0,4}?"
    r"(?i:acts?|laws?|rules|regulations?|measures|version|amendments?|text)\b)"
    r"|\b(?i:acts?|law|rules|regulations?|measures)\s+(?:of\s+(?P<en2>(?:19|20)\d{2})\b(?!\s*-)|(?P<en3>(?:19|20)\d{2})\b(?=\s*(?:[?,.]|$|say|said|provide)))"
)
COMPARES = re.compile(r"区别|不同|变化|对比|相比|比较|改了|\b(?i:differ\w*|compar\w*|chang\w*)\b")
DATED = re.compile(rf"(?P<year>(?:19|20)\d{{2}})\s*年的?\s*《?(?={LAWS})")
WORDS: dict[Kind, re.Pattern[str]] = {
    "old": re.compile(
        rf"(?<![破陈仿])旧版?的?(?={LAWS})|(?<![一-鿿])原(?:来的|先的)?(?={LAWS})|(?:修改|修订|修正)(?:之前|以前|前)的?|旧版"
        rf"|\b(?i:(?:the|an?)\s+(?:old|previous|former|earlier|prior|superseded)\s+(?={EN_LAWS})"
        r"|before\s+the\s+(?:last\s+|latest\s+)?(?:amendment|revision|reform))"
    ),
    "new": re.compile(
        rf"(?<![创更革刷重个种项套些])(?:最新|新)(?:版|{AMENDING})?的?(?={LAWS})|(?:修改|修订|修正)(?:之后|以后|后)的?|新版"
        rf"|\b(?i:the\s+(?:new|newly\s+(?:revised|amended)|newest|latest|revised|amended|upcoming)\s+(?={EN_LAWS})"
        r"|after\s+the\s+(?:last\s+|latest\s+)?(?:amendment|revision|reform))"
    ),
    "current": re.compile(rf"现行的?(?={LAWS})|\b(?i:the\s+(?:current|present|existing)\s+(?={EN_LAWS}))"),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """What a question says of the version: `words` as they stand there, `rest` the question without them."""

    kind: Kind
    words: str
    rest: str
    year: str = ""


@dataclass(frozen=True, slots=True)
class NamedVersion:
    """The version that is meant, and the ISO day whose law shows it."""

    words: str
    version: VersionFacts
    day: str


def wording(text: str) -> Wording | None:
    """None where no version is named, or several are, or old and new are compared (旧法改了什么)."""
    years = [found for found in YEAR.finditer(text)]
    if not years and len(dated := [*DATED.finditer(text)]) == 1:
        return Wording("dated", *_words(text, dated[0]), dated[0]["year"])
    if years:
        told = {next(year for name in ("zh", "zh2", "en", "en2", "en3") if (year := found[name])) for found in years}
        return Wording("year", *_words(text, years[0]), told.pop()) if len(told) == 1 else None
    if COMPARES.search(text):
        return None
    said = [(kind, found) for kind, pattern in WORDS.items() if (found := pattern.search(text))]
    return Wording(said[0][0], *_words(text, said[0][1])) if len(said) == 1 else None


def _words(text: str, found: re.Match[str]) -> tuple[str, str]:
    """The words with the law that they speak of, for telling how they were read; the text without them."""
    law = LAW.match(text, found.end())
    words = text[found.start() : law.end() if law else found.end()]
    words = re.split("[（(]", words)[-1].strip("《》 ）)")  # of 商标法（2019年修正） what stands in brackets
    kept = re.match(r"(?:法|条例|细则|办法|规定)》?", found.group())
    return words, text[: found.start()] + (kept.group() if kept else "") + text[found.end() :]


def meant(said: Wording, family: Iterable[VersionFacts], timeline: Timeline, today: str) -> NamedVersion | None:
    """The version of a law that the wording means, seen from `today`."""
    group = sorted((one for one in family if one.begins), key=lambda one: (one.begins or "", one.age))
    now = [one for one in group if timeline.standings[one.version_id].on(today) == "in_force"]
    if not group:
        return None
    if said.kind in ("year", "dated"):
        found = [one for one in group if (one.version_date or "").startswith(said.year)]
        found = found or [one for one in group if said.year in one.title or (one.begins or "").startswith(said.year)]
        chosen = found[-1] if found else None
    elif said.kind == "new":
        chosen = group[-1] if len(group) > 1 else None
    else:
        before = [one for one in group if now and (one.begins or "") < (now[-1].begins or "")]
        chosen = before[-1] if before else None
    if chosen is None or (day := _day(chosen, timeline, today)) is None:
        return None
    return NamedVersion(said.words, chosen, day)


def _day(version: VersionFacts, timeline: Timeline, today: str) -> str | None:
    """Today where it is in force, else its last day, or its first one if that is still to come."""
    standing = timeline.standings[version.version_id]
    days = (today, standing.ends, version.begins)
    return next((day for day in days if day and standing.on(day) == "in_force"), None)


def family(version: VersionFacts, timeline: Timeline) -> list[VersionFacts]:
    """The versions of its document, and of others what they replaced or what replaced them."""
    found = {one.version_id: one for one in timeline.versions if one.document_id == version.document_id}
    grown = -1
    while grown != len(found):
        grown = len(found)
        for one in timeline.versions:
            successor = timeline.standings[one.version_id].successor
            if successor is not None and (one.version_id in found or successor.version_id in found):
                found |= {one.version_id: one, successor.version_id: successor}
    return list(found.values())
