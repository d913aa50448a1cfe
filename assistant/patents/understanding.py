"""From plain words to the fields of a patent search, in Chinese and English; whatever is left is what it is about."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from assistant.patents.names import Likes, people_in
from assistant.patents.offices import offices_in
from assistant.patents.periods import period
from assistant.patents.phrases import CLASS, COUNTED, NAME, OFFICE, PERIOD, tidy
from assistant.patents.yearly import COUNTING, HAVING, YEARLY
from knowledge.patents.model import PatentQuery

Span = tuple[int, int]
READ_CHARS = 400
_CLASS = re.compile(
    r"(?:(?i:ipc|cpc)\s*(?:分类号?)?(?:class(?:es)?|codes?|symbols?)?\s*[:：]?\s*|分类号?(?:为|是|：|:)?\s*|(?i:\b(?:in|under|of)\s+)?(?i:the\s+)?(?i:\bclass(?:es|ification)?\s+))?"
    r"(?<![A-Za-z0-9])(?P<symbol>[A-HY]\d{2}[A-Z](?:\s?\d{1,4}(?:\s?/\s?\d{2,6})?)?)(?![A-Za-z0-9/])"
    r"(?:\s*(?:这个|该)?(?:分类|类目?|小类|大组|小组|组)(?:号)?(?:下|中|里|内)?的?)?"
)
_LOWER_CLASS = re.compile(r"(?<![A-Za-z0-9])[a-hy]\d{2}[a-z]\s?\d{1,4}/\d{2,6}(?![A-Za-z0-9])")
_SECTION = re.compile(
    r"(?:(?:(?i:ipc|cpc)\s*)?(?:分类号?|大类)(?:为|是)?\s*|(?i:\b(?:ipc|cpc)\s+(?:class\s+)?))(?P<symbol>[A-HY]\d{2})(?![A-Za-z0-9])(?:大?类|下|的)*"
)
_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_GENERIC = re.compile(
    r"(?:我|我们|本|企业|公司|产业|行业|园区|区域|项目|海外|国外|出口|全球|技术|知识产权|研发|微观|规划|类|的|做|个|my|our|your|an?|the|company|business|industry|global|overseas|\s)*",
    re.IGNORECASE,
)
_FILED = re.compile(
    r"申请日|\bfil(?:ed|ing)\b.{0,60}(?:\d{4}|year|last|since)|(?:\d{4}年?|近.{1,4}年)(?:以来|之?后|起)?(?:提交|申请)的",
    re.I,
)
_COUNTRY_OF = re.compile(rf"(?:中国|美国|日本|韩国|德国|法国|英国|国内)的?(?={NAME})")  # 日本丰田: whose home it is
_WHO = r"(?:who|which\s+(?:compan(?:y|ies)|firms|universities|applicants|organi[sz]ations))"
_LANDSCAPE = re.compile(
    r"(?:的)?(?:专利)?(?:技术)?(?:导航|态势|趋势|布局|地图|全景|竞争格局)(?:图|分析|报告|统计|情况|变化|走势)*|(?:数量|申请量)(?:的)?(?:变化|走势|统计|趋势)|发展(?=趋势|态势)|"
    r"按(?:年份?|年度|申请人|分类号?|IPC)(?:、|和|及|与|分类|申请人|年份?|统计|分布|汇总|排名|排序|来|地)*|"
    r"(?:和|与|及)?(?:主要|前十|头部)(?:的)?(?:申请人|专利权人)|(?:申请人|专利权人)(?:排名|排行|分布|构成|有哪些|是谁)|(?:谁|哪些(?:公司|企业|机构|高校)?|哪家(?:公司|企业)?)(?:在做|申请|公开|布局|拥有|持有)?(?:得|的)?(?:专利)?最多|专利最多|(?:哪些|哪家)(?:公司|企业|机构|高校)在(?:做|研究|研发|布局|申请)|年度分布|统计(?:图表?|数据)?|图表|(?:画|做|出|生成)(?:一?[个张]|成)?图|画(?:一?[个张])?|(?<=专利)的?图$|"
    r"\b(?:patent\s+)?landscapes?(?:\s+(?:analysis|report|map|chart|study))?\b|\b(?:filing|patenting|patent|publication)?\s*trends?\b(?:\s+over\s+time)?|\bover\s+time\b|"
    r"\b(?:counts?\s+|statistics\s+)?by\s+(?:year|applicant|assignee|class|office)(?:\s*(?:,|and)\s*(?:year|applicant|assignee|class))*\b|\bper\s+year\b|"
    rf"\b{_WHO}\s+(?:files?|filed|owns?|holds?|has|have|patents?)(?:\s+the)?\s+most\b|"
    rf"\b{_WHO}\s+(?=(?:files?|filed|owns?|holds?|has|have|patents?)\b.{{0,60}}\bmost\b)|\b(?:the\s+)?most\s*[?.]*$|"
    r"\b(?:top|leading|main|major|biggest)\s+(?:applicants?|assignees?|filers?|patent\s+(?:holders?|owners?))\b|\bwho\s+are\b|\bstatistics\b|\bbreakdown\b|\b(?:(?:draw|plot|make)\s+(?:me\s+)?(?:an?\s+)?)?(?:charts?|graphs?(?=\s+(?:of|for)\b))|\bpatent\s+map\b|\bhow\s+(?:have|has)\b.{0,30}\b(?:developed|evolved|changed)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Understood:
    """The fields; `applicants` and `offices` are all that were named, of which the query holds one at most.

    `notes` name what could not become a field: "nationality" (a country's companies), "filing" (a filing date).
    """

    query: PatentQuery
    applicants: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return self.query == PatentQuery()


def understood(text: str, now: datetime, likes: Likes) -> Understood:
    """The fields that the words name. `likes(text)` gives the applicants of the index that a text names.

    Only the beginning of a long text is read: nobody puts a wish behind four hundred characters of something else.
    """
    plain = unicodedata.normalize("NFKC", text[:READ_CHARS])[:READ_CHARS]
    rest = plain
    classes, spans = _classes(rest)
    rest = _masked(rest, spans, CLASS)
    yearly = [match.span() for match in YEARLY.finditer(rest)]
    if yearly:
        yearly += [match.span() for match in COUNTING.finditer(rest)]
    rest = _masked(rest, yearly, COUNTED)
    days = period(rest, now.date())
    rest = _masked(rest, days.spans if days else (), PERIOD)
    rest = _masked(rest, [match.span() for match in _LANDSCAPE.finditer(rest)], COUNTED)
    offices = offices_in(rest)
    rest = _masked(rest, offices.spans, OFFICE)
    people = people_in(rest, likes)
    rest = _COUNTRY_OF.sub(lambda match: NAME * len(match.group()), _masked(rest, people.spans, NAME))
    rest = HAVING.sub(lambda match: COUNTED * len(match.group()), rest)
    query = PatentQuery(
        words=tidy(rest),
        applicant=people.applicants[0] if len(people.applicants) == 1 else "",
        inventor=people.inventors[0] if people.inventors else "",
        classes=classes,
        date_from=days.first.isoformat() if days and days.first else None,
        date_to=days.last.isoformat() if days and days.last else None,
        office=offices.codes[0] if len(offices.codes) == 1 else "",
    )
    notes = (("nationality",) if offices.nationality else ()) + (("filing",) if days and _FILED.search(plain) else ())
    return Understood(query, people.applicants, offices.codes, notes)


def names_something(text: str, likes: Likes) -> bool:
    """Whether the words hold anything to search for; which days they mean does not matter here."""
    meant = understood(text, _ANY_DAY, likes)
    words = replace(meant.query, words="" if _GENERIC.fullmatch(meant.query.words) else meant.query.words)
    return words != PatentQuery() or bool(meant.applicants or meant.offices)


def only_fields(text: str, likes: Likes) -> bool:
    """Whether the words name an applicant, a time, an office or a class, and no topic."""
    meant = understood(text, _ANY_DAY, likes)
    return not meant.query.words and (not meant.empty or bool(meant.applicants or meant.offices))


def names_fields(text: str, likes: Likes) -> bool:
    """Whether the words name whose patents, a class, or a topic within a time or an office."""
    meant = understood(text, _ANY_DAY, likes)
    query = meant.query
    within = bool(query.words) and bool(query.date_from or query.date_to or query.office)
    return bool(meant.applicants or query.inventor or query.classes) or within


def given(query: PatentQuery, fields: PatentQuery) -> PatentQuery:
    """The query with the fields that were given by name in place of those that were read from words."""
    named = {name: value for name, value in fields.as_json().items() if value}
    if "classes" in named:
        named["classes"] = tuple(named["classes"])
    return replace(query, **named)


def symbols(text: str) -> tuple[str, ...]:
    """The IPC and CPC symbols of a text, as the index spells them: H01M10/0562."""
    return _classes(unicodedata.normalize("NFKC", text))[0]


def _classes(text: str) -> tuple[tuple[str, ...], list[Span]]:
    text = _LOWER_CLASS.sub(lambda match: match.group().upper(), text)
    found = [*_CLASS.finditer(text), *_SECTION.finditer(text)]
    names = [re.sub(r"\s", "", match["symbol"]) for match in sorted(found, key=lambda one: one.start())]
    return tuple(dict.fromkeys(names)), [match.span() for match in found]


def _masked(text: str, spans: Sequence[Span], mark: str) -> str:
    for start, end in spans:
        text = text[:start] + mark * (end - start) + text[end:]
    return text
