"""The shop as people use it: a real Chromium browses, searches, buys, and looks at what it was sent.

    ./shop test e2e                                     on a shop of its own
    ./shop test e2e --base-url http://127.0.0.1:8080    on one that runs
    ./shop test e2e -- -k checkout                      only what has to do with checkout

How it is laid out: `shopper.py` is the shop in plain words (pages, and what can be done on them), `visitors.py` opens
browsers, `watch.py` notices what a page must never do, `shelf.py` finds articles to buy, `wire.py` speaks plain HTTP.
Each `test_*.py` is one side of the shop, and a test's name is what it claims.

What every test may rely on:

- It knows nothing of the stock: articles are picked from the shop's pages, so a suite may run again on the same shop.
- It waits for facts, never for time.
- A visitor is a browser context of its own: no cart, no cookie, no order of tests.
- A script's error, a breach of the content security policy, a request that fails or that goes to another site fails the
  test that caused it, whatever else it is about (`watch.py`).

When a test fails it shows the address and the console of every visitor, and where the pictures of their pages are: in
`$SHOP_HOME/browser-tests`, or below the system's folder for temporary files.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright
from playwright.sync_api import Error as BrowserError

from shelf import Shelf
from shopper import Shopper
from visitors import Visitors, visitors
from wire import Wire

# What needs another shop than the usual one, e.g. with a team away or a new one: fleet tests, which make such shops, ask for them.
APART = ["test_inner_loop.py", "test_new_team.py", "test_team_away.py"]
collect_ignore = [name for name in APART if not any(each.endswith(name) for each in sys.argv)]

# The shell is the same browser without windows and menus, which cost half of the time. It keeps no pages for the way
# back either: tests that go back are marked `goes_back`.
WHOLE_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSERS = ("chromium-headless-shell", *WHOLE_BROWSERS)

expect.set_options(timeout=10_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--base-url", default="http://127.0.0.1:8080", help="where the shop is")


def pytest_configure() -> None:
    # The shop answers within deadlines of its own; on a small machine the browser's many processes are to wait for the
    # shop, not the shop for them.
    os.nice(19)


@pytest.fixture(scope="session")
def base_url(pytestconfig: pytest.Config) -> str:
    url = str(pytestconfig.getoption("--base-url")).rstrip("/")
    try:
        status = Wire(url).get("/").status
    except OSError as error:
        pytest.exit(f"There is no shop at {url}: {error}. Start one with ./shop up", returncode=2)
    if status != 200:
        pytest.exit(f"The shop at {url} answers {status}. See ./shop status", returncode=2)
    return url


@pytest.fixture(scope="session")
def wire(base_url: str) -> Wire:
    return Wire(base_url)


@pytest.fixture(scope="session")
def shelf(wire: Wire) -> Shelf:
    return Shelf(wire)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    with _launched(playwright, BROWSERS) as browser:
        yield browser


@pytest.fixture(scope="session")
def whole_browser(playwright: Playwright) -> Iterator[Browser]:
    with _launched(playwright, WHOLE_BROWSERS) as browser:
        yield browser


@contextmanager
def _launched(playwright: Playwright, names: tuple[str, ...]) -> Iterator[Browser]:
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        pytest.exit(f"There is no browser: none of {', '.join(names)}", returncode=2)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    browser = playwright.chromium.launch(
        executable_path=Path(__file__).with_name("patient-browser"),
        env={**os.environ, "BROWSER": path},
        args=sandbox,
        # Pages are kept for the way back, as they are in everybody's browser.
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield browser
    browser.close()


@pytest.fixture
def open_shopper(request: pytest.FixtureRequest, base_url: str) -> Iterator[Visitors]:
    """Opens browsers as new visitors, for one test."""
    is_whole = request.node.get_closest_marker("goes_back") is not None
    with visitors(request.getfixturevalue("whole_browser" if is_whole else "browser"), base_url) as open:
        yield open


@pytest.fixture
def shopper(open_shopper: Visitors) -> Shopper:
    """A visitor whose browser runs scripts."""
    return open_shopper()


@pytest.fixture
def scriptless_shopper(open_shopper: Visitors) -> Shopper:
    """A visitor whose browser runs no scripts."""
    return open_shopper(script=False)


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def any_shopper(request: pytest.FixtureRequest, open_shopper: Visitors) -> Shopper:
    """One visitor of each kind: what is claimed holds for both."""
    return open_shopper(script=request.param)


# MARK: What a failure shows


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    report = yield
    if report.when == "call" and report.failed:
        for number, shopper in enumerate(_shoppers(getattr(item, "funcargs", {})), 1):
            name = re.sub(r"[^\w.-]+", "-", item.name)[:100]
            report.sections.append((f"Visitor {number}", _evidence(shopper, f"{name}-{number}.png")))
    return report


def _shoppers(arguments: dict[str, object]) -> list[Shopper]:
    """The visitors of a test, as its fixtures have them."""
    visitors = arguments.get("open_shopper")
    if isinstance(visitors, Visitors):
        return visitors.shoppers
    return [each for each in arguments.values() if isinstance(each, Shopper)]


def _evidence(shopper: Shopper, picture: str) -> str:
    home = os.environ.get("SHOP_HOME")
    folder = Path(home, "browser-tests") if home else Path(tempfile.gettempdir(), "updraft-browser-tests")
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for page in shopper.context.pages:
        lines.append(f"at {page.url}")
        try:
            page.screenshot(path=folder / picture, full_page=True, timeout=5_000)
            lines.append(f"looks like {folder / picture}")
        except BrowserError as error:
            lines.append(f"no picture: {error.message.splitlines()[0]}")
    return "\n".join(lines + shopper.watch.log[-20:])
