"""The style sheets within a page: what its rules tell, as far as they hold on any screen, each cheap to find."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_LETTERS, MOST_RULES, MOST_DECLARED = 400_000, 6_000, 60
COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
TOKEN = re.compile(r"[{};]|\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'")
ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|([^0-9a-fA-F\n]))")
WIDTH = re.compile(r"\(\s*(min|max)-width\s*:\s*(\d{1,6}(?:\.\d{1,6})?)(px|em|rem)\s*\)")
NARROW, WIDE = 320, 3840  # pixels: between these lie the screens that people read on
GROUP = re.compile(r"@(media|supports|layer)\b(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Rule:
    selector: str
    told: dict[str, tuple[bool, str]]  # property -> (important, value)


def rules(sheet: str) -> Iterator[Rule]:
    """Those that hold on every screen, in order; one pass, and no more of them than are worth it."""
    text = COMMENT.sub(" ", sheet[:MOST_LETTERS])
    opened: list[tuple[str, bool]] = []  # heads that are open, and whether what they hold counts
    start = given = 0
    for mark in TOKEN.finditer(text):
        if mark[0] == "{":
            counts = opened[-1][1] if opened else True
            head = text[start : mark.start()].strip()
            opened.append((head, counts and (not head.startswith("@") or _holds(head.lower()))))
        elif mark[0] == "}":
            head, counts = opened.pop() if opened else ("", False)
            inner = bool(opened) and not opened[-1][0].startswith("@")  # nested in another rule
            if counts and head and not head.startswith("@") and not inner:
                yield Rule(head, declared(text[start : mark.start()]))
                given += 1
                if given >= MOST_RULES:
                    return
        elif mark[0] != ";" or (opened and not opened[-1][0].startswith("@")):
            continue  # a string, or the end of one declaration among others
        start = mark.end()


def _holds(head: str) -> bool:
    """Whether the rules in a group count: one whose condition a browser of today meets, on any screen."""
    found = GROUP.match(head)
    if found is None:  # of letters, of steps of a movement, of printed pages
        return False
    name, condition = found[1], found[2].strip()
    return on_screen(condition) if name == "media" else not condition.startswith("not")


def on_screen(media: str) -> bool:
    """Whether one of these media queries holds on a screen, be it a telephone or a wall."""
    return any(_query(one.strip()) for one in media.lower().split(",")) if media.strip() else True


def _query(query: str) -> bool:
    parts = [part.strip() for part in query.removeprefix("only ").split(" and ")]
    return all(part in ("screen", "all", "not print", "not speech") or _wide_enough(part) for part in parts)


def _wide_enough(part: str) -> bool:
    found = WIDTH.fullmatch(part)
    if found is None:
        return False
    pixels = float(found[2]) * (1 if found[3] == "px" else 16)
    return pixels <= NARROW if found[1] == "min" else pixels >= WIDE


def declared(style: str) -> dict[str, tuple[bool, str]]:
    """property -> (important, value), the later ones before the earlier, both in small letters."""
    told: dict[str, tuple[bool, str]] = {}
    for one in COMMENT.sub(" ", style[:20_000]).split(";")[:MOST_DECLARED]:
        name, colon, value = ESCAPE.sub(_unescaped, one).partition(":")
        if colon and "{" not in one:
            value, mark, _ = " ".join(value.lower().split()).partition("!")
            name = name.strip().lower()
            if mark or not told.get(name, (False,))[0]:
                told[name] = (bool(mark), value.strip())
    return told


def _unescaped(found: re.Match[str]) -> str:
    if found[1] is None:
        return found[2]
    return chr(int(found[1], 16)) if 0 < int(found[1], 16) < 0xD800 else " "
