"""The patent index on PostgreSQL finds, ranks and counts what it does on SQLite."""

from datetime import datetime

import pytest

from knowledge.database import Database
from knowledge.patents.model import PatentQuery
from knowledge.patents.store import Patents
from tests.knowledge.patents.records import CELLS, RECORDS, holding, record

QUERIES = [
    PatentQuery(), PatentQuery("ablative heat shield"), PatentQuery("固态电池"), PatentQuery("电池", office="CN"),
    PatentQuery("heat", date_from="2013-01-01"), PatentQuery(applicant="Apple Incorporated"),
    PatentQuery("固态电池", applicant="样例时代"), PatentQuery(classes=("H01M10",)),
    PatentQuery(classes=("B64G", "A44C")),
    PatentQuery(inventor="sample hurst"), PatentQuery(date_from="2021-02-02", date_to="2022-12-31"),
    PatentQuery("nothing like it"),
]  # fmt: skip


@pytest.fixture(scope="module")
def both(stores: dict[str, Database]) -> dict[str, Patents]:
    now = datetime.fromisoformat("2026-11-23T10:00:00+08:00")
    found = {}
    for name, database in stores.items():
        patents = holding(database, RECORDS, now)
        patents.put([record("US8000002B2", "Heat shield fasteners, improved", source="set one")], set(), now)
        found[name] = patents
    return found


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_a_query_finds_and_counts_the_same(both: dict[str, Patents], query: PatentQuery) -> None:
    ours, theirs = (both[name].search(query, 20) for name in ("sqlite", "postgres"))
    assert [hit.number for hit in ours.hits] == [hit.number for hit in theirs.hits]
    assert [hit.score for hit in theirs.hits] == pytest.approx([hit.score for hit in ours.hits], abs=1e-3)
    assert ours.total == theirs.total
    assert both["sqlite"].landscape(query, 100) == both["postgres"].landscape(query, 100)


def test_numbers_and_names_are_found(both: dict[str, Patents]) -> None:
    found = both["postgres"].get("us 6,858,197 b1")
    assert found is not None
    assert found.number == "US6858197B1"
    assert CELLS in both["postgres"].applicants_like("样例时代新能源")
