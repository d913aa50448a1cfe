"""The patent index: what is found by number, field and word, what counts, what a second import does."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pandas as pd
import pytest

from knowledge.database import Database
from knowledge.patents.model import PatentQuery, PatentRecord
from knowledge.patents.store import Patents
from knowledge.patents.words import patent_terms
from tests.knowledge.patents.records import CELLS, RECORDS, holding, record


@pytest.fixture
def patents(database: Database, now: datetime) -> Patents:
    return holding(database, RECORDS, now)


def numbers(patents: Patents, **fields: Any) -> list[str]:
    return [hit.number for hit in patents.search(PatentQuery(**fields)).hits]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("us 6,858,197 b1", "US6858197B1"), ("US6858197", "US6858197B1"), ("6858197", "US6858197B1"),
        ("CN101551481", "CN101551481B"), ("CN101551481A", "CN101551481A"), ("ＣＮ１０１５５１４８１Ｂ", "CN101551481B"),
        ("nasa-lar-18327-1", "NASA-LAR-18327-1"), ("18/100,003", "US18/100003"), ("US 18/100003", "US18/100003"),
    ],
)  # fmt: skip
def test_a_number_is_found_in_any_writing(patents: Patents, asked: str, found: str) -> None:
    held = patents.get(asked)
    assert held is not None
    assert held.number == found


@pytest.mark.parametrize("asked", ["EP6858197", "US6858197B2", "CN101551482B", "101551481X", "", "no number", "1"])
def test_what_is_not_held_is_not_found_under_another_office_or_kind(patents: Patents, asked: str) -> None:
    assert patents.get(asked) is None


def test_bare_digits_that_two_offices_have_name_none(database: Database, now: datetime) -> None:
    held = holding(database, [record("US9000001B2", "one"), record("AU9000001B2", "other")], now)
    assert held.get("9000001") is None


def test_a_chinese_patent_is_found_by_the_number_on_its_certificate(database: Database, now: datetime) -> None:
    held = holding(database, [record("CN101551481B", "膜", application_number="CN200810123456.7")], now)
    found = held.get("ZL 2008 1 0123456.7")
    assert found is not None
    assert found.number == "CN101551481B"


def test_applicants_are_found_without_their_legal_form_and_as_whole_words(patents: Patents) -> None:
    assert set(numbers(patents, applicant="apple")) == {"EP1000000A1", "US9000005B2"}
    assert set(numbers(patents, applicant="Apple Incorporated")) == {"EP1000000A1", "US9000005B2"}
    assert len(numbers(patents, applicant="样例时代")) == 3
    assert numbers(patents, applicant="Nobody Ltd") == []


def test_classes_are_prefixes_that_keep_to_their_group(patents: Patents) -> None:
    assert set(numbers(patents, classes=("H01M10",))) == {"CN101551481A", "CN101551481B"}
    assert set(numbers(patents, classes=("H01M 10/05",))) == {"CN101551481A", "CN101551481B"}
    assert len(numbers(patents, classes=("H01M",))) == 4
    assert len(numbers(patents, classes=("B64G", "A44C"))) == 3
    assert numbers(patents, classes=("battery",)) == []


def test_dates_office_and_inventor_narrow_a_search(patents: Patents) -> None:
    assert numbers(patents, office="cn", date_from="2023-01-01") == ["CN101551481B", "CN110000003A"]
    assert numbers(patents, date_from="2021-02-02", date_to="2021-02-02") == ["US9000005B2"]
    assert numbers(patents, inventor="sample hurst") == ["US6858197B1"]


def test_without_words_the_newest_stand_first_and_the_undated_last(patents: Patents) -> None:
    found = numbers(patents)
    assert found[0] == "CN101551481B"
    assert set(found[-3:]) == {"US9000006B2", "NASA-LAR-18327-1", "US18/100003"}


def test_words_are_found_in_either_number_and_ranked(patents: Patents) -> None:
    found = patents.search(PatentQuery("ablative heat shield"))
    assert [hit.number for hit in found.hits[:2]] == ["US6858197B1", "US8000002B2"]
    assert found.total == 2
    assert found.hits[0].score >= found.hits[1].score
    assert numbers(patents, words="固态电池", applicant="样例时代")[0].startswith("CN101551481")
    assert numbers(patents, words="the of", office="EP") == ["EP1000000A1"]


def test_pages_do_not_repeat_themselves(patents: Patents) -> None:
    pages = [patents.search(PatentQuery(office="US"), 2, offset) for offset in (0, 2, 4)]
    found = [hit.number for page in pages for hit in page.hits]
    assert len(found) == len(set(found)) == pages[0].total == 5


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("样例时代新能源近三年的固态电池专利", CELLS), ("样例时代新能源", CELLS),
        ("heat shields since 2015 by NASA", "NASA"), ("which patents does Apple have on straps", "Apple Inc."),
        ("sample aerospace fasteners", "Sample Aerospace, Inc."),
    ],
)  # fmt: skip
def test_a_sentence_names_applicants(patents: Patents, text: str, first: str) -> None:
    assert first in patents.applicants_like(text)


def test_a_word_of_grammar_is_nobodys_name(database: Database, now: datetime) -> None:
    held = holding(database, [record("WO2010123456A1", "Shield", applicants=("SINCE, Sample Jean", "NASA"))], now)
    assert held.applicants_like("heat shields since 2015 by NASA") == ["NASA"]
    assert held.applicants_like("heat shields since 2015") == []


@pytest.mark.parametrize("text", ["how to peel an apple", "固态电池有哪些专利", "heat shields since 2015"])
def test_a_sentence_without_a_name_names_nobody(patents: Patents, text: str) -> None:
    assert patents.applicants_like(text) == []


def test_a_second_import_changes_nothing(patents: Patents, now: datetime) -> None:
    done = patents.put(RECORDS, set(), now)
    assert (done.added, done.updated, done.unchanged) == (0, 0, len(RECORDS))


def test_another_set_fills_what_is_missing_and_erases_nothing(patents: Patents, now: datetime) -> None:
    coming = record("US6858197", "Another title", source="set two", filing_date="2002-03-18", applicants=())
    assert patents.put([coming], set(), now).updated == 1
    held = patents.get("US6858197")
    assert held is not None
    assert (held.number, held.title, held.filing_date) == ("US6858197B1", "Heat shields for re-entry", "2002-03-18")
    assert (held.applicants, held.source) == (("NASA",), "set one")


def test_the_same_set_corrects_what_it_said(patents: Patents, now: datetime) -> None:
    corrected = replace(RECORDS[0], title="Ablative heat shields for probes")
    assert patents.put([corrected], set(), now).updated == 1
    assert numbers(patents, words="probe") == ["US6858197B1"]
    assert numbers(patents, words="re-entry") == []


def test_a_kind_code_that_comes_later_completes_a_united_states_grant(patents: Patents, now: datetime) -> None:
    patents.put([record("US7000001", "Lidar")], set(), now)
    patents.put([record("US7000001B2", source="set two")], set(), now)
    held = patents.get("us7000001")
    assert held is not None
    assert (held.number, held.title) == ("US7000001B2", "Lidar")


def test_one_number_for_two_inventions_is_told_and_the_first_stays(patents: Patents, now: datetime) -> None:
    twice = [record("IN292056", "Brake", application_number="1/DEL/2004"),
             record("IN292056", "Shampoo", application_number="2/DEL/2004")]  # fmt: skip
    done = patents.put(twice, set(), now)
    assert (done.added, done.conflicts) == (1, (1,))
    held = patents.get("IN292056")
    assert held is not None
    assert held.title == "Brake"


def test_rows_that_repeat_a_number_settle_at_once(database: Database, now: datetime) -> None:
    rows = [record("IN299834", "OXO DERIVATIVES", application_number="7/DEL/2011"),
            record("IN299834", "OXO DERIVATIVES€", application_number="7/DEL/2011", status="granted")]  # fmt: skip
    held = holding(database, rows, now)
    again = held.put(rows, set(), now)
    assert (again.updated, again.unchanged) == (0, 2)


@pytest.mark.parametrize(
    "query",
    [
        PatentQuery(), PatentQuery(applicant="样例时代"), PatentQuery(words="heat shields"), PatentQuery(office="US"),
        PatentQuery(words="固态电池", date_from="2023-01-01"), PatentQuery(classes=("H01M",)),
    ],
)  # fmt: skip
def test_a_landscape_counts_what_pandas_counts(patents: Patents, query: PatentQuery) -> None:
    counted = patents.landscape(query, 100)
    frame = pd.DataFrame([_facts(one) for one in RECORDS if _fits(one, query)])
    assert counted.total == len(frame)
    assert counted.undated == frame["year"].isna().sum()
    assert dict(counted.years) == frame["year"].dropna().astype(int).value_counts().to_dict()
    by_name = {name.casefold().strip("."): count for name, count in counted.applicants}
    assert by_name == frame["applicants"].explode().dropna().value_counts().to_dict()
    assert dict(counted.classes) == frame["classes"].explode().dropna().value_counts().to_dict()


def _facts(one: PatentRecord) -> dict[str, object]:
    return {
        "year": int(one.published[:4]) if one.published else None,
        "applicants": [name.casefold().strip(".") for name in one.applicants],
        "classes": sorted({symbol[:4] for symbol in one.ipc or one.cpc}),
    }


def _fits(one: PatentRecord, query: PatentQuery) -> bool:
    return (
        set(patent_terms(query.words)) <= set(patent_terms(f"{one.title} {one.abstract}"))
        and (not query.applicant or any(query.applicant in name for name in one.applicants))
        and (not query.office or one.country == query.office)
        and (not query.date_from or bool(one.published and one.published >= query.date_from))
        and (not query.classes or any(symbol.startswith(query.classes) for symbol in (*one.ipc, *one.cpc)))
    )
