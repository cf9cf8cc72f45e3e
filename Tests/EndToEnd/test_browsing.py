"""From the first page to a shelf, and along it: filters, order, pages, stores."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from shelf import Shelf
from shopper import Listing, Shopper
from visitors import Visitors


def test_home_leads_to_a_category_and_on_to_a_product(any_shopper: Shopper) -> None:
    any_shopper.opens("/")
    card = any_shopper.fragment("explore.home").locator(".scenes").get_by_role("link").first
    category = card.inner_text()
    card.click()
    any_shopper.sees(category)
    product = any_shopper.listing.links.first
    name = product.inner_text()
    product.click()
    any_shopper.sees(name)
    expect(any_shopper.page).to_have_title(re.compile(f"^{re.escape(name)}.*Updraft$"))


def test_every_category_of_the_navigation_shows_its_products(shopper: Shopper, shelf: Shelf) -> None:
    shopper.opens("/")
    paths = [link.get_attribute("href") for link in shopper.navigation.get_by_role("link").all()]
    assert len(paths) >= 7 and set(shelf.categories) < set(paths)
    for path in paths:
        response = shopper.opens(str(path))
        assert response.status == 200
        assert shopper.listing.total() >= len(shopper.listing.names()) > 0, f"{path} shows nothing"


# MARK: Filters


@dataclass(frozen=True)
class Filter:
    """A way to narrow a list: how it is set, the address that it makes, and what must hold for the result."""

    name: str
    set: Callable[[Listing], None]
    query: str
    chip: str
    holds: Callable[[Listing], bool] = lambda listing: True


FILTERS = [
    Filter("skill", lambda listing: listing.skill("Beginner").click(), "skill=beginner", "Beginner"),
    Filter("wind", lambda listing: pick(listing, "18"), "wind=18", "Flies at 18 km/h"),
    Filter(
        "highest-price",
        lambda listing: type_in(listing, "To", "60"),
        "maxPrice=60",
        "Up to €60",
        lambda listing: max(listing.prices()) <= 60,
    ),
    Filter("lowest-price", lambda listing: type_in(listing, "From", "150"), "minPrice=150", "From €150"),
    Filter("colour", lambda listing: listing.colour("Violet").click(), "colour=violet", "Violet"),
    Filter(
        "in-stock",
        lambda listing: listing.in_stock.click(),
        "inStock=1",
        "In stock",
        lambda listing: listing.cards.get_by_text("Sold out").count() == 0,
    ),
]


def pick(listing: Listing, wind: str) -> None:
    listing.wind.select_option(wind)


def type_in(listing: Listing, label: str, price: str) -> None:
    field = listing.lowest_price if label == "From" else listing.highest_price
    field.fill(price)
    field.blur()


@pytest.mark.parametrize("filter", FILTERS, ids=lambda filter: filter.name)
def test_a_filter_narrows_the_list_and_its_address_can_be_shared(
    any_shopper: Shopper, open_shopper: Visitors, filter: Filter
) -> None:
    listing = any_shopper.listing
    any_shopper.opens("/products")
    everything = listing.total()
    with any_shopper.staying_if_scripted():
        filter.set(listing)
        if not any_shopper.has_script:
            listing.apply.click()
        expect(any_shopper.page).to_have_url(re.compile(rf"/products\?.*\b{filter.query}\b"))
        expect(listing.active.filter(has_text=filter.chip)).to_be_visible()
    assert 0 < listing.total() < everything
    assert filter.holds(listing)
    friend = open_shopper(script=False)
    friend.opens(any_shopper.path)
    assert friend.listing.names() == listing.names()
    with any_shopper.staying_if_scripted():
        listing.active.filter(has_text=filter.chip).click()
        expect(listing.active).to_have_count(0)
    assert listing.total() == everything


def test_a_wind_filter_shows_only_what_flies_in_it(shopper: Shopper) -> None:
    shopper.opens("/products?wind=42")
    for path in [link.get_attribute("href") for link in shopper.listing.links.all()[:3]]:
        shopper.opens(str(path))
        wind = shopper.page.get_by_role("definition").filter(has_text="km/h").first.inner_text()
        low, high = map(int, re.findall(r"\d+", wind)[:2])
        assert low <= 42 <= high, f"{path}: {wind}"


def test_the_number_beside_a_skill_is_what_the_filter_leaves(shopper: Shopper) -> None:
    shopper.opens("/products")
    label = shopper.listing.filters.get_by_text(re.compile(r"^\s*Advanced")).inner_text()
    shopper.listing.skill("Advanced").click()
    expect(shopper.listing.active).not_to_have_count(0)
    assert shopper.listing.total() == int(re.findall(r"\d+", label)[0])


def test_filters_work_together_and_are_cleared_together(shopper: Shopper) -> None:
    listing = shopper.listing
    shopper.opens("/products")
    with shopper.staying_on_the_page():
        listing.skill("Beginner").click()
        expect(listing.active).to_have_count(2)
        one = listing.total()
        listing.in_stock.click()
        expect(listing.active).to_have_count(3)
        assert 0 < listing.total() <= one
        listing.active.filter(has_text="Clear all").click()
        expect(listing.active).to_have_count(0)
        expect(shopper.page).to_have_url(re.compile("/products$"))


@pytest.mark.goes_back
def test_the_way_back_takes_a_filter_off_again(shopper: Shopper) -> None:
    shopper.opens("/products/stunt")
    before = shopper.listing.names()
    with shopper.staying_on_the_page():
        shopper.listing.skill("Beginner").click()
        expect(shopper.listing.active).not_to_have_count(0)
        shopper.goes_back()
        expect(shopper.listing.active).to_have_count(0)
        expect(shopper.listing.skill("Beginner")).not_to_be_checked()
        assert shopper.listing.names() == before
        shopper.goes_forward()
        expect(shopper.listing.skill("Beginner")).to_be_checked()


def test_focus_stays_on_the_filter_and_the_result_is_announced(shopper: Shopper) -> None:
    shopper.opens("/products")
    shopper.listing.skill("Beginner").focus()
    shopper.page.keyboard.press("Space")
    expect(shopper.listing.active).not_to_have_count(0)
    expect(shopper.listing.skill("Beginner")).to_be_focused()
    expect(shopper.announcement).to_have_text(re.compile(r"All kites: \d+ of \d+ designs"))


def test_a_filter_that_leaves_nothing_says_so_and_shows_the_way_on(any_shopper: Shopper) -> None:
    any_shopper.opens("/products?skill=beginner&maxPrice=1")
    expect(any_shopper.page.get_by_role("heading", name="Nothing flies under all of that")).to_be_visible()
    any_shopper.page.get_by_role("main").get_by_role("link", name="clear all of them").click()
    expect(any_shopper.page).to_have_url(re.compile("/products$"))
    assert any_shopper.listing.total() > 0


@pytest.mark.parametrize(
    "query", ["skill=wizard", "minPrice=cheap", "wind=900", "colour=octarine", "page=9999", "sort=x"]
)
def test_what_makes_no_sense_in_an_address_is_left_out_and_said(scriptless_shopper: Shopper, query: str) -> None:
    response = scriptless_shopper.opens(f"/products?{query}")
    assert response.status == 200
    expect(scriptless_shopper.page.get_by_role("main").locator(".notice--warn")).to_be_visible()
    assert scriptless_shopper.listing.names()


# MARK: Order and pages

ORDERS = {
    "Price, low to high": lambda listing: listing.prices() == sorted(listing.prices()),
    "Price, high to low": lambda listing: listing.prices()[0] > listing.prices()[-1],
    "Name": lambda listing: listing.names() == sorted(listing.names(), key=str.casefold),
    "Newest first": lambda listing: True,
}


@pytest.mark.parametrize("order", ORDERS)
def test_a_list_can_be_put_in_order(any_shopper: Shopper, order: str) -> None:
    listing = any_shopper.listing
    any_shopper.opens("/products")
    before = listing.names()
    with any_shopper.staying_if_scripted():
        listing.sort.select_option(label=order)
        if not any_shopper.has_script:
            listing.apply.click()
        expect(any_shopper.page).to_have_url(re.compile("sort="))
        expect(listing.links.first).not_to_have_text(before[0])
    assert listing.names() != before
    assert ORDERS[order](listing)
    names = listing.names()
    any_shopper.page.reload()
    assert listing.names() == names


def test_pages_follow_each_other_without_a_gap(any_shopper: Shopper) -> None:
    listing = any_shopper.listing
    any_shopper.opens("/products/single-line?sort=name")
    total = listing.total()
    seen = listing.names()
    with any_shopper.staying_if_scripted():
        while listing.paging.get_by_role("link", name="Next").count():
            last = seen[-1]
            listing.paging.get_by_role("link", name="Next").click()
            expect(listing.links.first).not_to_have_text(seen[-len(listing.names())])
            expect(listing.links.get_by_text(last, exact=True)).to_have_count(0)
            seen += listing.names()
    assert len(seen) == len(set(seen)) == total


@pytest.mark.goes_back
def test_a_page_of_a_list_has_an_address_and_the_way_back_leads_to_the_one_before(shopper: Shopper) -> None:
    shopper.opens("/products")
    first = shopper.listing.names()
    with shopper.staying_on_the_page():
        shopper.listing.paging.get_by_role("link", name="Page 2", exact=True).click()
        expect(shopper.page).to_have_url(re.compile(r"\?page=2$"))
        expect(shopper.listing.paging.locator("[aria-current=page]")).to_have_text(re.compile("2$"))
        second = shopper.listing.names()
        shopper.goes_back()
        expect(shopper.listing.links.first).to_have_text(first[0])
    shopper.opens("/products?page=2")
    assert shopper.listing.names() == second
    assert not set(first) & set(second)


# MARK: Stores


def test_stores_show_where_they_are_and_when_they_are_open(any_shopper: Shopper) -> None:
    any_shopper.opens("/")
    any_shopper.page.locator("header").get_by_role("link", name="Stores").click()
    any_shopper.sees(re.compile("."))
    expect(any_shopper.page).to_have_url(re.compile("/stores$"))
    stores = any_shopper.page.get_by_role("main").locator(".store")
    assert stores.count() >= 3
    for store in stores.all():
        assert store.get_by_role("heading", level=2).inner_text()
        assert len(store.locator("address").inner_text().splitlines()) >= 2
        assert re.search(r"\d", store.get_by_role("list", name="Opening hours").inner_text())
