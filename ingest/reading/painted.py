"""What is painted on a slide: each shape, its place, what fills it, and which of its letters stand out from what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE

from ingest.reading import package
from ingest.reading.colours import alike
from ingest.reading.theme import WHITE, A, Rgb, Theme

Box = tuple[float, float, float, float]  # left, top, right, bottom, in the slide's own units
DEPTH, MOST_LAYERS = 8, 300
TINY_POINTS = 2.0
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
FILLS = ("noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill")
RECTANGLE = f"{P}spPr/{A}prstGeom[@prst='rect']"
UNKNOWN: Rgb = ()


@dataclass(frozen=True, slots=True, eq=False)
class Painted:
    """A shape at its place in the order of painting; `fill` is None where what lies behind shows."""

    at: int
    shape: Any
    box: Box | None
    fill: Rgb | None
    theme: Theme
    behind: Rgb  # what the slide is filled with
    slide: Any

    def ground(self, every: Sequence["Painted"]) -> Rgb:
        """What its letters stand on; () where that cannot be told."""
        if self.fill is not None:
            return self.fill
        if self.at > MOST_LAYERS:
            return UNKNOWN
        for one in reversed(every[: self.at]):
            if one.fill is None or one.box is None:
                continue
            if self.box is None or _holds(one.box, self.box):
                return one.fill if self.box else UNKNOWN
            if _meets(one.box, self.box):
                return UNKNOWN
        return self.behind

    def covered(self, every: Sequence["Painted"]) -> bool:
        """Whether a filled rectangle lies over all of it, on a slide where nothing moves."""
        if self.box is None or self.slide._element.find(f"{P}timing") is not None:
            return False
        return any(
            one.fill and one.box and _holds(one.box, self.box) and one.shape._element.find(RECTANGLE) is not None
            for one in every[self.at + 1 : self.at + MOST_LAYERS]
        )

    def cell_ground(self, cell: Any) -> Rgb:
        """What fills a cell of its table; () where only the table's style tells."""
        return _fill(cell._tc.tcPr, self.theme, WHITE) or UNKNOWN if cell._tc.tcPr is not None else UNKNOWN

    def words(self, frame: Any, ground: Rgb) -> tuple[str, bool]:
        """The letters that are seen, and whether others are not."""
        lines: list[str] = []
        left_out = False
        for paragraph in frame.paragraphs:
            pieces: list[str] = []
            for one in paragraph._p:
                if one.tag == f"{A}br":
                    pieces.append("\n")
                elif one.tag in (f"{A}r", f"{A}fld"):
                    text = "".join(part.text or "" for part in one.iter(f"{A}t")).replace("\v", "\n")
                    if text.strip() and self._unseen(one, paragraph, frame, ground):
                        left_out = True
                    else:
                        pieces.append(text)
            lines.append("".join(pieces))
        return "\n".join(lines), left_out

    def _unseen(self, run: Any, paragraph: Any, frame: Any, ground: Rgb) -> bool:
        told = list(self._told(run, paragraph, frame))
        size = next((int(one.get("sz")) / 100 for one in told if (one.get("sz") or "").isdigit()), None)
        if size is not None and size <= TINY_POINTS:
            return True
        ink = next((one for one in told if any(one.find(f"{A}{name}") is not None for name in FILLS)), None)
        if ink is None:
            return False
        if ink.find(f"{A}noFill") is not None:
            return ink.find(f"{A}ln") is None
        if not ground or any(ink.find(f"{A}{name}") is not None for name in ("ln", "effectLst", "highlight")):
            return False
        colour = self.theme.drawing(ink.find(f"{A}solidFill"), ground)
        return colour is not None and alike(colour, ground)

    def _told(self, run: Any, paragraph: Any, frame: Any) -> Iterator[Any]:
        """What tells how a run looks, the nearest first."""
        if run.find(f"{A}rPr") is not None:
            yield run.find(f"{A}rPr")
        level = f"{A}lvl{paragraph.level + 1}pPr/{A}defRPr"
        lists = [frame._txBody.find(f"{A}lstStyle")]
        master = self.slide.slide_layout.slide_master
        if getattr(self.shape, "is_placeholder", False):
            kind = self.shape.placeholder_format
            title = "TITLE" in str(kind.type)
            for place in (*self.slide.slide_layout.placeholders, *master.placeholders):
                other = place.placeholder_format
                same = other.idx == kind.idx if place.part is not master.part else title == ("TITLE" in str(other.type))
                if same:
                    lists.append(place._element.find(f"{P}txBody/{A}lstStyle"))
            lists.append(master._element.find(f"{P}txStyles/{P}{'title' if title else 'body'}Style"))
        elif self.shape._element.find(f"{P}style/{A}fontRef") is None and not getattr(self.shape, "has_table", False):
            lists.append(master._element.find(f"{P}txStyles/{P}otherStyle"))
        for one in lists:
            found = one.find(level) if one is not None else None
            if found is not None:
                yield found


def on(slide: Any) -> Iterator[Painted]:
    """Every shape of a slide in the order of painting, those of groups at the places that they are shown at."""
    theme = _theme(slide)
    behind = _behind(slide, theme)
    for at, (shape, box) in enumerate(_flat(slide.shapes, (1.0, 1.0, 0.0, 0.0), 0)):
        yield Painted(at, shape, box, _filled(shape, theme, behind), theme, behind, slide)


def _flat(shapes: Any, by: Box, depth: int) -> Iterator[tuple[Any, Box | None]]:
    for shape in shapes:
        place: list[Any] = [getattr(shape, name, None) for name in ("left", "top", "width", "height")]
        box = None
        if None not in place:
            left, top, width, height = place
            box = (by[2] + by[0] * left, by[3] + by[1] * top,
                   by[2] + by[0] * (left + width), by[3] + by[1] * (top + height))  # fmt: skip
        inner = getattr(shape, "shapes", None)
        if inner is None:
            yield shape, box
        elif depth < DEPTH:
            yield from _flat(inner, _inside(shape, box, by), depth + 1)


def _inside(group: Any, box: Box | None, by: Box) -> Box:
    """By what the places within a group are stretched and moved."""
    frame = group._element.find(f"{P}grpSpPr/{A}xfrm")
    first, size = (frame.find(f"{A}{name}") if frame is not None else None for name in ("chOff", "chExt"))
    if box is None or first is None or size is None:
        return by
    x, y, wide, high = (
        int(one.get(name) or 0) for one, name in ((first, "x"), (first, "y"), (size, "cx"), (size, "cy"))
    )
    across = (box[2] - box[0]) / wide if wide else by[0]
    down = (box[3] - box[1]) / high if high else by[1]
    return across, down, box[0] - across * x, box[1] - down * y


def _filled(shape: Any, theme: Theme, behind: Rgb) -> Rgb | None:
    """What fills a shape: None for nothing, () for a picture or what only its style or layout tells."""
    element = shape._element
    about = element.find(f"{P}spPr")
    found = _fill(about, theme, behind) if about is not None else UNKNOWN
    if found is not None or about is None or about.find(f"{A}noFill") is not None:
        return found
    style = element.find(f"{P}style/{A}fillRef")
    if style is not None and style.get("idx") not in (None, "0"):
        return (theme.drawing(style, behind) or UNKNOWN) if style.get("idx") == "1" else UNKNOWN
    placed = getattr(shape, "is_placeholder", False) and any(
        place._element.find(f"{P}spPr/{A}{name}") is not None
        for place in shape.part.slide.slide_layout.placeholders
        if place.placeholder_format.idx == shape.placeholder_format.idx
        for name in FILLS[1:]
    )
    return UNKNOWN if placed else None


def _fill(about: Any, theme: Theme, over: Rgb) -> Rgb | None:
    """What one of these elements is filled with: None for nothing told, () for several colours."""
    if any(about.find(f"{A}{name}") is not None for name in FILLS[2:]):
        return UNKNOWN
    told = about.find(f"{A}solidFill")
    return None if told is None else theme.drawing(told, over or WHITE) or UNKNOWN


def _behind(slide: Any, theme: Theme) -> Rgb:
    """The slide's background, its layout's or its master's; () where a picture or a shape of these may lie there."""
    layers = (slide, slide.slide_layout, slide.slide_layout.slide_master)
    if any(not shape.is_placeholder for layer in layers[1:] for shape in layer.shapes):
        return UNKNOWN
    for layer in layers:
        told = layer._element.find(f"{P}cSld/{P}bg")
        if told is None:
            continue
        about, named = told.find(f"{P}bgPr"), told.find(f"{P}bgRef")
        if about is not None:
            return _fill(about, theme, WHITE) or UNKNOWN
        if named is not None:
            return (theme.drawing(named) or UNKNOWN) if named.get("idx") in ("0", "1001") else UNKNOWN
    return WHITE


def _theme(slide: Any) -> Theme:
    try:
        part = slide.slide_layout.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
        return Theme.of(etree.fromstring(part.blob, package.parser()))
    except (KeyError, ValueError, etree.XMLSyntaxError):
        return Theme()


def _holds(outer: Box, inner: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def _meets(one: Box, other: Box) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]
