"""What every word engine keeps to: FTS5, and the one in SQL on PostgreSQL, ranking for ranking."""

import random
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from knowledge.database import Database
from knowledge.lexical import PASSAGES, engine
from knowledge.postgres.words import BLOCK
from knowledge.word_engine import Condition

DICE = random.Random(20261125)
TERMS = [f"{a}{b}" for a in "专利商标法权利" for b in "期限质押融资侵权"] + [f"word{number}" for number in range(60)]
WEIGHTS = [1 / (place + 1) for place in range(len(TERMS))]
TEXTS = {
    BLOCK - 200 + at: DICE.choices(TERMS, WEIGHTS, k=DICE.randint(3, 120)) for at in range(400)
}  # on both sides of a block's end
QUERIES = [DICE.sample(TERMS, DICE.randint(1, 9)) for _ in range(40)]
Ranking = list[tuple[int, float]]


@pytest.fixture(scope="module")
def filled(stores: dict[str, Database]) -> dict[str, Database]:
    """Both indexes after some hundred rows came, some went, and some of those came again with other words."""
    for database in stores.values():
        with database.write() as connection:
            index, rows = engine(connection), list(TEXTS)
            index.add(connection, PASSAGES, [(row, [*TEXTS[row][::-1], "gone"]) for row in rows[:50]])
            index.remove(connection, PASSAGES, rows[:50])
            index.add(connection, PASSAGES, [(row, TEXTS[row]) for row in rows[:300]])
            index.add(connection, PASSAGES, [(row, TEXTS[row]) for row in rows[300:]])
            index.remove(connection, PASSAGES, rows[250:320])
            index.add(connection, PASSAGES, [(row, TEXTS[row]) for row in rows[250:260]])
    return stores


def best(database: Database, wanted: dict[str, int], limit: int, among: Condition | None = None) -> Ranking:
    with database.read() as connection:
        return engine(connection).best(connection, PASSAGES, wanted, limit, among or Condition())


def told(filled: dict[str, Database]) -> Iterator[tuple[Ranking, Ranking]]:
    for terms in QUERIES:
        wanted = dict.fromkeys(terms, 1) | {terms[0]: 2}
        yield best(filled["sqlite"], wanted, 500), best(filled["postgres"], wanted, 500)


def test_both_engines_give_the_same_rows_in_the_same_order_with_the_same_scores(filled: dict[str, Database]) -> None:
    for ours, theirs in told(filled):
        assert ours
        assert [row for row, _ in ours] == [row for row, _ in theirs]
        assert [score for _, score in theirs] == pytest.approx([score for _, score in ours], rel=1e-6)


def test_both_engines_count_alike(filled: dict[str, Database]) -> None:
    found = {}
    for name, database in filled.items():
        with database.read() as connection:
            index = engine(connection)
            counts = index.counts(connection, PASSAGES, [*TERMS, "gone", "never"])
            either = index.count(connection, PASSAGES, TERMS[:2])
            every = index.holding(PASSAGES, TERMS[:3])
            rows = connection.execute(text(every.sql), every.parameters).scalars().all()
            found[name] = ({term: count for term, count in counts.items() if count}, either, sorted(rows))
    assert found["sqlite"] == found["postgres"]
    assert "gone" not in found["postgres"][0]


def test_rows_may_be_restricted_to_those_of_a_condition(filled: dict[str, Database]) -> None:
    few = Condition("SELECT :first UNION SELECT :second", {"first": BLOCK - 190, "second": BLOCK + 10})
    for database in filled.values():
        found = best(database, {term: 1 for term in TERMS}, 10, few)
        assert {row for row, _ in found} == {BLOCK - 190, BLOCK + 10}


def test_a_limit_cuts_the_same_ranking(filled: dict[str, Database]) -> None:
    wanted = {term: 1 for term in TERMS[:5]}
    for database in filled.values():
        assert best(database, wanted, 500)[:7] == best(database, wanted, 7)
