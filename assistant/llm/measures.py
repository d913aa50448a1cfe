"""How far a sentence gives the measure that a question asks for: how long, by when, how much."""

import math
import re
from collections.abc import Callable, Container, Iterable, Sequence
from itertools import islice

from assistant import language
from assistant.llm.subjects import SUM_ASKED
from knowledge.glossary import HAN, glossary, stems
from knowledge.lexical import FUNCTION_WORDS

NUMERAL = "零〇一二两三四五六七八九十百千"
COUNT = rf"(?<![\d.{NUMERAL}第同月])(?:\d{{1,3}}|[{NUMERAL}]{{1,6}})"  # neither an ordinal nor part of a date
SPELLED = "one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|eighteen|twenty|thirty|fifty|sixty|ninety"
TIME = re.compile(
    rf"{COUNT} ?(?:个月|年(?![度代]|\d)|个?工作日|日(?!期)|天|周)"
    rf"|\b(?:\d{{1,3}}|{SPELLED})[ -](?:calendar |working |business )?(?:years?|months?|weeks?|days?)\b",
    re.IGNORECASE,
)
SUM = re.compile(
    rf"[\d万{NUMERAL}] ?(?:万元|元|倍)|百分之|\d ?%|\b(?:yuan|rmb|cny|usd|times|per cent)\b|[¥$]", re.IGNORECASE
)
TIME_ASKED = re.compile(
    r"多久|多长|几个?[年月天日周]|多少个?[年月天日周]|几个?工作日|什么时候|何时|最[晚迟早]"
    r"|\bhow (?:long|soon|late)\b|\bhow many (?:years|months|weeks|days|working days)\b|\b(?:by|until) when\b",
    re.IGNORECASE,
)
UNITS = tuple(
    (re.compile(asked, re.IGNORECASE), re.compile(told, re.IGNORECASE))
    for asked, told in (
        (r"[几少]个?年|many years", "年|year"),
        (r"[几少]个?月|many months", "月|month"),
        (r"[几少][天日]|many days", "[天日]|day"),
    )
)
BOUNDARY = "，,；;。\n"
NO_HOLDER = "(?!权?[人方者]|书)"  # an opponent or a notice of opposition is no opposition
STATED = 0.4  # what a measure alone is worth; the rest is for what it measures
OTHER_UNIT = 0.8  # of that where years are told and months were asked for
MOST = 20  # measures of a sentence that are looked at

Tells = Callable[[str], float]


def tells(question: str, passages: Sequence[str]) -> Tells | None:
    """How far a sentence gives the measure asked for, 0 to 1; None where the question asks for none.

    A Chinese statute says what a time limit is for behind it (自公告之日起三个月内，…可以提出异议) or in the same
    clause (有效期为十年); what stands in earlier clauses is the occasion of another act, such as a decision. The
    question's terms count there, those that few of the passages hold counting more.
    """
    measure = TIME if TIME_ASKED.search(question) else SUM if SUM_ASKED.search(question) else None
    if measure is None:
        return None
    unit = next((told for asked, told in UNITS if asked.search(question)), None)
    rest = TIME_ASKED.sub(" ", question)
    other = glossary().translated(rest)
    chinese, english = (glossary().terms(rest), other) if HAN.search(rest) else (other.split(), rest)
    of_terms = _weights(chinese, [text for text in passages if language.of(text) == "zh"])
    forms = {term: re.compile(re.escape(term) + NO_HOLDER) for term in of_terms}
    words = [word for word in stems(english) if word not in FUNCTION_WORDS]
    of_words = _weights(words, [set(stems(text)) for text in passages if language.of(text) == "en"])

    def told(sentence: str) -> float:
        chinese, said = language.of(sentence) == "zh", stems(sentence)
        best = 0.0
        for found in islice(measure.finditer(sentence), MOST):
            if chinese:
                clause = sentence[max(sentence.rfind(sign, 0, found.start()) for sign in BOUNDARY) + 1 :]
                share = _share(of_terms, (term for term, form in forms.items() if form.search(clause)))
            else:
                share = _share(of_words, said)
            fits = 1.0 if unit is None or unit.search(found.group()) else OTHER_UNIT
            best = max(best, fits * (STATED + (1 - STATED) * share))
        return best

    return told


def _weights(terms: Iterable[str], texts: Sequence[Container[str]]) -> dict[str, float]:
    """Of the terms that a text holds, the rarer the more."""
    counts = {term: sum(term in text for text in texts) for term in terms}
    return {term: math.log((len(texts) + 1) / count) for term, count in counts.items() if count}


def _share(weights: dict[str, float], said: Iterable[str]) -> float:
    return sum(weights.get(term, 0.0) for term in set(said)) / (sum(weights.values()) or 1.0)
