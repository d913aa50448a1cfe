"""The chat in a real Chromium: asked, read, booked, by mouse and by keyboard, on a desk and on a phone."""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from knowledge.errors import Lang
from tests.browsers import NEEDED, fits, opened, started

from .conftest import CENTRE, make_app, serving
from .fakes import QUOTE, ScriptedTalks

DESK, PHONE, SMALL = (1200, 850), (375, 740), (320, 600)
ASKED = {"zh": "发明专利权的期限是多久？", "en": "How long does an invention patent last?"}
PICTURE = base64.b64decode(  # one white pixel
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg=="
)
BOOKED = {"zh": "我想预约", "en": "book please"}

pytestmark = NEEDED


@dataclass
class Desk:
    """A page at a size, in a language; collects what the browser complains about."""

    browser: Browser
    address: str
    talks: ScriptedTalks

    def open(self, lang: Lang, size: tuple[int, int] = DESK, *, dark: bool = False) -> Page:
        page = opened(self.browser, lang, size, self.complaints, dark=dark, patience_s=10)
        page.goto(self.address)
        return page

    def __post_init__(self) -> None:
        self.complaints: list[str] = []


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started() as chromium:
        yield chromium


@pytest.fixture
def desk(browser: Browser, tmp_path: Path) -> Iterator[Desk]:
    talks = ScriptedTalks(folder=tmp_path, pause_s=0.1)
    with serving(make_app(talks)) as address:
        yield Desk(browser, address, talks)
        for context in browser.contexts:
            context.close()


def ask(page: Page, words: str) -> None:
    page.locator("#message").fill(words)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("size", [DESK, PHONE, SMALL], ids=["desk", "phone", "small"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_from_a_question_to_a_booking(desk: Desk, lang: Lang, size: tuple[int, int]) -> None:
    page = desk.open(lang, size)
    expect(page.get_by_role("heading", name=CENTRE[lang])).to_be_visible()
    page.get_by_role("button", name=ASKED[lang]).click()
    marker = page.locator("a.cite").first
    marker.click()
    mark = page.locator("mark#quote")
    expect(mark).to_be_in_viewport()
    assert mark.inner_text() == QUOTE
    assert fits(page)
    page.go_back()
    expect(page.locator(".sources")).to_be_visible()
    ask(page, BOOKED[lang])
    expect(page.locator(".day")).to_have_count(3)
    page.locator("[data-kind=slot]").nth(3).click()
    expect(page.locator(".card.ask")).to_contain_text("15:00")
    assert page.locator("[data-kind=slot]:enabled").count() == 0
    page.locator(".button.confirm").click()
    card = page.locator(".card.good")
    expect(card).to_contain_text("BK-7Q2M")
    expect(card).to_contain_text(
        {"zh": "2026年11月25日星期三 15:00–16:00", "en": "Wednesday, 25 November 2026 15:00–16:00"}[lang]
    )
    expect(card).to_contain_text("Asia/Shanghai")
    assert page.locator("button[data-choice]:enabled").count() == 0
    assert fits(page)
    assert desk.complaints == []


def test_a_proposal_is_shown_once_and_its_buttons_go_on(desk: Desk) -> None:
    page = desk.open("en")
    ask(page, BOOKED["en"])
    page.locator("[data-kind=slot]").first.click()
    expect(page.locator(".card.ask")).to_be_visible()
    ask(page, "meanwhile")
    expect(page.locator(".sources")).to_be_visible()
    expect(page.locator("article.reply").last.locator("[data-kind=confirm]")).to_be_enabled()
    expect(page.locator(".card.ask")).to_have_count(1)
    shown = page.locator("article.reply:visible").count()
    ask(page, "silent: a person has it")
    expect(page.locator("[data-kind=confirm]:enabled")).to_be_visible()
    page.reload()
    expect(page.locator("article.reply:visible")).to_have_count(shown)
    expect(page.locator(".card.ask")).to_have_count(1)
    page.locator("[data-kind=confirm]:enabled").click()
    expect(page.locator(".card.good")).to_be_visible()


def test_the_keyboard_alone_is_enough(desk: Desk) -> None:
    page = desk.open("en")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the skip link leads to the box
    page.keyboard.type("book please")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("soon")
    page.keyboard.press("Enter")
    expect(page.locator(".slots")).to_be_visible()
    assert desk.talks.heard[0][1] == "book please\nsoon"
    assert page.evaluate("document.activeElement.id") == "message"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.dataset.kind") == "slot"
    page.keyboard.press("Enter")
    expect(page.locator(".decide")).to_be_visible()
    expect(page.locator("article.reply").last).to_be_focused()
    page.keyboard.press("Tab")  # the new reply holds the focus; its first button is next
    assert page.evaluate("document.activeElement.dataset.kind") == "confirm"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Space")
    expect(page.locator(".card.good")).to_be_visible()


def test_enter_during_composition_sends_nothing(desk: Desk) -> None:
    page = desk.open("zh")
    box = page.locator("#message")
    box.fill("专利")
    pressed = "(box, how) => box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', cancelable: true, ...how}))"
    assert box.evaluate(pressed, {"isComposing": True}) is True
    assert box.evaluate(pressed, {"keyCode": 229}) is True
    assert box.input_value() == "专利"
    assert box.evaluate(pressed, {}) is False
    expect(page.locator(".sources")).to_be_visible()
    assert len(desk.talks.heard) == 1


def test_a_reload_and_a_switch_of_language_keep_the_conversation_and_the_draft(desk: Desk) -> None:
    page = desk.open("zh")
    ask(page, BOOKED["zh"])
    expect(page.locator(".slots")).to_be_visible()
    page.locator("#message").fill("还没发出的话")
    page.locator("[data-switch]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".said")).to_contain_text(BOOKED["zh"])
    assert page.locator("#message").input_value() == "还没发出的话"
    page.locator("[data-kind=slot]").first.click()
    expect(page.locator(".card.ask")).to_be_visible()
    page.reload()
    expect(page.locator(".reply")).to_have_count(2)
    assert page.locator("button[data-choice]:enabled").count() == 2
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".reply")).to_have_count(0)
    expect(page.locator("[data-intro]")).to_be_visible()
    page.reload()
    expect(page.locator("[data-intro]")).to_be_visible()


def test_words_survive_a_lost_network_and_are_sent_once(desk: Desk) -> None:
    page = desk.open("en")
    page.context.set_offline(True)
    ask(page, ASKED["en"])
    expect(page.get_by_role("alert")).to_contain_text("kept")
    page.context.set_offline(False)
    page.reload()
    assert page.locator("#message").input_value() == ASKED["en"]
    page.context.set_offline(True)
    page.keyboard.press("Escape")
    page.locator("#message").press("Enter")
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".sources")).to_be_visible()
    expect(page.locator(".said")).to_have_count(1)
    assert len(desk.talks.turns["s_1"]) == 1


def test_a_stream_cut_short_is_retried_with_the_same_update(desk: Desk) -> None:
    page = desk.open("en")
    sent: list[str] = []

    def cut(route: Any) -> None:
        sent.append(route.request.post_data_json["update_id"])
        if len(sent) > 1:
            route.continue_()
        else:
            route.fulfill(content_type="text/event-stream", body='event: status\ndata: {"text": "…"}\n\n')

    page.route("**/api/chat", cut)
    ask(page, ASKED["en"])
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".sources")).to_be_visible()
    assert sent[0] == sent[1]


def test_a_refused_message_can_be_edited(desk: Desk) -> None:
    page = desk.open("zh")
    page.route("**/api/chat", lambda route: route.continue_(post_data='{"text": 5}'))
    ask(page, "这句话")
    expect(page.get_by_role("alert")).to_contain_text("text")
    page.get_by_role("button", name="修改").click()
    assert page.locator("#message").input_value() == "这句话"


def test_hostile_words_run_nothing(desk: Desk) -> None:
    page = desk.open("zh")
    ask(page, "attack")
    expect(page.locator(".reply")).to_contain_text("<script>")
    page.get_by_text("点我").click()
    assert CENTRE["zh"] in page.title()
    assert page.locator(".reply img, .reply script").count() == 0
    assert desk.complaints == []


@pytest.mark.parametrize("size", [DESK, SMALL], ids=["desk", "small"])
def test_a_picture_is_shown_with_words_for_it_and_a_way_to_keep_it(desk: Desk, size: tuple[int, int]) -> None:
    (desk.talks.folder / "one.png").write_bytes(PICTURE)
    page = desk.open("en", size)
    ask(page, "picture please")
    image = page.get_by_role("img", name="态势.png")
    expect(image).to_be_visible()
    expect(image).to_have_js_property("naturalWidth", 1)
    expect(page.get_by_role("link", name="态势.png")).to_have_attribute("download", "态势.png")
    page.reload()
    expect(image).to_be_visible()
    assert fits(page)
    assert desk.complaints == []


def test_links_open_elsewhere_and_options_answer(desk: Desk) -> None:
    page = desk.open("zh")
    ask(page, "今天天气")
    link = page.get_by_role("link", name=re.compile("打开官网"))
    expect(link).to_have_attribute("target", "_blank")
    expect(page.locator("[data-kind=option]")).to_be_enabled()
    assert page.locator("a[href^=javascript]").count() == 0


@pytest.mark.parametrize("size", [PHONE, SMALL], ids=["phone", "small"])
def test_every_control_is_large_enough_for_a_finger(desk: Desk, size: tuple[int, int]) -> None:
    page = desk.open("en", size)
    ask(page, ASKED["en"])
    expect(page.locator(".sources")).to_be_visible()
    ask(page, BOOKED["en"])
    expect(page.locator(".slots")).to_be_visible()
    for control in page.locator("button:visible, nav a, .sources a").all():
        box = control.bounding_box()
        assert box is not None
        assert box["height"] >= 44, control.inner_text()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_words_stand_out_from_their_ground(desk: Desk, dark: bool) -> None:
    page = desk.open("zh", dark=dark)
    on_paper = "ink/ground ink/sheet soft/ground soft/sheet accent/sheet ink/mark"
    on_colour = "accent/tint on-accent/accent warn/warn-tint bad/bad-tint"
    for pair in f"{on_paper} {on_colour}".split():
        fore, back = pair.split("/")
        assert contrast(page, fore, back) >= 4.5, (fore, back)


def contrast(page: Page, fore: str, back: str) -> float:
    read = "(name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim()"
    bright, dim = sorted((luminance(page.evaluate(read, name)) for name in (fore, back)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
