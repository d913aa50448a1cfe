"""A reading that is killed: what it had done stands, nothing is done twice, nothing is lost."""

import multiprocessing
import os
import time
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from ingest.run import Ingest
from ingest.watching.changes import Changes
from ingest.watching.model import Watch
from ingest.watching.run import Watching
from ingest.watching.store import Watches
from knowledge.database import Database, open_database
from knowledge.documents import Documents
from knowledge.tables import revisions, sources

FILES = 40


class Nothing:
    """Stands for the embedder and the index, which a reading does not need."""

    model_id = "none"

    def delete(self, ids: object) -> None:
        pass


def read_places(home: str) -> dict[str, int]:
    """What `ipsteward watch run` does; in a process of its own it can be killed."""
    database = open_database(Path(home))
    none: Any = Nothing()
    ingest = Ingest(Documents(database), none, none, 10, lambda stage, done, total: None)
    work = Watching(
        Watches(database), Changes(database), lambda: ingest, none, Path(home), nullcontext, lambda: datetime.now(UTC)
    )
    counted = work()[0].counted
    database.close()
    return counted


def rows(database: Database, table: Any) -> int:
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def watched(database: Database, tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    for at in range(FILES):
        path = folder / f"{at}.md"
        path.write_text(f"# 样例第{at}号办法\n\n第一条 每件资助{at}万元。\n", "utf-8")
        os.utime(path, (time.time() - 60,) * 2)
    begun = datetime.now(UTC) - timedelta(hours=1)
    Watches(database).add(Watch("", "folder", str(folder), "guidance", 3600, False, begun, begun))
    return tmp_path / "home"


def test_a_killed_reading_is_taken_up_where_it_ended(database: Database, tmp_path: Path) -> None:
    home = watched(database, tmp_path)
    child = multiprocessing.get_context("forkserver").Process(target=read_places, args=(str(home),))
    child.start()
    while rows(database, sources) < 10 and child.is_alive():
        time.sleep(0.001)
    child.kill()
    child.join()
    left = FILES - rows(database, sources)
    assert left > 0, "it was over before it was killed"
    assert read_places(str(home)) == {"unchanged": FILES - left, "new": left}
    assert (rows(database, sources), rows(database, revisions)) == (FILES, 0)
