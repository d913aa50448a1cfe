"""Pages of runs, whose places are known, into paragraphs, headings and rows: of a text layer or of OCR."""

from collections.abc import Sequence
from statistics import median

from ingest.reading import furniture, layout, paragraphs
from ingest.reading.clean import clean, without_gaps
from ingest.reading.pieces import Block, Run

Texts = dict[int, list[Block]]  # by page


def blocks(pages: Sequence[tuple[int, Sequence[Run]]]) -> Texts:
    """By number of page, those that say something; without what is printed on every one."""
    lines = furniture.without([layout.lines(runs) for _, runs in pages], [number for number, _ in pages])
    heights = [line.height for page in lines for line in page for _ in range(max(1, len(line.text) // 20))]
    body = median(heights) if heights else 1.0
    texts: Texts = {}
    for (number, _), kept in zip(pages, lines, strict=True):
        told = [
            Block(text, one.level, one.page)
            for one in paragraphs.blocks(kept, number, body)
            if (text := clean(without_gaps(one.text)))
        ]
        if told:
            texts[number] = told
    return texts
