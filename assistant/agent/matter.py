"""What a booking is about: the visitor's words without the wish for a booking and its time."""

import re
from datetime import datetime

from assistant.dates import find
from assistant.llm.listening import wants
from assistant.llm.wishes import first_act

TOPIC_CHARS = 120
_CLAUSES = re.compile(r"[，,。；;！!？?\n]+|\.\s+|(?=顺便|另外)")
_ABOUT = re.compile(
    r"(?:关于|有关)(?P<of>[^，。]{2,80}?)(?:的(?:咨询|预约|问题|面谈|服务)|$)|"
    r"(?:聊一?聊|谈一?谈|请教|讨论|问一?问|了解|咨询)(?:一下|关于|有关)+(?P<zh>[^，。]{2,120})|"
    r"\b(?:about|regarding|concerning|(?:to )?(?:discuss|talk (?:about|through)|ask about)|topic:?)\s+(?P<en>.{3,})",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"(?:帮|替|给)我|预[约定订]|約|约(?!定|束|占)|安排|\b(?:book|schedule|reserve|arrange|appointment)\b", re.I
)
_POLITE = re.compile(r"(?:请|麻烦|谢谢|多谢|你好|您好|好的?|please|thanks|thank you|hello|hi|ok(?:ay)?)*", re.I)


def matter(said: str, now: datetime) -> str:
    """Empty where nothing but the wish was said."""
    told = [_of_clause(clause.strip(), now) for clause in _CLAUSES.split(first_act(said))]
    parts = [part for part in told if part]
    return ("，" if re.search(r"[㐀-鿿]", said) else ", ").join(parts)[:TOPIC_CHARS]


def _of_clause(clause: str, now: datetime) -> str:
    if about := _ABOUT.search(clause):
        words = str(about["of"] or about["zh"] or about["en"])
        times = find(words, now)
        return re.sub(r"(?:\s+(?:on|at|for|next|this))+$", "", (words[: times[0].span[0]] if times else words).strip())
    if _POLITE.fullmatch(clause) or _WISH.search(clause) or wants("book", clause) or find(clause, now):
        return ""
    return clause
