"""What reads the watched places: put together for the commands and the web, and beside the server."""

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

from assistant.app import App
from ingest.fetching.client import Fetcher
from ingest.fetching.hosts import Hosts
from ingest.run import Ingest
from ingest.watching.changes import Changes
from ingest.watching.deciding import Deciding
from ingest.watching.faults import WatchBusy
from ingest.watching.run import Watching
from ingest.watching.store import Watches
from knowledge.errors import Fault
from knowledge.times import clock_now
from knowledge.version import VERSION

WAIT_S, WEB_WAIT_S = 60.0, 5.0  # for another writer
LOOK_S = 20.0
log = logging.getLogger(__name__)


def fetcher(app: App) -> Fetcher:
    """Raises BadSetting."""
    settings = app.settings
    contact = f" (+{settings.public_url})" if settings.public_url else ""
    return Fetcher(
        Hosts.listed(settings.watch_hosts, settings.watch_ports), f"ipsteward/{VERSION}{contact}",
        settings.watch_timeout_s, settings.watch_max_mb,
    )  # fmt: skip


def watching(app: App, fetch: Callable[[], Fetcher] | None = None) -> Watching:
    return Watching(
        Watches(app.database), Changes(app.database), lambda: silent(app), fetch or (lambda: fetcher(app)),
        app.settings.home, _writing(app, WAIT_S), lambda: clock_now(app.settings.zone),
    )  # fmt: skip


def deciding(app: App, wait_s: float = WEB_WAIT_S) -> Deciding:
    return Deciding(
        Watches(app.database), Changes(app.database), app.documents, lambda: silent(app), _writing(app, wait_s),
        lambda: clock_now(app.settings.zone),
    )  # fmt: skip


def silent(app: App) -> Ingest:
    """An ingest that tells nobody of its progress."""
    settings = app.settings
    return Ingest(
        app.documents, app.embedder, app.index, settings.read_timeout_s, lambda stage, done, total: None,
        settings.ocr_timeout_s, settings.archive_timeout_s,
    )  # fmt: skip


def _writing(app: App, wait_s: float) -> Callable[[], AbstractContextManager[None]]:
    return lambda: app.writing(wait_s)


class Watcher:
    """Reads what is due beside the server; what it had done stands when it is stopped or killed."""

    def __init__(self, work: Watching, *, look_s: float = LOOK_S) -> None:
        self._work = work
        self._look_s = look_s
        self._stopped = threading.Event()

    def start(self) -> threading.Thread:
        thread = threading.Thread(target=self._run, name="watcher", daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        self._stopped.set()

    def once(self) -> None:
        for ran in self._work((), self._stopped.is_set):
            if ran.watch.fault:
                log.error("watch %s: %s", ran.watch.id, ran.watch.fault["code"])
            elif ran.counted.get("failed"):
                log.warning("watch %s: %d sources could not be read", ran.watch.id, ran.counted["failed"])

    def _run(self) -> None:
        while not self._stopped.wait(self._look_s):
            try:
                self.once()
            except WatchBusy:
                log.debug("another process reads the watched places")
            except Fault as fault:
                log.error("the watched places are not read now: %s", fault.code)
            except Exception:
                log.exception("a watched place could not be read")
