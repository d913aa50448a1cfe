"""A corpus of any size: made-up documents whose sentences are real where real ones lie beside the repository."""

import json
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

import numpy as np

from knowledge.embed import Vectors
from knowledge.model import NewPassage, NewVersion

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
SOURCES = (
    CORPUS / "zh" / "passages.jsonl",
    CORPUS / "zh_current" / "passages.jsonl",
    *(CORPUS / "en" / folder / "passages.jsonl" for folder in ("ipaustralia_ipfr", "treaties", "us_code")),
)
REGIONS = ("", *["cn"] * 4, *"beijing shanghai shanghai/pudong guangdong shenzhen jiangsu zhejiang us au sg".split())
SYLLABLES = "专利商标著作权软件秘密质押保险资助维导航许可转让申请审查授予无效期限费用单位个人机关办理应当可以不得规定"
WORDS = 20_000  # of the made-up vocabulary
SENTENCES = 20_000
OLDEST = date(1995, 1, 1)
DAYS = 31 * 365
REVISED = 0.3  # of the documents have an earlier version too
LONGEST = 400  # signs of a sentence
CHARS = {"zh": 130, "en": 500}  # of a passage, about


class Texts:
    """Sentences in both languages, drawn at will: words come as often as they do in real texts (Zipf)."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        found = {lang: list(_real(lang)) for lang in ("zh", "en")}
        self.sentences = {lang: some or list(_made_up(lang, self.chance)) for lang, some in found.items()}
        self.real = all(found.values())

    def passage(self, lang: str) -> str:
        parts: list[str] = []
        size = self.chance.gauss(1, 0.4) * CHARS[lang]
        while not parts or sum(map(len, parts)) < size:
            parts.append(self.chance.choice(self.sentences[lang]))
        return ("" if lang == "zh" else " ").join(parts)


def questions(count: int, seed: int) -> list[str]:
    """Real ones in both languages where they lie beside the repository, else beginnings of made-up sentences."""
    chance, found = random.Random(seed), list[str]()
    for folder in ("lecoqa_stard_zh", "ipfr_sme_en"):
        path = CORPUS.parent / "retrieval-dev" / folder / "queries.jsonl"
        if path.is_file():
            asked = [str(json.loads(line)["text"]) for line in path.read_text("utf-8").splitlines() if line.strip()]
            found += chance.sample(asked, min(len(asked), count // 2))
    if not found:
        texts = Texts(seed)
        found = [chance.choice(texts.sentences[lang])[:40] for lang in ("zh", "en") for _ in range(count // 2)]
    chance.shuffle(found)
    return found


def versions(passages: int, documents: int, seed: int) -> Iterator[NewVersion]:
    """`passages` in some `documents`, three of ten in two versions, in all regions; two thirds are Chinese."""
    texts = Texts(seed)
    chance, left = texts.chance, passages
    sizes = [chance.lognormvariate(0, 1) for _ in range(documents)]
    whole, before = sum(sizes), 0
    for at, until in enumerate(accumulate(sizes)):
        count = left if at == documents - 1 else min(left, round(passages * until / whole) - before)
        before, left = before + count, left - count
        lang = "zh" if chance.random() < 2 / 3 else "en"
        region, begins = chance.choice(REGIONS), OLDEST + timedelta(chance.randrange(DAYS))
        first = count // 2 if chance.random() < REVISED else 0
        for part, day in ((first, begins), (count - first, begins + timedelta(chance.randrange(1, 4000)))):
            if part:
                yield _version(texts, at, part, lang, region, day.isoformat())


def unit_vectors(noise: np.random.Generator, count: int, dimension: int) -> Vectors:
    """Directions at random, shape (count, dimension): the hardest that an index of neighbours can be given."""
    made = noise.standard_normal((count, dimension), dtype=np.float32)
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


def _version(texts: Texts, at: int, count: int, lang: str, region: str, day: str) -> NewVersion:
    title = f"样例规定第{at}号" if lang == "zh" else f"Sample rules no. {at}"
    bodies = [texts.passage(lang) for _ in range(count)]
    found, start = [], 0
    for ordinal, body in enumerate(bodies):
        section = f"第{ordinal + 1}条" if lang == "zh" else f"§ {ordinal + 1}"
        found.append(NewPassage(start, start + len(body), body, section, None, f"{title} > {section}", len(body)))
        start += len(body) + 2
    return NewVersion(
        f"synthetic {at}", title, "\n\n".join(bodies), tuple(found), "zh" if lang == "zh" else "en", region=region,
        version_date=day, in_force_from=day,
    )  # fmt: skip


def _real(lang: str) -> Iterator[str]:
    """Sentences of the passages that lie beside the repository; none if nothing does."""
    end = "。" if lang == "zh" else ". "
    for path in SOURCES:
        if not path.is_file():
            continue
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if row.get("lang", "en") == lang:
                yield from (part.strip() + end.strip() for part in row["text"].split(end) if 12 < len(part) < LONGEST)


def _made_up(lang: str, chance: random.Random) -> Iterator[str]:
    """Sentences over a vocabulary whose n-th word comes 1/n as often as its first."""
    letters = SYLLABLES if lang == "zh" else "abcdefghijklmnopqrstuvwxyz"
    sizes: Sequence[int] = (2, 2, 2, 3, 4) if lang == "zh" else (3, 4, 5, 6, 7, 8, 10)
    vocabulary = ["".join(chance.choices(letters, k=chance.choice(sizes))) for _ in range(WORDS)]
    weights = list(accumulate(1 / (rank + 1) for rank in range(WORDS)))
    for _ in range(SENTENCES):
        words = chance.choices(vocabulary, cum_weights=weights, k=chance.randrange(6, 20))
        yield ("" if lang == "zh" else " ").join(words) + ("。" if lang == "zh" else ".")
