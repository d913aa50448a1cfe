"""Review in a real Chromium: sign in, read a conversation, judge a reply, make a case of it, run it, see the result."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from evals.review.casefile import CaseFile
from evals.review.checking import loads
from evals.review.playing import RUNS
from evals.review.shell import desk
from knowledge.database import Database
from knowledge.errors import Lang
from tests.bots.web.conftest import serving
from tests.browsers import NEEDED, fits, opened, started
from tests.evals.conftest import PASSWORD, RITA, reviewed_app
from tests.evals.seeds import HOSTILE, citation, seed_question, seed_run

DESK, PHONE = (1280, 900), (390, 800)
REVIEW: dict[Lang, dict[str, str]] = {
    "zh": {"verdict": "部分正确", "more": "标签 · 说明 · 正确的答复", "save": "保存复核", "make": "生成用例",
           "keep": "保存用例", "run": "立即运行", "see": "查看结果", "behind": "依据与经过"},
    "en": {"verdict": "Partly right", "more": "Tag · Comment · Corrected answer",
           "save": "Save the review", "make": "Make this a case", "keep": "Save the case", "run": "Run it now",
           "see": "See the result", "behind": "What stood behind it"},
}  # fmt: skip
DRAFT = re.compile(r"id: review-20261123-[\s\S]*turns:\n- 发明专利的期限是多久？\nexpect:[\s\S]*二十年")

pytestmark = NEEDED


@dataclass
class Office:
    """A browser before the staff pages; collects what it complains about."""

    browser: Browser
    address: str
    complaints: list[str] = field(default_factory=list)

    def signed_in(self, lang: Lang, size: tuple[int, int], javascript: bool = True) -> Page:
        page = opened(self.browser, lang, size, self.complaints, javascript=javascript, patience_s=10)
        page.goto(f"{self.address}/staff/transcripts")
        page.locator("#name").fill(RITA)
        page.locator("#password").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator(".rows")).to_be_visible()
        return page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started() as chromium:
        yield chromium


@pytest.fixture
def office(browser: Browser, database: Database, now: datetime, tmp_path: Path) -> Iterator[Office]:
    """Two conversations and an earlier run; a case that is run passes."""
    seed_question(database, "s_1", now, "发明专利的期限是多久？", "二十年，自申请日起计算。[1]", citations=[citation()])
    seed_question(database, "s_2", now - timedelta(days=1), HOSTILE, HOSTILE, lang="en", channel="telegram")
    seed_run(database, "nightly", now, {"zh-term": "failed", "zh-fee": "passed"})

    def plays(case_id: str) -> None:
        seed_run(database, f"{RUNS}1", now, {case_id: "passed"})

    made = desk(database, ZoneInfo("Asia/Shanghai"), lambda: now, CaseFile(tmp_path / "home", loads), plays)
    with serving(reviewed_app(database, made, lambda: now, tmp_path)) as address:
        yield Office(browser, address)
        for context in browser.contexts:
            context.close()


@pytest.mark.parametrize(("lang", "size"), [("zh", DESK), ("en", PHONE)])
def test_from_the_sign_in_to_the_result_of_a_case(office: Office, lang: Lang, size: tuple[int, int]) -> None:
    words = REVIEW[lang]
    page = office.signed_in(lang, size)
    assert fits(page)
    page.locator("input[name=text]").fill("期限")
    page.keyboard.press("Enter")
    expect(page.locator(".entry")).to_have_count(1)
    page.locator(".entry .open").click()

    page.get_by_text(words["behind"]).click()
    expect(page.locator("mark").first).to_have_text("发明专利权的期限为二十年")
    assert fits(page)

    page.get_by_label(words["verdict"]).check()
    page.get_by_text(words["more"]).click()
    page.locator("input[name=tags][list]").fill("期限")
    page.locator("[name=corrected]").fill("发明专利权的期限为20年，实用新型10年。")
    page.get_by_role("button", name=words["save"]).click()
    expect(page.locator(".given")).to_contain_text("20年")
    assert fits(page)

    page.get_by_role("link", name=words["make"]).click()
    expect(page.locator("#case")).to_have_value(DRAFT)
    assert fits(page)
    page.get_by_role("button", name=words["keep"]).click()
    page.get_by_role("button", name=words["run"]).click()
    see = page.get_by_role("link", name=words["see"])
    expect(see).to_be_visible()  # the page asks again by itself
    assert fits(page)
    see.click()
    expect(page.locator("h1")).to_contain_text("review-20261123")
    expect(page.locator(".heading .badge.passed")).to_be_visible()
    assert fits(page)
    assert office.complaints == []


def test_it_works_without_javascript_and_by_keyboard(office: Office) -> None:
    page = office.signed_in("en", DESK, javascript=False)
    page.locator(".entry .open", has_text="发明专利").focus()
    page.keyboard.press("Enter")
    page.locator("input[value=right]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(".given .badge.right")).to_be_visible()


def test_markup_in_a_conversation_does_nothing(office: Office) -> None:
    page = office.signed_in("en", DESK)
    page.on("dialog", lambda dialog: office.complaints.append(dialog.message))
    page.goto(f"{office.address}/staff/transcripts/s_2")
    expect(page.locator(".replied .words")).to_have_text(HOSTILE)
    assert office.complaints == []


def test_the_runs_fit_a_phone(office: Office) -> None:
    page = office.signed_in("zh", PHONE)
    for path in ("runs", "runs/nightly", "runs/nightly/zh-term", "made-cases"):
        page.goto(f"{office.address}/staff/{path}")
        assert fits(page), path
