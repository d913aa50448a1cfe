"""Answers by quotation: which span of which passage answers a question."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant import language
from assistant.agent.screening import COVERED
from assistant.llm.listening import wants
from assistant.llm.measures import Tells, tells
from assistant.llm.repeats import says
from assistant.llm.subjects import fits, spoken_of
from assistant.wording import say
from knowledge.errors import Lang
from knowledge.lexical import terms

SENTENCE = re.compile(r"[^。！？!?；;\n]*(?:[。！？!?；;]+[”’\"')）]*|\n+|$)|(?<=[.!?])\s+")
ENGLISH_END = re.compile(r"(?<=[.!?])(?<!\b[A-Z]\.)(?<!Art\.)(?<!No\.)\s+(?=[A-Z(“\"])|\n+")
ARTICLE_NUMBER = re.compile(r"第[零〇一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十])?[ \u3000]+(?=\S)")
ENDS = "。！？!?；;.”’\"')）"
WHOLE = {"zh": 280, "en": 520}  # a passage up to this long is quoted whole
LONGEST = {"zh": 260, "en": 620}
QUOTES = 3
NEAR, OWN_LANGUAGE = 0.012, 0.03  # worth that a further quote, or one in the reader's language, may fall behind
LATER = 0.05  # worth that what will hold one day stands behind what holds
WORDS_TELL, NEIGHBOUR, ALIKE = 1.0, 0.3, 0.75
MOST_SENTENCES, SENTENCE_CHARS = 12, 200
RANK_HELP = 0.03  # what the search thought of the passage counts beside the sentence
WORDS_HELP = 0.1
MEASURE_HELP, MEASURE_COUNTS = 0.08, 2.0  # what a passage, or a sentence, gains that gives the measure asked for
Bounds = dict[tuple[Lang, Lang], tuple[float, float]]
ENOUGH: Bounds = {  # (question, passage): bound for any question, of the field
    ("zh", "zh"): (0.92, 0.90),
    ("en", "en"): (0.90, 0.88),
    ("en", "zh"): (0.83, 0.80),
    ("zh", "en"): (0.86, 0.82),
}
ALONE: Bounds = ENOUGH | {
    ("en", "zh"): (0.90, 0.90),
    ("zh", "en"): (0.89, 0.89),
}  # where only those were looked through
BULLET = re.compile(r"[-*+•·]\s+")  # of a list, of which one item alone is quoted
SOURCE_LINE = re.compile(r"(?m)^(?:>.*|#.*|(?:来源|Source)\s*[:：].*)$")

Similarity = Callable[[str, Sequence[str]], list[float]]


@dataclass(frozen=True, slots=True)
class Seen:
    """A passage as a tool showed it: its number in this turn, and what a quote may be taken from."""

    n: int
    title: str
    section: str | None
    lang: Lang
    text: str
    near: float = 0.0  # cosine with the question
    words: float = 0.0  # share of the question's word weight that the passage holds
    score: float = 0.0  # of the search
    later: bool = False  # its heading speaks of a day after the one asked about
    since: str = ""  # the ISO day from which it is in force, where that is known
    replaced: bool = False  # another version holds today
    gives: float = 0.0  # how far one of its sentences gives the measure asked for


@dataclass(frozen=True, slots=True)
class Quote:
    seen: Seen
    text: str


def answer(question: str, passages: Sequence[Seen], lang: Lang, similarity: Similarity) -> str:
    """The reply's text: one line a quote, each with its marker; empty when nothing bears on the question."""
    quotes = choose(question, passages, lang, similarity)
    if not quotes:
        return ""
    lines = [_line(quote, lang) for quote in quotes]
    return "\n\n".join([say(lang, "answer_lead"), *lines])


def relevant(question: str, passages: Sequence[Seen], bounds: Bounds = ENOUGH) -> list[Seen]:
    """The passages that bear on the question, if any does.

    Likeness means more within a language than across two, and a question of the field needs less of it. The bounds
    were set on questions that the sample documents answer and on ones that they do not.
    """
    asked, field = language.of(question), wants("field", question)
    told = [f"{seen.title} {seen.section} {seen.text}" for seen in passages]
    if not spoken_of(question, told):
        return []
    kept = []
    for seen, text in zip(passages, told, strict=True):
        strange, familiar = bounds[asked, seen.lang]
        enough = seen.near + WORDS_HELP * seen.words >= (familiar if field else strange)
        if enough and fits(question, seen.title, text):
            kept.append(seen)
    return kept


def choose(question: str, passages: Sequence[Seen], lang: Lang, similarity: Similarity) -> list[Quote]:
    """The best passages by what the search knows of them already, each with the span that says most."""
    told = tells(question, [seen.text for seen in passages])
    ranked = sorted((_measured(seen, told) for seen in passages if _quotable(seen)), key=_worth, reverse=True)
    if not ranked:
        return []
    now = sorted(ranked, key=_worth_now, reverse=True)
    own = [seen for seen in now if seen.lang == lang]
    first = own[0] if own and _worth_now(own[0]) >= _worth_now(now[0]) - OWN_LANGUAGE else now[0]
    pool = [seen for seen in ranked if first.lang != lang or seen.lang == lang]
    further = [
        seen
        for seen in pool
        if seen is not first and _worth(seen) >= _worth(first) - NEAR and seen.score >= ALIKE * first.score
    ]
    spans = (best_span(question, seen, similarity, told) for seen in [first, *further])
    return _distinct(quote for quote in spans if quote is not None)


def _distinct(quotes: Iterable[Quote]) -> list[Quote]:
    """The first ones that say something new."""
    kept: list[Quote] = []
    for quote in quotes:
        for at, one in enumerate(kept):
            if (enough := _one_for_both(one, quote)) is not None:
                kept[at] = enough
                break
        else:
            kept.append(quote)
        if len(kept) == QUOTES:
            break
    return kept


def _one_for_both(kept: Quote, other: Quote) -> Quote | None:
    """The one that says all that the other says, if its source is in force or newer, or both are alike."""
    if says(other.text, kept.text) and not _firmer(other.seen, kept.seen):
        return kept
    if says(kept.text, other.text) and not _firmer(kept.seen, other.seen):
        return other
    return None


def _firmer(seen: Seen, other: Seen) -> bool:
    if seen.replaced != other.replaced:
        return other.replaced
    return bool(seen.since and other.since) and seen.since > other.since


def _measured(seen: Seen, told: Tells | None) -> Seen:
    if told is None:
        return seen
    return replace(seen, gives=max(told(seen.text[start:end]) for start, end in _quotable(seen)))


def _worth(seen: Seen) -> float:
    return seen.near + WORDS_HELP * seen.words + RANK_HELP * seen.score + MEASURE_HELP * seen.gives


def _worth_now(seen: Seen) -> float:
    return _worth(seen) - LATER * seen.later


def best_span(question: str, seen: Seen, similarity: Similarity, told: Tells | None = None) -> Quote | None:
    """The contiguous sentences of a passage that say most about the question; the span is verbatim."""
    spans = _quotable(seen)
    if not spans:
        return None
    first, last = 0, len(spans) - 1
    torn = COVERED in seen.text[spans[0][0] : spans[last][1]]
    if torn or spans[last][1] - spans[0][0] > WHOLE[seen.lang]:
        texts = [seen.text[start:end] for start, end in spans]
        scores = _scores(question, texts, similarity)
        best = [
            score + (MEASURE_COUNTS * told(text) if told else 0.0) for score, text in zip(scores, texts, strict=True)
        ]
        at = max(range(len(best)), key=best.__getitem__)
        first, last = _widened(at, scores, spans, seen)
        last = _with_items(first, last, spans, seen)
    start = spans[first][0]
    if number := ARTICLE_NUMBER.match(seen.text[start:]):
        start += number.end()  # the section names it already
    quoted = seen.text[start : spans[last][1]]
    mark = BULLET.match(quoted) if "\n" not in quoted else None
    return Quote(seen, quoted[mark.end() :] if mark else quoted)


def _scores(question: str, texts: list[str], similarity: Similarity) -> list[float]:
    """By the question's words, a word that few of the sentences hold counting more; without any, by their vectors.

    Vectors cost a tenth of a second a sentence, so that they are asked only where words tell nothing: a question in
    the other language, or in other words.
    """
    asked = set(terms(question))
    held = [asked & set(terms(text)) for text in texts]
    common = Counter(term for terms_held in held for term in terms_held)
    scores = [sum(1 / common[term] for term in terms_held) for terms_held in held]
    if max(scores) >= WORDS_TELL:
        return [score / max(scores) for score in scores]
    near = similarity(question, [text[:SENTENCE_CHARS] for text in texts[:MOST_SENTENCES]])
    low, high = min(near), max(near)
    return [(cosine - low) / ((high - low) or 1) for cosine in near] + [0.0] * (len(texts) - len(near))


def _widened(at: int, scores: list[float], spans: list[tuple[int, int]], seen: Seen) -> tuple[int, int]:
    """Takes neighbours in while they say something too and the quote stays readable."""
    first = last = at
    while True:
        sides = [side for side in (first - 1, last + 1) if 0 <= side < len(spans) and scores[side] >= NEIGHBOUR]
        wider = {side: seen.text[spans[min(first, side)][0] : spans[max(last, side)][1]] for side in sides}
        sides = [side for side in sides if len(wider[side]) <= LONGEST[seen.lang] and COVERED not in wider[side]]
        if not sides:
            return first, last
        side = max(sides, key=scores.__getitem__)
        first, last = min(first, side), max(last, side)


def _with_items(first: int, last: int, spans: list[tuple[int, int]], seen: Seen) -> int:
    """The last of the items that a sentence announces by ending in a colon, as many as can be quoted."""
    start, end = spans[first][0], spans[last][1]
    if seen.text[start:end].endswith((":", "：")):
        while last + 1 < len(spans) and spans[last + 1][1] - start <= LONGEST[seen.lang]:
            if COVERED in seen.text[start : spans[last + 1][1]]:
                break
            last += 1
    return last


def _quotable(seen: Seen) -> list[tuple[int, int]]:
    """The sentences of a passage without its notes on sources, which answer nothing, and without what is covered."""
    notes = [note.span() for note in SOURCE_LINE.finditer(seen.text)]
    return [
        (start, end)
        for sentence in sentences(seen.text, seen.lang)
        for start, end in _uncovered(seen.text, *sentence)
        if not any(at < end and start < to for at, to in notes)
    ]


def _uncovered(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What stands whole beside a covered sentence; of one that is covered in its middle nothing is left."""
    whole = True
    while start < end:
        to = text.find(COVERED, start, end)
        piece = text[start : end if to < 0 else to]
        ended = to < 0 or not piece.strip() or piece.rstrip()[-1] in ENDS
        if piece.strip() and whole and ended:
            yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        whole, start = ended, end if to < 0 else to + len(COVERED)


def sentences(text: str, lang: Lang) -> list[tuple[int, int]]:
    """(start, end) of the sentences, without the white space around them."""
    ends = [found.end() for found in (SENTENCE if lang == "zh" else ENGLISH_END).finditer(text)] + [len(text)]
    spans, start = [], 0
    for end in ends:
        piece = text[start:end]
        if piece.strip():
            spans.append((start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))
        start = max(start, end)
    return spans


def _line(quote: Quote, lang: Lang) -> str:
    seen = quote.seen
    name = "quote" if language.of(quote.text, seen.lang) == lang else "quote_foreign"
    return say(lang, name, place=_place(seen, lang), quote=quote.text, n=seen.n)


def _place(seen: Seen, lang: Lang) -> str:
    """The document and the section, as a lawyer would name them."""
    title = f"《{seen.title.strip('《》')}》" if lang == "zh" and seen.lang == "zh" else seen.title
    if not seen.section:
        return title
    section = seen.section.rstrip("？?：: ")
    if lang == "zh":
        return title + section if seen.section.startswith("第") else f"{title}·{section}"
    return f"{title}, {section}"
