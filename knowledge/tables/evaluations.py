"""Evaluation runs, their results, and what reviewers say of replies."""

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, Text
from sqlalchemy import UniqueConstraint as Unique

from ..database import UtcDateTime
from .base import metadata

runs = Table(
    "runs",
    metadata,
    Column("id", String, primary_key=True),  # as named by --out, else made from the time
    Column("model", String, nullable=False),
    Column("paths", JSON, nullable=False, default=list),  # the case files, as given
    Column("total", Integer, nullable=False, default=0),
    Column("started_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
)

results = Table(
    "results",
    metadata,
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("case_id", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("lang", String, nullable=False, default=""),
    Column("tags", JSON, nullable=False, default=list),
    Column("status", String, nullable=False, index=True),  # passed | failed | error
    Column("why", JSON, nullable=False, default=list),  # a sentence for each expectation that did not hold
    Column("case", JSON, nullable=False),  # the case as played
    Column("case_hash", String, nullable=False),  # a case that changed is played anew
    Column("replies", JSON, nullable=False, default=list),  # [{"visitor", "said", "reply", "trace"}]
    Column("seconds", String, nullable=False, default="0"),
    Column("at", UtcDateTime, nullable=False),
)

reviews = Table(
    "reviews",  # a reviewer's word on one reply of a real conversation or of an evaluation
    metadata,
    Column("id", Integer, primary_key=True),
    Column("session_id", String, index=True),  # of a real conversation...
    Column("run_id", String, index=True),  # ...or run and case of an evaluation
    Column("case_id", String),
    Column("turn_id", String, nullable=False, index=True),
    Column("verdict", String, nullable=False),  # right | partly | wrong
    Column("tags", JSON, nullable=False, default=list),
    Column("comment", Text, nullable=False, default=""),
    Column("corrected", Text, nullable=False, default=""),
    Column("reviewer", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Unique("turn_id", "reviewer"),
)
