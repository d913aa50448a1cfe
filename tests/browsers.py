"""A real Chromium for the walks: the headless shell where it is installed (a third of the work), else the whole one."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from knowledge.errors import Lang

PLACES = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))
CHROMIUM = next((place for place in PLACES if place.exists()), None)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
LOCALES: dict[Lang, str] = {"zh": "zh-CN", "en": "en-GB"}
NEEDED = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason=f"no Chromium at {' or '.join(map(str, PLACES))}"),
]


@contextmanager
def started() -> Generator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def opened(
    browser: Browser, lang: Lang, size: tuple[int, int], complaints: list[str], *, javascript: bool = True,
    dark: bool = False, touch: bool = False, patience_s: float = 15,
) -> Page:  # fmt: skip
    """A page in a context of its own; what the browser complains about is added to `complaints`."""
    context = browser.new_context(
        locale=LOCALES[lang],
        viewport={"width": size[0], "height": size[1]},
        reduced_motion="reduce",
        java_script_enabled=javascript,
        has_touch=touch,
        color_scheme="dark" if dark else "light",
    )
    context.set_default_timeout(patience_s * 1000)
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    return page


def fits(page: Page) -> bool:
    """Whether nothing of the page stands beyond the right edge, once its styles have come."""
    page.wait_for_load_state("load")
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
