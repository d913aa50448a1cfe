"""Ten laws that the development data hold in two versions: each day sees its own text, each region its own rules."""

from datetime import datetime
from pathlib import Path

import pytest

from evals import versions
from ingest.run import Ingest
from knowledge.database import Database
from knowledge.documents import Documents
from knowledge.embed import CachedEmbedder
from knowledge.search import Search, Where
from tests.fakes import FakeEmbedder, FakeIndex


@pytest.fixture
def search(database: Database, shared: Path, tmp_path: Path, now: datetime) -> Search:
    """Word search alone: the corpus is read, nothing is embedded."""
    if not (shared / "corpus").is_dir():
        pytest.skip("the development corpus is not here")
    embedder, index = FakeEmbedder(), FakeIndex()
    work = Ingest(Documents(database), CachedEmbedder(embedder, database), index, 30, lambda stage, done, total: None)
    report = versions.ingest(work, shared, tmp_path, now, wait=False)
    assert report["rejected"] == []
    assert report["conflicts"] == []
    return Search(database, index, embedder)


@pytest.mark.slow
def test_each_day_sees_its_own_text(search: Search, database: Database) -> None:
    laws = versions.laws()
    assert len(laws) == 10
    assert all(len(law.articles) >= 3 for law in laws)
    outcome = versions.asked(database, search, laws)
    assert outcome.wrong == []
    assert outcome.stray == 0

    # The Trademark Law that takes force in 2027 is not the rule of today, and is found when it is asked for.
    asked = "商标注册人 国务院商标管理部门 商标的使用 互联网等信息网络"
    today, later = search(asked, Where("2026-11-23")), search(asked, Where("2027-01-01", today="2026-11-23"))
    assert {hit.in_force_from for hit in today if hit.title == "中华人民共和国商标法"} == {None}
    ahead = [hit for hit in later if hit.title == "中华人民共和国商标法"]
    assert {(hit.in_force_from, hit.not_yet) for hit in ahead} == {("2027-01-01", True)}
    everything = search("商标法 商标注册人 异议 公告期", Where("2026-11-23", every=True), 50)
    assert {hit.not_yet for hit in everything if hit.title == "中华人民共和国商标法"} == {True, False}
