"""A worker process for the tests of the queue, with a slow double in place of the model; takes a home and an address.

It imports little: `tests.fakes` would bring langchain.
"""

import sys
import time
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from ingest.batches import Batches
from ingest.queueing import Worker
from ingest.run import Ingest
from knowledge.database import open_database
from knowledge.documents import Documents
from knowledge.embed import CachedEmbedder, Vectors
from knowledge.index import open_index

BATCH_S = 0.5


class Slow:
    """Every text has a vector of its own."""

    model_id, dimension = "slow", 32

    def query(self, text: str) -> Vectors:
        vector = np.random.default_rng(zlib.crc32(text.encode())).normal(size=self.dimension)
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)

    def passages(self, texts: Sequence[str]) -> Vectors:
        time.sleep(BATCH_S)
        return np.stack([self.query(text) for text in texts])


def main(home: Path, url: str) -> None:
    database = open_database(home, url)
    work = Ingest(
        Documents(database), CachedEmbedder(Slow(), database), open_index(home, database), 30,
        lambda stage, done, total: None,
    )  # fmt: skip
    batches = Batches(work, lambda: datetime.now(UTC))
    worker = Worker(database, batches, lambda what: print(what, flush=True), poll_s=0.2, look_s=0.3)  # noqa: T201
    worker.run()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
