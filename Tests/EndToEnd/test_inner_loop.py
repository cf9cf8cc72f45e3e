"""An edit that is saved is in the open browser.

For a shop that `./shop dev decide-fragments` started, in a copy of the project whose files may be changed: its folder is
in SHOP_DEV_ROOT. `Tests/FleetTests/InnerLoopTests.swift` sees to that.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from statistics import median

import pytest
from playwright.sync_api import Page

from shopper import Shopper

ROOT = Path(os.environ.get("SHOP_DEV_ROOT", ""))
TEMPLATE = "Sources/Fragments/Decide/Templates/product.mustache"
STYLE = "Public/decide/decide.css"
EDITS = 8
BOUND = 15_000  # of what is not measured, on a machine that is busy
PROMISE = 300  # milliseconds, of most edits: a machine that is busy may be late with one


@pytest.fixture
def page(shopper: Shopper) -> Page:
    page = shopper.page
    with page.expect_response("**/dev/events"):
        page.goto("/product/KT-001")
    return page


def save(path: str, before: str, after: str) -> float:
    """Saves an edit as editors do, and says when, in milliseconds since 1970."""
    file = ROOT / path
    text = file.read_text()
    assert before in text
    draft = file.with_name(".draft")
    draft.write_text(text.replace(before, after, 1))
    begin = time.time()
    draft.replace(file)
    return begin * 1_000


def milliseconds_until(page: Page, condition: str, path: str, before: str, after: str) -> float:
    """From the save to the moment at which the condition holds in the page, as the page itself sees it."""
    page.evaluate(
        f"""() => {{
            const holds = () => {condition};
            const wait = (seen) => holds() ? seen(Date.now()) : setTimeout(wait, 2, seen);
            window.seen = new Promise(wait);
        }}"""
    )
    since = save(path, before, after)
    return float(page.evaluate("window.seen")) - since


def test_a_template_that_is_saved_is_in_the_open_browser(page: Page) -> None:
    times: list[float] = []
    before = "<h2>About {{name}}</h2>"
    for number in range(EDITS):
        after = f"<h2>Edit {number} of {{{{name}}}}</h2>"
        condition = f"[...document.querySelectorAll('h2')].some(each => each.textContent.startsWith('Edit {number} of'))"
        times.append(milliseconds_until(page, condition, TEMPLATE, before, after))
        before = after
    print(f"template edits: {[round(each) for each in times]} ms")
    assert median(times) <= PROMISE, times


def test_a_style_that_is_saved_is_in_the_open_browser(page: Page) -> None:
    times: list[float] = []
    before = ".product {"
    for number in range(EDITS):
        after = f".product {{ --edit: {number};"
        style = "getComputedStyle(document.querySelector('.product')).getPropertyValue('--edit')"
        times.append(milliseconds_until(page, f"{style} === '{number}'", STYLE, before, after))
        before = after
    print(f"style edits: {[round(each) for each in times]} ms")
    assert median(times) <= PROMISE, times


def test_what_keeps_an_edit_out_is_shown_until_it_is_mended(page: Page) -> None:
    save(TEMPLATE, "<h1>{{name}}</h1>", "<h1>{{#name}}</h1>")
    message = page.get_by_role("alert").filter(has_text="product.mustache")
    message.wait_for(timeout=BOUND)
    assert page.goto("/product/KT-001").status == 200, "the release before serves"
    message.wait_for(timeout=BOUND)
    message.get_by_role("button", name="Dismiss").click()
    message.wait_for(state="detached")
    save(TEMPLATE, "<h1>{{#name}}</h1>", "<h1>Mended {{name}}</h1>")
    page.get_by_role("heading", level=1, name="Mended").wait_for(timeout=BOUND)
    save(TEMPLATE, "<h1>Mended {{name}}</h1>", "<h1>{{#name}}</h1>")
    message.wait_for(timeout=BOUND)
    save(TEMPLATE, "<h1>{{#name}}</h1>", "<h1>Mended again {{name}}</h1>")
    page.get_by_role("heading", level=1, name="Mended again").wait_for(timeout=BOUND)
    message.wait_for(state="detached", timeout=BOUND)
