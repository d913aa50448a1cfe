"""Vectors made in the background: whole after any end, and never in the way of an ingest."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from bots.commands.filling import Filler
from ingest.filling import Filling
from ingest.run import Ingest
from knowledge.database import Database
from knowledge.documents import Documents
from knowledge.embed import CachedEmbedder, Vectors
from knowledge.errors import WriterBusy
from knowledge.lock import writing
from tests.fakes import FakeEmbedder, FakeIndex

PASSAGES = 300


class Dying(FakeEmbedder):
    """Ends as a killed process does, in the middle of a batch."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self._left = after

    def passages(self, texts: Sequence[str]) -> Vectors:
        self._left -= len(texts)
        if self._left < 0:
            raise SystemExit
        return super().passages(texts)


@pytest.fixture
def store(database: Database, now: datetime, tmp_path: Path) -> Database:
    """A store that an ingest left without vectors."""
    folder = tmp_path / "docs"
    folder.mkdir()
    rows = "\n".join(
        f"# w{number * 7919} x{number * 104729}\n\ny{number * 1299709} z{number * 15485863}\n"
        for number in range(PASSAGES)
    )
    (folder / "a.md").write_text(rows)
    work = Ingest(
        Documents(database), CachedEmbedder(FakeEmbedder(), database), FakeIndex(), 10, lambda stage, done, total: None
    )
    assert work([folder], "guidance", None, lambda: now, wait=False).passages == PASSAGES
    return database


def filling(database: Database, embedder: FakeEmbedder, index: FakeIndex) -> Filling:
    return Filling(Documents(database), CachedEmbedder(embedder, database), index)


def test_a_killed_run_is_taken_up_where_it_ended(store: Database) -> None:
    index, after = FakeIndex(), FakeEmbedder()
    with pytest.raises(SystemExit):
        filling(store, Dying(100), index)(lambda done, total: None)
    filling(store, after, index)(lambda done, total: None)
    assert index.ids() == Documents(store).passage_ids()
    assert len(after.embedded) == PASSAGES - 96  # three batches of 32 were kept


def test_passages_of_the_same_text_find_each_other(database: Database, now: datetime, tmp_path: Path) -> None:
    for name in range(12):
        (tmp_path / f"{name}.csv").write_text("fee,state\n" + "annuity,paid\n" * 3 + f"other,{name}\n")
    documents, index = Documents(database), FakeIndex()
    work = Ingest(documents, CachedEmbedder(FakeEmbedder(), database), index, 10, lambda stage, done, total: None)
    report = work(sorted(tmp_path.glob("*.csv")), "guidance", None, lambda: now)
    assert report.passages == len(index.ids()) > 12
    assert documents.fact("ingest") == "whole"


def test_progress_rises_to_the_whole(store: Database) -> None:
    told: list[tuple[int, int]] = []
    filling(store, FakeEmbedder(), FakeIndex())(lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1] == (PASSAGES, PASSAGES)


def test_the_server_makes_what_an_ingest_left(store: Database, tmp_path: Path) -> None:
    index = FakeIndex()
    assert Filler(filling(store, FakeEmbedder(), index), tmp_path, rest_s=0).once()
    assert index.ids() == Documents(store).passage_ids()
    assert Documents(store).fact("ingest") == "whole"


def test_the_server_waits_for_another_writer(store: Database, tmp_path: Path) -> None:
    filler = Filler(filling(store, FakeEmbedder(), FakeIndex()), tmp_path, rest_s=0)
    with writing(tmp_path), pytest.raises(WriterBusy):
        filler.once()
    assert filler.once()


def test_a_stopped_server_leaves_the_rest_to_the_next(store: Database, tmp_path: Path) -> None:
    filler = Filler(filling(store, FakeEmbedder(), FakeIndex()), tmp_path, rest_s=0)
    filler.stop()
    assert not filler.once()
    assert Documents(store).left_to_embed() == PASSAGES
