"""Late parts of a page: what the shop learns about a browser, and that every browser ends up with the same document.

What Chromium does with native patches is shown on a page of our own, that comes as slowly as the test wants it.
"""

from __future__ import annotations

import http.server
import re
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from shelf import Shelf
from shopper import Shopper
from visitors import Visitors
from wire import Wire

TIERS = ["native", "swap", "ordered"]


def tier(shopper: Shopper) -> str:
    return next((each["value"] for each in shopper.context.cookies() if each["name"] == "shop-tier"), "")


def test_a_first_visit_teaches_the_shop_that_this_browser_patches_natively(any_shopper: Shopper) -> None:
    any_shopper.page.goto("/", wait_until="load")
    expect(any_shopper.page.locator('img[src="/capability/native.gif"]')).to_have_count(1)
    assert tier(any_shopper) == "native"
    any_shopper.opens("/stores")
    expect(any_shopper.page.locator('img[src="/capability/native.gif"]')).to_have_count(0)


def test_the_probe_leaves_nothing_that_can_be_seen(any_shopper: Shopper) -> None:
    any_shopper.page.goto("/", wait_until="load")
    assert any_shopper.page.locator("template").count() == 0
    assert processing_instructions(any_shopper) == 0
    expect(any_shopper.page.locator('img[src="/capability/native.gif"]')).to_be_hidden()


def test_a_browser_that_only_runs_scripts_is_remembered_as_such(wire: Wire) -> None:
    text = wire.get("/").text
    nonce = re.search(r"'nonce-([\w-]+)'", wire.get("/")["content-security-policy"])
    assert nonce
    assert re.search(r'<script nonce="[\w-]+">document\.cookie="shop-tier=swap; ', text)
    assert "shop-tier=swap" not in wire.get("/", cookie="shop-tier=ordered").text


def test_what_a_script_fetches_is_never_patched_and_never_probed(wire: Wire) -> None:
    text = wire.get("/products", sec_fetch_dest="empty", cookie="shop-tier=native").text
    assert "<?start" not in text and "<template" not in text and "shop-tier" not in text


# MARK: The same document, however it comes

PAGES = ["/", "/products/stunt?sort=price", "/search?q=delta", "/stores", "/product", "/checkout/cart", "/lost"]


@pytest.mark.parametrize("path", PAGES)
def test_every_kind_of_browser_ends_up_with_the_same_document(
    open_shopper: Visitors, shelf: Shelf, base_url: str, path: str
) -> None:
    target = shelf.article().path if path == "/product" else path
    shoppers = {kind: open_shopper() for kind in TIERS}
    for kind, shopper in shoppers.items():
        shopper.watch.allow_status(404)
        shopper.context.add_cookies([{"name": "shop-tier", "value": kind, "url": base_url}])

    def document(kind: str) -> str:
        shoppers[kind].page.goto(target, wait_until="load")
        return without_chance(shoppers[kind].page.content())

    for _ in range(3):
        before = document("ordered")
        native, swap = document("native"), document("swap")
        if document("ordered") == before:
            break  # Else the shop itself has changed meanwhile, as shops do.
    assert native == before
    assert swap == before


def without_chance(document: str) -> str:
    """A document without what differs from one visit to the next."""
    document = re.sub(r' data-(ms|state|reason)="[^"]*"', "", document)
    document = re.sub(r'<\?\w+ name="[^"]*"\??>', "", document)
    return re.sub(r' nonce="[^"]*"', "", document)


# MARK: What Chromium makes of native patches


class SlowPage:
    """A page whose end waits until it is let go."""

    BEGIN = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Slow</title></head><body>
        <main><p>before</p><?start name="p1"><p class="waiting">one is coming</p><?end name="p1">
        <ul><li>between</li></ul><section><?start name="p2"><?end name="p2"></section><p>after</p></main>"""
    END = """<template for="p2"><p>two</p></template>
        <template for="p1"><p>one <b>whole</b></p><p>and more</p></template>
        <footer>end</footer></body></html>"""

    def __init__(self) -> None:
        self.gate = threading.Event()
        page = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("content-type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(page.BEGIN.encode())
                self.wfile.flush()
                page.gate.wait(20)
                self.wfile.write(page.END.encode())

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/"

    def close(self) -> None:
        self.gate.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def slow_page() -> Iterator[SlowPage]:
    page = SlowPage()
    yield page
    page.close()


def test_a_native_patch_takes_its_place_and_leaves_no_trace(any_shopper: Shopper, slow_page: SlowPage) -> None:
    any_shopper.watch.allow(slow_page.url)
    any_shopper.page.goto(slow_page.url, wait_until="commit")
    expect(any_shopper.page.get_by_text("one is coming")).to_be_visible()
    expect(any_shopper.page.get_by_text("after")).to_be_visible()
    slow_page.gate.set()
    expect(any_shopper.page.get_by_text("end", exact=True)).to_be_visible()
    main = any_shopper.page.get_by_role("main")
    shown = re.sub(r">\s+<", "><", main.inner_html()).strip()
    assert shown == (
        "<p>before</p><p>one <b>whole</b></p><p>and more</p>"
        "<ul><li>between</li></ul><section><p>two</p></section><p>after</p>"
    )
    assert processing_instructions(any_shopper) == 0
    assert any_shopper.page.locator("template").count() == 0


def processing_instructions(shopper: Shopper) -> int:
    return shopper.page.evaluate(
        """() => { const walker = document.createTreeWalker(document, NodeFilter.SHOW_PROCESSING_INSTRUCTION);
          let count = 0; while (walker.nextNode()) count += 1; return count; }"""
    )
