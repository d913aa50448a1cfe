"""Reviews as JSON lines and CSV: one row a reply and review, a reply that nobody reviewed with empty fields."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

from .model import Filters, Review, Seen
from .runs import Runs
from .transcripts import Transcripts

Format = Literal["csv", "jsonl"]
COLUMNS = (
    "session_id", "run_id", "case_id", "status", "turn_id", "ordinal", "at", "lang", "channel", "visitor", "said",
    "reply", "kind", "citations", "tools", "model", "verdict", "tags", "comment", "corrected", "reviewer",
    "reviewed_at",
)  # fmt: skip
CITED = ("title", "section", "quote")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
BOM = "\ufeff"
MEDIA: dict[Format, str] = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson; charset=utf-8"}
Record = dict[str, Any]


def of_conversations(transcripts: Transcripts, filters: Filters, with_visitors: bool = False) -> Iterator[Record]:
    """The replies of a list's conversations; who asked stays out unless it is wanted."""
    for session_id, channel, seen in transcripts.replies(filters):
        about = {"session_id": session_id, "channel": channel}
        yield from _records(seen, about | ({"visitor": seen.visitor} if with_visitors else {}))


def of_run(runs: Runs, run_id: str, filters: Filters) -> Iterator[Record]:
    for case_id in runs.ids(run_id, filters):
        result = runs.one(run_id, case_id)
        for seen in result.turns if result else ():
            status = result.status if result else ""
            yield from _records(seen, {"run_id": run_id, "case_id": case_id, "status": status})


def written(records: Iterable[Record], format: Format, columns: Sequence[str] = COLUMNS) -> Iterator[str]:
    """The file in pieces, each record as soon as it is read."""
    return _csv(records, columns) if format == "csv" else (_line(record, columns) for record in records)


def columns(with_visitors: bool) -> tuple[str, ...]:
    return tuple(name for name in COLUMNS if with_visitors or name != "visitor")


def safe_cell(value: str) -> str:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it.

    Blanks at its beginning do not hide one. Source: OWASP, CSV injection.
    """
    return "'" + value if value.lstrip(" \u3000\u00a0\n").startswith(FORMULA) else value


def _records(seen: Seen, about: Record) -> Iterator[Record]:
    reply = seen.reply
    of_reply = about | {
        "turn_id": seen.turn_id, "ordinal": seen.ordinal, "at": seen.at.isoformat() if seen.at else None,
        "lang": reply.get("lang"), "said": seen.said, "reply": reply.get("text"), "kind": reply.get("kind"),
        "citations": [{name: one.get(name) for name in CITED} for one in reply.get("citations") or []],
        "tools": [tool.name for tool in seen.tools], "model": reply.get("model"),
    }  # fmt: skip
    for review in seen.reviews:
        yield of_reply | _of_review(review)
    if not seen.reviews:
        yield of_reply


def _of_review(review: Review) -> Record:
    return {
        "verdict": review.verdict, "tags": list(review.tags), "comment": review.comment,
        "corrected": review.corrected, "reviewer": review.reviewer, "reviewed_at": review.at.isoformat(),
    }  # fmt: skip


def _line(record: Record, columns: Sequence[str]) -> str:
    return json.dumps({name: record.get(name) for name in columns}, ensure_ascii=False) + "\n"


def _csv(records: Iterable[Record], columns: Sequence[str]) -> Iterator[str]:
    """With a byte-order mark, without which a spreadsheet shows Chinese as rubbish."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n").writerow
    write(columns)
    yield BOM + _taken(out)
    for record in records:
        write([safe_cell(_cell(record.get(name))) for name in columns])
        yield _taken(out)


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_cell(one) for one in value)
    if isinstance(value, dict):  # a citation
        return " ".join(str(value[name]) for name in ("title", "section") if value.get(name))
    return "" if value is None else str(value)


def _taken(out: io.StringIO) -> str:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text
