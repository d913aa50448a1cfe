"""What every vector index keeps to, the fake and Chroma."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from knowledge.chroma import ChromaIndex
from knowledge.embed import Vectors
from knowledge.index import Index
from tests.fakes import FakeIndex


def _chroma(folder: Path) -> Index:
    return ChromaIndex(folder / "vectors")


def _fake(_: Path) -> Index:
    return FakeIndex()


@pytest.fixture(params=[_fake, _chroma], ids=["fake", "chroma"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Index:
    make: Callable[[Path], Index] = request.param
    return make(tmp_path)


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
