"""Cases played beside the pages, one at a time, so that a page never waits for a run."""

import logging
import threading
from collections.abc import Callable

from knowledge.errors import Fault

log = logging.getLogger(__name__)
Plays = Callable[[str], None]  # plays the made case with that id and keeps its result


class Background:
    """Its threads are daemons: a server that is stopped does not wait for a run."""

    def __init__(self, plays: Plays) -> None:
        self._plays = plays
        self._one = threading.Lock()
        self._lock = threading.Lock()
        self._running: dict[str, threading.Thread] = {}
        self._failed: dict[str, Exception] = {}

    def start(self, case_id: str) -> None:
        """A case that is waiting or running already is not started twice."""
        with self._lock:
            if case_id in self._running:
                return
            self._failed.pop(case_id, None)
            thread = threading.Thread(target=self._played, args=(case_id,), name="review-run", daemon=True)
            self._running[case_id] = thread
            thread.start()

    def running(self, case_id: str) -> bool:
        with self._lock:
            return case_id in self._running

    def failure(self, case_id: str) -> Exception | None:
        """Why the last start came to nothing; None when it ended as it should."""
        return self._failed.get(case_id)

    def wait(self) -> None:
        """Until all that was started has ended."""
        with self._lock:
            threads = list(self._running.values())
        for thread in threads:
            thread.join()

    def _played(self, case_id: str) -> None:
        try:
            with self._one:
                self._plays(case_id)
        except Exception as error:
            if not isinstance(error, Fault):
                log.exception("the run of a made case failed")
            self._failed[case_id] = error
        finally:
            with self._lock:
                self._running.pop(case_id, None)
