"""Follow-ups to a search: only those of the United States, since 2020, another applicant, without the dates."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from assistant.patents.names import Likes
from assistant.patents.understanding import READ_CHARS, Understood, understood
from knowledge.patents.model import PatentQuery

_FIELDS = {
    "date": ("date_from", "date_to"),
    "applicant": ("applicant",),
    "inventor": ("inventor",),
    "classes": ("classes",),
    "office": ("office",),
    "words": ("words",),
}
_NAMES = {
    "date": r"日期|时间|年份|年代|时间范围|dates?|years?|time|period",
    "applicant": r"申请人|专利权人|公司|applicants?|assignees?|compan(?:y|ies)",
    "inventor": r"发明人|inventors?",
    "classes": r"分类号?|class(?:es|ification)?|ipc|cpc",
    "office": r"国家(?:/地区)?|地区|专利局|office|country|countries",
    "words": r"主题|关键词|topic|subject|keywords?|words",
}
_DROP = {
    field: re.compile(
        rf"(?:去掉|去除|取消|不限(?:制|定)?|不要|放宽|忽略|删掉|别管)(?:了)?(?:{names})(?:的?(?:限制|条件|要求|范围))?|"
        rf"\b(?:drop|remove|without|ignore|lift|any|forget)\s+(?:the\s+)?(?:{names})\b(?:\s+(?:limit|restriction|filter|range)s?)?|"
        rf"(?:{names})(?:不限|随意)",
        re.IGNORECASE,
    )
    for field, names in _NAMES.items()
}
_FOLLOWS = re.compile(
    r"^\s*(?:那么?|再|还是|请|我?想)*(?:只看|只要|仅看|仅要|仅限|限定|限于|换成|换为|改成|改为|换一?个|其中|这些|里面|这里面|"
    r"(?:申请人|发明人|国家|时间|日期|主题|分类)(?:换|改)|把.{1,12}(?:换|改)成)|(?:的|年|内|后|前)呢[?？]?\s*$|"
    r"^\s*(?:and |now |then |ok(?:ay)?,? )?(?:only|just|what about|how about|make it|change|switch|narrow|restrict|"
    r"limit|of these|of those|among|same)\b|"
    r"\binstead\b|^\s*(?:and|now)\s+(?:only|since|from|before|in|by|those)\b",
    re.IGNORECASE,
)
_SWAPS = re.compile(
    r"换|改成|改为|呢[?？]?\s*$|\b(?:instead|make it|change|switch|what about|how about)\b", re.IGNORECASE
)
_MORE = re.compile(
    r"^\s*(?:还有(?:吗|没有|更多的?吗?)?|(?:看|显示|再来)?(?:一些)?更多的?(?:结果)?|下一页|下一批|往后翻?|继续|后面的|"
    r"(?:show |see |list )?(?:me )?more(?: results| of them)?|next(?: page| ones)?|continue)\s*[。.?？!！]*\s*$",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"(?:只看|只要|仅看|仅要|仅限)\s*(?:发明|实用新型|外观设计)(?:专利)?(?!人)|\b(?:only|just)\s+(?:the\s+)?"
    r"(?:(?:invention|utility model|design)s?(?:\s+patents?)?)\b(?!\s+by)",
    re.IGNORECASE,
)
_PATENTS = re.compile(r"专利|发明(?!人)|\bpatents?\b|\binventions?\b", re.IGNORECASE)
_WORDLESS_CHARS = 40


def asks_more(text: str) -> bool:
    return bool(_MORE.match(text))


def asks_kind(text: str) -> bool:
    """Whether only one kind of patent is wished for (只看发明), which no record can be chosen by."""
    return bool(_KIND.search(text))


def drops(text: str) -> list[str]:
    """The fields that the words want to be rid of: date, applicant, inventor, classes, office, words."""
    return [field for field, pattern in _DROP.items() if pattern.search(text)]


def refers_back(text: str) -> bool:
    """Whether the words by themselves only make sense after another search."""
    return bool(drops(text) or _FOLLOWS.search(text) or asks_more(text))


def refined(before: PatentQuery, text: str, now: datetime, likes: Likes) -> Understood | None:
    """The search before with what the words change; None when they ask for another one."""
    text = text[:READ_CHARS]
    gone = drops(text)
    rest = _KIND.sub(" ", text)
    for field in gone:
        rest = _DROP[field].sub(" ", rest)
    new = understood(rest, now, likes)
    bare = not new.query.words and not _PATENTS.search(text) and len(text) <= _WORDLESS_CHARS
    if not (gone or _FOLLOWS.search(text) or bare or new.empty):
        return None
    return replace(new, query=_merged(before, new, gone, swaps=bool(_SWAPS.search(text))))


def without(query: PatentQuery, field: str) -> PatentQuery:
    empty = PatentQuery()
    changed: dict[str, Any] = {name: getattr(empty, name) for name in _FIELDS[field]}
    return replace(query, **changed)


def restricted(query: PatentQuery) -> list[str]:
    """The fields that the query restricts, by the names of `drops`."""
    return [field for field, names in _FIELDS.items() if any(getattr(query, name) for name in names)]


def loosened(query: PatentQuery, count: Callable[[PatentQuery], int]) -> list[tuple[str, int]]:
    """(field, records) for each field without which there would be some; nothing where only one restricts."""
    fields = restricted(query)
    found = [(field, count(without(query, field))) for field in fields] if len(fields) > 1 else []
    return [(field, records) for field, records in found if records]


def _merged(before: PatentQuery, new: Understood, gone: list[str], swaps: bool) -> PatentQuery:
    kept = before
    for field in gone:
        kept = without(kept, field)
    if new.query.date_from or new.query.date_to:
        kept = without(kept, "date")
    if new.applicants:
        kept = without(kept, "applicant")
    changed: dict[str, Any] = {name: value for name, value in new.query.as_json().items() if value}
    if "classes" in changed:
        changed["classes"] = new.query.classes
    if "words" in changed and not swaps and kept.words and new.query.words not in kept.words:
        changed["words"] = f"{kept.words} {new.query.words}"
    return replace(kept, **changed)
