"""Questions in one language over texts in the other: ours, labelled by title and article, over passages beside us."""

import json
from collections import defaultdict
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from evals.retrieval import Labelled

CASES = files("evals") / "cases" / "crosslingual"


@dataclass(frozen=True, slots=True)
class Direction:
    """`passages` lie under the corpus folder; versions from `before` on are left out."""

    name: str
    passages: tuple[str, ...]
    before: str = "9999"


DIRECTIONS = (
    Direction("en_over_zh", ("zh_current/passages.jsonl",), "2026"),
    Direction(
        "zh_over_en",
        ("en/us_code/passages.jsonl", "en/treaties/passages.jsonl", "en/ipaustralia_tm/act_regs_passages.jsonl"),
    ),
)


def load(direction: Direction, corpus: Path) -> Labelled:
    """Raises LookupError for a label whose article is not among the passages."""
    pool = [row for name in direction.passages for row in _rows((corpus / name).read_text("utf-8"))]
    pool = [row for row in pool if str(row.get("version_date") or "") < direction.before]
    labels: dict[str, dict[str, int]] = defaultdict(dict)
    for label in _rows((CASES / f"{direction.name}.labels.jsonl").read_text("utf-8")):
        labels[label["query"]] |= dict.fromkeys(_named(label, pool), int(label["score"]))
    return Labelled(pool, _rows((CASES / f"{direction.name}.queries.jsonl").read_text("utf-8")), dict(labels))


def _named(label: dict[str, Any], pool: list[dict[str, Any]]) -> list[str]:
    wanted = f"{label['title']} {label['article']}"
    found = [str(row["id"]) for row in pool if row["title"] == wanted or row["title"].startswith(wanted + " ")]
    if not found:
        raise LookupError(f"{label['query']}: no passage is titled {wanted}")
    return found


def _rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines() if line.strip()]
