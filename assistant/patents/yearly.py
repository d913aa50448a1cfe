"""Wishes for counts by year: 每年多少件, 年度趋势, how many a year, the yearly trend."""

import re

from assistant.patents.phrases import NAME

_KINDS = (
    "trend|number|count|total|statistic|figure|chart|curve|plot|graph|growth|development|filing|distribution|breakdown"
)
_COUNTED = rf"(?:\s+(?:the\s+)?(?:patents?\s+)?(?:{_KINDS})s?)"
YEARLY = re.compile(
    r"的?(?:每一?年|逐年|历年来?|各年[度份]?|分年度?|(?<![\d年])年度(?=的|变|趋|走|态|分|统|数|申|公|授|图|曲|增|件|量)|"
    r"(?:这些|近些|近几|历)年来?的?(?=[申公授]?[请开权]?的?(?:数量|件数|趋势|走势|变化|统计))|一年(?=[有是公申授能]{0,4}(?:多少|几)[件个项])|"
    r"哪一?年|哪些年[份度]?)"
    r"(?:[的来都各]|一共|总共|大概|大约|申请|公开|授权|公布|发布|新增|拥有|持有|获得|变化|统计|分布|趋势|走势|态势|曲线|图表?|增长|情况|"
    r"专?利?数量|件数|量|专利|多少[件个项]?|几[件个项]|最[多高]|[有了是]|如何|怎么?样)*|"
    rf"\b(?:(?:the\s+)?(?:{_KINDS})s?\s+)?(?:by\s+(?:the\s+)?(?:(?:publication|filing|grant)\s+)?years?|per\s+(?:year|annum)|"
    r"(?:for\s+)?(?:each|every)\s+year|a\s+year(?=\s+(?:do|does|did|has|have|is|are|was|were|on|about|for|from|by|in)\b|\s*[?.!]*$)|"
    r"year[- ]by[- ]year|year[- ](?:on|over)[- ]year|over\s+the\s+(?:last\s+|past\s+)?years(?!\s+\d)|"
    rf"(?:annual|yearly)(?={_COUNTED})|(?:in\s+)?which\s+years?(?:\s+(?:had|saw|were|was))?(?:\s+(?:the\s+)?most)?)\b"
    rf"{_COUNTED}?(?:\s+(?:of|for|in)\b)?",
    re.IGNORECASE,
)
COUNTING = re.compile(  # what stands around such a wish and is no topic
    r"^\s*(?:(?:please|show|me|draw|plot|graph|a|the)\s+)+(?=\S)|\b(?:the\s+)?(?:total\s+)?numbers?\s+of\s+(?=patents?\b|inventions?\b)",
    re.IGNORECASE,
)
HAVING = re.compile(  # does NASA have, did NASA publish
    rf"\b(?:does|do|did|has|have)\s+(?={NAME})|(?<={NAME})\s+(?:have|hold|own|get|publish|file|receive|obtain|patent)(?:ed|d)?\b",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"多少(?![钱费年天])|几[件个项]|数量|件数|[请开权]量|趋势|走势|态势|变化|统计|分布|最[多高]|曲线|图|逐年|历年|"
    rf"\b(?:how\s+many|(?:{_KINDS})s?|most|by\s+year|per\s+annum|year[- ]by[- ]year|over\s+the\s+years)\b",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"费|钱|[缴交]|补贴|资助|奖励|可以|能够?申|应当|必须|至少|要求|政策|规定|条件|我们?公司|"
    r"\b(?:fees?|costs?|pays?|paid|price|annuit\w+|renew\w*|how\s+(?:much|long)|can|may|must|should|allowed|subsid\w+|need)\b",
    re.IGNORECASE,
)
_PATENTS = re.compile(r"专利|\b(?:patents?|inventions?)\b", re.IGNORECASE)


def asks_by_year(text: str) -> bool:
    """Whether numbers of patents by year are asked for; what a patent costs a year is another question."""
    return bool(YEARLY.search(text) and _COUNTS.search(text) and _PATENTS.search(text)) and not _NEVER.search(text)
