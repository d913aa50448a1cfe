"""What people call an organization or a park for short, drawn from the catalog's own names."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from .phrases import Phrases, is_han, tokens, without_brackets
from .vocabulary import FUNCTION_WORDS, GENERIC, KIND_NAMES, words

_LEGAL_FORM = re.compile(
    r"(股份有限公司|有限责任公司|有限公司|集团|\bco\.?,?\s*ltd\.?|\b(ltd|inc|llc|llp|plc|corp|corporation|gmbh|limited)\b\.?)$",
    re.IGNORECASE,
)
_SHARED_BY = 3  # a short name of more organizations than these names none of them
_GENERIC_LENGTH = 5  # a longer name of a kind may be cut: 创新支持中心 is short for 技术与创新支持中心
_PLACE_LENGTHS = (2, 3, 4)


def endings(names: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
    """Short names with the ids they may mean: "Bank A" for "Sample Bank A", 甲银行 for 北京甲银行股份有限公司.

    A short name is the end of a name, begins with no cut word, and says more than a generic word does.
    """
    generic = Phrases()
    for line in (GENERIC, *KIND_NAMES.values()):
        for word in words(line):
            if len(tokens(word)) <= _GENERIC_LENGTH:
                generic.add(word, ("generic", word))
    ids: dict[str, set[str]] = defaultdict(set)
    for owner, own in names.items():
        for name in own:
            for ending in _endings(_bare(name), generic):
                ids[ending].add(owner)
    return {ending: owners for ending, owners in ids.items() if len(owners) <= _SHARED_BY}


def _bare(name: str) -> list[str]:
    return tokens(_LEGAL_FORM.sub("", without_brackets(name)))


def _endings(name: list[str], generic: Phrases) -> list[str]:
    covered = generic.said(name)
    inside = {place for hit in covered for place in range(hit.start + 1, hit.end)}
    plain = {place for hit in covered for place in range(hit.start, hit.end)}
    found = []
    for start in range(len(name)):
        rest = name[start:]
        long_enough = len(rest) >= (3 if is_han(rest[0]) else 2)
        telling = any(place not in plain for place in range(start, len(name)))
        if long_enough and telling and start not in inside and rest[0] not in FUNCTION_WORDS:
            found.append(" ".join(rest))
    return found


def places(parks: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Chinese names of parks whose ids are pinyin, found in the names and addresses that a catalog gives there.

    For a catalog without aliases: 亦庄 in "北京市亦庄荣华路1号" reads yizhuang, which is the id of that park.
    """
    from pypinyin import lazy_pinyin  # a fifth of a second, and only a catalog without park aliases needs it

    found = {}
    for park, texts in parks.items():
        plain = re.sub(r"[^a-z]", "", park.lower())
        for text in texts:
            for run in re.findall(r"[\u3400-\u9fff]+", text):
                sounds = lazy_pinyin(run)
                for start in range(len(run)):
                    for length in _PLACE_LENGTHS:
                        if plain and "".join(sounds[start : start + length]) == plain:
                            found[run[start : start + length]] = park
    return found
