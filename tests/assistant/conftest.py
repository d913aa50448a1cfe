"""A centre small enough to read: two guidance documents, the sample catalog, real model and index."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from assistant.app import App, build
from assistant.replies import Moment
from ingest.catalog import import_catalog
from ingest.run import Ingest
from knowledge.settings import Settings
from tests.conftest import MONDAY

SAMPLE = Path(__file__).resolve().parents[2] / "ingest" / "sample"
TERMS = """# 专利保护期限

## 期限

发明专利权的期限为20年，自申请日起计算。实用新型专利权的期限为10年，自申请日起计算。

## 年费

专利权人应当自被授予专利权的当年开始缴纳年费。
"""
MARKS = """# Trade marks in brief

## How long does a trade mark last?

A registered trade mark lasts 10 years from the date of registration. It can be renewed for another 10 years.
"""


class MovableClock:
    def __init__(self, now: datetime) -> None:
        self.moment = Moment(now)

    def __call__(self) -> Moment:
        return self.moment

    def set(self, now: datetime) -> None:
        self.moment = replace(self.moment, now=now)


@pytest.fixture
def clock(now: datetime) -> MovableClock:
    return MovableClock(now)


@pytest.fixture(scope="session")
def filled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the small centre, to be copied by each test."""
    folder = tmp_path_factory.mktemp("centre")
    fill(folder / "home", folder / "docs")
    return folder / "home"


@pytest.fixture
def centre(tmp_path: Path, filled_home: Path, clock: MovableClock) -> Iterator[App]:
    shutil.copytree(filled_home, tmp_path / "home", dirs_exist_ok=True)
    app = build(Settings(home=tmp_path / "home", embed_processes=1), clock)
    yield app
    app.close()


def fill(home: Path, docs: Path) -> None:
    docs.mkdir()
    (docs / "terms.md").write_text(TERMS, "utf-8")
    (docs / "marks.md").write_text(MARKS, "utf-8")
    app = build(Settings(home=home, embed_processes=1), lambda: Moment(MONDAY))
    ingest = Ingest(app.documents, app.embedder, app.index, 10, lambda stage, done, total: None)
    ingest([docs], "guidance", None, lambda: MONDAY)
    import_catalog(SAMPLE / "catalog", app.database)
    app.close()
