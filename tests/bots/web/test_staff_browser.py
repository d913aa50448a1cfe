"""A person takes over, in a real Chromium: the staff's page and the visitor's chat beside each other, both live."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, Page, expect

from assistant.accounts.staff import Accounts
from assistant.app import App
from assistant.stewards.watch import Watch
from bots.web.app import create_app
from bots.web.staff.pages import Office, People, Staff
from knowledge.errors import Lang
from tests.assistant.conftest import centre, clock, filled_home  # noqa: F401 (fixtures)
from tests.browsers import NEEDED, fits, opened, started

from .conftest import CENTRE, serving

DESK, PHONE = (1280, 900), (390, 800)
NAME, PASSWORD = "sample", "a sample password"
ASKED = {"zh": "发明专利保护多少年？", "en": "How long does a trade mark last?"}
WISH = {"zh": "我要人工", "en": "talk to a person"}
HELLO = {"zh": "您好，我是工作人员。", "en": "Hello, I am a member of staff."}
WRITES = {"zh": "外观设计也想问一下", "en": "I also have a design"}


expect.set_options(timeout=20_000)  # the first turn loads the model

pytestmark = NEEDED


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started() as chromium:
        yield chromium


@dataclass
class House:
    """The served centre, and windows onto it; collects what the browser complains about."""

    browser: Browser
    address: str
    app: App

    def __post_init__(self) -> None:
        self.complaints: list[str] = []

    def visitor(self, lang: Lang, size: tuple[int, int] = DESK) -> Page:
        page = opened(self.browser, lang, size, self.complaints)
        page.goto(self.address)
        return page

    def steward(self, lang: Lang, size: tuple[int, int] = DESK, *, javascript: bool = True) -> Page:
        page = opened(self.browser, lang, size, self.complaints, javascript=javascript)
        page.goto(f"{self.address}/staff/")
        page.locator("#name").fill(NAME)
        page.locator("#password").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator("[data-kind=list]")).to_be_visible()
        return page


@pytest.fixture
def house(browser: Browser, centre: App) -> Iterator[House]:  # noqa: F811
    accounts = Accounts(centre.database, PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    accounts.add(NAME, PASSWORD, centre.clock().now)
    served = create_app(
        centre.assistant,
        centre.documents,
        centre={"zh": CENTRE["zh"], "en": CENTRE["en"]},
        secret="a secret of the tests",
        health=lambda: {"ok": True},
        files=centre.settings.home,
        people=People(centre.cases, Watch(centre.database)),
        staff=Staff(
            accounts, lambda: centre.clock().now, Office(centre.bookings, centre.catalog, centre.settings.zone)
        ),
    )
    served.state.pulse._every_s = 0.2
    with serving(served) as address:
        yield House(browser, address, centre)
        for context in browser.contexts:
            context.close()


def ask(page: Page, words: str) -> None:
    page.locator("#message").fill(words)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(("lang", "size"), [("zh", DESK), ("en", PHONE)], ids=["zh desk", "en phone"])
def test_a_person_takes_over_answers_and_hands_back(house: House, lang: Lang, size: tuple[int, int]) -> None:
    steward, visitor = house.steward(lang, size), house.visitor(lang, size)
    ask(visitor, ASKED[lang])
    expect(visitor.locator(".sources")).to_be_visible()
    ask(visitor, WISH[lang])
    expect(visitor.locator("[data-banner]")).to_be_visible()

    waiting = steward.locator("[data-status=open] [data-case]")
    expect(waiting).to_have_count(1)  # no reload
    assert steward.title().startswith("(1)")
    assert fits(steward)
    waiting.click()
    steward.locator(".take .button").click()
    expect(visitor.locator(".told")).to_have_count(1)

    steward.wait_for_load_state()  # the keys are the script's
    steward.locator("[data-reply]").fill(HELLO[lang])
    steward.keyboard.press("Control+Enter")
    expect(visitor.locator(".person .words")).to_have_text(HELLO[lang])
    ask(visitor, WRITES[lang])
    expect(steward.locator(".line.visitor .words").last).to_have_text(WRITES[lang])  # no reload
    expect(visitor.locator(".said").last).to_contain_text(WRITES[lang])
    expect(visitor.locator("article.reply:visible")).to_have_count(2)  # a silent reply shows nothing
    assert fits(steward)
    assert fits(visitor)

    visitor.reload()
    expect(visitor.locator(".person .words")).to_have_text(HELLO[lang])
    expect(visitor.locator("[data-banner]")).to_be_visible()
    in_order = "els => els.map(e => e.className.split(' ')[0])"
    order = visitor.locator(".log > :visible").evaluate_all(in_order)
    assert order == ["said", "reply", "said", "reply", "told", "person", "said"]

    steward.locator(".back .button").click()
    expect(visitor.locator(".told")).to_have_count(2)
    expect(visitor.locator("[data-banner]")).to_be_hidden()
    ask(visitor, ASKED[lang])
    expect(visitor.locator(".sources").last).to_be_visible()
    expect(visitor.locator("article.reply:visible")).to_have_count(3)
    assert house.complaints == []


def test_the_visitor_can_go_back_to_the_assistant(house: House) -> None:
    visitor = house.visitor("zh")
    ask(visitor, WISH["zh"])
    visitor.locator("[data-banner] button").click()
    expect(visitor.locator("[data-banner]")).to_be_hidden()
    ask(visitor, ASKED["zh"])
    expect(visitor.locator(".sources")).to_be_visible()
    assert house.app.cases.every()[0].status.value == "closed"


def test_a_draft_of_the_steward_survives_what_the_visitor_writes(house: House) -> None:
    steward, visitor = house.steward("en"), house.visitor("en")
    ask(visitor, WISH["en"])
    steward.locator("[data-status=open] [data-case]").click()
    steward.locator(".take .button").click()
    steward.locator("[data-reply]").fill("A half-written")
    ask(visitor, WRITES["en"])
    expect(steward.locator(".line.visitor .words").last).to_have_text(WRITES["en"])
    assert steward.locator("[data-reply]").input_value() == "A half-written"


def test_staff_work_without_javascript(house: House) -> None:
    visitor = house.visitor("zh")
    ask(visitor, WISH["zh"])
    expect(visitor.locator("[data-banner]")).to_be_visible()
    steward = house.steward("zh", javascript=False)
    steward.locator("[data-status=open] [data-case]").click()
    steward.locator(".take .button").click()
    steward.locator("[data-reply]").fill(HELLO["zh"])
    steward.locator(".write .button").click()
    expect(steward.locator(".line.staff .words")).to_have_text(HELLO["zh"])
    expect(visitor.locator(".person .words")).to_have_text(HELLO["zh"])


def test_a_person_writes_words_and_links_never_markup(house: House) -> None:
    steward, visitor = house.steward("zh"), house.visitor("zh")
    ask(visitor, WISH["zh"])
    steward.locator("[data-status=open] [data-case]").click()
    steward.locator(".take .button").click()
    steward.wait_for_load_state()  # the keys are the script's
    steward.locator("[data-reply]").fill("<img src=x onerror=alert(1)> 见 https://centre.example/a，谢谢")
    steward.keyboard.press("Control+Enter")
    link = visitor.locator(".person .words a")
    expect(link).to_have_attribute("href", "https://centre.example/a")
    expect(visitor.locator(".person .words")).to_contain_text("<img src=x")
    assert visitor.locator(".person img").count() == 0


def test_a_calendar_file_is_downloaded_and_the_booking_stands_in_the_week(house: House, tmp_path: Path) -> None:
    visitor = house.visitor("zh")
    ask(visitor, "我想预约专利质押融资咨询，周三下午")
    visitor.locator("[data-kind=slot]").first.click()
    visitor.locator("[data-kind=confirm]").click()
    with visitor.expect_download() as held:
        visitor.get_by_role("link", name=re.compile(r"\.ics")).click()
    held.value.save_as(tmp_path / "booked.ics")
    assert "BEGIN:VEVENT" in (tmp_path / "booked.ics").read_text("utf-8")
    steward = house.steward("en", PHONE)
    steward.goto(f"{house.address}/staff/bookings")
    expect(steward.locator("[data-booking]")).to_have_count(1)
    assert fits(steward)


def test_every_control_of_the_staff_is_large_enough_for_a_finger(house: House) -> None:
    visitor, steward = house.visitor("en"), house.steward("en", PHONE)
    ask(visitor, WISH["en"])
    expect(steward.locator("[data-status=open] [data-case]")).to_have_count(1)
    for path in ("/staff/cases", f"/staff/cases/{house.app.cases.every()[0].id}", "/staff/bookings"):
        steward.goto(house.address + path)
        for control in steward.locator("button:visible, nav a, a.button, [data-case], select, textarea").all():
            box = control.bounding_box()
            assert box is not None
            assert box["height"] >= 40, (path, control.inner_text())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_word_of_the_bookings_table_is_broken_and_the_page_fits(house: House, lang: Lang) -> None:
    book, now = house.app.bookings, house.app.clock().now
    for service in ("svc-english-clinic", "svc-trade-secret"):
        slot = book.free(service, now, now + timedelta(days=6), now, visitor="ann", limit=1)[0]
        held = book.propose(slot.id, "我们的专利被银行拒绝质押，怎么补充材料", "a-visitor-with-a-long-name", "s", now)
        book.confirm(held.id, "a-visitor-with-a-long-name", now)
    for size in (DESK, PHONE):
        page = house.steward(lang, size)
        page.goto(f"{house.address}/staff/bookings")
        expect(page.locator("tr[data-booking]")).to_have_count(2)
        assert fits(page)
        lines = "all => all.map(one => { const range = document.createRange(); range.selectNodeContents(one); "
        lines += "return new Set([...range.getClientRects()].map(at => Math.round(at.top))).size; })"
        heads = page.locator(".filter label, .filter .button, .weeks .button, .day-of thead th:visible")
        assert set(heads.evaluate_all(lines)) == {1} or size == PHONE
        wide = "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.textContent)"
        assert page.locator("tr[data-booking] > *").evaluate_all(wide) == []
