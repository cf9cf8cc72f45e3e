"""The page as what it is: pieces of several teams, each of which says where it comes from."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from shelf import Shelf
from shopper import Shopper
from wire import Wire

TEAMS = {"explore", "decide", "checkout"}
STATES = {"hit", "miss", "stale", "last-good", "fallback", "missing"}


@pytest.mark.parametrize(
    "path", ["/", "/products/stunt", "/search?q=delta", "/stores", "/product", "/checkout/cart", "/lost"]
)
def test_every_piece_says_whose_it_is_and_how_it_came(shopper: Shopper, shelf: Shelf, path: str) -> None:
    shopper.watch.allow_status(404)
    shopper.opens(shelf.article().path if path == "/product" else path)
    pieces = shopper.page.locator("shop-fragment").all()
    assert len(pieces) >= 4
    for piece in pieces:
        facts = piece.evaluate("piece => ({...piece.dataset})")
        assert facts["team"] in TEAMS and facts["name"].startswith(facts["team"] + "."), facts
        assert facts["state"] in STATES and facts["release"], facts
        assert re.fullmatch(r"\d+\.\d", facts["ms"]), facts
    assert not shopper.page.locator("shop-primary, shop-head, shop-fragment[name]").count()


def test_a_page_of_one_team_holds_pieces_of_the_others(shopper: Shopper, shelf: Shelf) -> None:
    shopper.opens(shelf.article().path)
    inside = shopper.fragment("decide.product").locator("shop-fragment")
    names = [piece.get_attribute("data-name") for piece in inside.all()]
    assert names == ["checkout.add-to-cart", "explore.recommendations"]
    expect(shopper.fragment("explore.header").locator('[data-name="checkout.mini-cart"]')).to_have_count(1)


def test_server_timing_names_every_piece(wire: Wire) -> None:
    answer = wire.get("/products")
    named = set(re.findall(r"([\w.-]+);dur=[\d.]+", answer["server-timing"]))
    assert {"explore.category", "explore.header", "explore.footer", "checkout.mini-cart"} <= named


def test_a_checkout_page_has_a_compact_header_and_nothing_that_leads_away(shopper: Shopper, shelf: Shelf) -> None:
    shopper.is_at_checkout_with(shelf.article())
    expect(shopper.navigation).to_have_count(0)
    expect(shopper.page.locator("header").get_by_role("link", name="Updraft")).to_be_visible()


# MARK: The overlay


def test_the_pieces_can_be_outlined_and_stay_so(any_shopper: Shopper, shelf: Shelf) -> None:
    outlined = any_shopper.page.locator("html.show-fragments")
    any_shopper.opens("/")
    expect(outlined).to_have_count(0)
    with any_shopper.staying_if_scripted():
        any_shopper.page.get_by_role("link", name="Show the pieces").click()
        expect(outlined).to_have_count(1)
    assert any_shopper.path == "/"
    for path in ["/products", shelf.article().path]:
        any_shopper.opens(path)
        expect(outlined).to_have_count(1)
        piece = any_shopper.fragment("explore.footer")
        assert piece.evaluate("piece => getComputedStyle(piece).outlineStyle") == "dashed"
        label = piece.evaluate("piece => getComputedStyle(piece, '::before').content")
        assert "explore.footer" in label and " ms" in label
        expect(any_shopper.page.get_by_label("Who made which part of this page")).to_be_visible()
    path = any_shopper.path
    with any_shopper.staying_if_scripted():
        any_shopper.page.get_by_role("link", name="Hide the pieces").click()
        expect(outlined).to_have_count(0)
    assert any_shopper.path == path
    any_shopper.opens("/")
    expect(outlined).to_have_count(0)


@pytest.mark.parametrize(
    "referer", ["http://elsewhere.example//evil.example/", "//evil.example", "javascript:alert(1)", ""]
)
def test_the_overlays_way_back_never_leaves_the_shop(wire: Wire, referer: str) -> None:
    answer = wire.get("/overlay/toggle", referer=referer)
    assert answer.status == 303
    assert re.fullmatch(r"/([^/\\].*)?", answer["location"])


# MARK: Talking to each other


def test_a_changed_cart_is_heard_by_the_header_of_another_team(shopper: Shopper, shelf: Shelf) -> None:
    shopper.opens(shelf.article().path)
    shopper.page.evaluate(
        """() => { window.heard = []; document.addEventListener("checkout:cart-changed", (event) =>
          window.heard.push(event.target.closest("shop-fragment").dataset.name)); }"""
    )
    with shopper.staying_on_the_page():
        shopper.product.add.click()
        shopper.sees_in_cart(1)
        assert shopper.page.evaluate("window.heard") == ["checkout.add-to-cart"]


def test_one_piece_alone_is_a_small_page_that_search_engines_leave_out(wire: Wire) -> None:
    answer = wire.get("/checkout/mini-cart")
    assert answer.status == 200 and len(answer.body) < 3_000
    assert 'content="noindex"' in answer.text and "<header" not in answer.text


def test_an_address_with_a_slash_or_without_shows_the_same(wire: Wire) -> None:
    for path in ["/stores", "/products/stunt"]:
        assert wire.get(path + "/").status in (200, 301, 308), path
