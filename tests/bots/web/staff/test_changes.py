"""The staff's page of changes: what waits is shown beside what is live, and decided with a press."""

import html
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bots.web.staff import changes
from bots.web.staff.pages import StaffRouter
from knowledge.database import Database
from tests.conftest import SHANGHAI
from tests.ingest.watching.conftest import TITLE
from tests.ingest.watching.conftest import Centre as Watched
from tests.site import Site, serving

from .conftest import NAME, press

HOSTILE = '<script>alert(1)</script>"办法'


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


@pytest.fixture
def watched(database: Database, tmp_path: Path, now: datetime, site: Site) -> Watched:
    """三 is live, 四 waits, and a new document beside it."""
    made = Watched(database, tmp_path, now, site)
    made.write("a.md", "三")
    made.watch(review=True, every_s=21600)
    made.run(after=timedelta())
    made.desk.approve(made.waiting()[0].id, "console")
    made.write("a.md", "四")
    made.write("b.md", "五", html.escape(HOSTILE, quote=False))
    made.run(after=timedelta(hours=6))
    return made


@pytest.fixture
def more_pages(watched: Watched) -> list[StaffRouter]:
    return [lambda shell: changes.router(shell, watched.desk, SHANGHAI)]


def change_of(watched: Watched, title: str = TITLE) -> str:
    return next(one.id for one in watched.waiting() if one.title == title)


async def test_what_waits_is_listed_with_the_places_in_both_languages(
    steward: httpx.AsyncClient, watched: Watched
) -> None:
    page = (await steward.get("/staff/changes")).text
    for told in (TITLE, "有修改", "新文件", "等待审核", "每 6 小时", "需审核", "a.md", 'href="/staff/changes"'):
        assert told in page
    assert "<script>alert" not in page
    english = (await steward.get("/staff/changes?lang=en")).text
    for told in ("Waiting for a decision", "changed", "every 6h", "reviewed"):
        assert told in english


async def test_a_change_is_shown_and_put_live(steward: httpx.AsyncClient, watched: Watched) -> None:
    id = change_of(watched)
    page = (await steward.get(f"/staff/changes/{id}")).text
    assert "第二条 每件资助<del>三</del>万元。" in page
    assert "第二条 每件资助<ins>四</ins>万元。" in page
    assert watched.sums() == {"三"}
    answer = await press(steward, f"/staff/changes/{id}/approve", base=watched.desk.base(watched.changes.get(id)))
    assert answer.headers["location"] == f"/staff/changes?done={id}"
    assert f"“{TITLE}”已发布" in (await steward.get(answer.headers["location"])).text
    assert watched.sums() == {"四"}
    assert watched.changes.get(id).decided_by == NAME
    assert "三万元" not in (await steward.get(f"/staff/changes/{id}")).text


async def test_a_change_is_rejected_with_a_press(steward: httpx.AsyncClient, watched: Watched) -> None:
    id = change_of(watched)
    answer = await press(steward, f"/staff/changes/{id}/reject")
    assert answer.status_code == 303
    assert watched.sums() == {"三"}
    assert "已退回" in (await steward.get("/staff/changes")).text


async def test_words_of_a_document_stay_words(steward: httpx.AsyncClient, watched: Watched) -> None:
    id = change_of(watched, HOSTILE)
    page = (await steward.get(f"/staff/changes/{id}")).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


async def test_a_decision_that_comes_too_late_is_a_sentence(steward: httpx.AsyncClient, watched: Watched) -> None:
    id = change_of(watched)
    watched.write("a.md", "六")
    answer = await press(steward, f"/staff/changes/{id}/approve", base=watched.desk.base(watched.changes.get(id)))
    assert answer.status_code == 409
    assert "来源在此之后又变了" in answer.text
    assert (await press(steward, f"/staff/changes/{id}/approve", base="another")).status_code == 409
    assert watched.sums() == {"三"}
    watched.desk.reject(id, "second")
    assert "不再等待审核" in (await press(steward, f"/staff/changes/{id}/approve")).text
    assert (await steward.get("/staff/changes/ch_none")).status_code == 404
    assert (await press(steward, "/staff/changes/ch_none/approve")).status_code == 404


async def test_without_a_sign_in_or_its_token_nothing_is_shown_or_decided(
    visitor: httpx.AsyncClient, steward: httpx.AsyncClient, watched: Watched
) -> None:
    id = change_of(watched)
    for path in ("/staff/changes", f"/staff/changes/{id}"):
        assert (await visitor.get(path)).status_code == 303
    for what in ("approve", "reject"):
        assert (await visitor.post(f"/staff/changes/{id}/{what}")).status_code in (303, 401)
        assert (await steward.post(f"/staff/changes/{id}/{what}", data={})).status_code == 403
    assert watched.sums() == {"三"}
    assert len(watched.waiting()) == 2


async def test_a_document_that_is_gone_is_kept_or_removed(steward: httpx.AsyncClient, watched: Watched) -> None:
    (watched.folder / "a.md").unlink()
    watched.run(after=timedelta(hours=6))
    id = change_of(watched)
    page = (await steward.get(f"/staff/changes/{id}")).text
    for told in ("来源已消失", "文件不在了", "确定移除", "保留文件", "三万元"):
        assert told in page
    await press(steward, f"/staff/changes/{id}/approve", base=watched.desk.base(watched.changes.get(id)))
    assert "已移除" in (await steward.get(f"/staff/changes?done={id}")).text
    assert watched.sums() == set()


async def test_faults_are_told_where_staff_see_them(steward: httpx.AsyncClient, watched: Watched, site: Site) -> None:
    site.pages["/x.html"] = lambda request: request.text("", status=500)
    watched.watch(site.url("/x.html"))
    watched.run(after=timedelta(hours=6))
    assert "以状态 500 作答" in (await steward.get("/staff/changes")).text
