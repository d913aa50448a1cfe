"""Vectors made beside the server: a part at a time, the writer's lock given back in between."""

import logging
import threading
from functools import partial
from pathlib import Path

from ingest.filling import Filling
from knowledge.errors import Fault, WriterBusy
from knowledge.lock import writing

PART = 64  # passages under one lock: an ingest that waits for it gets its turn within seconds
REST_S, LOOK_S = 0.5, 10.0
log = logging.getLogger(__name__)


class Filler:
    """Looks now and then for passages without a vector, as `ingest --no-wait` leaves them.

    What is done stands in the database and the index after each part: a server killed in between goes on there.
    """

    def __init__(self, filling: Filling, home: Path, *, rest_s: float = REST_S, look_s: float = LOOK_S) -> None:
        self._filling = filling
        self._writing = partial(writing, home, 0, filling.documents.database)
        self._rest_s = rest_s
        self._look_s = look_s
        self._stopped = threading.Event()

    def start(self) -> threading.Thread:
        thread = threading.Thread(target=self._run, name="filler", daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        self._stopped.set()

    def once(self) -> bool:
        """Makes all that is missing, unless another process writes or it is stopped; whether it came to the end."""
        if not self._filling.documents.left_to_embed():
            return True
        with self._writing():
            self._filling.mend()
        made = PART
        while made and not self._stopped.wait(self._rest_s):
            with self._writing():
                made = self._filling.part(PART)
                if not made:
                    self._filling.finish()
        return not made

    def _run(self) -> None:
        while not self._stopped.wait(self._look_s):
            try:
                self.once()
            except WriterBusy:
                log.debug("another process writes; the vectors wait")
            except Fault as fault:
                log.error("no vectors are made: %s", fault.code)
                return
            except Exception:
                log.exception("a part of the vectors could not be made")
