"""Which text of a PDF page a reader cannot see: told from where things lie, and where in doubt from the drawn page."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.reading import drawn, rendered, second_pdf
from ingest.reading.drawn import Box, Drawn

TINY_PT, WHITE, ALIKE, CLEAR, SOLID = 1.3, 245, 10, 8, 250
MOST_RENDERED, MOST_GROUNDS = 150, 1000  # pages of a document; of a page
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
        if one.box is None or one.box[0] == one.box[2] or one.box[1] == one.box[3] or mode == CLIPPING:
            look.settled.add(at)  # spaces, letters of a broken font, and letters through which something else is seen
        elif _off(one.box, look.sheet) or _tiny(one) or self._switched_off(look, at, one):
            look.hidden.add(at)
        elif mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE:
            look.layer.add(at)
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
        trusted = [at for at in look.doubts if drawn.dependable(objects[at])]
        groups = [[at for at in trusted if look.doubts[at].covered == covered] for covered in (True, False)]
        told: dict[int, bool] = {}
        if trusted and self.rendered < MOST_RENDERED:
            self.rendered += 1
            traces = rendered.traces(page, [[objects[at] for at in group] for group in groups])
            for group, seen in zip(groups, traces or (), strict=False):
                told |= dict(zip(group, seen, strict=True))
        return [at for at, doubt in look.doubts.items() if (not told[at] if at in told else doubt.certain)]


@dataclass(frozen=True, slots=True)
class _Doubt:
    certain: bool  # hidden by its place alone
    covered: bool = False
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
    largest = sorted(found, key=lambda ground: -drawn.area(ground.one.box))[:MOST_GROUNDS]
    return sorted(largest, key=lambda ground: ground.at)


def _among_others(look: _Look, objects: Sequence[Drawn], texts: Sequence[int]) -> None:
    """What lies under and over each text."""
    grounds = _grounds(objects)
    if not grounds:
        for at in texts:
            _on(look, at, [])
        return
    places = np.array([ground.at for ground in grounds])
    left, bottom, right, top = np.array([ground.one.box for ground in grounds]).T
    for first in range(0, len(texts), AT_ONCE):
        some = texts[first : first + AT_ONCE]
        boxes = np.array([objects[at].box for at in some])[:, :, None]
        middle = (boxes[:, 1] + boxes[:, 3]) / 2
        holds = (left <= boxes[:, 0] + 1) & (right >= boxes[:, 2] - 1) & (bottom <= middle) & (middle <= top)
        for at, held in zip(some, holds, strict=True):
            which = np.flatnonzero(held)
            _under(look, at, objects[at], [grounds[each] for each in which[places[which] > at]])
            _on(look, at, [grounds[each] for each in which[places[which] < at]])


def _under(look: _Look, at: int, text: Drawn, covers: list[_Ground]) -> None:
    """Opaque things that are drawn later over all of a text."""
    solid = [
        cover for cover in covers
        if (cover.colour is None or cover.colour[3] >= SOLID) and not raw.FPDFPageObj_HasTransparency(cover.one.raw)
    ]  # fmt: skip
    if solid:
        certain = any(_covers(cover.one, text) for cover in solid if cover.colour)
        look.doubts[at] = _Doubt(certain, True, by_image=any(cover.one.kind == drawn.IMAGE for cover in solid))


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


def _on(look: _Look, at: int, grounds: list[_Ground]) -> None:
    """Letters in the colour of what they stand on."""
    paints = [paint[:3] for paint in look.paints.get(at, ())]
    if not paints or at in look.doubts:
        return
    white = all(min(paint) >= WHITE for paint in paints)
    if not grounds:
        if white:
            look.doubts[at] = _Doubt(certain=True)
        return
    ground = grounds[-1]
    if ground.colour is None:
        if white:
            look.doubts[at] = _Doubt(certain=False)
    elif ground.colour[3] >= SOLID and all(_alike(paint, ground.colour) for paint in paints):
        plain = white and all(each.colour is not None and min(each.colour[:3]) >= WHITE for each in grounds)
        look.doubts[at] = _Doubt(certain=plain or drawn.rectangle(ground.one))


def _alike(one: Sequence[int], other: Sequence[int]) -> bool:
    return all(abs(a - b) <= ALIKE for a, b in zip(one, other[:3], strict=False))
