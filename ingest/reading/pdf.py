"""PDF into pages: pdfium with the places of words first, pypdf where that reads nothing, OCR for scans."""

import time
import unicodedata
from collections.abc import Iterator, Sequence

from pypdfium2 import PdfiumError

from ingest.reading import gridded, ocr, paragraphs, pdfium, placed, second_pdf
from ingest.reading.clean import clean, without_gaps
from ingest.reading.faults import (
    Broken,
    Empty,
    Garbled,
    NeedsOcr,
    NothingLegible,
    OcrTooSlow,
    ProtectedScan,
    Unreadable,
)
from ingest.reading.notes import (
    ByOcr,
    GarbledPages,
    HiddenText,
    Note,
    PagesWithoutText,
    Remark,
    ScanText,
    Truncated,
    numbers,
)  # fmt: skip
from ingest.reading.pdfium import PageText
from ingest.reading.pieces import Block, Extracted, Run, Told
from ingest.reading.placed import Texts

NONSENSE = 0.1  # the share of characters that mean nothing, from which a page's text is none


def read(path: str, told: Told) -> Extracted:
    """Pages with text, numbered from 1 as a reader counts them (blank ones leave a gap).

    Raises:
        Unreadable: the file is broken or locked, or is a scan from which nothing can be read.
    """
    began = time.monotonic()
    try:
        pages = list(pdfium.pages(path))
    except PdfiumError as error:
        return _without_places(path, error)
    readable = [page for page in pages if not nonsense(page.plain)]
    numbered = (page.number for page in readable)
    texts = placed.blocks(list(zip(numbered, gridded.told(readable), strict=True)))
    poor = [page for page in pages if page.drawn and page.number not in texts]
    texts |= _by_pypdf(path, [page for page in poor if page.plain.strip()])
    images = [page for page in poor if page.number not in texts and (page.pictured or not texts)]
    seen, slow = _by_ocr(path, images, told, began)
    texts |= seen
    if not texts:
        raise slow or _reason(pages)
    return Extracted(None, _in_order(texts), tuple(_notes(pages, texts, seen)))


def nonsense(text: str) -> bool:
    """Whether a text layer says nothing: its fonts do not tell which characters they show."""
    if "".join(text.split()).isprintable() and "\ufffd" not in text:
        return False
    told = [char for char in text if not char.isspace() and char not in paragraphs.HYPHENS]
    odd = sum(unicodedata.category(char) in ("Co", "Cn", "Cc", "Cs") or char == "\ufffd" for char in told)
    return odd > NONSENSE * len(told)


def _plain(number: int, text: str) -> list[Block]:
    return [Block(part, 0, number) for part in clean(without_gaps(text)).split("\n\n") if part.strip()]


def _by_pypdf(path: str, pages: Sequence[PageText]) -> Texts:
    """What pypdf reads on pages whose text is nonsense to pdfium, where it makes more of it."""
    if not pages:
        return {}
    try:
        read = second_pdf.pages(path, [page.number for page in pages])
    except Exception:  # a second opinion: without one the page has none
        return {}
    return {number: told for number, text in read if not nonsense(text) and (told := _plain(number, text))}


def _without_places(path: str, error: PdfiumError) -> Extracted:
    """The text as pypdf reads it, of a file that pdfium cannot open."""
    try:
        read = second_pdf.pages(path)
    except Unreadable:
        raise
    except Exception as other:
        raise Broken(why=f"{type(other).__name__}: {other}"[:200] if str(other) else str(error)[:200]) from other
    blocks = tuple(block for number, text in read if not nonsense(text) for block in _plain(number, text))
    if not blocks:
        raise Garbled() if any(nonsense(text) for _, text in read) else Broken(why=str(error)[:200])
    return Extracted(None, blocks)


def _by_ocr(path: str, pages: Sequence[PageText], told: Told, began: float) -> tuple[Texts, Unreadable | None]:
    """What OCR reads on pages that are images, and why it did not read all of them."""
    if not pages:
        return {}, None
    if pdfium.protected(path):
        return {}, ProtectedScan()
    engine = ocr.engine(told.lang)
    if engine is None:
        return {}, NeedsOcr()
    found: list[tuple[int, list[Run]]] = []
    ends = began + told.ocr_s * ocr.SHARE
    images = pdfium.images(path, [page.number for page in pages], ocr.DPI, ocr.MOST_PIXELS)
    for done, (page, image) in enumerate(zip(pages, images, strict=True)):
        left = ends - time.monotonic()
        runs = engine(image, left) if left > 0 else None
        if runs is None:
            return {}, OcrTooSlow(limit=f"{told.ocr_s:g}", pages=len(pages), done=done)
        found.append((page.number, runs))
    return placed.blocks(found), None


def _reason(pages: Sequence[PageText]) -> Unreadable:
    if any(nonsense(page.plain) for page in pages):
        return Garbled()
    if any(page.drawn for page in pages):
        return NothingLegible()
    return Broken(why="no page can be read") if pages and all(page.broken for page in pages) else Empty()


def _in_order(texts: Texts) -> tuple[Block, ...]:
    return tuple(block for number in sorted(texts) for block in texts[number])


def _notes(pages: Sequence[PageText], texts: Texts, seen: Texts) -> Iterator[Note]:
    hidden = sum(page.hidden for page in pages)
    if hidden:
        yield HiddenText(count=hidden).note()
    silent = [page for page in pages if page.number not in texts]
    kinds: tuple[tuple[type[Remark], list[int]], ...] = (
        (ByOcr, list(seen)),
        (ScanText, [page.number for page in pages if page.scan and page.number in texts]),
        (GarbledPages, [page.number for page in silent if nonsense(page.plain)]),
        (PagesWithoutText, [page.number for page in silent if page.drawn and not nonsense(page.plain)]),
        (Truncated, [page.number for page in silent if page.broken]),
    )
    for kind, found in kinds:
        if found:
            yield kind(pages=numbers(found)).note()
