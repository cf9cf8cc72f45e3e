"""From a kite to an order's number, once and only once; for any shopper, with and without script."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from shelf import Shelf
from shopper import EMPTY_CARD, GOOD_CARD, Customer, Shopper, euros
from visitors import Visitors
from wire import Wire

ADA = Customer()


def test_a_kite_is_bought_and_delivered(any_shopper: Shopper, shelf: Shelf) -> None:
    article = shelf.article()
    any_shopper.opens("/")
    any_shopper.search.look_for(article.product)
    any_shopper.search.links.get_by_text(article.name, exact=True).click()
    any_shopper.sees(article.name)
    any_shopper.puts_in_cart(article, 2)
    any_shopper.mini_cart.click()
    any_shopper.cart.to_checkout.click()
    any_shopper.sees("Checkout")
    total = any_shopper.checkout.total()
    assert euros(total) >= 2 * euros(article.price)
    number = any_shopper.orders(ADA)
    assert re.fullmatch(r"[A-Z0-9]+(-[A-Z0-9]+)*", number)
    expect(any_shopper.thanks.ordered).to_have_count(1)
    expect(any_shopper.thanks.ordered).to_contain_text(f"2 × {article.name}")
    expect(any_shopper.thanks.total).to_have_text(total)
    for fact in [ADA.email, ADA.name, ADA.street, ADA.city]:
        expect(any_shopper.page.get_by_role("main")).to_contain_text(fact)
    any_shopper.opens("/")
    any_shopper.sees_in_cart(0)


def test_a_kite_is_bought_and_picked_up_at_a_store(any_shopper: Shopper, shelf: Shelf) -> None:
    article = shelf.article()
    any_shopper.is_at_checkout_with(article)
    checkout = any_shopper.checkout
    checkout.fill_person(ADA)
    checkout.way("Pick-up").check()
    expect(checkout.field("Street and number")).to_be_hidden()
    checkout.stores.nth(1).click()
    store = checkout.stores.nth(1).locator("strong").inner_text()
    assert checkout.total() == article.price
    checkout.place_order.click()
    any_shopper.thanks.number()
    expect(any_shopper.thanks.total).to_have_text(article.price)
    expect(any_shopper.page.get_by_role("main")).to_contain_text(f"To be picked up by {ADA.name}")
    expect(any_shopper.page.get_by_role("main")).to_contain_text(store)


def test_two_articles_make_one_order(any_shopper: Shopper, shelf: Shelf) -> None:
    first, second = shelf.article(), shelf.article()
    any_shopper.is_at_checkout_with(first, second)
    any_shopper.orders()
    expect(any_shopper.thanks.ordered).to_have_count(2)
    expect(any_shopper.thanks.ordered.filter(has_text=first.name)).to_have_count(1)


def test_the_chosen_store_is_named_beside_the_totals(shopper: Shopper, shelf: Shelf) -> None:
    shopper.is_at_checkout_with(shelf.article())
    shopper.checkout.way("Pick-up").check()
    shopper.checkout.stores.first.click()
    expect(shopper.page.get_by_text(re.compile("^Picked up at Updraft"))).to_be_visible()


# MARK: What can go wrong


def test_a_declined_card_orders_nothing_and_keeps_what_was_typed(any_shopper: Shopper, shelf: Shelf) -> None:
    any_shopper.is_at_checkout_with(shelf.article())
    checkout = any_shopper.checkout
    checkout.fill(ADA)
    checkout.card(EMPTY_CARD).check()
    checkout.place_order.click()
    expect(checkout.errors).to_contain_text("The bank declined this card, so nothing was ordered")
    checkout.shows(ADA)
    other = any_shopper.in_another_tab()
    other.opens("/")
    other.sees_in_cart(1)
    checkout.card(GOOD_CARD).check()
    checkout.place_order.click()
    any_shopper.thanks.number()


@dataclass(frozen=True)
class Mistake:
    """A customer who errs in one field."""

    customer: Customer
    label: str
    text: str


MISTAKES = {
    "no-email": Mistake(Customer(email=""), "Email", "Enter your email address"),
    "bad-email": Mistake(Customer(email="ada at example"), "Email", "Enter an email address like"),
    "no-name": Mistake(Customer(name=" "), "Name", "Enter your name"),
    "long-name": Mistake(Customer(name="Ada " * 30), "Name", "at most 80 characters"),
    "no-street": Mistake(Customer(street=""), "Street and number", "Enter street and house number"),
    "bad-postal-code": Mistake(Customer(postal_code="!"), "Postal code", "Enter a postal code of 3 to 10"),
    "no-city": Mistake(Customer(city=""), "Town or city", "Enter the town or city"),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_named_at_its_field_and_linked_from_a_summary(
    any_shopper: Shopper, shelf: Shelf, mistake: Mistake
) -> None:
    any_shopper.is_at_checkout_with(shelf.article())
    checkout = any_shopper.checkout
    checkout.fill(mistake.customer)
    checkout.place_order.click()
    expect(checkout.errors.get_by_role("link")).to_have_count(1)
    if any_shopper.has_script:
        expect(checkout.errors).to_be_focused()
    expect(any_shopper.page).to_have_title(re.compile("^Please check"))
    field = checkout.field(mistake.label)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile(re.escape(mistake.text)))
    checkout.errors.get_by_role("link", name=mistake.text).click()
    expect(field).to_be_in_viewport()
    if any_shopper.has_script:
        expect(field).to_be_focused()
    any_shopper.orders(ADA)


def test_all_mistakes_are_named_at_once(any_shopper: Shopper, shelf: Shelf) -> None:
    any_shopper.is_at_checkout_with(shelf.article())
    any_shopper.checkout.place_order.click()
    expect(any_shopper.checkout.errors.get_by_role("link")).to_have_count(5)


def test_pick_up_needs_a_store(any_shopper: Shopper, shelf: Shelf) -> None:
    any_shopper.is_at_checkout_with(shelf.article())
    checkout = any_shopper.checkout
    checkout.fill_person(ADA)
    checkout.way("Pick-up").check()
    checkout.place_order.click()
    expect(checkout.errors.get_by_role("link", name="Choose the store")).to_be_visible()
    expect(checkout.way("Pick-up")).to_be_checked()
    checkout.errors.get_by_role("link").click()
    expect(checkout.stores.first).to_be_in_viewport()
    checkout.stores.first.click()
    checkout.place_order.click()
    any_shopper.thanks.number()


def test_hostile_names_are_only_ever_text(any_shopper: Shopper, shelf: Shelf) -> None:
    hostile = Customer(name='"><script>alert(1)</script>', street="<b>{{{street}}}</b> 1", city="&amp; ' \" 🪁")
    any_shopper.is_at_checkout_with(shelf.article())
    any_shopper.checkout.fill(hostile)
    any_shopper.checkout.card(EMPTY_CARD).check()
    any_shopper.checkout.place_order.click()
    expect(any_shopper.checkout.errors).to_be_visible()
    any_shopper.checkout.shows(hostile)
    any_shopper.checkout.card(GOOD_CARD).check()
    any_shopper.checkout.place_order.click()
    any_shopper.thanks.number()
    for text in [hostile.name, hostile.street, hostile.city]:
        expect(any_shopper.page.get_by_role("main")).to_contain_text(text)


# MARK: Once, and only once


def test_a_double_click_places_one_order(any_shopper: Shopper, shelf: Shelf) -> None:
    any_shopper.is_at_checkout_with(shelf.article())
    sent: list[str] = []
    any_shopper.context.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    any_shopper.checkout.fill(ADA)
    any_shopper.checkout.place_order.dblclick()
    number = any_shopper.thanks.number()
    if any_shopper.has_script:
        assert len(sent) == 1
    any_shopper.page.reload()
    assert any_shopper.thanks.number() == number


def test_the_same_form_sent_many_times_at_once_is_one_order(shopper: Shopper, shelf: Shelf, wire: Wire) -> None:
    shopper.is_at_checkout_with(shelf.article())
    shopper.checkout.fill(ADA)
    form = shopper.checkout.form()
    cookies = "; ".join(
        f"{each['name']}={each['value']}" for each in shopper.context.cookies(f"{wire.base_url}/checkout/")
    )
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: wire.post("/checkout/place-order", form, cookie=cookies), range(8)))
    places = {answer["location"] for answer in answers if answer["location"].startswith("/checkout/thanks")}
    assert {answer.status for answer in answers} == {303}
    assert len({parse_qs(urlsplit(place).query)["order"][0] for place in places}) == 1


@pytest.mark.goes_back
def test_going_back_and_sending_again_is_the_same_order(any_shopper: Shopper, shelf: Shelf) -> None:
    any_shopper.is_at_checkout_with(shelf.article())
    number = any_shopper.orders()
    any_shopper.goes_back()
    any_shopper.checkout.shows(ADA)
    any_shopper.checkout.place_order.click()
    assert any_shopper.thanks.number() == number


def test_a_checkout_left_open_in_another_tab_is_the_same_order(any_shopper: Shopper, shelf: Shelf) -> None:
    any_shopper.is_at_checkout_with(shelf.article())
    other = any_shopper.in_another_tab()
    other.opens("/checkout/checkout")
    number = any_shopper.orders()
    assert other.orders() == number


def test_a_reload_of_the_thank_you_page_sends_nothing_again(any_shopper: Shopper, shelf: Shelf) -> None:
    any_shopper.is_at_checkout_with(shelf.article())
    number = any_shopper.orders()
    sent: list[str] = []
    any_shopper.page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    any_shopper.page.reload()
    assert any_shopper.thanks.number() == number
    assert not sent


def test_the_same_articles_bought_again_are_another_order(any_shopper: Shopper, shelf: Shelf) -> None:
    article = shelf.article(at_least=4)
    any_shopper.is_at_checkout_with(article)
    first = any_shopper.orders()
    any_shopper.is_at_checkout_with(article)
    assert any_shopper.orders() != first


def test_a_cart_that_changed_meanwhile_is_shown_before_it_is_ordered(any_shopper: Shopper, shelf: Shelf) -> None:
    first, second = shelf.article(), shelf.article()
    any_shopper.is_at_checkout_with(first)
    checkout = any_shopper.checkout
    checkout.fill(ADA)
    before = checkout.total()
    any_shopper.has_in_cart(second)
    checkout.place_order.click()
    expect(checkout.errors).to_contain_text("Your cart has changed since this page was shown")
    checkout.shows(ADA)
    assert checkout.total() != before
    checkout.place_order.click()
    any_shopper.thanks.number()
    expect(any_shopper.thanks.ordered).to_have_count(2)


def test_an_order_is_shown_only_to_whoever_has_its_whole_address(
    any_shopper: Shopper, open_shopper: Visitors, shelf: Shelf
) -> None:
    any_shopper.is_at_checkout_with(shelf.article())
    number = any_shopper.orders()
    address = any_shopper.path
    friend = open_shopper()
    friend.opens(address)
    assert friend.thanks.number() == number
    stranger = open_shopper()
    stranger.watch.allow_status(404)
    assert stranger.opens(re.sub(r"secret=[\w-]{4}", "secret=aaaa", address)).status == 404
    assert number not in stranger.page.content()


def test_checkout_without_a_cart_leads_to_the_cart(any_shopper: Shopper) -> None:
    any_shopper.opens("/checkout/checkout")
    any_shopper.sees("Your cart is empty")


def test_checkout_asks_for_at_most_eight_things(shopper: Shopper, shelf: Shelf) -> None:
    shopper.is_at_checkout_with(shelf.article())
    visible = shopper.page.locator("main :is(input, select, textarea)").filter(visible=True)
    names = {field.get_attribute("name") for field in visible.all()}
    assert names <= {"email", "name", "fulfilment", "street", "postal-code", "city", "payment"}
    assert len(names) <= 8
