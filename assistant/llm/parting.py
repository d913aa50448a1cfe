"""Two wishes in one message: what is to be done first, and what was asked or wished beside it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.llm.listening import wants

LONGEST = 300  # what is longer tells a case
ACTS = ("book", "cancel", "move")
ABOUT_BOOKINGS = (*ACTS, "mine", "services", "person", "adviser")

# A further wish begins here; what only goes on with the first ("and on Thursday") does not.
_BESIDE = re.compile(
    r"(?:另外|此外|顺便|同时|然后|并且?|还有|还|也|再)[，,]?\s*(?:我|也|还|再|想|要|请|帮我|麻烦|您|你)*"
    r"(?:问(?:一?下|问)?|请教(?:一?下)?|咨询(?:一?下)|了解(?:一?下)?|知道(?:一?下)?)[，,：:\s]*"
    r"|(?:另外|此外|顺便|还有|同时)[，,：:\s]*"
    r"|(?:然后|再)(?=(?:帮我|给我|请|替我)?(?:预约|预定|约|查|搜|告诉))"
    r"|并(?:且)?(?=(?:帮我|请)?(?:告诉|查|搜))"
    r"|(?:\b(?:and|plus|then|also|besides|by the way|moreover|furthermore)\b[,\s]*)+"
    r"(?:(?=(?:please\s+)?(?:tell|book|schedule|find|search|show|explain|can|could|what|how|when|which|who|where|why"
    r"|is|are|do|does|did|will|must|may|should)\b)"
    r"|i(?:'d| would)?\s+(?:also\s+)?(?:want|like|wanted|need|have)\s+(?:to\s+(?:ask|know)|a\s+question)\b[,:\s]*"
    r"(?:you\s+)?(?:about\s+)?)",
    re.IGNORECASE,
)
_ENDS = re.compile(r"(?<=[。！？!?；;\n])|(?<=\.)(?=\s+[A-Z])|(?<=，)|(?<=,)(?=\s*[一-鿿])")
_ASKS = re.compile(
    r"多少|多久|多长|几年|几个月|什么|怎么|怎样|如何|哪些|哪个|哪里|为什么|是否|能否|能不能|可不可以|要不要|需不需要|[吗么呢]\W*$"
    r"|\b(?:how|what|which|who|where|why|whether|when)\b|^\W*(?:is|are|do|does|did|can|could|may|must|should|will)\b",
    re.IGNORECASE,
)
_OR = re.compile(r"(?:或者?|要么|还是|\bor)\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parted:
    first: str  # what is to be done
    further: str  # what may come next, in the visitor's words


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    beside: bool  # a word such as 另外 leads it


def parted(text: str, names_time: Callable[[str], bool]) -> Parted | None:
    """The act (a booking, its change, its end) and the further wish of a text that holds both, else None.

    A question on the act itself is none: 下周三有空吗 asks for the time of the appointment.
    """
    if len(text) > LONGEST or not any(wants(act, text) for act in ACTS):
        return None
    pieces = _pieces(text)
    further = [piece.text for at, piece in enumerate(pieces) if _is_further(piece, pieces[:at], names_time)]
    first = " ".join(piece.text for piece in pieces if piece.text not in further)
    if not further or not any(wants(act, first) for act in ACTS):
        return None
    return Parted(first.strip(" ，,、"), " ".join(further).strip(" ，,、"))


def _pieces(text: str) -> list[_Piece]:
    found: list[_Piece] = []
    for sentence in _ENDS.split(text):
        begins, beside = 0, False
        for match in _BESIDE.finditer(sentence):
            found.append(_Piece(sentence[begins : match.start()].strip(), beside))
            begins, beside = match.end(), True
        found.append(_Piece(sentence[begins:].strip(), beside))
    return [piece for piece in found if piece.text.strip(" ，,、。.!！?？")]


def _is_further(piece: _Piece, before: list[_Piece], names_time: Callable[[str], bool]) -> bool:
    text = piece.text
    if before and _OR.search(before[-1].text):
        return False
    if piece.beside and before and wants("book", text) and names_time(text):  # one more appointment
        return not wants("cancel", text) and not wants("move", text)
    if any(wants(name, text) for name in ABOUT_BOOKINGS) or names_time(text):
        return False
    looks_up = piece.beside and (wants("patent_search", text) or wants("patent_search_en", text))
    return looks_up or (bool(_ASKS.search(text)) and (piece.beside or wants("field", text)))
