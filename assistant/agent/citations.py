"""What leaves with a reply: every marker points at a passage of this turn, every number stands in what is cited."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.agent.numbers import claimed, stated
from assistant.llm.quoting import sentences
from assistant.replies import Citation
from knowledge.lexical import terms
from knowledge.model import Hit

MARKER = re.compile(r"\[(\d+)\]")
QUOTED = re.compile(r"“([^“”]+(?:“[^”]*”[^“”]*)*)”|\"([^\"]+)\"|「([^」]+)」")
ARTICLE = re.compile(r"第[零〇一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十])?")
SPAN_SENTENCES = 3
FOLD = "\u2028"
Grounded = Callable[[str, Sequence[Citation]], bool]


@dataclass(frozen=True, slots=True)
class Checked:
    text: str
    citations: tuple[Citation, ...]
    dropped: int  # sentences that did not hold


def check(text: str, passages: Sequence[Hit], told: str, grounded: Grounded = lambda sentence, cited: True) -> Checked:
    """Drops the sentences that point nowhere, state a number that their source does not, or are not `grounded`.

    `told` is what tools and the visitor said this turn: its numbers may be repeated without a marker.
    """
    kept: list[str] = []
    found: list[Citation] = []
    dropped = 0
    free = stated(told)
    for line in _folded(text).split("\n"):
        pieces = []
        for sentence in _claims(line):
            whole = _unfolded(sentence)
            cited = _cited(whole, passages)
            if cited is None or not _supported(sentence, cited, free) or not grounded(whole, cited):
                dropped += 1
                continue
            found += cited
            pieces.append(whole)
        if pieces or not line.strip():
            kept.append("".join(pieces))
    return _renumbered("\n".join(kept).strip(), found, dropped)


def _folded(text: str) -> str:
    """A quotation over several paragraphs stays on one line while the lines are looked at."""
    return QUOTED.sub(lambda quotation: quotation.group().replace("\n", FOLD), text)


def _unfolded(text: str) -> str:
    return text.replace(FOLD, "\n")


def _claims(line: str) -> list[str]:
    """A line's sentences, each with the markers that follow it; a line with a quotation is one claim."""
    if QUOTED.search(line):
        return [line]
    return re.findall(r".*?(?:[。！？!?；;](?:\s*\[\d+\])*|[.](?=\s|$|\[)(?:\s*\[\d+\])*\s*|$)", line)


def _cited(sentence: str, passages: Sequence[Hit]) -> list[Citation] | None:
    """The citations of a sentence; None when a marker points at no passage of this turn."""
    citations = []
    for number in dict.fromkeys(int(marker) for marker in MARKER.findall(sentence)):
        if not 1 <= number <= len(passages):
            return None
        citations.append(_citation(number, passages[number - 1], sentence))
    return citations


def _citation(number: int, hit: Hit, sentence: str) -> Citation:
    start, end = _span(hit, sentence)
    quote = hit.text[start:end]
    return Citation(
        number, hit.document_id, hit.version_id, hit.title, _section(hit, start), hit.page,
        hit.start + start, hit.start + end, quote, hit.in_force_from, hit.in_force_to, hit.superseded_by, hit.url,
    )  # fmt: skip


def _section(hit: Hit, start: int) -> str | None:
    """The section of the quote: in a passage of several articles, the one that the quote stands in."""
    if hit.section is None or not ARTICLE.fullmatch(hit.section):
        return hit.section
    heads = [found for found in re.finditer(r"(?m)^\s*(" + ARTICLE.pattern + ")", hit.text) if found.start() <= start]
    return heads[-1].group(1) if heads else hit.section


def _span(hit: Hit, sentence: str) -> tuple[int, int]:
    """Where in the passage the claim stands: its quotation if it has one, else the sentences that hold most of it."""
    for groups in QUOTED.findall(sentence):
        quotation = next(group for group in groups if group)
        at = hit.text.find(quotation)
        if at >= 0:
            return at, at + len(quotation)
    spans = sentences(hit.text, "zh" if hit.lang == "zh" else "en")
    wanted, numbers = set(terms(sentence)), claimed(sentence)
    best, place = -1.0, (0, len(hit.text))
    for first in range(len(spans)):
        for last in range(first, min(first + SPAN_SENTENCES, len(spans))):
            text = hit.text[spans[first][0] : spans[last][1]]
            score = len(wanted & set(terms(text))) + 5 * len(numbers & stated(text)) - 0.5 * (last - first)
            if score > best:
                best, place = score, (spans[first][0], spans[last][1])
    return place


def _supported(sentence: str, cited: list[Citation], free: set[str]) -> bool:
    support = set(free)
    for citation in cited:
        support |= stated(citation.quote) | stated(citation.title) | stated(citation.section or "")
    return claimed(sentence) <= support


def _renumbered(text: str, found: list[Citation], dropped: int) -> Checked:
    """Markers count from 1 in the order of the text; a passage quoted at two places is cited twice."""
    order: dict[int, int] = {}
    citations: list[Citation] = []
    for citation in found:
        if citation.marker not in order:
            order[citation.marker] = len(order) + 1
            citations.append(replace(citation, marker=order[citation.marker]))
    shown = MARKER.sub(lambda marker: f"[{order[int(marker[1])]}]" if int(marker[1]) in order else "", text)
    return Checked(shown, tuple(citations), dropped)
