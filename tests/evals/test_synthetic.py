"""The corpus that scale is measured on."""

import numpy as np

from evals.synthetic import unit_vectors, versions


def test_a_made_up_corpus_has_its_size_and_its_texts_are_their_passages() -> None:
    made = list(versions(500, 20, seed=3))
    assert sum(len(one.passages) for one in made) == 500
    assert len({one.identity for one in made}) <= 20
    for one in made:
        assert all(one.text[passage.start : passage.end] == passage.text for passage in one.passages)
    assert np.allclose(np.linalg.norm(unit_vectors(np.random.default_rng(1), 10, 384), axis=1), 1, atol=1e-5)
