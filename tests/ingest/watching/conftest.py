"""A centre that watches a folder and a website, over doubles of embedder and index."""

import os
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ingest.run import Ingest
from ingest.watching import places
from ingest.watching.changes import Changes
from ingest.watching.deciding import Deciding
from ingest.watching.model import Change, Watch
from ingest.watching.run import Ran, Watching
from ingest.watching.store import Watches
from knowledge.database import Database
from knowledge.documents import Documents
from knowledge.embed import CachedEmbedder
from knowledge.history import History
from knowledge.holdings import Holdings
from knowledge.search import Search, Where
from tests.fakes import FakeEmbedder, FakeIndex
from tests.site import Site, serving

TITLE, TODAY = "样例资助办法", "2026-11-23"


def text_of(sum: str, title: str = TITLE, more: str = "") -> str:
    return f"# {title}\n\n第一条 为了鼓励创新。\n\n第二条 每件资助{sum}万元。\n\n第三条 由样例中心解释。{more}\n"


class Centre:
    """What staff do and see; `now` can be set."""

    def __init__(self, database: Database, tmp_path: Path, now: datetime, site: Site) -> None:
        self.folder, self.now, self.site, self.home = tmp_path / "docs", now, site, tmp_path / "home"
        self.folder.mkdir()
        self.database, self.documents, self.index = database, Documents(database), FakeIndex()
        self.embedder, self.reads = FakeEmbedder(), 0
        self.watches, self.changes, self.holdings = Watches(database), Changes(database), Holdings(database)
        self.history = History(database)
        self.search = Search(database, self.index, self.embedder)
        self.paused: list[float] = []
        self.during: Callable[[], object] = lambda: None
        self.options: dict[str, Any] = {}

    def ingest(self) -> Ingest:
        centre = self

        class Counting(Ingest):
            def read(self, file: Any) -> Any:
                centre.reads += 1
                outcome = super().read(file)
                centre.during()
                return outcome

        cached = CachedEmbedder(self.embedder, self.database)
        return Counting(self.documents, cached, self.index, 10, lambda stage, done, total: None)

    def write(self, name: str, sum: str, title: str = TITLE, age_s: float = 60, more: str = "") -> Path:
        path = self.folder / name
        path.write_text(text_of(sum, title, more), "utf-8")
        self.aged(path, age_s)
        return path

    def aged(self, path: Path, age_s: float = 60) -> None:
        at = self.now.timestamp() - age_s
        os.utime(path, (at, at))

    def watch(self, place: str | Path | None = None, *, review: bool = False, every_s: int = 3600, **more: Any) -> str:
        kind, stored = places.kind_of(str(place or self.folder))
        added = Watch("", kind, stored, "guidance", every_s, review, self.now, self.now, **more)
        return self.watches.add(added).id

    def run(self, *asked: str, after: timedelta = timedelta(hours=1)) -> Ran | None:
        """What is due some time later; of one watch."""
        self.now += after
        ran = self.reading()(asked)
        return ran[0] if ran else None

    def counted(self, *asked: str, after: timedelta = timedelta(hours=1)) -> dict[str, int]:
        ran = self.run(*asked, after=after)
        assert ran is not None
        return ran.counted

    def reading(self, **more: Any) -> Watching:
        return Watching(
            self.watches, self.changes, self.ingest, lambda: self.site.fetcher(**self.options), self.home,
            nullcontext, lambda: self.now, self.paused.append, **more,
        )  # fmt: skip

    @property
    def desk(self) -> Deciding:
        return Deciding(self.watches, self.changes, self.documents, self.ingest, nullcontext, lambda: self.now)

    def waiting(self) -> list[Change]:
        return self.changes.waiting()

    def sums(self) -> set[str]:
        """What visitors find."""
        return {hit.text[-4:-3] for hit in self.search("每件资助万元", Where(TODAY)) if "资助" in hit.text}


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


@pytest.fixture
def centre(database: Database, tmp_path: Path, now: datetime, site: Site) -> Centre:
    return Centre(database, tmp_path, now, site)
