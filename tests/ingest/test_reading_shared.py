"""Every file of the development corpus has an outcome, and well-known articles come out as they should."""

from pathlib import Path

import pytest

from ingest.reading import Rejected, Skipped, read_file
from ingest.reading.files import walk
from knowledge.model import NewVersion


@pytest.fixture
def corpus(shared: Path) -> Path:
    if not (shared / "corpus").is_dir():
        pytest.skip("the development corpus is not here")
    return shared / "corpus"


def read(path: Path, root: Path) -> tuple[NewVersion, ...]:
    outcome = read_file(path, root, None, timeout_s=30)
    assert isinstance(outcome, tuple), outcome
    return outcome


@pytest.mark.slow
def test_every_file_has_an_outcome_and_every_passage_is_exact(corpus: Path) -> None:
    found, passed = walk([corpus / name for name in ("zh", "zh_current", "en")], None)
    assert len(found) > 200
    assert {one.path.name for one in passed} == {"PROVENANCE.md"}
    for file in found:
        outcome = read_file(file.path, file.root, file.row, timeout_s=30)
        if isinstance(outcome, Skipped):
            assert file.path.suffix in (".json", ".jsonl"), file
            continue
        assert not isinstance(outcome, Rejected), (file, outcome)
        for version in outcome:
            assert version.passages, version.title
            assert all(version.text[one.start : one.end] == one.text for one in version.passages)
            assert max(one.tokens for one in version.passages) <= 600, version.title
            assert (
                version.in_force_from is None
                or version.version_date is None
                or (version.in_force_from >= version.version_date)
            )


def test_article_42_of_the_patent_law_is_one_passage(corpus: Path) -> None:
    (law,) = read(next((corpus / "zh" / "docs").glob("*专利法(2020-10-17).md")), corpus)
    (article,) = [one for one in law.passages if one.section == "第四十二条"]
    assert article.text.startswith("第四十二条")
    assert "发明专利权的期限为二十年" in article.text
    assert "第五章" in article.context
    assert (law.region, law.version_date, law.in_force_from) == ("cn", "2020-10-17", None)


def test_the_trademark_law_of_2026_takes_force_in_2027(corpus: Path) -> None:
    laws = {
        (one.identity, one.version_date): one
        for one in read(corpus / "zh_current" / "passages.jsonl", corpus / "zh_current")
    }
    assert laws["商标法", "2026-06-26"].in_force_from == "2027-01-01"
    assert laws["专利法", "2020-10-17"].in_force_from is None
    article = [one for one in laws["专利法", "2020-10-17"].passages if one.section == "第四十二条"]
    assert len(article) == 1
