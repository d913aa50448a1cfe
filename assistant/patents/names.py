"""Whose patents are asked for: applicants and inventors, by construction, by shape, and by what the index holds."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.patents.lexicon import aliases, bare, is_topic, known_names
from assistant.patents.phrases import MASKED, PERIOD, tidy

Span = tuple[int, int]
Likes = Callable[[str], Sequence[str]]  # names of applicants in the index that a text names

BEGINNING = 4  # so many characters of a longer Chinese name stand for it

_H = r"\u3400-\u9fff"
_M = MASKED
_END_ZH = rf"(?=的|名下|近|最近|关于|有关|在|有(?!限)|申请|发明(?!人)|[，,、。？?！!；;\s{_M}]|$)"
_CAPITAL = r"(?:[A-Z][\w&.'’+-]*|\d+[A-Z][\w&-]*)"
_NAME = (
    rf"{_CAPITAL}(?:\s+(?:(?:of|and|&|for|the|de|du|van|von)\s+){{0,2}}{_CAPITAL})*(?:,?\s+(?:Inc|Ltd|LLC|Co|"
    rf"Corp|Limited|GmbH)\b\.?)*"
)
_STOP = (
    r"(?:about|on|for|since|before|after|from|between|in|at|with|related|regarding|concerning|that|which|until|filed|granted|"
    r"published|over|during|relating|covering|within|under|class|please|are|is|have|has|to)"
)
_LOWER = rf"(?!{_STOP}\b)[\w&.'’-]+(?:\s+(?!{_STOP}\b)[\w&.'’-]+){{0,4}}"
_PATENTS = r"(?:patents?|inventions?|patent applications?|applications?|filings?|portfolio|publications?)"
_QUOTED = r"[\"“](?P<q>[^\"”]{2,80})[\"”]"

_INVENTORS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:第一)?发明人(?:名字)?(?:是|为|叫|：|:|换成|改成|改为)?\s*(?P<n>(?!有|是|排|分布|统计|和|或|的|、|奖|资格)(?:(?!的)[{_H}·]){{2,8}}?|{_NAME}){_END_ZH}",
        rf"由(?P<n>(?:(?!的)[{_H}·]){{2,8}}?|{_NAME})发明的?",
        rf"(?i:\b(?:(?:by|of|from|with)\s+)?(?:the\s+)?inventors?(?:\s+(?:is|named|called)|:)?\s+)(?P<n>{_NAME})",
        rf"(?i:\b(?:inventions?\s+)?invented\s+by\s+)(?P<n>{_NAME})",
        rf"(?i:\b(?:by|of)\s+(?:the\s+)?inventor:?\s+)(?P<n>{_LOWER})",
        rf"(?i:\binvented\s+by\s+)(?P<n>{_LOWER})",
    )
)  # fmt: skip
_EXPLICIT = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:申请人|专利权人|权利人|受让人|专利所有人)(?:是|为|叫|：|:|换成|改成|改为|换为)?\s*"
        rf"(?P<n>(?!有|排|分布|统计|和|或|的|、|是谁|主要|最|限制|条件|近)[^{_M}，,。？?！!；;的]{{2,40}}?){_END_ZH}",
        rf"由(?P<n>[^{_M}，,。的]{{2,40}}?)(?:申请|拥有|持有|提出|公开|所有)的?",
        rf"(?i:\b(?:assigned to|owned by|held by|filed by|belonging to|applied for by|granted to|issued to|"
        rf"(?:the\s+)?(?:applicant|assignee|owner)s?(?:\s+(?:is|to|named)|:)?)\s+(?:the\s+)?)(?:{_QUOTED}|(?P<n>{_NAME}|{_LOWER}))",
        rf"(?i:\bby\s+(?:the\s+)?)(?:{_QUOTED}|(?P<n>{_NAME}))",
        rf"(?i:\b{_PATENTS}\s+from\s+(?:the\s+)?)(?P<n>{_NAME})",
        rf"(?i:\b{_PATENTS}\s+(?:that\s+(?:were|are)\s+)?(?:filed\s+|granted\s+|published\s+)?by\s+(?:the\s+)?)(?P<n>{_LOWER})",
        rf"(?P<n>{_NAME})(?:['’]s|(?<=s)['’])(?=\s+(?i:(?:[\w-]+\s+){{0,5}}?{_PATENTS})\b)",
        rf"(?i:\b(?:does|do|did|has)\s+(?:the\s+)?)(?P<n>{_NAME})(?=\s+(?i:have|hold|own|file|filed|get|got|patent|patented|published)\b)",
    )
)  # fmt: skip
_STRONG = (
    r"(?:股份有限公司|有限责任公司|有限公司|公司|集团(?:股份)?(?:有限)?(?:公司)?|大学|学院|研究院|研究所|科学院|实验室)"
)
_WEAK = r"(?:科技|股份|药业|制药|重工|电气|电器|新能源|生物|微电子)"
_LEFT = rf"(?:^|(?<=[{_M}\s，,：:。、和与及跟由查找看的]))"
_SHAPED = re.compile(rf"{_LEFT}(?P<n>[{_H}A-Za-z0-9（）()·]{{1,30}}?{_STRONG})")
_WEAKLY = re.compile(rf"{_LEFT}(?P<n>[{_H}A-Za-z0-9·]{{2,16}}?{_WEAK})(?=的|近|最近|有|在|申请|拥有|持有|[{_M}])")
_HOLDS = re.compile(
    rf"{_LEFT}(?P<n>[{_H}A-Za-z0-9·]{{2,16}}?)(?:一共|总共|都|目前|现在)?(?:(?:申请|拥有|持有|布局|公开|获得)(?:了|过)?|有)(?:哪些|什么|多少|几)"
    rf"(?P<y>[^{_M}]*)"
)
_OWNED = re.compile(rf"{_LEFT}(?P<n>[{_H}A-Za-z0-9·]{{2,20}}?)(?:名下|拥有|持有|所申请|申请过?|布局)的")
_SINCE = re.compile(rf"^(?P<n>[^{_M}的，,。？?]{{2,20}})(?=[{_M}]*{PERIOD})[{_M}]+(?P<y>.+)$")
_AND = re.compile(r"\s*(?:和|与|及|以及|跟|、|,|，|\band\b|&|\bor\b|或)\s*")
_GENERIC = re.compile(
    rf"^(?:我们?|本|贵|你们?|他们?|她|它|咱们?|自己|哪些?|哪[家个]|什么|某[家些个]?|各个?|这[家些个]?|那[家些个]?|其他|其它|别的|所有|一些|国内外?|国外|外国|"
    rf"已经?|正在|新|主要|竞争对手|同行|大|小|中小|知名|龙头|上市|初创|科技|高新技术|高科技|民营|国有|外资|一家|某某|谁|企业|个人|单位|"
    rf"中国|美国|日本|韩国|德国|欧洲|者)*(?:企业|高校|机构|单位|{_STRONG})?$"
)
_GENERIC_EN = frozenset(
    "i we you they he she it me us china "
    "applicant inventor year class office country date ipc cpc patents the a an who "
    "any all each most using means default subject topic technology number field assignee company companies".split()
)  # fmt: skip
_WEAK_GENERIC = re.compile(
    r"^(?:高|新|黑|绿色|生物|信息|农业|金融|航空|航天|现代|智能|人工智能|前沿|海洋|医疗|环保|数字|教育|核心|关键)+(?:新能源|生物|科技|电气|电器)"
)
_SMALL = re.compile(r"(?<![\w-])(?P<n>[a-z][a-z&-]+)(?=\s+(?:\w+\s+)?patents?\b)")  # tesla patents
_AMBIGUOUS = frozenset(
    {"小米", "联想", "美的", "阿里", "北大", "清华", "浙大", "吉利", "格力", "三星", "百度", "海尔", "日产", "京东"}
)
_BOUND_LEFT = re.compile(rf"(?:^|[{_M}\s，,：:。、和与及跟由查找看的])$")
_BOUND_RIGHT = re.compile(
    rf"(?:公司|集团|手机|汽车|的|近|最近|有|在|申请|和|与|及|、|关于|名下|专利|拥有|[，,。？?！!A-Za-z0-9\s{_M}]|$)"
)


@dataclass(frozen=True, slots=True)
class People:
    """Names as said, in the order of the text, and where they and the words that introduce them stand."""

    applicants: tuple[str, ...]
    inventors: tuple[str, ...]
    spans: tuple[Span, ...]


def people_in(text: str, likes: Likes) -> People:
    """`text` has its dates, offices and classes masked already, at its full length."""
    inventors, taken = _matches(text, _INVENTORS, [], lambda name: True)
    rest = _masked(text, taken)
    applicants, spans = _matches(rest, _EXPLICIT, likes, _is_name)
    for find in (_shaped, _listed, _since, _held):
        rest = _masked(text, taken + spans)
        for name, span in find(rest):
            if not any(start < span[1] and span[0] < end for start, end in spans):
                applicants.append((span[0], name))
                spans.append(span)
    if not applicants:
        for name, span in _indexed(_masked(text, taken), likes):
            applicants.append((span[0], name))
            spans.append(span)
    ordered = [name for _, name in sorted(applicants)]
    return People(tuple(dict.fromkeys(ordered)), tuple(name for _, name in inventors), tuple(taken + spans))


def _matches(
    text: str, patterns: Sequence[re.Pattern[str]], likes: Likes | list[str], wanted: Callable[[str], bool]
) -> tuple[list[tuple[int, str]], list[Span]]:
    found: list[tuple[int, str]] = []
    spans: list[Span] = []
    for pattern in patterns:
        for match in pattern.finditer(text):
            said = match.groupdict()
            names = _several(str(said.get("q") or said.get("n") or "").strip(" .,，"), likes)
            overlaps = any(start < match.end() and match.start() < end for start, end in spans)
            if overlaps or not names or not all(wanted(name) for name in names):
                continue
            found += [(match.start() + at, name) for at, name in enumerate(names)]
            spans.append(match.span())
    return found, spans


def _several(said: str, likes: Likes | list[str]) -> list[str]:
    """A and B are two, unless the index knows them as one (Johnson & Johnson) or they are a list's one."""
    parts = [part.strip() for part in _AND.split(said) if part.strip()]
    if len(parts) < 2 or re.search(r"(?i),?\s+(?:inc|ltd|llc|co|corp)\b\.?$", said):
        return [said] if said else []
    whole = known_names(said)
    if whole and whole[0] == (0, len(said)):
        return [said]
    if callable(likes) and any(bare(name).casefold() == bare(said).casefold() for name in likes(said)):
        return [said]
    return parts


def _is_name(name: str) -> bool:
    folded = name.casefold()
    return bool(tidy(name)) and folded.split()[0] not in _GENERIC_EN and not _GENERIC.match(name) and not is_topic(name)


def _shaped(text: str) -> Iterator[tuple[str, Span]]:
    """Names with a legal form or of an institution; with a weaker ending where they stand as an owner."""
    for pattern in (_SHAPED, _WEAKLY):
        for match in pattern.finditer(text):
            name, start = _without_lead(match["n"], match.start("n"))
            if _is_name(name) and name != "新能源" and not _WEAK_GENERIC.match(name):
                yield name, (start, match.end())


def _listed(text: str) -> Iterator[tuple[str, Span]]:
    """Well-known names; those that are ordinary words too only where they stand by themselves."""
    for match in _SMALL.finditer(text):
        if len(aliases(match["n"])) > 1:
            yield match["n"], match.span("n")
    for start, end in known_names(text):
        name = text[start:end]
        alone = _BOUND_LEFT.search(text[:start]) and _BOUND_RIGHT.match(text, end)
        if name not in _AMBIGUOUS or alone:
            tail = re.compile(r"(?:股份有限公司|有限公司|公司|集团)").match(text, end)
            yield name, (start, tail.end() if tail else end)


def _since(text: str) -> Iterator[tuple[str, Span]]:
    """X近三年的Y专利: whose, when, what. Where nothing is left for what, X is the topic."""
    match = _SINCE.match(text)
    if match is None:
        return
    name, start = _without_lead(match["n"], match.start("n"))
    if len(name) >= 2 and _is_name(name) and len(tidy(match["y"])) >= 2:
        yield name, (start, match.end("n"))


def _held(text: str) -> Iterator[tuple[str, Span]]:
    """X有哪些Y专利, X申请的Y专利."""
    for pattern in (_HOLDS, _OWNED):
        for match in pattern.finditer(text):
            name, start = _without_lead(match["n"], match.start("n"))
            about = tidy(match["y"]) if "y" in match.groupdict() else "Y"
            if len(name) >= 2 and _is_name(name) and about:
                yield name, (start, match.end("n"))


def _indexed(text: str, likes: Likes) -> Iterator[tuple[str, Span]]:
    """Names of the index that stand whole and with a capital in the text."""
    for name in likes(text):
        short = bare(name)
        if (begun := _beginning(short, text)) is not None:
            yield text[begun[0] : begun[1]], begun
            return
        found = re.search(rf"(?<![A-Za-z0-9-]){re.escape(short)}(?![A-Za-z0-9-])", text, re.IGNORECASE)
        if found is None or is_topic(short) or len(short) < 2:
            continue
        said = found.group()
        if not said.isascii() or (said[0].isupper() and found.start() > 0) or " " in short:
            yield said, found.span()
            return


def _beginning(name: str, text: str) -> Span | None:
    """Where a text names a long Chinese name by its first characters: 样例储能 for 样例储能科技."""
    for length in range(len(name), BEGINNING - 1, -1):
        start = text.find(name[:length]) if re.fullmatch(rf"[{_H}]+", name[:length]) else -1
        if start >= 0:
            return start, start + length
    return None


def _without_lead(name: str, start: int) -> tuple[str, int]:
    """Cuts what belongs to the question off the front: 帮我查华为 is 华为."""
    kept = tidy(name)
    at = name.rfind(kept) if kept else 0
    return kept, start + max(at, 0)


def _masked(text: str, spans: Sequence[Span]) -> str:
    for start, end in spans:
        text = text[:start] + "\ue003" * (end - start) + text[end:]
    return text
