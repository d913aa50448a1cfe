"""How what stands in a page looks to its reader: what style sheets, styles and attributes tell of each element."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from ingest.reading.colours import CLEAR, WHITE, Colour, alike, colour
from ingest.reading.selectors import Page, Selector, selectors
from ingest.reading.style_sheet import Rule, Told, declared, on_screen, resolved, rules, variables

Weighed = dict[str, tuple[tuple[int, ...], str]]  # property -> (how much it weighs, its value)

MOST_TOLD, MOST_STYLES = 150_000, 20_000
MOST_VISITS = 150_000_000  # of elements by selectors: some two seconds
INLINE = 1_000_000  # weighs more than any selector
BARE = ("*", "html", "body", "main", "article")  # the page as a whole, which a program may show
GROUNDS = ("color", "background", "background-color", "background-image")
MATTER = re.compile(
    r"display|visibility|opacity|color|background|font|text-(?:indent|shadow)|left|top|margin|clip|transform|height"
    r"|width|overflow|filter|position|-webkit-text|-webkit-background|-moz-background"
)
ZERO = r"[+-]?0*(?:\.0+)?(?:px|pt|em|rem|%|vw|vh)?"
NOTHING = re.compile(ZERO)
SMALL = re.compile(rf"(?:{ZERO}|[01](?:\.\d+)?p[xt]|0?\.0\d*r?em)")
RELATIVE = re.compile(r"[\d.]+(?:em|%)|inherit|smaller|larger")
FONT_SIZE = re.compile(r"(?:^|\s)([\d.]+(?:px|pt|em|rem|%|vw|vh)?)(?:/\S{1,20})?\s")
AWAY = re.compile(r"-\d{3,}")
SHUT = re.compile(rf"(?:{ZERO}|1px)")
CLIPPED = re.compile(
    r"rect\(\s*(?:0|1px)(?:px)?[\s,]+(?:0|1px)(?:px)?[\s,]+(?:0|1px)|inset\(\s*(?:50|100)%|circle\(\s*0"
)
MOVED = re.compile(r"scale[xy]?\(\s*0(?:\.0+)?\s*[,)]|translate[xy3d]{0,2}\((?:[^()]{0,30},)?\s*-\d{4,}")
FADED = re.compile(r"opacity\(\s*0(?:\.0+)?%?\s*\)")
UNSURE = re.compile(r"url\(|gradient|var\(|image|\Aunset")


@dataclass(frozen=True, slots=True)
class Look:
    """What an element hands on to those within it."""

    gone: bool = False  # with all that is in it
    hushed: bool = False  # by visibility
    tiny: bool = False
    aside: bool = False  # by an indent
    ink: Colour | None = None
    inline: bool = False  # the ink is told at the element
    shaded: bool = False  # drawn by more than its ink
    ground: Colour | None = WHITE
    told: bool = False  # the ground is told, not that of a bare page

    def unseen(self, sure: bool) -> bool:
        """`sure` says that no other style sheet may colour the page."""
        if self.gone or self.hushed or self.tiny or self.aside:
            return True
        if self.ink is None or self.shaded:
            return False
        if self.ink[3] == 0:
            return True
        return self.ground is not None and alike(self.ink, self.ground) and (self.told or self.inline or sure)


class Looks:
    """The looks of a page's elements; built in a time that grows with the page and not with its square."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._told: dict[int, Weighed] = {}
        self._left = MOST_TOLD
        self.sure = tree.css_first('link[rel~="stylesheet"]') is None
        self._pictured = tree.css_first("img,svg,video,canvas,picture") is not None
        sheets = [node for node in tree.css("style") if on_screen(node.attributes.get("media") or "")]
        found = rules("\n".join(node.text() for node in sheets))
        self._variables = variables(found)
        self._by_rules(tree, found)
        self._by_attributes(tree)

    def __bool__(self) -> bool:
        return bool(self._told)

    def _by_rules(self, tree: LexborHTMLParser, found: list[Rule]) -> None:
        parts = sorted(_parts(found), key=lambda one: not _hides(one[2]))
        page = Page.of(tree) if parts else Page()
        visits = 0
        for order, selector, told in parts:
            cost = page.cost(selector)
            if not cost or visits + cost > MOST_VISITS or self._left <= 0:
                continue
            visits += cost
            try:
                nodes = tree.css(selector.text)
            except SelectolaxError:
                continue
            for node in nodes:
                self._add(node, told, (selector.weight, order))

    def _by_attributes(self, tree: LexborHTMLParser) -> None:
        for at, node in enumerate(tree.css("[style],[hidden],[bgcolor],[background],font[color]")):
            if at >= MOST_STYLES:
                return
            own = node.attributes
            if "hidden" in own:
                self._add(node, {"display": (False, "none")}, (-1, 0))
            if own.get("bgcolor"):
                self._add(node, {"background-color": (False, own["bgcolor"] or "")}, (-1, 0))
            if own.get("background"):
                self._add(node, {"background-image": (False, "url()")}, (-1, 0))
            if node.tag == "font" and own.get("color"):
                self._add(node, {"color": (False, own["color"] or "")}, (INLINE - 1, 0))
            if own.get("style"):
                self._add(node, declared(own["style"] or ""), (INLINE, 0))

    def _add(self, node: LexborNode, told: Told, weight: tuple[int, int]) -> None:
        known = self._told.setdefault(node.mem_id, {})
        for name, (important, value) in told.items():
            full = (int(important), *weight)
            if name not in known or known[name][0] <= full:
                known[name] = (full, value)
                self._left -= 1

    def of(self, node: LexborNode, around: Look) -> Look:
        """How the element looks within one that looks like `around`."""
        told = self._told.get(node.mem_id)
        if node.tag == "a":
            around = replace(around, ink=None)  # links have a colour of their own
        if not told:
            return around
        values = {name: resolved(value, self._variables) for name, (_, value) in told.items()}
        look = _grounded(_inked(around, told, values), values, self._pictured)
        if node.tag in ("html", "body"):  # hidden until a program shows it
            return look
        size = _size(values)
        tiny = look.tiny if size is None or (look.tiny and RELATIVE.fullmatch(size)) else bool(SMALL.fullmatch(size))
        visible = values.get("visibility", "inherit")
        hushed = look.hushed if visible in ("inherit", "unset") else visible in ("hidden", "collapse")
        aside = bool(AWAY.match(values["text-indent"])) if "text-indent" in values else look.aside
        return replace(look, gone=look.gone or _gone(values), hushed=hushed, tiny=tiny, aside=aside)


def _parts(found: list[Rule]) -> Iterator[tuple[int, Selector, Told]]:
    """(place, selector, what it tells) of each selector whose rule says something of what is seen."""
    for order, rule in enumerate(found):
        told = {name: value for name, value in rule.told.items() if MATTER.match(name)}
        for selector in selectors(rule.selector) if told else ():
            if selector.drawn:  # something may be drawn behind the words
                if not told.keys().isdisjoint(GROUNDS[1:]):
                    yield order, selector, {"background-image": (False, "url()")}
            elif selector.text.lower() in BARE:
                yield order, selector, {name: value for name, value in told.items() if name in GROUNDS}
            else:
                yield order, selector, told


def _hides(told: Told) -> bool:
    values = {name: value for name, (_, value) in told.items()}
    return _gone(values) or "visibility" in values or "text-indent" in values or _size(values) is not None


def _size(values: dict[str, str]) -> str | None:
    if "font-size" in values:
        return values["font-size"]
    found = FONT_SIZE.search(values.get("font", ""))
    return found[1] if found else None


def _gone(values: dict[str, str]) -> bool:
    if values.get("display") == "none" or values.get("content-visibility") == "hidden":
        return True
    if NOTHING.fullmatch(values.get("opacity", "1")) or FADED.search(values.get("filter", "")):
        return True
    if CLIPPED.match(values.get("clip", "")) or CLIPPED.match(values.get("clip-path", "")):
        return True
    if any(AWAY.match(values.get(name, "")) for name in ("left", "top")) or MOVED.search(values.get("transform", "")):
        return True
    centred = any("%" in values.get(name, "") for name in ("left", "top"))
    if not centred and any(AWAY.match(values.get(name, "")) for name in ("margin-left", "margin-top")):
        return True
    closed = any(values.get(name, "")[:6] in ("hidden", "clip") for name in ("overflow", "overflow-x", "overflow-y"))
    return closed and any(
        name in values and SHUT.fullmatch(values[name]) for name in ("height", "width", "max-height", "max-width")
    )


def _inked(look: Look, told: Weighed, values: dict[str, str]) -> Look:
    shadow = values.get("text-shadow", "none") != "none" or "-webkit-text-stroke" in values
    clipped = any("text" in values.get(f"{maker}background-clip", "") for maker in ("", "-webkit-", "-moz-"))
    look = replace(look, shaded=look.shaded or shadow or clipped)
    name = "-webkit-text-fill-color" if "-webkit-text-fill-color" in values else "color"
    if values.get(name, "inherit") in ("inherit", "currentcolor", "unset"):
        return look
    return replace(look, ink=colour(values[name]), inline=told[name][0][1] >= INLINE - 1)


def _grounded(look: Look, values: dict[str, str], pictured: bool) -> Look:
    """With what lies behind its words: None where that is a picture, or cannot be told."""
    if pictured and values.get("position") in ("absolute", "fixed"):
        look = replace(look, ground=None)  # it may lie over a picture
    for name in ("background", "background-color", "background-image"):
        value = values.get(name, "none")
        if UNSURE.search(value):
            return replace(look, ground=None)
        shades = [one for one in map(colour, re.findall(r"[\w#-]+(?:\([^()]*\))?", value)) if one is not None]
        if shades and shades[0] != CLEAR and shades[0][3] > 0:
            look = replace(look, ground=shades[0] if shades[0][3] == 1 else None, told=True)
        elif not shades and value not in ("none", "inherit", "initial", "unset", "0 0", "0"):
            look = replace(look, ground=None)
    return look
