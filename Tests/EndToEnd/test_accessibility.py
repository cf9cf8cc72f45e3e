"""Every page in every state, in light and dark, narrow and wide: what axe finds, and what it does not look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, expect

from axe import axe_finds_nothing, look
from shelf import Shelf
from shopper import EMPTY_CARD, SILENT_CARD, Customer, Shopper
from visitors import Scheme, Visitors, visitors

CATEGORIES = ["single-line", "stunt", "power", "indoor", "childrens", "lines-and-tails"]

Visit = Callable[[Shopper, Shelf], object]


def at(path: str) -> Visit:
    return lambda shopper, shelf: shopper.opens(path)


def at_not_found(shopper: Shopper, shelf: Shelf) -> None:
    shopper.watch.allow_status(404)
    shopper.opens("/no/such/page")


def at_product(shopper: Shopper, shelf: Shelf) -> None:
    shopper.opens(shelf.product_with_sizes().path)


def at_sold_out_product(shopper: Shopper, shelf: Shelf) -> None:
    shopper.opens(shelf.sold_out().path)


def after_adding(shopper: Shopper, shelf: Shelf) -> None:
    shopper.puts_in_cart(shelf.article())


def at_full_cart(shopper: Shopper, shelf: Shelf) -> None:
    shopper.has_in_cart(shelf.article(), shelf.article())
    shopper.opens("/checkout/cart")


def at_cart_with_too_much(shopper: Shopper, shelf: Shelf) -> None:
    shopper.has_in_cart(shelf.article(at_most=50), quantity=60)
    shopper.opens("/checkout/cart")
    expect(shopper.cart.to_checkout).to_be_disabled()


def at_cart_after_removing(shopper: Shopper, shelf: Shelf) -> None:
    article = shelf.article()
    shopper.has_in_cart(article, shelf.article())
    shopper.opens("/checkout/cart")
    shopper.cart.line(article).remove.click()
    expect(shopper.cart.message).to_be_visible()


def at_checkout(shopper: Shopper, shelf: Shelf) -> None:
    shopper.is_at_checkout_with(shelf.article(), shelf.article())


def at_checkout_for_pick_up(shopper: Shopper, shelf: Shelf) -> None:
    shopper.is_at_checkout_with(shelf.article())
    shopper.checkout.way("Pick-up").check()
    shopper.checkout.stores.first.click()


def at_checkout_with_mistakes(shopper: Shopper, shelf: Shelf) -> None:
    shopper.is_at_checkout_with(shelf.article())
    shopper.checkout.place_order.click()
    expect(shopper.checkout.errors).to_be_visible()


def at_checkout_with_declined_card(shopper: Shopper, shelf: Shelf) -> None:
    shopper.is_at_checkout_with(shelf.article())
    shopper.checkout.fill(Customer())
    shopper.checkout.card(EMPTY_CARD).check()
    shopper.checkout.place_order.click()
    expect(shopper.checkout.errors).to_be_visible()


def at_thanks(shopper: Shopper, shelf: Shelf) -> None:
    shopper.is_at_checkout_with(shelf.article())
    shopper.orders()


def at_order_under_way(shopper: Shopper, shelf: Shelf) -> None:
    shopper.is_at_checkout_with(shelf.article())
    shopper.orders_with(SILENT_CARD)
    shopper.thanks.link.click()
    expect(shopper.page.get_by_text("This page follows your order by itself.")).to_be_visible()


def at_cancelled_order(shopper: Shopper, shelf: Shelf) -> None:
    at_order_under_way(shopper, shelf)
    shopper.thanks.cancel.click()
    shopper.sees("Cancelled")


def with_outlines(shopper: Shopper, shelf: Shelf) -> None:
    shopper.opens(shelf.article().path)
    shopper.page.get_by_role("link", name="Show the pieces").click()
    expect(shopper.page.locator("html.show-fragments")).to_have_count(1)


STATES: dict[str, Visit] = {
    "home": at("/"),
    "products": at("/products"),
    **{category: at(f"/products/{category}") for category in CATEGORIES},
    "filtered": at("/products?skill=beginner&colour=red&inStock=1&sort=price&page=1"),
    "filtered-empty": at("/products?skill=beginner&maxPrice=1"),
    "search": at("/search"),
    "search-found": at("/search?q=delta"),
    "search-corrected": at("/search?q=dleta"),
    "search-empty": at("/search?q=qqxxzzyy"),
    "product": at_product,
    "product-sold-out": at_sold_out_product,
    "product-added": after_adding,
    "stores": at("/stores"),
    "cart-empty": at("/checkout/cart"),
    "cart": at_full_cart,
    "cart-too-much": at_cart_with_too_much,
    "cart-removed": at_cart_after_removing,
    "checkout": at_checkout,
    "checkout-pick-up": at_checkout_for_pick_up,
    "checkout-mistakes": at_checkout_with_mistakes,
    "checkout-declined": at_checkout_with_declined_card,
    "thanks": at_thanks,
    "order-under-way": at_order_under_way,
    "order-cancelled": at_cancelled_order,
    "not-found": at_not_found,
    "outlines": with_outlines,
}


@pytest.fixture(scope="module", params=list(STATES.values()), ids=list(STATES))
def page_in_state(request: pytest.FixtureRequest, browser: Browser, base_url: str, shelf: Shelf) -> Iterator[Shopper]:
    """A page that the tests below only look at."""
    with visitors(browser, base_url) as open:
        shopper = open()
        request.param(shopper, shelf)
        yield shopper


# All of axe's rules, those that it leaves to one's choice among them: nothing is switched off.
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(page_in_state: Shopper, width: int, scheme: Scheme) -> None:
    look(page_in_state, width, scheme)
    axe_finds_nothing(page_in_state)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_on_the_gateways_own_page(open_shopper: Visitors, width: int, scheme: Scheme) -> None:
    shopper = open_shopper()
    shopper.watch.allow_status(400)
    shopper.opens("/%zz")
    look(shopper, width, scheme)
    axe_finds_nothing(shopper)


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_wider_than_the_window(page_in_state: Shopper, width: int) -> None:
    look(page_in_state, width)
    wide = page_in_state.page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
          [...document.querySelectorAll("body *")].filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
            .map((each) => each.outerHTML.slice(0, 100)).slice(0, 5)"""
    )
    assert not wide


def test_the_document_is_well_made(page_in_state: Shopper) -> None:
    page = page_in_state.page
    assert page.locator("h1").count() == 1
    assert (
        page.locator("main").count()
        == page.locator("body > header").count()
        == page.locator("body > footer").count()
        == 1
    )
    assert page.locator("html[lang=en]").count() == page.locator("head > title").count() == 1
    ids: list[str] = page.evaluate('[...document.querySelectorAll("[id]")].map((each) => each.id)')
    assert sorted(ids) == sorted(set(ids))
    unresolved = page.evaluate(
        """() => ["for", "aria-labelledby", "aria-describedby", "aria-controls", "form", "list"].flatMap((name) =>
          [...document.querySelectorAll(`[${name}]`)].flatMap((each) => each.getAttribute(name).trim().split(/\\s+/))
            .filter((id) => id && !document.getElementById(id)))"""
    )
    assert not unresolved
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll("img")].filter((each) => !each.hasAttribute("alt")).length"""
    )
    assert unnamed == 0


def test_headings_step_down_one_at_a_time(page_in_state: Shopper) -> None:
    levels: list[int] = page_in_state.page.evaluate(
        '[...document.querySelectorAll("main :is(h1,h2,h3,h4,h5,h6)")].map((each) => Number(each.localName[1]))'
    )
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels


@pytest.mark.parametrize("size", [200, 400])
def test_text_can_be_made_bigger(open_shopper: Visitors, shelf: Shelf, size: int) -> None:
    """At 1280 pixels and so many per cent, as a narrow window in CSS pixels (WCAG 1.4.10)."""
    shopper = open_shopper(width=1280 * 100 // size, height=900 * 100 // size)
    for path in ["/", "/products", shelf.article().path]:
        shopper.opens(path)
        assert shopper.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
