"""`make bench`: every development set of retrieval questions that lies beside the repository, as a table.

    python -m evals.bench [SET ...]

`lecoqa_full` (58,011 passages) is measured only when it is named: its vectors take an hour and more to make.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

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
COLUMNS = (TextColumn("{task.description} {task.fields[stage]}"), BarColumn(), MofNCompleteColumn())
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


def main() -> int:
    wanted = _options().parse_args().sets
    found = {name: load for name, load in sets(large=bool(wanted)) if not wanted or name in wanted}
    if missing := sorted(set(wanted) - set(found)):
        print(f"Not beside the repository: {', '.join(missing)}.", file=sys.stderr)  # noqa: T201
    if not found:
        print("The development questions are not beside the repository; nothing to measure.", file=sys.stderr)  # noqa: T201
        return 2
    print("| set | queries | nDCG@10 | BM25 | ratio | recall@10 | index s | query p50/p95 ms |")  # noqa: T201
    print("| --- | --- | --- | --- | --- | --- | --- | --- |", flush=True)  # noqa: T201
    with Progress(*COLUMNS, console=Console(stderr=True), transient=True) as bars:
        for name, labelled in found.items():
            task = bars.add_task(name, total=None, stage="load")
            print(_row(name, measure(labelled(), configured.load(), partial(_told, bars, task))), flush=True)  # noqa: T201
            bars.remove_task(task)
    return 2 if missing else 0


def _options() -> argparse.ArgumentParser:
    known = [*SETS, *LARGE, *(direction.name for direction in crosslingual.DIRECTIONS)]
    options = argparse.ArgumentParser(
        prog="python -m evals.bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("sets", nargs="*", metavar="SET", help=f"one of: {', '.join(known)}", type=_one_of(known))
    return options


def _one_of(known: Sequence[str]) -> Callable[[str], str]:
    """`choices` of argparse refuses the empty list of an optional argument."""

    def checked(name: str) -> str:
        if name not in known:
            raise argparse.ArgumentTypeError(f"no set {name}; the sets are {', '.join(known)}")
        return name

    return checked


def _told(bars: Progress, task: TaskID, stage: str, done: int, total: int) -> None:
    bars.update(task, stage=stage, completed=done, total=total)


def _row(name: str, figures: dict[str, Any]) -> str:
    plain = figures["bm25"]["ndcg@10"]
    cells = [
        name, figures["queries"], figures["ndcg@10"], plain, f"{figures['ndcg@10'] / plain:.3f}" if plain else "",
        figures["recall@10"], figures["index_seconds"], f"{figures['query_ms_p50']}/{figures['query_ms_p95']}",
    ]  # fmt: skip
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


if __name__ == "__main__":
    sys.exit(main())
