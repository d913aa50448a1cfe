"""What a filter admits is told from where versions stand; a narrow one finds what a broad one would push out."""

from datetime import datetime

import pytest

from knowledge.admitted import Admitted, Layout
from knowledge.database import Database
from knowledge.documents import Documents
from knowledge.fusing import Means
from knowledge.model import NewPassage, NewVersion
from knowledge.search import Search, Where
from tests.fakes import FakeEmbedder, FakeIndex

FEW, MANY = 30, 700
WORDS, VECTORS = Means(dense=False), Means(words=False)


def _document(name: str, region: str, count: int) -> NewVersion:
    bodies = [f"{name} patent {number}" for number in range(count)]
    text, found = "", []
    for body in bodies:
        found.append(NewPassage(len(text), len(text) + len(body), body, tokens=3))
        text += body + "\n\n"
    return NewVersion(name, name, text, tuple(found), "en", region=region)


@pytest.fixture
def store(database: Database, now: datetime) -> tuple[Database, FakeIndex]:
    """700 passages of one region around 30 of another."""
    documents, index, embedder = Documents(database), FakeIndex(), FakeEmbedder()
    for name, region, count in (("alpha", "cn", MANY // 2), ("beta", "us", FEW), ("gamma", "cn", MANY // 2)):
        documents.put(name, "guidance", name, [_document(name, region, count)], now)
    missing = documents.unembedded()
    index.upsert([id for id, _ in missing], embedder.passages([text for _, text in missing]))
    documents.mark_embedded([id for id, _ in missing])
    return database, index


@pytest.mark.parametrize("means", [WORDS, VECTORS], ids=["words", "vectors"])
def test_a_narrow_filter_finds_all_that_it_admits(store: tuple[Database, FakeIndex], means: Means) -> None:
    search = Search(*store, FakeEmbedder(), means=means)
    found = search("patent 7", Where("2026-01-01", region="us"), FEW)
    assert {hit.region for hit in found} == {"us"}
    assert len(found) == FEW
    assert "beta patent 7" in [hit.text for hit in found[:3]]
    assert len(search("patent 7", Where("2026-01-01"), 50)) == 50


def test_a_passage_that_came_since_is_seen(store: tuple[Database, FakeIndex], now: datetime) -> None:
    search, where = Search(*store, FakeEmbedder(), means=WORDS), Where("2026-01-01", region="us")
    assert not search("delta", where)
    Documents(store[0]).put("delta", "guidance", "delta", [_document("delta", "us", 1)], now)
    assert [hit.text for hit in search("delta", where)] == ["delta patent 0"]


def test_rows_are_admitted_by_the_version_that_they_stand_in() -> None:
    layout = Layout([("b", 11, 5), ("a", 1, 10), ("c", 30, 2)])
    admitted = Admitted(layout, {"b", "c"})
    assert admitted.rows([31, 1, 11, 10, 15, 16, 29, 32, 0]) == [31, 11, 15]
    assert (admitted.count, admitted.depth(100)) == (7, 316)
    assert Admitted(layout, ()).rows([1, 11]) == []
    assert Admitted(Layout([]), {"b"}).rows([1]) == []
