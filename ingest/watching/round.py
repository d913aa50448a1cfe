"""One reading of one watch: each source dealt with by itself, and what became of it written down at once.

A source is dealt with in one transaction: the text goes live, or waits, together with what is remembered of the
source. A run that is killed repeats none of it: the hash under which a text is live tells that it is.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from ingest.reading import Outcome, Read, Rejected, Skipped
from ingest.run import READER, Ingest
from ingest.watching import changes as waiting
from ingest.watching import texts
from ingest.watching.changes import Changes
from ingest.watching.intervals import next_try
from ingest.watching.model import Change, Seen, Told, Watch
from ingest.watching.store import Watches, remember
from knowledge.documents import Source

SHRUNK = 0.2  # a text that keeps less of its length waits for staff in any case: a page may say "under maintenance"
SHRUNK_CHARS = 500
Undone = AbstractContextManager[None]


@dataclass
class Round:
    """`writing` holds the writer's lock for a moment; `known` is what is live, by location."""

    watch: Watch
    watches: Watches
    changes: Changes
    ingest: Ingest
    writing: Callable[[], Undone]
    now: datetime
    known: dict[str, Source]
    seen: dict[str, Seen]
    counted: Counter[str] = field(default_factory=Counter)

    def of(self, location: str) -> Seen:
        return self.seen.get(location) or Seen(location)

    def deal(self, seen: Seen, own: str, read: Callable[[], Outcome | None]) -> None:
        """With the bytes that are at a location now; `seen` holds what is to be remembered of them.

        `read` gives None where they changed while they were read: they wait for the next time.
        """
        known = self.ingest.documents.source(seen.location, self.watch.collection)  # staff may have decided meanwhile
        live = known is not None and known.file_hash == own
        seen = replace(seen, own=own, checked_at=self.now, failures=0, fault=None, gone=False, due_at=self._next())
        if known and live and (known.settled or known.content_hash == f"{own} {READER}"):
            self._as_it_was(seen)
            return
        last = self.changes.last(self.watch.collection, seen.location)
        if last and not live and last.own == own and last.status in ("waiting", "rejected"):
            self._save(seen, "waiting" if last.status == "waiting" else "unchanged")
            return
        outcome = read()
        if outcome is None:
            self.counted["settling"] += 1
        elif isinstance(outcome, Rejected):
            self.fail(
                seen.location, {"code": outcome.code, "zh": outcome.reason_zh, "en": outcome.reason_en}, seen.stamp
            )
        elif isinstance(outcome, Skipped):
            self._save(seen, "skipped")
        else:
            self._read(replace(seen, meaning=texts.meaning(outcome)), outcome, known, live, last)

    def _read(self, seen: Seen, outcome: Read, known: Source | None, live: bool, last: Change | None) -> None:
        if live:  # the reader is another one now, or a file that said the same is gone: the same bytes, read again
            self._bring(seen, outcome, "reread")
        elif known and seen.live == seen.meaning:
            self._as_it_was(seen, known)
        elif last and last.meaning == seen.meaning and last.status in ("waiting", "rejected"):
            self._save(seen, "waiting" if last.status == "waiting" else "unchanged",
                       lambda connection: waiting.renew(connection, last, seen.own))  # fmt: skip
        elif self.watch.review or self._shrunk(seen.location, outcome):
            self._stage(seen, outcome, known)
        else:
            self._bring(seen, outcome, "changed" if known else "new")

    def same(self, seen: Seen) -> None:
        """A source that did not change since it was dealt with last."""
        self._save(replace(seen, checked_at=self.now, due_at=self._next(), failures=0, fault=None), "unchanged")

    def fail(self, location: str, fault: Told, stamp: str = "", wait_s: float = 0) -> None:
        """What is held stays as it is; it is read again later and later while the fault goes on, or when it changes."""
        before = self.of(location)
        due_at = next_try(self.now, self.watch.every_s, before.failures + 1)
        due_at = max(due_at, self.now + timedelta(seconds=wait_s))
        self._save(replace(before, stamp=stamp, checked_at=self.now, failures=before.failures + 1, fault=fault,
                           due_at=due_at), "failed")  # fmt: skip

    def vanish(self, location: str, why: str) -> None:
        """A source that is not there any more: for staff to decide; what was never live is forgotten."""
        known = self.ingest.documents.source(location, self.watch.collection)
        last = self.changes.last(self.watch.collection, location)
        if known is None or known.settled == "removed":
            self._forget(location, known)
        elif known.settled == "without_file" or (self.of(location).gone and last and last.kind == "gone"):
            self._save(replace(self.of(location), checked_at=self.now, due_at=self._next(), fault=None, failures=0),
                       "waiting" if last and last.status == "waiting" else "kept")  # fmt: skip
        else:
            gone = Seen(location, live=self.of(location).live, checked_at=self.now, due_at=self._next(), gone=True)
            found = waiting.Found(
                self.watch.id, self.watch.collection, location, "gone",
                self.changes.title(self.watch.collection, location), "", "", known.content_hash, {"why": why}, None,
            )  # fmt: skip
            self._save(gone, "gone", lambda connection: waiting.stage(connection, found, self.now))

    def _forget(self, location: str, known: Source | None) -> None:
        if known is not None:
            with self.writing():
                self.ingest.take_out(location, self.watch.collection, self.now)
        self.watches.drop(self.watch.id, location, lambda connection: waiting.pass_over(
            connection, self.watch.collection, location, "withdrawn", self.now))  # fmt: skip

    def _as_it_was(self, seen: Seen, other_bytes: Source | None = None) -> None:
        """The source says what is live; a change that waited has no ground any more."""

        def settle(connection: Connection) -> None:
            waiting.pass_over(connection, self.watch.collection, seen.location, "withdrawn", self.now)
            if other_bytes is not None:
                waiting.same_text(connection, self.watch.collection, seen.location, seen.own, f"{seen.own} {READER}")

        self._save(seen, "unchanged", settle)

    def _stage(self, seen: Seen, outcome: Read, known: Source | None) -> None:
        found = waiting.Found(
            self.watch.id, self.watch.collection, seen.location, "changed" if known else "new", outcome[0].title,
            seen.own, seen.meaning, known.content_hash if known else "",
            {"notes": [{"code": note.code, "zh": note.zh, "en": note.en} for note in outcome.notes]},
            texts.packed(outcome),
        )  # fmt: skip
        self._save(seen, "waiting", lambda connection: waiting.stage(connection, found, self.now))

    def _bring(self, seen: Seen, outcome: Read, counted: str) -> None:
        seen = replace(seen, live=seen.meaning)

        def also(connection: Connection) -> None:
            waiting.pass_over(connection, self.watch.collection, seen.location, "outdated", self.now)
            remember(connection, self.watch.id, seen)

        with self.writing():
            self.ingest.bring(seen.location, self.watch.collection, seen.own, outcome, self.now, also)
        self.seen[seen.location] = seen
        self.counted[counted] += 1

    def _save(self, seen: Seen, counted: str, also: Callable[[Connection], object] = lambda connection: None) -> None:
        self.watches.save(self.watch.id, seen, also)
        self.seen[seen.location] = seen
        self.counted[counted] += 1

    def _shrunk(self, location: str, outcome: Read) -> bool:
        before = sum(len(one.text) for one in self.changes.live(self.watch.collection, location))
        return before >= SHRUNK_CHARS and sum(len(one.text) for one in outcome) < SHRUNK * before

    def _next(self) -> datetime:
        return self.now + self.watch.every
