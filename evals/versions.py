"""Laws in two versions: for a day before and one after the change, each article asked for must come in the right text.

The laws and days stand in `cases/versions`; the texts are the development data's, read when this is run.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from ingest.reading.manifest import load
from ingest.run import Ingest
from knowledge.database import Database
from knowledge.search import Search, Where
from knowledge.tables import passages, versions
from knowledge.titles import normalised

CASES = Path(__file__).parent / "cases" / "versions"
FOUND_AMONG = 5
WORDS = 40  # signs of an article that are asked with


@dataclass(frozen=True, slots=True)
class Law:
    """`begins` is the first day of the newer version; `sees` and `blind` are regions."""

    title: str
    older: str
    newer: str
    begins: str
    sees: str
    blind: str
    articles: tuple[str, ...]

    @property
    def eve(self) -> str:
        return (date.fromisoformat(self.begins) - timedelta(days=1)).isoformat()


@dataclass
class Outcome:
    asked: int = 0
    wrong: list[str] = field(default_factory=list)
    stray: int = 0  # passages of the other version, shown on any day


def laws() -> list[Law]:
    rows: list[dict[str, Any]] = yaml.safe_load((CASES / "laws.yaml").read_text("utf-8"))
    return [Law(**row | {"articles": tuple(row["articles"])}) for row in rows]


def ingest(work: Ingest, shared: Path, folder: Path, now: datetime, *, wait: bool) -> dict[str, Any]:
    """The files that the manifest names, and of the laws in force lately those asked for, gathered in `folder`."""
    files = [*load(CASES / "manifest.csv").rows, _lately(shared, folder)]
    return work(files, "guidance", load(CASES / "manifest.csv"), lambda: now, wait=wait).as_json()


def _lately(shared: Path, folder: Path) -> Path:
    titles = tuple(law.title + " " for law in laws())
    rows = (shared / "corpus" / "zh_current" / "passages.jsonl").read_text("utf-8").splitlines(keepends=True)
    gathered = folder / "lately.jsonl"
    gathered.write_text("".join(row for row in rows if json.loads(row)["title"].startswith(titles)), "utf-8")
    return gathered


def asked(database: Database, search: Search, found: Sequence[Law]) -> Outcome:
    """Asks for each article by its own words: on the eve in the old text, on the first day in the new one."""
    outcome = Outcome()
    for law in found:
        texts = {version: _articles(database, law, version) for version in (law.older, law.newer)}
        for article in law.articles:
            for day, version, other in ((law.eve, law.older, law.newer), (law.begins, law.newer, law.older)):
                outcome.asked += 1
                _ask(search, law, article, day, texts[version], texts[other], outcome)
    return outcome


def _ask(
    search: Search, law: Law, article: str, day: str, right: dict[str, str], other: dict[str, str], outcome: Outcome
) -> None:
    name = f"{law.title} {article} {day}"
    if article not in right:
        outcome.wrong.append(f"{name}: the corpus has no such article")
        return
    there = Where(day, region=law.sees)
    hits = search(f"{law.title} {right[article][:WORDS]}", there, 10)
    own = [hit for hit in hits if normalised(hit.title) == normalised(law.title)]
    if not any(hit.text == right[article] for hit in hits[:FOUND_AMONG]):
        outcome.wrong.append(f"{name}: not among the first {FOUND_AMONG}")
    # The other version's own words must not bring it back on this day.
    again = search(f"{law.title} {other.get(article, right[article])[:WORDS]}", there, 10)
    own += [hit for hit in again if normalised(hit.title) == normalised(law.title)]
    outcome.stray += sum(hit.text not in right.values() for hit in own)
    if day == law.begins:
        elsewhere = search(f"{law.title} {right[article][:WORDS]}", Where(day, region=law.blind), 10)
        if any(normalised(hit.title) == normalised(law.title) for hit in elsewhere):
            outcome.wrong.append(f"{name}: seen from {law.blind}")


def _articles(database: Database, law: Law, version: str) -> dict[str, str]:
    """{section: text} of one version; a section in several passages keeps its first one."""
    statement = (
        select(versions.c.title, passages.c.section, passages.c.text, passages.c.ordinal)
        .join(versions, versions.c.id == passages.c.version_id)
        .where(versions.c.version_date == version)
        .order_by(passages.c.ordinal.desc())
    )
    with database.read() as connection:
        rows = connection.execute(statement).all()
    mine = [row for row in rows if normalised(row.title) == normalised(law.title)]
    found = {f"{row.section or ''}#{row.ordinal}": row.text for row in mine}
    return found | {row.section: row.text for row in mine if row.section}
