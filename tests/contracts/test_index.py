"""What every vector index keeps to: the fake, Chroma, and pgvector on a real PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from knowledge.chroma import ChromaIndex
from knowledge.database import Database, open_database
from knowledge.embed import Vectors
from knowledge.index import Index, open_index
from knowledge.postgres.vectors import PgVectorIndex
from tests.fakes import FakeIndex
from tests.postgres import Server


@pytest.fixture(scope="module")
def on_server(tmp_path_factory: pytest.TempPathFactory, postgres: Server) -> Iterator[Database]:
    with postgres.database() as url:
        opened = open_database(tmp_path_factory.mktemp("index"), url)
        yield opened
        opened.close()


@pytest.fixture(params=["fake", "chroma", "postgres"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Index:
    if request.param == "fake":
        return FakeIndex()
    if request.param == "chroma":
        return ChromaIndex(tmp_path / "vectors")
    opened = open_index(tmp_path, request.getfixturevalue("on_server"))
    assert isinstance(opened, PgVectorIndex)
    opened.clear()
    return opened


def _some(count: int) -> tuple[list[str], Vectors]:
    vectors = np.random.default_rng(7).normal(size=(count, 32)).astype(np.float32)
    return [f"p{at}" for at in range(count)], vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_a_vector_finds_itself(index: Index) -> None:
    ids, vectors = _some(300)
    index.upsert(ids, vectors)
    assert all(index.nearest(vector, 1)[0][0] == id for id, vector in zip(ids, vectors, strict=True))
    assert index.nearest(vectors[0], 1)[0][1] == pytest.approx(1, abs=1e-3)


def test_an_upsert_replaces(index: Index) -> None:
    ids, vectors = _some(3)
    index.upsert(ids, vectors)
    index.upsert(["p0"], vectors[1:2])
    assert index.ids() == {"p0", "p1", "p2"}
    assert index.count() == 3
    assert {id for id, _ in index.nearest(vectors[1], 2)} == {"p0", "p1"}


def test_what_is_deleted_is_found_no_more(index: Index) -> None:
    ids, vectors = _some(5)
    index.upsert(ids, vectors)
    index.delete(["p1", "never there"])
    assert "p1" not in {id for id, _ in index.nearest(vectors[1], 5)}


def test_a_query_may_be_restricted_to_some_ids(index: Index) -> None:
    ids, vectors = _some(50)
    index.upsert(ids, vectors)
    assert [id for id, _ in index.nearest(vectors[0], 10, ["p7", "p9"])] in (["p7", "p9"], ["p9", "p7"])


def test_ids_that_it_does_not_hold_are_passed_over(index: Index) -> None:
    ids, vectors = _some(700)
    index.upsert(ids, vectors)
    assert len(index.nearest(vectors[0], 900, [*ids[:650], "never there"])) == 650
    assert index.nearest(vectors[0], 5, ["never there"]) == []


def test_a_restricted_query_is_exact_and_passes_over_ids_that_are_not_there(index: Index) -> None:
    ids, vectors = _some(400)
    index.upsert(ids, vectors)
    among = [*ids[3:390:3], "never there"]
    cosines = {id: float(vectors[int(id[1:])] @ vectors[0]) for id in among[:-1]}
    best = sorted(cosines, key=cosines.__getitem__, reverse=True)[:20]
    found = index.nearest(vectors[0], 20, among)
    assert [id for id, _ in found] == best
    assert [cosine for _, cosine in found] == pytest.approx([cosines[id] for id in best], abs=1e-3)


def test_vectors_of_another_length_may_come_when_it_is_empty(index: Index) -> None:
    ids, vectors = _some(3)
    index.upsert(ids, vectors)
    index.clear()
    index.upsert(ids, vectors[:, :16])
    assert index.count() == 3


def test_an_empty_index_finds_nothing(index: Index) -> None:
    assert index.nearest(_some(1)[1][0], 5) == []
    assert index.ids() == set()


def test_a_cleared_index_is_empty_and_takes_vectors_again(index: Index) -> None:
    ids, vectors = _some(20)
    index.upsert(ids, vectors)
    index.clear()
    assert index.ids() == set()
    assert index.nearest(vectors[0], 3) == []
    index.upsert(ids[:5], vectors[:5])
    assert index.nearest(vectors[0], 1)[0][0] == ids[0]


def test_a_reader_goes_on_when_another_made_the_index_anew(tmp_path: Path) -> None:
    ids, vectors = _some(20)
    reader, writer = ChromaIndex(tmp_path / "vectors"), ChromaIndex(tmp_path / "vectors")
    writer.upsert(ids, vectors)
    assert reader.nearest(vectors[0], 1)[0][0] == ids[0]
    writer.clear()
    writer.upsert(ids[1:], vectors[1:])
    assert reader.nearest(vectors[1], 1)[0][0] == ids[1]
