"""The shop without a mouse: everything is reached by Tab, and one always sees where one is."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from shelf import Shelf
from shopper import Customer, Shopper
from visitors import Visitors

FOCUS = """async () => {
  const element = document.activeElement;
  await Promise.allSettled(element.getAnimations().map((each) => each.finished));
  const outlined = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const places = [getComputedStyle(element), getComputedStyle(element, "::after")];
  const label = element.closest("label");
  if (label) places.push(getComputedStyle(label));
  const box = (label ?? element).getBoundingClientRect();
  return {
    what: element.outerHTML.slice(0, 120),
    isNowhere: element === document.body,
    isOutlined: places.some(outlined),
    isOnScreen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.width > 0,
  };
}"""


class Keyboard:
    """Goes through a page by Tab, and looks at every step whether it can be seen."""

    def __init__(self, shopper: Shopper) -> None:
        self._page = shopper.page

    def tab(self, *, back: bool = False) -> None:
        self._page.keyboard.press("Shift+Tab" if back else "Tab")
        focus = self._page.evaluate(FOCUS)
        assert focus["isNowhere"] or focus["isOutlined"], f"focus cannot be seen on {focus['what']}"
        assert focus["isNowhere"] or focus["isOnScreen"], f"focus is off the screen on {focus['what']}"

    def reach(self, target: Locator, limit: int = 150) -> None:
        expect(target).to_be_visible()
        for _ in range(limit):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.tab()
        raise AssertionError(f"{target} is not reached by {limit} tabs")

    def press(self, target: Locator, key: str = "Enter") -> None:
        self.reach(target)
        self._page.keyboard.press(key)

    def type(self, target: Locator, text: str) -> None:
        self.reach(target)
        self._page.keyboard.type(text)


def test_the_first_tab_offers_the_way_past_the_header(any_shopper: Shopper) -> None:
    any_shopper.opens("/products")
    keyboard = Keyboard(any_shopper)
    keyboard.tab()
    skip = any_shopper.page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    any_shopper.page.keyboard.press("Enter")
    keyboard.tab()
    assert any_shopper.page.evaluate('document.querySelector("main").contains(document.activeElement)')


def test_a_purchase_needs_no_mouse(any_shopper: Shopper, shelf: Shelf) -> None:
    keyboard, customer = Keyboard(any_shopper), Customer()
    article = shelf.article(shown_first=True)
    any_shopper.opens("/")
    keyboard.type(any_shopper.search.box, article.product)
    any_shopper.page.keyboard.press("Enter")
    keyboard.press(any_shopper.search.links.get_by_text(article.name, exact=True))
    any_shopper.sees(article.name)
    keyboard.press(any_shopper.product.add)
    if any_shopper.has_script:
        keyboard.press(any_shopper.product.message.get_by_role("link"))
    any_shopper.sees("Your cart")
    keyboard.press(any_shopper.cart.lines.get_by_role("button", name=re.compile("^One more")))
    any_shopper.sees_in_cart(2)
    keyboard.press(any_shopper.cart.to_checkout)
    any_shopper.sees("Checkout")
    checkout = any_shopper.checkout
    keyboard.type(checkout.field("Email"), customer.email)
    keyboard.type(checkout.field("Name"), customer.name)
    keyboard.reach(checkout.way("Delivery"))
    any_shopper.page.keyboard.press("ArrowDown")
    expect(checkout.way("Pick-up")).to_be_checked()
    keyboard.press(checkout.stores.first.get_by_role("radio"), "Space")
    keyboard.reach(checkout.card(re.compile("^Test card")))
    keyboard.press(checkout.place_order)
    any_shopper.thanks.number()


def test_every_stop_on_a_page_can_be_seen(any_shopper: Shopper, shelf: Shelf) -> None:
    keyboard = Keyboard(any_shopper)
    for path in ["/products", shelf.article().path]:
        any_shopper.opens(path)
        keyboard.reach(any_shopper.page.get_by_role("contentinfo").get_by_role("link", name=re.compile("the pieces")))


def test_every_stop_on_a_narrow_page_can_be_seen(open_shopper: Visitors, shelf: Shelf) -> None:
    shopper = open_shopper(width=320, height=640, scheme="dark")
    keyboard = Keyboard(shopper)
    shopper.opens("/products")
    keyboard.press(shopper.page.get_by_text("Filters", exact=True))
    keyboard.press(shopper.listing.skill("Beginner"), "Space")
    expect(shopper.listing.active).not_to_have_count(0)
    keyboard.reach(shopper.page.get_by_role("contentinfo").get_by_role("link", name=re.compile("the pieces")))


def test_the_way_back_by_keyboard_is_the_same_way(shopper: Shopper) -> None:
    shopper.opens("/stores")
    keyboard = Keyboard(shopper)
    keyboard.reach(shopper.mini_cart)
    keyboard.tab(back=True)
    expect(shopper.page.locator("header").get_by_role("link", name="Stores")).to_be_focused()
