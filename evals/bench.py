"""`make bench`: every development set of retrieval questions that lies beside the repository, as a table.

    python -m evals.bench [SET ...]

`lecoqa_full` (58,011 passages) is measured only when it is named: its vectors take an hour and more to make.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from evals import crosslingual
from evals.retrieval import Labelled, load, measure
from knowledge import settings as configured

SETS = {
    "lecoqa_stard_zh": ("lecoqa_stard_zh", "passages_6k.jsonl.gz"),
    "ipfr_sme_en": ("ipfr_sme_en", "passages.jsonl"),
    "tm_manual_to_act_en": ("tm_manual_to_act_en", "passages.jsonl"),
    "uspto_registration_exam_en": ("uspto_registration_exam_en", "passages_35usc.jsonl"),
}
LARGE = {"lecoqa_full": ("lecoqa_stard_zh", "passages_full.jsonl.gz")}
SHARED = Path(__file__).resolve().parents[2] / "shared"


def sets(*, large: bool = False) -> Iterator[tuple[str, Callable[[], Labelled]]]:
    """(name, what loads it) of the sets that are there."""
    for name, (folder, passages) in (SETS | (LARGE if large else {})).items():
        at = SHARED / "retrieval-dev" / folder
        if at.is_dir():
            yield name, partial(load, at / passages, at / "queries.jsonl", at / "qrels.jsonl")
    for direction in crosslingual.DIRECTIONS:
        if all((SHARED / "corpus" / one).is_file() for one in direction.passages):
            yield direction.name, partial(crosslingual.load, direction, SHARED / "corpus")


def main(wanted: Sequence[str]) -> int:
    found = {name: load for name, load in sets(large=bool(wanted)) if not wanted or name in wanted}
    if not found:
        print("The development questions are not beside the repository; nothing to measure.", file=sys.stderr)  # noqa: T201
        return 2
    print("| set | queries | nDCG@10 | BM25 | ratio | recall@10 | index s | query p50/p95 ms |")  # noqa: T201
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")  # noqa: T201
    for name, labelled in found.items():
        figures = measure(labelled(), configured.load(), lambda stage, done, total: None)
        plain = figures["bm25"]["ndcg@10"]
        cells = [
            name, figures["queries"], figures["ndcg@10"], plain, f"{figures['ndcg@10'] / plain:.3f}" if plain else "",
            figures["recall@10"], figures["index_seconds"], f"{figures['query_ms_p50']}/{figures['query_ms_p95']}",
        ]  # fmt: skip
        print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
