"""Which text of a PDF page a reader cannot see: told from where things lie, and where in doubt from the drawn page."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.reading import drawn, rendered, second_pdf
from ingest.reading.colours import alike, over
from ingest.reading.drawn import Box, Drawn

TINY_PT, CLEAR, SOLID = 2.05, 8, 250
PAPER = (255, 255, 255, 255)
WIDE_PT = 4.0  # letters may stand on a line as thick
MOST_RENDERED, MOST_GROUNDS = 150, 1000  # pages of a document; of a page
MOST_ASKED = 4000  # texts of a page that are looked for on the drawn one
AT_ONCE = 500  # texts that are compared with what else is drawn
FILLS, STROKES = (0, 2, 4, 6), (1, 2, 5, 6)  # render modes of text
CLIPPING = 7


@dataclass
class Sight:
    """Looks at the pages of one document; what costs time is asked only where something speaks for it, and bounded."""

    path: str
    rendered: int = 0
    _layers: second_pdf.Layers | None = None

    def unseen(self, page: pdfium.PdfPage, objects: Sequence[Drawn]) -> tuple[set[int], bool]:
        """Addresses of the text objects that a reader cannot see, and whether the page has only a layer of unseen text.

        Such a layer is what OCR programs lay over or under a scan; it is the text of what the image shows.
        """
        look = _Look(_sheet(page))
        texts = [(at, one) for at, one in enumerate(objects) if one.kind == drawn.TEXT]
        for at, one in texts:
            self._alone(look, at, one)
        _among_others(look, objects, [at for at, _ in texts if at not in look.settled])
        hidden, layer = look.hidden, look.layer
        for at in self._confirmed(page, objects, look):
            (layer if look.doubts[at].by_image else hidden).add(at)
        shown = len(texts) - len(hidden) - len(layer)
        scan = bool(layer) and shown <= len(layer) // 10
        return {objects[at].address for at in (hidden if scan else hidden | layer)}, scan

    def _alone(self, look: "_Look", at: int, one: Drawn) -> None:
        """What the text itself tells."""
        mode = raw.FPDFTextObj_GetTextRenderMode(one.raw)
        if one.box is None or one.box[0] == one.box[2] or one.box[1] == one.box[3]:
            look.settled.add(at)  # spaces, and letters of a broken font
        elif _off(one.box, look.sheet) or _tiny(one) or self._switched_off(look, at, one):
            look.hidden.add(at)
        elif mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE:
            look.layer.add(at)
        elif mode == CLIPPING:
            look.doubts[at] = _Doubt(certain=True, how=How.THROUGH)
        else:
            look.paints[at] = [
                paint
                for modes, ask in ((FILLS, drawn.fill), (STROKES, drawn.stroke))
                if mode in modes and (paint := ask(one)) is not None
            ]
            if look.paints[at] and all(alpha <= CLEAR for *_, alpha in look.paints[at]):
                look.hidden.add(at)
            elif (left := drawn.clip(one)) is not None and _off(one.box, left):
                look.doubts[at] = _Doubt(certain=True)
        look.settled |= look.hidden | look.layer

    def _switched_off(self, look: "_Look", at: int, one: Drawn) -> bool:
        """Whether it is in a layer that is off by name; where only the drawn page can tell, it is in doubt."""
        named = drawn.marks(one.raw).get("OC") if raw.FPDFPageObj_CountMarks(one.raw) > 0 else None
        if named is None and one.within is None:
            return False
        if self._layers is None:
            self._layers = second_pdf.layers(self.path)
        if named and named in self._layers.off:
            return True
        if self._layers.switched:
            look.doubts[at] = _Doubt(certain=False)
        return False

    def _confirmed(self, page: pdfium.PdfPage, objects: Sequence[Drawn], look: "_Look") -> list[int]:
        """Those in doubt of which nothing is seen on the drawn page; what it cannot tell, their place does."""
        asked: dict[How, list[int]] = defaultdict(list)
        for at, doubt in look.doubts.items():
            if doubt.how is How.TINTED or drawn.dependable(objects[at]):
                asked[doubt.how] += [at] if len(asked[doubt.how]) < MOST_ASKED else []
        told: dict[int, bool] = {}
        picture = rendered.Picture.of(page) if asked and self.rendered < MOST_RENDERED else None
        if picture is not None:
            self.rendered += 1
            for how, places in asked.items():
                told |= dict(zip(places, _seen(picture, how, places, objects, look), strict=True))
        return [at for at, doubt in look.doubts.items() if (not told[at] if at in told else doubt.certain)]


def _seen(
    picture: rendered.Picture, how: "How", places: Sequence[int], objects: Sequence[Drawn], look: "_Look"
) -> list[bool]:
    texts = [objects[at] for at in places]
    if how is How.TINTED:
        return picture.stand_out(texts, [look.paints[at] for at in places])
    return picture.show_through(texts) if how is How.THROUGH else picture.leave_traces(texts)


class How(Enum):
    """Why a text is in doubt; of two that lie over each other only one may be seen, so each is asked by itself."""

    APART = auto()  # it may be cut off, or in a layer that is off
    COVERED = auto()
    TINTED = auto()  # in the colour of what it stands on
    THROUGH = auto()  # something else is seen through its letters


@dataclass(frozen=True, slots=True)
class _Doubt:
    certain: bool  # hidden by its place alone
    how: How = How.APART
    by_image: bool = False


@dataclass
class _Look:
    """What is found on one page; numbers are places in its list of objects."""

    sheet: Box
    hidden: set[int] = field(default_factory=set)
    layer: set[int] = field(default_factory=set)
    settled: set[int] = field(default_factory=set)
    doubts: dict[int, _Doubt] = field(default_factory=dict)
    paints: dict[int, list[drawn.Colour]] = field(default_factory=dict)


def _sheet(page: pdfium.PdfPage) -> Box:
    """What of the page is shown, as it or the pages above it tell."""
    box = raw.FS_RECTF()
    if raw.FPDF_GetPageBoundingBox(page.raw, box) and box.right > box.left and box.top > box.bottom:
        return box.left, box.bottom, box.right, box.top
    left, bottom, right, top = page.get_mediabox()
    return left, bottom, right, top


def _off(box: Box, sheet: Box) -> bool:
    return box[2] < sheet[0] or box[0] > sheet[2] or box[3] < sheet[1] or box[1] > sheet[3]


def _tiny(one: Drawn) -> bool:
    left, bottom, right, top = one.box or (0.0, 0.0, 0.0, 0.0)
    return min(top - bottom, right - left) < TINY_PT and min(drawn.size(one)) < TINY_PT


@dataclass(frozen=True, slots=True)
class _Ground:
    """Something that other things lie over or under; `colour` is None for what has several."""

    at: int
    one: Drawn
    colour: drawn.Colour | None


def _grounds(objects: Sequence[Drawn]) -> list[_Ground]:
    found: list[_Ground] = []
    for at, one in enumerate(objects):
        if (
            one.box is None
            or one.kind in (drawn.TEXT, drawn.FORM)
            or min(one.box[2] - one.box[0], one.box[3] - one.box[1]) < 2
        ):
            continue
        colour = drawn.fill(one) if one.kind == drawn.PATH else None
        if one.kind != drawn.PATH or (drawn.filled(one) and colour is not None and colour[3] > CLEAR):
            found.append(_Ground(at, one, colour))
        elif drawn.line_width(one) >= WIDE_PT:
            found.append(_Ground(at, one, None))
    largest = sorted(found, key=lambda ground: -drawn.area(ground.one.box))[:MOST_GROUNDS]
    return sorted(largest, key=lambda ground: ground.at)


def _among_others(look: _Look, objects: Sequence[Drawn], texts: Sequence[int]) -> None:
    """What lies under and over each text."""
    grounds = _grounds(objects)
    if not grounds:
        for at in texts:
            _on(look, at, [], [])
        return
    places = np.array([ground.at for ground in grounds])
    left, bottom, right, top = np.array([ground.one.box for ground in grounds]).T
    for first in range(0, len(texts), AT_ONCE):
        some = texts[first : first + AT_ONCE]
        boxes = np.array([objects[at].box for at in some])[:, :, None]
        middle = (boxes[:, 1] + boxes[:, 3]) / 2
        touches = (left < boxes[:, 2]) & (right > boxes[:, 0]) & (bottom <= middle) & (middle <= top)
        holds = touches & (left <= boxes[:, 0] + 1) & (right >= boxes[:, 2] - 1)
        for at, touched, held in zip(some, touches, holds, strict=True):
            which, near = np.flatnonzero(held), np.flatnonzero(touched)
            if at in look.doubts and look.doubts[at].how is How.THROUGH:
                _through(
                    look, at, [grounds[each] for each in near[places[near] > at]], bool((places[which] < at).any())
                )
                continue
            _under(look, at, objects[at], [grounds[each] for each in which[places[which] > at]])
            below, beside = which[places[which] < at], near[places[near] < at]
            _on(look, at, [grounds[each] for each in below], [grounds[each] for each in beside])


def _under(look: _Look, at: int, text: Drawn, covers: list[_Ground]) -> None:
    """Opaque things that are drawn later over all of a text."""
    solid = [
        cover for cover in covers
        if (cover.colour is None or cover.colour[3] >= SOLID) and not raw.FPDFPageObj_HasTransparency(cover.one.raw)
    ]  # fmt: skip
    if solid:
        certain = any(_covers(cover.one, text) for cover in solid if cover.colour)
        look.doubts[at] = _Doubt(certain, How.COVERED, any(cover.one.kind == drawn.IMAGE for cover in solid))


def _covers(cover: Drawn, text: Drawn) -> bool:
    """Whether a path is a rectangle around the text and not cut off by a clip path."""
    inner, outer, left = text.box, cover.box, drawn.clip(cover)
    return (
        inner is not None
        and outer is not None
        and _holds(outer, inner)
        and (left is None or _holds(left, inner))
        and drawn.rectangle(cover)
    )


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer[0] <= inner[0] + 1 and outer[1] <= inner[1] + 1 and outer[2] >= inner[2] - 1 and outer[3] >= inner[3] - 1
    )


def _on(look: _Look, at: int, holding: list[_Ground], touching: list[_Ground]) -> None:
    """Letters in the colour of what they stand on, which is told of each ground but pictures."""
    paints = look.paints.get(at)
    if not paints or at in look.doubts:
        return
    ground = holding[-1] if holding else None
    told = PAPER if ground is None else ground.colour
    if ground is None or (told is not None and told[3] >= SOLID):
        if told is not None and _alike(paints, told):
            plain = all(each.colour is not None and alike(each.colour, told) for each in holding)
            look.doubts[at] = _Doubt(plain or (ground is not None and drawn.rectangle(ground.one)), How.TINTED)
            return
        touching = [each for each in touching if ground is None or each.at > ground.at]
    if any(each.colour is None or _alike(paints, each.colour) for each in touching):
        look.doubts[at] = _Doubt(certain=False, how=How.TINTED)


def _through(look: _Look, at: int, later: list[_Ground], grounded: bool) -> None:
    """What is drawn later where letters cut it out shows them, unless it is as white as the paper."""
    if grounded or any(each.colour is None or not alike(each.colour, PAPER) for each in later):
        look.doubts[at] = _Doubt(certain=not later, how=How.THROUGH)


def _alike(paints: Sequence[drawn.Colour], ground: Sequence[int]) -> bool:
    return all(alike(over(paint, ground, paint[3] / 255), ground) for paint in paints)
