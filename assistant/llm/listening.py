"""What a sentence wants, as far as words tell: the embedded model's ear."""

import re
from functools import cache
from importlib.resources import files

from knowledge.yaml_text import read_yaml

ORDINALS = {word: at for at, word in enumerate("一二三四五六七八九十", 1)} | {
    word: at for at, word in enumerate(("first", "second", "third", "fourth", "fifth", "sixth"), 1)
}

LAST = re.compile(r"last|latest|最后|最晚|最迟")
FIRST = re.compile(r"earliest|最早")


@cache
def _patterns() -> dict[str, list[re.Pattern[str]]]:
    listed = read_yaml((files("assistant.llm") / "words.yaml").read_text("utf-8"))
    return {name: [re.compile(pattern) for pattern in patterns] for name, patterns in listed.items()}


def wants(name: str, text: str) -> bool:
    """Whether the text matches one of the patterns of that name in words.yaml."""
    folded = text.casefold().strip()
    return any(pattern.search(folded) for pattern in _patterns()[name])


def ordinal(text: str, count: int) -> int | None:
    """Which of `count` listed things is meant, from 1; None when no place in the list is named."""
    if not count:
        return None
    folded = text.casefold().strip()
    for pattern in _patterns()["ordinal"]:
        if found := pattern.search(folded):
            word = next((group for group in found.groups() if group), "")
            if LAST.search(found.group()):
                return count
            if FIRST.search(found.group()):
                return 1
            number = int(word) if word.isdigit() else ORDINALS.get(word)
            return number if number is not None and 1 <= number <= count else None
    return None
