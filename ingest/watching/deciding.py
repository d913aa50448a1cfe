"""What staff decide on a change: live as a whole, or not at all, and never an old text unnoticed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from ingest.run import Ingest, digest_of
from ingest.watching import changes as waiting
from ingest.watching import places, texts
from ingest.watching.changes import Changes
from ingest.watching.comparing import Compared, compared
from ingest.watching.faults import ChangeDecided, ChangeOutdated, LiveTextChanged, WatchUnknown
from ingest.watching.model import Change, Seen
from ingest.watching.round import Undone
from ingest.watching.store import Watches, hurry, remember
from knowledge.documents import Documents
from knowledge.errors import Fault


@dataclass(frozen=True)
class Deciding:
    """`writing` takes the writer's lock for a moment; vectors are filled by the caller, or by the server."""

    watches: Watches
    changes: Changes
    documents: Documents
    ingest: Callable[[], Ingest]
    writing: Callable[[], Undone]
    clock: Callable[[], datetime]

    def compared(self, change: Change) -> list[Compared]:
        return compared(change, self.changes.live(change.collection, change.location))

    def base(self, change: Change) -> str:
        """What is live of a source now, as `approve` takes it."""
        known = self.documents.source(change.location, change.collection)
        return known.content_hash if known else ""

    def approve(self, asked: str, by: str, base: str | None = None) -> Change:
        """Puts a text live, or takes out what is gone, as it was shown: beside the live text that `base` names.

        Raises ChangeUnknown, ChangeDecided, ChangeOutdated, LiveTextChanged, WriterBusy.
        """
        change, now = self._waiting(asked), self.clock()
        with self.writing():
            self._still(change, change.base if base is None else base)
            if change.kind == "gone":
                self.ingest().take_out(
                    change.location, change.collection, now, lambda connection: self._decided(connection, change, by)
                )
                self.watches.drop(change.watch_id, change.location)
            else:
                self.ingest().bring(
                    change.location, change.collection, change.own, texts.unpacked(change.body or b""), now,
                    lambda connection: self._decided(connection, change, by),
                )  # fmt: skip
            self.documents.settle_conflicts(change.collection, now)
        return replace(change, status="approved", decided_by=by, decided_at=now, body=None)

    def reject(self, asked: str, by: str) -> Change:
        """Leaves what is live; the same text is not asked about again. Raises ChangeUnknown, ChangeDecided."""
        change, now = self._waiting(asked), self.clock()
        with self.watches.writing() as connection:
            waiting.decide(connection, change, "rejected", by, now)
            if change.kind == "gone":
                waiting.stay(connection, change.collection, change.location)
        return replace(change, status="rejected", decided_by=by, decided_at=now, body=None)

    def _waiting(self, asked: str) -> Change:
        change = self.changes.get(asked)
        if change.status != "waiting":
            raise ChangeDecided(title=change.title, status=change.status)
        return change

    def _still(self, change: Change, shown: str) -> None:
        """Raises LiveTextChanged, ChangeOutdated where what was shown is not what is there now."""
        base = self.base(change)
        if base != shown:
            self.changes.rebase(change, base)
            raise LiveTextChanged(title=change.title)
        if "://" not in change.location and self._moved_on(change):
            self.watches.hurry(change.watch_id, change.location, self.clock())
            raise ChangeOutdated(title=change.title)

    def _moved_on(self, change: Change) -> bool:
        """Whether a file is another one now than the one that was read."""
        if change.kind == "gone":
            return Path(change.location).is_file()
        try:
            files = places.files(self.watches.get(change.watch_id))
            file = next(one for one in files if str(one.path) == change.location)
            return digest_of(file.path, file.row) != change.own
        except WatchUnknown:
            return False
        except (Fault, OSError, StopIteration):
            return True

    def _decided(self, connection: Connection, change: Change, by: str) -> None:
        waiting.decide(connection, change, "approved", by, self.clock())
        if change.kind != "gone":
            seen = self.watches.sources(change.watch_id).get(change.location) or Seen(change.location, own=change.own)
            remember(connection, change.watch_id, replace(seen, live=change.meaning))
            if "://" in change.location:  # a page may have moved on unseen: it is asked again at once
                hurry(connection, change.watch_id, change.location, self.clock())
