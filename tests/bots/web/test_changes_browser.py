"""Changes decided in a real Chromium: at a desk by keyboard, on a phone by touch, in both languages."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, Page, expect

from assistant.accounts.staff import Accounts
from bots.web.app import create_app
from bots.web.staff import changes
from bots.web.staff.pages import Staff
from knowledge.database import Database
from tests.browsers import NEEDED, fits, opened, started
from tests.conftest import SHANGHAI
from tests.ingest.watching.conftest import TITLE
from tests.ingest.watching.conftest import Centre as Watched
from tests.site import serving as site_serving

from .conftest import CENTRE, serving
from .fakes import ScriptedTalks, SmallLibrary

DESK, PHONE = (1280, 900), (390, 800)
NAME, PASSWORD = "sample", "a sample password"

expect.set_options(timeout=20_000)
pytestmark = NEEDED


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started() as chromium:
        yield chromium


@pytest.fixture
def watched(database: Database, tmp_path: Path, now: datetime) -> Iterator[Watched]:
    """A change waits, a page is gone, another address is out of order."""
    with site_serving() as site:
        made = Watched(database, tmp_path, now, site)
        site.page(
            "/notices/pledge.md", f"# Pledge notice\n\n{'A long paragraph of a notice. ' * 40}\n", "text/markdown"
        )
        made.write("a.md", "三", more="\n\n" + "\n\n".join(f"第{n}条 样例内容。" for n in "四五六七"))
        made.watch(review=True, every_s=21600)
        made.watch(site.url("/notices/pledge.md"), every_s=21600)
        made.run(after=timedelta())
        for one in made.waiting():
            made.desk.approve(one.id, "console")
        made.write("a.md", "四", more="\n\n" + "\n\n".join(f"第{n}条 样例内容。" for n in "四五六八"))
        site.pages.clear()
        made.watch(site.url("/broken/" + "x" * 90 + ".html", "elsewhere.test"), every_s=21600)
        made.run(after=timedelta(hours=7))
        yield made


@pytest.fixture
def address(watched: Watched, tmp_path: Path) -> Iterator[str]:
    accounts = Accounts(watched.database, PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    accounts.add(NAME, PASSWORD, watched.now)
    served = create_app(
        ScriptedTalks(folder=tmp_path), SmallLibrary(), centre={"zh": CENTRE["zh"], "en": CENTRE["en"]},
        secret="a secret of the tests", health=lambda: {"ok": True}, staff=Staff(accounts, lambda: watched.now),
        staff_routers=[lambda shell: changes.router(shell, watched.desk, SHANGHAI)],
    )  # fmt: skip
    with serving(served) as base:
        yield base


def signed_in(page: Page, address: str) -> Page:
    page.goto(f"{address}/staff/sign-in?to=/staff/changes")
    page.locator("#name").fill(NAME)
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("[data-kind=list]")).to_be_visible()
    return page


def test_changes_are_decided_at_a_desk_by_keyboard_and_on_a_phone_by_touch(
    browser: Browser, address: str, watched: Watched
) -> None:
    complaints: list[str] = []
    desk = signed_in(opened(browser, "zh", DESK, complaints), address)
    expect(desk.locator("[data-change]")).to_have_count(2)
    desk.get_by_role("link", name=TITLE).focus()
    desk.keyboard.press("Enter")
    expect(desk.locator(".differs-row.changed .before del").first).to_have_text("三")
    expect(desk.locator(".differs-row.changed .after ins").first).to_have_text("四")
    desk.get_by_role("button", name="通过并发布").focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("status")).to_contain_text(f"“{TITLE}”已发布")
    expect(desk.locator("[data-change]")).to_have_count(1)
    assert watched.sums() == {"四"}

    phone = signed_in(opened(browser, "en", PHONE, complaints, touch=True), address)
    assert fits(phone)
    phone.get_by_role("link", name="Pledge notice").tap()
    expect(phone.locator("[data-text=gone]")).to_be_visible()
    phone.locator("summary").tap()
    assert fits(phone)
    for control in phone.locator("button:visible, summary:visible, nav a, a.button").all():
        box = control.bounding_box()
        assert box is not None
        assert box["height"] >= 40, control.inner_text()
    phone.get_by_role("button", name="Yes, remove it").tap()
    expect(phone.get_by_role("status")).to_contain_text("“Pledge notice” is removed")
    assert complaints == []
