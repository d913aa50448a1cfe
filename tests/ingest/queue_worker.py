"""A worker process for the tests of the queue: slow doubles in place of the model. Run with a home and an address."""

import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from ingest.batches import Batches
from ingest.queueing import Worker
from ingest.run import Ingest
from knowledge.database import open_database
from knowledge.documents import Documents
from knowledge.embed import CachedEmbedder, Vectors
from knowledge.index import open_index
from tests.conftest import SHANGHAI
from tests.fakes import FakeEmbedder

BATCH_S = 1.0


class Slow(FakeEmbedder):
    def passages(self, texts: Sequence[str]) -> Vectors:
        time.sleep(BATCH_S / 2)
        return super().passages(texts)


def main(home: Path, url: str) -> None:
    database = open_database(home, url)
    work = Ingest(
        Documents(database), CachedEmbedder(Slow(), database), open_index(home, database), 30,
        lambda stage, done, total: None,
    )  # fmt: skip
    batches = Batches(work, lambda: datetime.now(SHANGHAI))
    worker = Worker(database, batches, lambda what: print(what, flush=True), poll_s=0.2, look_s=0.3)  # noqa: T201
    worker.run()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
