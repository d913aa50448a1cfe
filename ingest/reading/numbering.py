"""The numbers that Word writes itself: 第一条, 一、, (1), 1.1; they are in no paragraph's text."""

from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DIGITS, UNITS = "〇一二三四五六七八九", ("", "十", "百", "千")
CHINESE = (
    "chineseCounting",
    "chineseCountingThousand",
    "ideographTraditional",
    "japaneseCounting",
    "taiwaneseCounting",
)
SILENT = ("bullet", "none")


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str
    text: str  # such as 第%1条
    start: int


@dataclass
class Numbering:
    """Counts the lists of a document as it is read from the top."""

    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    counts: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Any) -> "Numbering":
        """From the part word/numbering.xml, or from none."""
        found = cls()
        for kind in root.iter(f"{W}abstractNum") if root is not None else ():
            key = kind.get(f"{W}abstractNumId") or ""
            for level in kind.iter(f"{W}lvl"):
                at = level.get(f"{W}ilvl") or ""
                if at.isdigit():
                    start = _value(level, "start")
                    found.levels[key, int(at)] = _Level(
                        _value(level, "numFmt"), _value(level, "lvlText"), int(start) if start.isdigit() else 1
                    )
        for one in root.iter(f"{W}num") if root is not None else ():
            found.abstract[one.get(f"{W}numId") or ""] = _value(one, "abstractNumId")
        return found

    def next(self, place: tuple[str, str] | None) -> str:
        """What stands before the next paragraph of that list and level, with a space after it; empty for bullets."""
        if place is None or place[0] not in self.abstract or not place[1].isdigit():
            return ""
        key, at = self.abstract[place[0]], min(int(place[1]), 8)
        level = self.levels.get((key, at))
        if level is None:
            return ""
        counts = self.counts.setdefault(key, [])
        while len(counts) <= at:
            above = self.levels.get((key, len(counts)))
            counts.append((above.start if above else 1) - 1)
        counts[at] += 1
        del counts[at + 1 :]
        if level.kind in SILENT or not level.text:
            return ""
        told = level.text
        for one in range(at + 1):
            kind = self.levels.get((key, one), level).kind
            told = told.replace(f"%{one + 1}", _number(max(counts[one], 1), kind))
        return told + ("" if told.endswith(("、", "）", "．", " ")) else " ")


def _number(value: int, kind: str) -> str:
    if kind in CHINESE:
        return _chinese(value)
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman"):
        return _roman(value) if kind == "upperRoman" else _roman(value).lower()
    if kind == "decimalEnclosedCircle" and value <= 20:
        return chr(0x245F + value)
    return str(value)


def _chinese(value: int) -> str:
    if value >= 10_000:
        return str(value)
    told = ""
    for place, digit in enumerate(reversed(str(value))):
        if digit != "0":
            told = DIGITS[int(digit)] + UNITS[place] + told
        elif told and not told.startswith("零"):
            told = "零" + told
    return told.removeprefix("一") if told.startswith("一十") else told


def _roman(value: int) -> str:
    told = ""
    for size, sign in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
                       (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):  # fmt: skip
        while value >= size and len(told) < 20:
            told, value = told + sign, value - size
    return told


def _value(one: Any, name: str) -> str:
    found = one.find(f"{W}{name}")
    return (found.get(f"{W}val") or "") if found is not None else ""
