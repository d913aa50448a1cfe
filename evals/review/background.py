"""Cases played beside the pages, one at a time, so that a page never waits for a run."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from knowledge.errors import Fault

log = logging.getLogger(__name__)
Plays = Callable[[str], None]  # plays the made case with that id and keeps its result


class Background:
    def __init__(self, plays: Plays) -> None:
        self._plays = plays
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="review-run")
        self._lock = threading.Lock()
        self._running: set[str] = set()
        self._failed: dict[str, Exception] = {}

    def start(self, case_id: str) -> None:
        """A case that is waiting or running already is not started twice."""
        with self._lock:
            if case_id in self._running:
                return
            self._running.add(case_id)
            self._failed.pop(case_id, None)
        self._pool.submit(self._played, case_id)

    def running(self, case_id: str) -> bool:
        with self._lock:
            return case_id in self._running

    def failure(self, case_id: str) -> Exception | None:
        """Why the last start came to nothing; None when it ended as it should."""
        return self._failed.get(case_id)

    def wait(self) -> None:
        """Until all that was started has ended."""
        self._pool.submit(lambda: None).result()

    def _played(self, case_id: str) -> None:
        try:
            self._plays(case_id)
        except Exception as error:
            if not isinstance(error, Fault):
                log.exception("the run of a made case failed")
            self._failed[case_id] = error
        finally:
            with self._lock:
                self._running.discard(case_id)
