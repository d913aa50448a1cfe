"""Vectors of records: abstracts first, resumable, and searches that make do with a part of them."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from knowledge.database import Database
from knowledge.embed import CachedEmbedder, Vectors
from knowledge.patents.model import PatentQuery
from knowledge.patents.store import Patents
from knowledge.patents.vectors import fill
from tests.fakes import FakeEmbedder, FakeIndex
from tests.knowledge.patents.records import RECORDS, holding, record


class Dying(FakeEmbedder):
    """Embeds so many texts, then its process ends."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self._left = after

    def passages(self, texts: Sequence[str]) -> Vectors:
        self._left -= len(texts)
        if self._left < 0:
            raise KeyboardInterrupt
        return super().passages(texts)


def quiet(done: int, total: int) -> None:
    pass


def test_abstracts_come_first_and_all_get_one_vector(database: Database, now: datetime) -> None:
    patents, index, inner = holding(database, RECORDS, now), FakeIndex(), FakeEmbedder()
    assert fill(database, index, CachedEmbedder(inner, database), quiet, limit=2) == 2
    assert all("\n" in text for text in inner.embedded)  # title and abstract
    assert fill(database, index, CachedEmbedder(inner, database), quiet) == len(RECORDS) - 2
    assert len(inner.embedded) == len(set(inner.embedded)) == len(RECORDS)
    assert (len(index.ids()), patents.without_vectors()) == (len(RECORDS), 0)
    assert fill(database, index, CachedEmbedder(inner, database), quiet) == 0


def test_a_run_that_is_killed_loses_nothing(database: Database, now: datetime) -> None:
    many = [record(f"US70{n:05}B2", f"Lidar receiver number {n}") for n in range(100)]
    patents, index = holding(database, many, now), FakeIndex()
    with pytest.raises(KeyboardInterrupt):
        fill(database, index, CachedEmbedder(Dying(70), database), quiet)
    again = FakeEmbedder()
    fill(database, index, CachedEmbedder(again, database), quiet)
    assert len(again.embedded) == 100 - 64  # two batches of 32 were kept
    assert patents.without_vectors() == 0


def test_an_index_that_lost_its_vectors_is_made_whole_from_the_cache(database: Database, now: datetime) -> None:
    holding(database, RECORDS, now)
    fill(database, FakeIndex(), CachedEmbedder(FakeEmbedder(), database), quiet)
    again, empty = FakeEmbedder(), FakeIndex()
    fill(database, empty, CachedEmbedder(again, database), quiet)
    assert (len(empty.ids()), again.embedded) == (len(RECORDS), [])


def test_a_changed_text_is_embedded_again(database: Database, now: datetime) -> None:
    patents, index, inner = holding(database, RECORDS, now), FakeIndex(), FakeEmbedder()
    fill(database, index, CachedEmbedder(inner, database), quiet)
    patents.put([record("US6858197B1", source="set two", filing_date="2002-03-18")], set(), now)
    assert patents.without_vectors() == 0
    patents.put([record("US6858197B1", "Quite another title")], set(), now)
    assert patents.without_vectors() == 1


def test_vectors_find_what_shares_no_word_and_keep_to_the_fields(database: Database, now: datetime) -> None:
    holding(database, RECORDS, now)
    index, embedder = FakeIndex(), FakeEmbedder()
    fill(database, index, CachedEmbedder(embedder, database), quiet)
    index.held["CN110000003A"] = embedder.query("lidar")
    patents = Patents(database, index, embedder)
    found = patents.search(PatentQuery("lidar"))
    assert (found.total, found.hits[0].number) == (0, "CN110000003A")
    assert (found.all_words, found.only_near) == (0, tuple(hit.number for hit in found.hits))
    assert patents.search(PatentQuery("lidar", office="US")).hits == ()
    assert [hit.number for hit in patents.search(PatentQuery("lidar", office="CN")).hits] == ["CN110000003A"]
