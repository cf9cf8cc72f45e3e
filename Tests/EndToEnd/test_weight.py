"""What a first visit costs: bytes over the wire, compressed as they come, pictures of kites and scenes aside."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from shelf import Shelf
from shopper import Shopper

KIB = 1024


@dataclass
class Load:
    """All that a page asked for, as the browser counted it: header fields included."""

    bytes: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    codings: dict[str, str] = field(default_factory=dict)

    def sum(self, *kinds: str) -> int:
        return sum(size for url, size in self.bytes.items() if not kinds or self.kinds[url] in kinds)


def load(shopper: Shopper, path: str) -> Load:
    load, names = Load(), dict[str, str]()
    session = shopper.context.new_cdp_session(shopper.page)
    session.send("Network.enable")

    def on_response(event: dict) -> None:
        url = event["response"]["url"]
        if url.startswith("data:") or "/pictures/" in url:
            return
        names[event["requestId"]] = url
        load.kinds[url] = event["type"]
        headers = {name.lower(): value for name, value in event["response"]["headers"].items()}
        load.codings[url] = headers.get("content-encoding", "")

    def on_finish(event: dict) -> None:
        if url := names.get(event["requestId"]):
            load.bytes[url] = int(event["encodedDataLength"])

    session.on("Network.responseReceived", on_response)
    session.on("Network.loadingFinished", on_finish)
    shopper.page.goto(path, wait_until="networkidle")
    session.detach()
    assert load.kinds.keys() == load.bytes.keys(), "something never finished"
    return load


PAGES = [
    "/",
    "/products",
    "/products/stunt",
    "/search?q=delta",
    "/stores",
    "/product",
    "/checkout/cart",
    "/checkout/checkout",
]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_light(shopper: Shopper, shelf: Shelf, page: str) -> None:
    article = shelf.article()
    if page.startswith("/checkout"):
        shopper.has_in_cart(article)
    weight = load(shopper, article.path if page == "/product" else page)
    print(f"{page}: {weight.sum()} bytes, of which scripts {weight.sum('Script')}, styles {weight.sum('Stylesheet')}")
    assert weight.sum() <= 100 * KIB, weight.bytes
    assert weight.sum("Script") <= 10 * KIB, weight.bytes
    texts = [url for url, kind in weight.kinds.items() if kind in ("Document", "Script", "Stylesheet")]
    assert {weight.codings[url] for url in texts} == {"gzip"}


def test_a_second_visit_loads_nothing_again_but_the_page(shopper: Shopper) -> None:
    first: set[str] = set()
    shopper.page.on("requestfinished", lambda request: first.add(request.url))
    shopper.page.goto("/products", wait_until="networkidle")
    known = set(first)
    shopper.page.goto("/stores", wait_until="networkidle")
    asked: dict[str, str] = {}
    cached: set[str] = set()

    def on_response(event: dict) -> None:
        if event["response"].get("fromDiskCache"):
            cached.add(event["requestId"])

    session = shopper.context.new_cdp_session(shopper.page)
    session.send("Network.enable")
    session.on("Network.requestWillBeSent", lambda event: asked.update({event["requestId"]: event["request"]["url"]}))
    session.on("Network.requestServedFromCache", lambda event: cached.add(event["requestId"]))
    session.on("Network.responseReceived", on_response)
    shopper.page.goto("/products", wait_until="networkidle")
    loaded = {url for id, url in asked.items() if id not in cached} & known
    assert not [url for url in loaded if "/assets/" in url or "/pictures/" in url]
    assert f"{shopper.base_url}/products" in loaded
