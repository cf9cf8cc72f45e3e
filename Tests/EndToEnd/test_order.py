"""What a buyer sees of an order while it goes on: live, by reload without script, and by its link; and how it is called off."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from shelf import Shelf
from shopper import SILENT_CARD, SLOW_CARD, Shopper
from visitors import Visitors

# Longer than the bank, the packer and the carrier take together.
IN_THE_END = 40_000


def test_the_page_follows_its_order_until_it_is_delivered(shopper: Shopper, shelf: Shelf) -> None:
    shopper.is_at_checkout_with(shelf.article())
    shopper.orders_with(SLOW_CARD)
    with shopper.staying_on_the_page():
        expect(shopper.thanks.current).to_contain_text("Paid and confirmed")
        expect(shopper.thanks.refresh).to_be_hidden()
        shopper.sees("Thank you")
        expect(shopper.announcement).to_contain_text("We have your order")
        expect(shopper.thanks.current).to_contain_text("On its way to you")
        expect(shopper.thanks.current).to_contain_text("Delivered", timeout=IN_THE_END)
        expect(shopper.announcement).to_have_text("Thank you. Your order is on its way to you.")
        expect(shopper.thanks.current).to_have_count(0, timeout=IN_THE_END)
        expect(shopper.thanks.steps.last).to_contain_text("Delivered, done")
        expect(shopper.announcement).to_have_text("Thank you. Your order has been delivered.")


def test_without_script_the_page_is_right_whenever_it_is_loaded(scriptless_shopper: Shopper, shelf: Shelf) -> None:
    scriptless_shopper.is_at_checkout_with(shelf.article())
    scriptless_shopper.orders_with(SLOW_CARD)
    expect(scriptless_shopper.thanks.current).to_contain_text("Paid and confirmed")

    def reaches(words: str) -> None:
        for _ in range(200):
            scriptless_shopper.thanks.refresh.click()
            if words in scriptless_shopper.page.get_by_role("main").inner_text():
                return
            scriptless_shopper.page.wait_for_timeout(100)
        raise AssertionError(f"the page never said: {words}")

    reaches("We have your order")
    expect(scriptless_shopper.thanks.current).to_contain_text("On its way to you")
    reaches("Your order has been delivered.")
    expect(scriptless_shopper.thanks.refresh).to_have_count(0)


def test_an_order_that_waits_can_be_cancelled_and_the_cart_is_back(any_shopper: Shopper, shelf: Shelf) -> None:
    article = shelf.article()
    any_shopper.is_at_checkout_with(article)
    any_shopper.orders_with(SILENT_CARD)
    with any_shopper.staying_if_scripted():
        any_shopper.thanks.cancel.click()
        any_shopper.sees("Cancelled")
    if any_shopper.has_script:
        expect(any_shopper.heading).to_be_focused()
        expect(any_shopper.announcement).to_contain_text("You have cancelled this order.")
    for words in ["Cancelled by you", "Nothing was charged", "Your cart is back"]:
        expect(any_shopper.thanks.steps.filter(has_text=words)).to_have_count(1)
    expect(any_shopper.thanks.cancel).to_have_count(0)
    any_shopper.page.get_by_role("link", name="Go to your cart").click()
    any_shopper.sees("Your cart")
    expect(any_shopper.page.get_by_role("main")).to_contain_text(article.name)


def test_an_order_is_shown_by_its_link_to_whoever_has_it(
    any_shopper: Shopper, open_shopper: Visitors, shelf: Shelf
) -> None:
    any_shopper.is_at_checkout_with(shelf.article())
    number = any_shopper.orders()
    any_shopper.thanks.link.click()
    assert any_shopper.path.startswith(f"/checkout/order/{number}?secret=")
    friend = open_shopper()
    friend.opens(any_shopper.path)
    assert friend.thanks.number() == number
    stranger = open_shopper()
    stranger.watch.allow_status(404)
    assert stranger.opens(re.sub(r"secret=[\w-]{4}", "secret=aaaa", any_shopper.path)).status == 404


def test_everybody_who_looks_at_an_order_sees_it_cancelled(shopper: Shopper, shelf: Shelf) -> None:
    shopper.is_at_checkout_with(shelf.article())
    shopper.orders_with(SILENT_CARD)
    other = shopper.in_another_tab()
    shopper.thanks.link.click()
    other.opens(shopper.path)
    other.sees("Nearly there")
    with shopper.staying_on_the_page():
        other.thanks.cancel.click()
        shopper.sees("Cancelled")
        expect(shopper.announcement).to_contain_text("Nothing was charged, and your cart is back.")


@pytest.mark.goes_back
def test_a_page_that_was_left_follows_its_order_again_on_the_way_back(shopper: Shopper, shelf: Shelf) -> None:
    shopper.is_at_checkout_with(shelf.article())
    shopper.orders_with(SILENT_CARD)
    shopper.thanks.link.click()
    shopper.sees("Nearly there")
    address = shopper.path
    shopper.opens("/stores")
    shopper.goes_back()
    shopper.sees("Nearly there")
    other = shopper.in_another_tab()
    other.opens(address)
    other.thanks.cancel.click()
    shopper.sees("Cancelled")


def test_it_is_said_when_it_was_too_late_to_cancel(any_shopper: Shopper, shelf: Shelf) -> None:
    any_shopper.is_at_checkout_with(shelf.article())
    any_shopper.orders_with(SLOW_CARD)
    form = any_shopper.thanks.cancel.locator("xpath=ancestor::form")
    fields = {name: form.locator(f"[name={name}]").input_value() for name in ["order", "secret"]}
    address = f"/checkout/order/{fields['order']}?secret={fields['secret']}"
    other = any_shopper.in_another_tab()
    for _ in range(100):
        other.opens(address)
        if other.heading.inner_text() == "Thank you":
            break
    answer = other.context.request.post(
        "/checkout/cancel-order", form=fields, headers={"origin": other.base_url}, max_redirects=0
    )
    other.opens(answer.headers["location"])
    other.sees("Thank you")
    expect(other.page.get_by_role("main")).to_contain_text("It was too late to cancel")
