"""The cart: what goes in, what changes, what comes out again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from shelf import Shelf
from shopper import Shopper, euros
from visitors import Visitors


def test_an_article_goes_into_the_cart(any_shopper: Shopper, shelf: Shelf) -> None:
    article = shelf.article()
    any_shopper.puts_in_cart(article, 2)
    any_shopper.sees_in_cart(2)
    any_shopper.mini_cart.click()
    any_shopper.sees("Your cart")
    line = any_shopper.cart.line(article)
    expect(line.quantity).to_have_value("2")
    assert euros(line.total.inner_text()) == pytest.approx(2 * euros(article.price))
    expect(any_shopper.cart.amount("Subtotal")).to_have_text(line.total.inner_text())


def test_adding_happens_in_place_and_tells_the_header_and_the_screen_reader(shopper: Shopper, shelf: Shelf) -> None:
    article = shelf.article()
    shopper.opens(article.path)
    shopper.sees_in_cart(0)
    with shopper.staying_on_the_page():
        shopper.product.add.click()
        shopper.sees_in_cart(1)
        expect(shopper.product.message).to_contain_text("is in your cart")
        expect(shopper.announcement).to_contain_text(f"{article.name}")
        expect(shopper.announcement).to_contain_text("in your cart")
        expect(shopper.product.add).to_be_focused()
        shopper.product.add.click()
        shopper.sees_in_cart(2)
    assert shopper.path == article.path


def test_a_cart_is_the_same_on_every_page_and_in_every_tab(any_shopper: Shopper, shelf: Shelf) -> None:
    any_shopper.has_in_cart(shelf.article(), quantity=2)
    for path in ["/", "/products", "/stores", "/search?q=delta"]:
        any_shopper.opens(path)
        any_shopper.sees_in_cart(2)
    other = any_shopper.in_another_tab()
    other.opens("/")
    other.sees_in_cart(2)


def test_visitors_never_see_each_others_carts(shopper: Shopper, open_shopper: Visitors, shelf: Shelf) -> None:
    shopper.has_in_cart(shelf.article(), quantity=3)
    stranger = open_shopper()
    stranger.opens("/")
    stranger.sees_in_cart(0)
    stranger.opens("/checkout/cart")
    stranger.sees("Your cart is empty")


def test_a_step_changes_quantity_and_totals(any_shopper: Shopper, shelf: Shelf) -> None:
    article = shelf.article(at_least=4)
    any_shopper.has_in_cart(article, quantity=2)
    any_shopper.opens("/checkout/cart")
    line = any_shopper.cart.line(article)
    with any_shopper.staying_if_scripted():
        line.more.click()
        expect(line.quantity).to_have_value("3")
        any_shopper.sees_in_cart(3)
        assert euros(any_shopper.cart.amount("Subtotal").inner_text()) == pytest.approx(3 * euros(article.price))
        line.fewer.click()
        expect(line.quantity).to_have_value("2")
        any_shopper.sees_in_cart(2)
    assert euros(any_shopper.cart.amount("Subtotal").inner_text()) == pytest.approx(2 * euros(article.price))


def test_a_typed_quantity_changes_the_cart(any_shopper: Shopper, shelf: Shelf) -> None:
    article = shelf.article(at_least=5)
    any_shopper.has_in_cart(article)
    any_shopper.opens("/checkout/cart")
    line = any_shopper.cart.line(article)
    with any_shopper.staying_if_scripted():
        line.quantity.fill("4")
        if any_shopper.has_script:
            line.quantity.blur()
        else:
            line.update.click()
        any_shopper.sees_in_cart(4)
        assert euros(line.total.inner_text()) == pytest.approx(4 * euros(article.price))


def test_focus_stays_on_the_step_button_and_the_change_is_announced(shopper: Shopper, shelf: Shelf) -> None:
    article = shelf.article(at_least=3)
    shopper.has_in_cart(article)
    shopper.opens("/checkout/cart")
    line = shopper.cart.line(article)
    line.more.focus()
    shopper.page.keyboard.press("Enter")
    expect(line.quantity).to_have_value("2")
    expect(line.more).to_be_focused()
    expect(shopper.announcement).to_contain_text("2 items in the cart")


def test_a_removed_line_can_be_put_back(any_shopper: Shopper, shelf: Shelf) -> None:
    first, second = shelf.article(), shelf.article()
    any_shopper.has_in_cart(first, quantity=2)
    any_shopper.has_in_cart(second)
    any_shopper.opens("/checkout/cart")
    with any_shopper.staying_if_scripted():
        any_shopper.cart.line(first).remove.click()
        expect(any_shopper.cart.lines).to_have_count(1)
        any_shopper.sees_in_cart(1)
        expect(any_shopper.cart.message).to_contain_text(f"Removed {first.name}")
        any_shopper.cart.message.get_by_role("button", name="Put it back").click()
        expect(any_shopper.cart.lines).to_have_count(2)
        expect(any_shopper.cart.line(first).quantity).to_have_value("2")
        any_shopper.sees_in_cart(3)


def test_the_last_line_removed_leaves_an_empty_cart_with_focus_on_its_heading(shopper: Shopper, shelf: Shelf) -> None:
    article = shelf.article()
    shopper.has_in_cart(article)
    shopper.opens("/checkout/cart")
    with shopper.staying_on_the_page():
        shopper.cart.line(article).remove.click()
        shopper.sees("Your cart is empty")
        expect(shopper.heading).to_be_focused()
        shopper.sees_in_cart(0)
        expect(shopper.announcement).to_contain_text("The cart is empty")


def test_an_empty_cart_recommends_something(any_shopper: Shopper) -> None:
    any_shopper.opens("/checkout/cart")
    any_shopper.sees("Your cart is empty")
    expect(any_shopper.product.recommended).not_to_have_count(0)


def test_a_cart_recommends_nothing_that_is_in_it(any_shopper: Shopper, shelf: Shelf) -> None:
    article = shelf.article()
    any_shopper.has_in_cart(article)
    any_shopper.opens("/checkout/cart")
    names = any_shopper.product.recommended.all_inner_texts()
    assert names and article.name not in names


def test_more_than_there_is_stands_in_the_way_of_checkout_until_it_is_lowered(
    any_shopper: Shopper, shelf: Shelf
) -> None:
    article = shelf.article(at_least=2, at_most=20)
    any_shopper.has_in_cart(article)
    any_shopper.opens("/checkout/cart")
    line = any_shopper.cart.line(article)
    line.quantity.fill("99")
    if any_shopper.has_script:
        line.quantity.blur()
    else:
        line.update.click()
    take = line.place.get_by_role("button", name=re.compile(r"^Take \d+ of"))
    expect(take).to_be_visible()
    expect(any_shopper.cart.to_checkout).to_be_disabled()
    any_shopper.opens("/checkout/checkout")
    any_shopper.sees("Your cart")
    take.click()
    expect(take).to_have_count(0)
    expect(any_shopper.cart.to_checkout).to_be_enabled()
    assert int(line.quantity.input_value()) <= 20


def test_delivery_is_added_and_tax_is_told(any_shopper: Shopper, shelf: Shelf) -> None:
    any_shopper.has_in_cart(shelf.article())
    any_shopper.opens("/checkout/cart")
    cart = any_shopper.cart
    subtotal, total = (euros(cart.amount(name).inner_text()) for name in ["Subtotal", "Total"])
    delivery = cart.amount("Delivery").inner_text()
    assert total == pytest.approx(subtotal + (0 if delivery == "free" else euros(delivery)))
    expect(cart.totals).to_contain_text(re.compile(r"Includes €[\d.,]+ VAT"))
