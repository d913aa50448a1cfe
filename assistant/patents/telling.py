"""Patent records, hits and counts in sentences; every fact is the index's, and is said to be."""

import re
from collections.abc import Sequence

from assistant.patents.lexicon import class_names
from assistant.patents.offices import register_of, told
from assistant.wording import say
from knowledge.errors import Lang
from knowledge.patents.model import Landscape, PatentHit, PatentQuery, PatentRecord, PatentsFound

SHOWN_YEARS, SHOWN_ROWS = 10, 8
TITLE_CHARS, NAMES, ABSTRACT_CHARS = 140, 3, 420
_SPECIAL = re.compile(r"[\\`*<>|]|\](?=\()|(?<!\w)_|_(?!\w)")
_MARKER = re.compile(r"\[(\d+)\]")


def plain(text: str) -> str:
    """Text of a record inside Markdown: what would be read as markup, or as a mark of a citation, is escaped."""
    escaped = _SPECIAL.sub(lambda found: "\\" + found.group(), " ".join(text.split()))
    return _MARKER.sub(r"\[\1\]", escaped)


def cut(text: str, chars: int) -> str:
    return text if len(text) <= chars else text[: chars - 1].rstrip() + "…"


def fields(query: PatentQuery, lang: Lang, searched: PatentQuery | None = None) -> str:
    """The fields as they were understood, and where the index was `searched` by another name or other words, those."""
    held_as = searched.applicant if searched else ""
    translated = searched.words if searched else ""
    parts = []
    if query.applicant:
        known = {"value": plain(query.applicant), "held": plain(held_as)}
        other = held_as and held_as.casefold() != query.applicant.casefold()
        parts.append(say(lang, "patent_applicant_as" if other else "patent_applicant", **known))
    if query.inventor:
        parts.append(say(lang, "patent_inventor", value=plain(query.inventor)))
    if query.words:
        words = {"value": plain(query.words), "other": plain(translated)}
        parts.append(say(lang, "patent_words_as" if translated not in ("", query.words) else "patent_words", **words))
    if query.classes:
        parts.append(say(lang, "patent_classes", value=", ".join(query.classes)))
    if query.date_from or query.date_to:
        which = "between" if query.date_from and query.date_to else "from" if query.date_from else "to"
        parts.append(say(lang, f"patent_{which}", first=query.date_from, last=query.date_to))
    if query.office:
        parts.append(say(lang, "patent_office", value=told(query.office, lang)))
    return ("；" if lang == "zh" else "; ").join(parts)


def matched(found: PatentsFound, first: int, lang: Lang) -> str:
    """How many there are and by what they were found: by all or some of the words, or near in meaning alone."""
    if not found.total:
        return say(lang, "patent_near")
    some = found.all_words < found.total
    counted = {"total": f"{found.total:,}", "all": f"{found.all_words:,}"}
    told = say(lang, "patent_total_some" if some else "patent_total", **counted)
    if near := sum(hit.matched == "meaning" for hit in found.hits):  # which are not among those counted
        return told + say(lang, "patent_these_near", shown=len(found.hits), near=near)
    last = first + len(found.hits) - 1
    return told + say(lang, "patent_these", first=first, last=last)


def hit_line(place: int, hit: PatentHit, lang: Lang, *, marked: bool = True) -> str:
    """`marked`: one that is only near in meaning is said to be."""
    title = plain(cut(hit.title, TITLE_CHARS)) or say(lang, "patent_untitled")
    day = say(lang, "patent_published", day=hit.published) if hit.published else say(lang, "patent_no_day")
    near = say(lang, "patent_only_near") if marked and hit.matched == "meaning" else ""
    about = [near, names(hit.applicants, lang), day]
    return f"{place}. **{hit.number}** {title}\n   " + " · ".join(part for part in about if part)


def names(listed: Sequence[str], lang: Lang, most: int = NAMES) -> str:
    joined = ("、" if lang == "zh" else "; ").join(plain(name) for name in listed[:most])
    return say(lang, "patent_and_others", names=joined, count=len(listed)) if len(listed) > most else joined


def record(one: PatentRecord, lang: Lang) -> str:
    """Bibliographic data as a list, the status only as its source states it, and where today's status is found."""
    facts = [
        ("applicants", names(one.applicants, lang, 8)),
        ("inventors", names(one.inventors, lang, 8)),
        ("country", told(one.country, lang)),
        ("kind", one.kind_code or ""),
        ("ipc", ", ".join(one.ipc[:12])),
        ("cpc", ", ".join(one.cpc[:12])),
        ("application_number", plain(one.application_number or "")),
        ("priority_date", one.priority_date or ""),
        ("filing_date", one.filing_date or ""),
        ("publication_date", one.publication_date or ("" if one.published else say(lang, "patent_no_day"))),
        ("grant_date", one.grant_date or ""),
        ("expiry_date", _stated(one.expiry_date, one.source, lang)),
        ("status", _stated(one.status, one.source, lang)),
        ("abstract", plain(cut(one.abstract, ABSTRACT_CHARS))),
        ("source", plain(one.source)),
    ]
    colon = "：" if lang == "zh" else ": "
    lines = [f"- {say(lang, f'patent_fact_{name}')}{colon}{value}" for name, value in facts if value]
    head = f"**{one.number}** {plain(one.title) or say(lang, 'patent_untitled')}"
    return "\n\n".join([head, "\n".join(lines), legal_status(one.country, lang)])


def legal_status(office: str, lang: Lang) -> str:
    return say(lang, "patent_legal", register=register(office))


def register(office: str) -> str:
    name, address = register_of(office)
    return f"[{name}]({address})"


def counts(found: Landscape, lang: Lang) -> str:
    """The counts as Markdown tables: the latest years, the applicants and classes with the most."""
    years = [(str(year), count) for year, count in sorted(found.years)[-SHOWN_YEARS:]]
    tables = [
        _table("years", years, lang),
        _table("applicants", [(plain(cut(name, 60)), count) for name, count in found.applicants[:SHOWN_ROWS]], lang),
        _table("classes", [(class_name(symbol, lang), count) for symbol, count in found.classes[:SHOWN_ROWS]], lang),
    ]
    return "\n\n".join(table for table in tables if table)


def loosened(field: str, count: int, lang: Lang) -> str:
    """How many records there would be without a field."""
    undated = say(lang, "patent_undated_too") if field == "date" else ""
    return say(lang, "patent_loosen", drop=say(lang, f"patent_drop_{field}"), count=f"{count:,}") + undated


def class_name(symbol: str, lang: Lang) -> str:
    """H01M 电池; the symbol alone where the list has no name for it."""
    known = class_names().get(symbol)
    return symbol if known is None else f"{symbol} {known[0 if lang == 'zh' else 1]}"


def _table(name: str, rows: Sequence[tuple[str, int]], lang: Lang) -> str:
    if not rows:
        return ""
    head = f"| {say(lang, f'patent_by_{name}')} | {say(lang, 'patent_count')} |\n| --- | ---: |"
    return "\n".join([head, *(f"| {value} | {count:,} |" for value, count in rows)])


def _stated(value: str | None, source: str, lang: Lang) -> str:
    return say(lang, "patent_stated", value=plain(value), source=plain(source)) if value else ""
