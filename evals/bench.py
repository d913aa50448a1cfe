"""`make bench`: every development set of retrieval questions that lies beside the repository, as a table."""

import sys
from pathlib import Path

from evals.retrieval import load, measure
from knowledge import settings as configured

SETS = {
    "lecoqa_stard_zh": "passages_6k.jsonl.gz",
    "ipfr_sme_en": "passages.jsonl",
    "tm_manual_to_act_en": "passages.jsonl",
    "uspto_registration_exam_en": "passages_35usc.jsonl",
}
FOLDER = Path(__file__).resolve().parents[2] / "shared" / "retrieval-dev"


def main() -> int:
    if not FOLDER.is_dir():
        print("The development questions are not beside the repository; nothing to measure.", file=sys.stderr)  # noqa: T201
        return 2
    print("| set | queries | nDCG@10 | BM25 | ratio | recall@10 | index s | query p50/p95 ms |")  # noqa: T201
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")  # noqa: T201
    for name, passages in SETS.items():
        labelled = load(FOLDER / name / passages, FOLDER / name / "queries.jsonl", FOLDER / name / "qrels.jsonl")
        figures = measure(labelled, configured.load(), lambda stage, done, total: None)
        plain = figures["bm25"]["ndcg@10"]
        cells = [
            name, figures["queries"], figures["ndcg@10"], plain, f"{figures['ndcg@10'] / plain:.3f}",
            figures["recall@10"], figures["index_seconds"], f"{figures['query_ms_p50']}/{figures['query_ms_p95']}",
        ]  # fmt: skip
        print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
