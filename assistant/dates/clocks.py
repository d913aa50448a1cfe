"""Clock times and parts of the day, in both languages."""

import re

from .when import Clock, Half, Part, PartName, Piece
from .wording import FOLLOWS, HOUR_WORDS, number

_HOUR = r"(?:[01]?\d|2[0-4])"
_HALF = r"(?:a\.?m|p\.?m)\b\.?"
_BEFORE = r"(?<![\w.:/+-])"
_WORD = "|".join(HOUR_WORDS)
_MONTHS = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"

# --- English and plain digits ----------

_RANGE = re.compile(
    rf"{_BEFORE}(?P<a>{_HOUR}|{_WORD})(?:[:.](?P<am>[0-5]\d))?\s*(?P<ah>{_HALF})?\s*"
    rf"(?:-|to\b|till\b|until\b|and\b)\s*(?P<b>{_HOUR}|{_WORD})(?:[:.](?P<bm>[0-5]\d))?\s*(?P<bh>{_HALF})?(?![\w:/%]|[.-]\d|\s*[点點时])",
    re.I | re.A,
)
_SINGLE = re.compile(rf"{_BEFORE}(?P<h>{_HOUR})(?:[:.h](?P<m>[0-5]\d))?\s*(?P<half>{_HALF})", re.I | re.A)
_COLON = re.compile(rf"{_BEFORE}(?P<h>{_HOUR})[:h](?P<m>[0-5]\d)(?::[0-5]\d)?(?![\d:]|\w)", re.I | re.A)
_O_CLOCK = re.compile(rf"{_BEFORE}(?P<h>{_HOUR}|{_WORD})\s*o'?\s?clock\b", re.I | re.A)
_PAST = re.compile(
    rf"\b(?P<m>half|(?:a\s+)?quarter|five|ten|twenty|twenty-five|\d\d?(?=\s+min))(?:\s+min(?:ute)?s)?\s+"
    rf"(?P<side>past|to)\s+(?P<h>{_HOUR}|{_WORD})\b(?!\s*(?:patents|people))",
    re.I | re.A,
)
_AT = re.compile(
    rf"\b(?P<word>at|@|after|before|around|about|by|until|till|from)\s*(?P<h>{_HOUR}|{_WORD})(?:\s+(?P<w>thirty|fifteen|forty-five)|\.(?P<d>[0-5]\d))?(?![\w:/%]|[.-]\d)",
    re.I | re.A,
)
_AT_PLAIN = re.compile(
    r"\bat\s+(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)(?:\s*(?:hrs|hours|h))?(?![\w:/%]|[.-]\d)", re.I | re.A
)
_BY_COMPANY = re.compile(
    rf"{_BEFORE}(?P<h>{_HOUR}|{_WORD})(?=\s+in\s+the\s+(?:morning|afternoon|evening))"
    rf"|(?:\||tomorrow|today|tonight|tmrw|tmr)\s+(?P<after>{_HOUR})(?![\w:/%]|[.-]\d)",
    re.I | re.A,
)
_NAMED = re.compile(r"\b(?P<noon>(?:12\s+)?noon|midday)\b|\b(?P<midnight>(?:12\s+)?midnight)\b", re.I | re.A)
_MONTH_BEFORE = re.compile(rf"\b{_MONTHS}\.?\s*(?:the\s+)?$|月\s*$", re.I | re.A)
_MONTH_AFTER = re.compile(rf"(?:st|nd|rd|th)?\s*(?:of\s+)?{_MONTHS}\b|\s*[月日号天周个年项件份]", re.I | re.A)

# --- Chinese ----------

_ZH = r"(?:二十[一二三四]?|十[一二三四五六七八九]?|[零一二两三四五六七八九]|[01]?\d|2[0-4])"
_ZH_CLOCK = re.compile(
    rf"(?<![\d.,:第零一二两三四五六七八九十])(?P<h>{_ZH})\s*[点點时](?!间|候|代|期|刻|效|长|机)"
    r"(?:(?P<whole>整|钟)|(?P<half>半)|(?P<quarter>[一三1３3])刻钟?"
    r"|(?:零|过)?(?P<m>[二三四五]?十[一二三四五六七八九]?|[零0]?[一二三四五六七八九]|[0-5]?\d)(?![\d点點时])分?)?"
)
_ZH_RANGE = re.compile(rf"(?<![\d.,:/月-])(?P<a>{_ZH})\s*(?P<mid>-|到|至)\s*(?={_ZH}\s*[点點](?!建议|意见|疑问))")
_ZH_OR_SO = re.compile(
    r"(?<![\d一二三四五六七八九十第有])(?P<a>[一二两三四五六七八九])(?P<b>[二三四五六七八九])[点點]钟?"
)

# --- parts of the day ----------

_NAMES: dict[str, PartName] = {
    **dict.fromkeys(("凌晨", "early hours"), "small hours"),
    **dict.fromkeys(("上午", "早上", "早晨", "清晨", "大早", "早", "晨", "morning"), "morning"),
    **dict.fromkeys(("中午", "正午", "午间", "lunchtime", "lunch time"), "noon"),
    **dict.fromkeys(("下午", "午后", "afternoon", "arvo"), "afternoon"),
    "傍晚": "dusk",
    **dict.fromkeys(("晚上", "晚间", "今夜", "晚", "evening", "tonight"), "evening"),
    **dict.fromkeys(("夜里", "夜间", "深夜", "半夜", "night"), "night"),
}
_SHIFTS = {"今": 0, "明": 1, "后": 2, "昨": -1}
_ZH_PART = re.compile(
    r"(?P<long>凌晨|上午|早上|早晨|清晨|大早|中午|正午|午间|下午|午后|傍晚|晚上|晚间|夜里|夜间|深夜|半夜)"
    r"|(?P<shift>[今明后昨])(?P<short>[早晚晨])(?!点|些)|(?P<eve>今夜)"
    rf"|(?P<beside>(?<=[|天日号])[早晚晨](?!点|些|一点)|[早晚](?={_ZH}[点點])(?!一点))"
)
_EN_PART = re.compile(
    r"\b(?:in\s+the\s+|during\s+the\s+|at\s+(?=night))?(?:(?P<this>this|last|tomorrow's)\s+)?(?:early\s+|late\s+|mid-?)?"
    r"(?P<name>morning|afternoon|evening|night|arvo|lunch\s?time)\b|\b(?P<tonight>tonight)\b",
    re.I | re.A,
)


def clocks(text: str) -> list[Piece]:
    """Clock times. A range gives its two ends as pieces of their own, with the range word left between them."""
    found: list[Piece] = []
    for scan in (_ranges, _english, _chinese):
        for piece in scan(text):
            if all(piece.span[1] <= other.span[0] or other.span[1] <= piece.span[0] for other in found):
                found.append(piece)
    return found


def _ranges(text: str) -> list[Clock]:
    found: list[Clock] = []
    for match in _RANGE.finditer(text):
        plain = not (match["am"] or match["bm"] or match["ah"] or match["bh"])
        beside_month = _MONTH_BEFORE.search(text, 0, match.start()) or _MONTH_AFTER.match(text, match.end())
        joined_by_and = "and" in text[match.end("a") : match.start("b")].lower()
        if (plain and beside_month) or (joined_by_and and not text[: match.start()].lower().endswith("between ")):
            continue
        weak = plain and not FOLLOWS.match(text, match.end())
        weak = weak or (plain and not re.search(r"(?:from|between)\s*$", text[: match.start()], re.I))
        first = _end_of_part(match, "am", "a", "ah")
        found.append(_clock((match.start("a"), first), match["a"], match["am"], match["ah"], weak=weak))
        last = _end_of_part(match, "bm", "b", "bh")
        found.append(_clock((match.start("b"), last), match["b"], match["bm"], match["bh"], weak=weak))
    return found


def _end_of_part(match: re.Match[str], *names: str) -> int:
    return max(match.end(name) for name in names)


def _english(text: str) -> list[Clock]:
    found = [_clock(m.span(), m["h"], m["m"], m["half"]) for m in _SINGLE.finditer(text)]
    found += [_clock(m.span(), m["h"], m["m"], None) for m in _COLON.finditer(text)]
    found += [_clock(m.span(), m["h"], None, None) for m in _O_CLOCK.finditer(text)]
    found += [_past(m) for m in _PAST.finditer(text) if not _from_ten_to(text, m)]
    found += [_at(text, m) for m in _AT.finditer(text)]
    weak = [(m, not FOLLOWS.match(text, m.end())) for m in _AT_PLAIN.finditer(text)]
    found += [Clock((m.start("h"), m.end()), int(m["h"]), int(m["m"]), exact=True, weak=is_weak) for m, is_weak in weak]
    found += [piece for m in _BY_COMPANY.finditer(text) if (piece := _by_company(text, m))]
    for match in _NAMED.finditer(text):
        hour = 12 if match["noon"] else 24
        found.append(Clock(match.span(), hour, exact=True, grain="hour"))
    return found


def _clock(span: tuple[int, int], hour: str, minute: str | None, half: str | None, *, weak: bool = False) -> Clock:
    which: Half | None = None if not half else "am" if half[0].lower() == "a" else "pm"
    hours = number(hour)
    exact = hour.startswith("0") or hours > 12
    grain = "minute" if minute else "hour"
    return Clock(span, hours, int(minute or 0), which, exact, "minute" if grain == "minute" else "hour", weak)


def _past(match: re.Match[str]) -> Clock:
    word = match["m"].lower().split()[-1]
    named = {"half": 30, "quarter": 15, "twenty": 20, "twenty-five": 25}
    minutes = named[word] if word in named else number(word)
    hour = number(match["h"])
    if match["side"].lower() == "to":
        hour, minutes = (hour - 1) or 12, 60 - minutes
    return Clock(match.span(), hour, minutes, exact=hour > 12)


def _from_ten_to(text: str, match: re.Match[str]) -> bool:
    """ "from ten to three" names two times, not one."""
    return match["side"].lower() == "to" and re.search(r"(?:from|between)\s+$", text[: match.start()], re.I) is not None


def _at(text: str, match: re.Match[str]) -> Clock:
    words = {"thirty": "30", "fifteen": "15", "forty-five": "45"}
    minute = words[match["w"].lower()] if match["w"] else match["d"]
    weak = match["word"].lower() not in ("at", "@") or not FOLLOWS.match(text, match.end())
    weak = weak or text[match.end() :].lstrip().lower().startswith("of ")
    return _clock((match.start("h"), match.end()), match["h"], minute, None, weak=weak)


def _by_company(text: str, match: re.Match[str]) -> Clock | None:
    """A bare number that is a time because of its neighbour: "9 in the morning", "Friday 10"."""
    name = "h" if match["h"] else "after"
    lone = name == "after" and not FOLLOWS.match(text, match.end())
    if lone or (name == "after" and _MONTH_AFTER.match(text, match.end())):
        return None
    return _clock(match.span(name), match[name], None, None, weak=True)


def _chinese(text: str) -> list[Clock]:
    found: list[Clock] = []
    for match in _ZH_RANGE.finditer(text):
        found.append(_clock(match.span("a"), match["a"], None, None, weak=True))
    for match in _ZH_OR_SO.finditer(text):
        first, second = number(match["a"]), number(match["b"])
        if second == first + 1:
            middle = match.end("a")
            found.append(Clock((match.start(), middle), first, grain="hour"))
            found.append(Clock((middle, match.end()), second, grain="hour"))
    found += [_chinese_clock(text, match) for match in _ZH_CLOCK.finditer(text)]
    return found


def _chinese_clock(text: str, match: re.Match[str]) -> Clock:
    minute = 30 if match["half"] else 0
    if match["quarter"]:
        minute = 15 if match["quarter"] in "一1" else 45
    if match["m"]:
        minute = number(match["m"])
    said_plainly = not (match["whole"] or match["half"] or match["quarter"] or match["m"])
    weak = said_plainly and (match["h"] in "一1" or not FOLLOWS.match(text, match.end()))
    hour = number(match["h"])
    exact = hour > 12 or match["h"].startswith("0")
    return Clock(match.span(), hour, minute, exact=exact, grain="hour" if minute == 0 else "minute", weak=weak)


def parts(text: str) -> list[Piece]:
    """Parts of the day, those that name their day as well (今晚, tonight) included."""
    return [*(_chinese_part(m) for m in _ZH_PART.finditer(text)), *(_english_part(m) for m in _EN_PART.finditer(text))]


def _chinese_part(match: re.Match[str]) -> Part:
    if match["eve"]:
        return Part(match.span(), "evening", 0)
    if match["shift"]:
        return Part(match.span(), _NAMES[match["short"]], _SHIFTS[match["shift"]])
    return Part(match.span(), _NAMES[match["long"] or match["beside"]])


def _english_part(match: re.Match[str]) -> Part:
    if match["tonight"]:
        return Part(match.span(), "evening", 0)
    name = _NAMES[" ".join(match["name"].lower().split())]
    shift = {"this": 0, "last": -1, "tomorrow's": 1}.get((match["this"] or "").lower())
    return Part(match.span(), name, shift)
