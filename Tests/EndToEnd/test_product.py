"""A product's page: its variants, its price, what it recommends, what it tells machines."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from shelf import Product, Shelf
from shopper import Shopper, euros


@pytest.fixture
def product(shelf: Shelf) -> Product:
    """One that comes in several colours and sizes."""
    return shelf.product_with_sizes()


def test_another_size_shows_its_price_and_address(any_shopper: Shopper, product: Product) -> None:
    page = any_shopper.product
    any_shopper.opens(product.path)
    before = page.price.inner_text()
    with any_shopper.staying_if_scripted():
        page.sizes.filter(visible=True).last.click()
        expect(any_shopper.page).to_have_url(re.compile(r"\?sku="))
        expect(page.price).not_to_have_text(before)
    sku = any_shopper.page.url.partition("sku=")[2]
    offer = next(offer for offer in product.offers if offer["sku"] == sku)
    assert euros(page.price.inner_text()) == float(offer["price"])
    assert page.chosen.last.inner_text() == offer["name"].split(", ")[2]
    shown = [any_shopper.heading.inner_text(), *page.chosen.all_inner_texts()]
    any_shopper.page.reload()
    assert [any_shopper.heading.inner_text(), *page.chosen.all_inner_texts()] == shown


def test_another_colour_changes_picture_stock_and_recommendations_with_it(
    any_shopper: Shopper, product: Product
) -> None:
    page = any_shopper.product
    any_shopper.opens(product.path)
    picture = str(page.picture.get_attribute("src"))
    region = str(page.buy.get_attribute("aria-label"))
    with any_shopper.staying_if_scripted():
        other = page.colours.filter(has_not=any_shopper.page.locator("[aria-current]")).last
        colour = other.locator("span").first.inner_text()
        other.click()
        expect(page.chosen.first).to_have_text(colour)
        expect(page.picture).not_to_have_attribute("src", picture)
        expect(page.picture).to_have_attribute("alt", f"{product.name} in {colour}")
        expect(page.buy).not_to_have_attribute("aria-label", region)
        expect(page.buy).to_have_accessible_name(re.compile(re.escape(colour)))
        expect(page.stock).to_have_text(re.compile("In stock|left|Sold out"))
        expect(page.recommended).not_to_have_count(0)
        expect(any_shopper.page).to_have_title(re.compile(colour))
    assert page.picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


@pytest.mark.goes_back
def test_the_way_back_leads_to_the_variant_before(any_shopper: Shopper, product: Product) -> None:
    page = any_shopper.product
    any_shopper.opens(product.path)
    first = page.chosen.first.inner_text()
    with any_shopper.staying_if_scripted():
        page.colours.last.click()
        expect(page.chosen.first).not_to_have_text(first)
        second = page.chosen.first.inner_text()
        any_shopper.goes_back()
        expect(page.chosen.first).to_have_text(first)
        expect(any_shopper.page).to_have_url(re.compile(f"{product.path}$"))
        any_shopper.goes_forward()
        expect(page.chosen.first).to_have_text(second)


def test_focus_stays_on_the_chosen_colour_and_the_choice_is_announced(shopper: Shopper, product: Product) -> None:
    page = shopper.product
    shopper.opens(product.path)
    with shopper.staying_on_the_page():
        colour = page.colours.last.locator("span").first.inner_text()
        page.colours.last.focus()
        shopper.page.keyboard.press("Enter")
        expect(page.chosen.first).to_have_text(colour)
        expect(page.colours.last).to_be_focused()
        expect(page.colours.last).to_have_attribute("aria-current", "true")
        expect(shopper.announcement).to_have_text(re.compile(f"^{colour}.* chosen"))


def test_what_is_sold_out_says_so_and_cannot_be_bought(any_shopper: Shopper, shelf: Shelf) -> None:
    article = shelf.sold_out()
    any_shopper.opens(article.path)
    expect(any_shopper.product.stock).to_have_text("Sold out")
    expect(any_shopper.product.add).to_have_count(0)
    expect(any_shopper.product.buy.get_by_role("button", name="Sold out")).to_be_disabled()
    any_shopper.product.buy.get_by_role("link").click()
    any_shopper.sees(re.compile("."))
    assert any_shopper.path != article.path


def test_an_unknown_variant_shows_the_product(scriptless_shopper: Shopper, product: Product) -> None:
    response = scriptless_shopper.opens(f"{product.path}?sku=KT-999-XX")
    assert response.status == 200
    scriptless_shopper.sees(product.name)


def test_the_breadcrumb_leads_up(any_shopper: Shopper, product: Product) -> None:
    any_shopper.opens(product.path)
    crumbs = any_shopper.page.get_by_role("navigation", name="Breadcrumb").get_by_role("link")
    assert crumbs.all_inner_texts() == ["Home", product.category, product.name]
    expect(crumbs.last).to_have_attribute("aria-current", "page")
    crumbs.nth(1).click()
    any_shopper.sees(product.category)
    assert any_shopper.listing.names()


def test_a_product_never_recommends_itself(scriptless_shopper: Shopper, shelf: Shelf) -> None:
    for product in [next(shelf.products()) for _ in range(3)]:
        scriptless_shopper.opens(product.path)
        names = scriptless_shopper.product.recommended.all_inner_texts()
        assert 0 < len(names) == len(set(names))
        assert product.name not in names


def test_structured_data_says_what_the_page_says(scriptless_shopper: Shopper, shelf: Shelf) -> None:
    article = shelf.article()
    scriptless_shopper.opens(article.path)
    facts = json.loads(scriptless_shopper.page.locator('script[type="application/ld+json"]').inner_text())
    offer = next(offer for offer in facts["offers"] if offer["sku"] == article.sku)
    assert facts["@type"] == "Product"
    assert facts["name"] == scriptless_shopper.heading.inner_text()
    assert float(offer["price"]) == euros(scriptless_shopper.product.price.inner_text())
    assert offer["availability"].endswith("/InStock")


def test_a_step_button_changes_the_quantity_within_its_limits(shopper: Shopper, shelf: Shelf) -> None:
    article = shelf.article(at_least=2)
    shopper.opens(article.path)
    buy = shopper.product.buy
    buy.get_by_role("button", name="One fewer").click()
    expect(shopper.product.quantity).to_have_value("1")
    buy.get_by_role("button", name="One more").click()
    expect(shopper.product.quantity).to_have_value("2")
