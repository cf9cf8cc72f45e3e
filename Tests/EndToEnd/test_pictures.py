"""Kites and scenes: each its own drawing, kept for ever, in its place from the first moment."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from shelf import Shelf
from shopper import Shopper
from visitors import Visitors
from wire import Wire

PAGES = ["/", "/products", "/product", "/stores", "/search?q=delta", "/checkout/cart", "/checkout/checkout"]


@pytest.mark.parametrize("page", PAGES)
def test_every_picture_loads_knows_its_size_and_has_a_text(shopper: Shopper, shelf: Shelf, page: str) -> None:
    article = shelf.article()
    if page.startswith("/checkout"):
        shopper.has_in_cart(article)
    shopper.opens(article.path if page == "/product" else page)
    pictures = shopper.page.locator("img:not([hidden])")
    assert pictures.count() > 0
    for picture in pictures.all():
        facts = picture.evaluate(
            """async (each) => { each.loading = "eager"; await each.decode(); return {
              source: each.src, width: each.getAttribute("width"), height: each.getAttribute("height"),
              alt: each.getAttribute("alt"), natural: each.naturalWidth }; }"""
        )
        assert facts["natural"] > 0 and facts["alt"] is not None, facts
        assert int(facts["width"]) > 0 and int(facts["height"]) > 0, facts


@pytest.mark.parametrize("page", ["/", "/products", "/product"])
@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_shifts_while_a_page_comes(open_shopper: Visitors, shelf: Shelf, page: str, width: int) -> None:
    shopper = open_shopper(width=width, motion=True)
    shopper.context.add_init_script(
        """window.shift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
        }).observe({ type: "layout-shift", buffered: true });"""
    )
    path = shelf.article().path if page == "/product" else page
    for _ in ("first", "second"):
        shopper.page.goto(path, wait_until="networkidle")
        assert shopper.page.evaluate("window.shift") < 0.02


def test_no_two_variants_look_alike(wire: Wire, shelf: Shelf) -> None:
    drawings: dict[bytes, str] = {}
    for product in [shelf.product(id) for id in shelf.ids[::12]]:
        for offer in product.offers:
            path = picture(wire, offer["url"])
            answer = wire.get(path)
            assert answer.status == 200
            assert answer.body not in drawings, f"{offer['sku']} looks like {drawings[answer.body]}"
            drawings[answer.body] = offer["sku"]


def test_a_picture_is_a_small_drawing_that_is_kept_for_ever(wire: Wire, shelf: Shelf) -> None:
    answer = wire.get(picture(wire, shelf.article().path))
    assert answer["content-type"] == "image/svg+xml"
    assert answer["cache-control"] == "public, max-age=31536000, immutable"
    assert answer["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer["content-security-policy"]
    assert len(answer.body) <= 6 * 1024
    drawing = ElementTree.fromstring(answer.text)
    assert drawing.tag.endswith("svg") and drawing.get("viewBox")
    assert not [each for each in drawing.iter() if each.tag.endswith(("script", "foreignObject"))]
    tag = answer["etag"]
    assert wire.get(picture(wire, shelf.article().path), if_none_match=tag).status in (200, 304)


def test_a_page_of_another_release_finds_the_present_picture_for_a_while(wire: Wire, shelf: Shelf) -> None:
    present = picture(wire, shelf.article().path)
    answer = wire.get(re.sub(r"\.[0-9a-f]+\.svg", ".000000000000.svg", present))
    assert answer.status == 200
    assert answer.body == wire.get(present).body
    assert answer["cache-control"] == "public, max-age=60"


def test_a_picture_of_no_article_is_not_found(wire: Wire, shelf: Shelf) -> None:
    path = re.sub(r"/[^/]+\.svg", "/KT-999-XX.000000000000.svg", picture(wire, shelf.article().path))
    assert wire.get(path).status == 404


def picture(wire: Wire, page: str) -> str:
    found = re.search(r'class="picture" src="([^"]+)"', wire.get(page).text)
    assert found, f"{page} has no picture"
    return found[1]
