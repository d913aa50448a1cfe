"""Whether two texts are one text with other line breaks, and where they say different things."""

import re
import unicodedata
from difflib import SequenceMatcher

SHARE = 0.7  # of the shorter text's sentences
SHORTEST = 6  # signs; headings and numerals say nothing
MOST = 200  # sentences that only one side has are compared one by one up to here
NEAR = 0.6
END = re.compile(r"[。！？；;!?\n]|(?<=[a-z\d)])\.(?=\s)")
NUMBERED = re.compile(
    r"^(?:第[零〇一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十]+)?|[（(][一二三四五六七八九十\d]+[）)]|#+)"
)


def alike(one: str, other: str) -> bool:
    """At least 70 % of the shorter text's sentences stand in the other one."""
    first, second = set(_sentences(one)), set(_sentences(other))
    if not first or not second:
        return bare(one) == bare(other)
    return len(first & second) >= SHARE * min(len(first), len(second))


def differing(one: str, other: str) -> tuple[str, str] | None:
    """A sentence of each, nearly the same and not quite; None where neither contradicts the other."""
    first, second = _sentences(one), _sentences(other)
    left = [told for signs, told in first.items() if signs not in second][:MOST]
    right = [told for signs, told in second.items() if signs not in first][:MOST]
    best, pair = NEAR, None
    matcher = SequenceMatcher(autojunk=False)
    for theirs in right:
        matcher.set_seq2(bare(theirs))
        for mine in left:
            matcher.set_seq1(bare(mine))
            if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and (near := matcher.ratio()) > best:
                best, pair = near, (mine, theirs)
    return pair


def _sentences(text: str) -> dict[str, str]:
    """{bare form: as it stands}."""
    found = (" ".join(part.split()) for part in END.split(text))
    return {signs: told for told in found if len(signs := bare(told)) >= SHORTEST}


def bare(text: str) -> str:
    """Letters and digits alone, without the number of the article."""
    plain = NUMBERED.sub("", "".join(unicodedata.normalize("NFKC", text).split()))
    return "".join(sign for sign in plain if sign.isalnum()).casefold()
