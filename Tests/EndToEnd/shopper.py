"""The shop in plain words: a visitor, the pages, and what can be seen and done there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Locator, Page, Response, expect

from shelf import Article
from watch import Watch


@dataclass(frozen=True)
class Customer:
    email: str = "ada@example.org"
    name: str = "Ada Lovelace"
    street: str = "Strandvejen 4"
    postal_code: str = "6720"
    city: str = "Fanø"


WORDS = "None One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve".split()
GOOD_CARD = re.compile("^Test card")
EMPTY_CARD = re.compile("^Empty test card")
SLOW_CARD = re.compile("^Slow test card")
SILENT_CARD = re.compile("^Silent test card")


class Shopper:
    """A visitor with a browser of their own."""

    def __init__(self, context: BrowserContext, watch: Watch, base_url: str, *, has_script: bool) -> None:
        self.context = context
        self.watch = watch
        self.base_url = base_url
        self.has_script = has_script
        self.page: Page = context.new_page()
        self.listing = Listing(self)
        self.search = Search(self)
        self.product = ProductPage(self)
        self.cart = CartPage(self)
        self.checkout = CheckoutPage(self)
        self.thanks = ThanksPage(self)

    def opens(self, path: str) -> Response:
        response = self.page.goto(path)
        assert response, f"{path} had no answer"
        return response

    def goes_back(self) -> None:
        # A page that the browser had kept is there at once, and never loads again.
        self.page.go_back(wait_until="commit")

    def goes_forward(self) -> None:
        self.page.go_forward(wait_until="commit")

    def in_another_tab(self) -> Shopper:
        """The same visitor, with a second page open."""
        return Shopper(self.context, self.watch, self.base_url, has_script=self.has_script)

    # What every page has

    @property
    def path(self) -> str:
        """Path and query of the page."""
        parts = urlsplit(self.page.url)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    @property
    def heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    @property
    def navigation(self) -> Locator:
        return self.page.get_by_role("navigation", name="Categories")

    @property
    def mini_cart(self) -> Locator:
        return self.page.locator("header").get_by_role("link", name=re.compile("^Cart"))

    @property
    def announcement(self) -> Locator:
        """What a screen reader was told last."""
        return self.page.locator("#announcer")

    def fragment(self, name: str) -> Locator:
        return self.page.locator(f'shop-fragment[data-name="{name}"]')

    def sees(self, heading: str | re.Pattern[str]) -> None:
        expect(self.heading).to_have_text(heading)

    def sees_in_cart(self, count: int) -> None:
        words = "empty" if count == 0 else "1 item" if count == 1 else f"{count} items"
        expect(self.mini_cart).to_have_accessible_name(f"Cart, {words}")

    @contextmanager
    def staying_on_the_page(self) -> Iterator[None]:
        """What happens inside happens in place: the document is never loaded anew."""
        self.page.evaluate("window.isTheSameDocument = true")
        yield
        assert self.page.evaluate("window.isTheSameDocument === true"), "the page was loaded anew"

    @contextmanager
    def staying_if_scripted(self) -> Iterator[None]:
        if self.has_script:
            with self.staying_on_the_page():
                yield
        else:
            yield

    # The way to a purchase

    def puts_in_cart(self, article: Article, quantity: int = 1) -> None:
        """Goes to the article's page and presses the button."""
        self.opens(article.path)
        self.product.quantity.fill(str(quantity))
        self.product.add.click()
        if self.has_script:
            expect(self.product.message).to_be_visible()
        else:
            self.sees("Your cart")

    def has_in_cart(self, *articles: Article, quantity: int = 1) -> None:
        """The same in short, for tests of what comes after: sends only the form."""
        for article in articles:
            form: dict[str, str | float | bool] = {"sku": article.sku, "quantity": quantity}
            answer = self.context.request.post("/checkout/cart/add", form=form, max_redirects=0)
            assert answer.status == 303 and "notice" not in answer.headers["location"], f"{article} was refused"

    def is_at_checkout_with(self, *articles: Article, quantity: int = 1) -> None:
        self.has_in_cart(*articles, quantity=quantity)
        self.opens("/checkout/checkout")
        self.sees("Checkout")

    def orders(self, customer: Customer = Customer()) -> str:
        """Fills the checkout in and places the order. Returns its number."""
        self.checkout.fill(customer)
        self.checkout.place_order.click()
        return self.thanks.number()

    def orders_with(self, card: re.Pattern[str], customer: Customer = Customer()) -> None:
        """Places an order whose bank does not answer at once."""
        self.checkout.fill(customer)
        self.checkout.card(card).check()
        self.checkout.place_order.click()
        self.sees("Nearly there")


class Part:
    """Somewhere on a visitor's page."""

    def __init__(self, shopper: Shopper) -> None:
        self._shopper = shopper

    @property
    def page(self) -> Page:
        return self._shopper.page

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")


class Cards(Part):
    """Products as cards."""

    fragment = ""

    @property
    def cards(self) -> Locator:
        return self.main.locator(
            f'shop-fragment[data-name="{self.fragment}"] .grid > li:not(shop-fragment shop-fragment *)'
        )

    @property
    def links(self) -> Locator:
        return self.cards.get_by_role("heading", level=3).get_by_role("link")

    def names(self) -> list[str]:
        return self.links.all_inner_texts()

    def prices(self) -> list[float]:
        """The lowest of each product, in euros."""
        return [euros(text) for text in self.cards.locator(".price").all_inner_texts()]

    @property
    def count(self) -> Locator:
        return self.main.locator(".listing__count")

    def total(self) -> int:
        """How many products the list is of, shown or on further pages."""
        word = self.count.inner_text().split()[0]
        return WORDS.index(word) if word in WORDS else int(word)

    @property
    def paging(self) -> Locator:
        return self.page.get_by_role("navigation", name="Pages")


class Listing(Cards):
    """A category's products, or all of them."""

    fragment = "explore.category"

    @property
    def filters(self) -> Locator:
        return self.page.get_by_role("form", name="Filters")

    def skill(self, name: str) -> Locator:
        return self.filters.get_by_role("checkbox", name=re.compile(f"^{name}"))

    def colour(self, name: str) -> Locator:
        """The chip of a colour; the checkbox in it is for the eyes of machines only."""
        return self.filters.get_by_role("group", name="Colour").locator(
            "label", has_text=re.compile(f"^\\s*{name}\\s*$")
        )

    @property
    def wind(self) -> Locator:
        return self.filters.get_by_label("Wind")

    @property
    def lowest_price(self) -> Locator:
        return self.filters.get_by_label("From")

    @property
    def highest_price(self) -> Locator:
        return self.filters.get_by_label("To", exact=True)

    @property
    def in_stock(self) -> Locator:
        return self.filters.get_by_label("Only what is in stock")

    @property
    def apply(self) -> Locator:
        return self.filters.get_by_role("button", name="Apply filters")

    @property
    def sort(self) -> Locator:
        return self.main.get_by_label("Sort by")

    @property
    def active(self) -> Locator:
        """The filters that are on, each a link that takes it off."""
        return self.main.get_by_role("list", name="Filters that are on").get_by_role("link")


class Search(Cards):
    """Search, from the header and on its own page."""

    fragment = "explore.search"

    @property
    def box(self) -> Locator:
        return self.page.locator("header").get_by_role("searchbox")

    @property
    def box_again(self) -> Locator:
        return self.main.get_by_role("searchbox")

    def look_for(self, text: str) -> None:
        self.box.fill(text)
        self.box.press("Enter")

    @property
    def correction(self) -> Locator:
        return self.main.locator(".notice")

    @property
    def marks(self) -> Locator:
        return self.cards.locator("mark")


class ProductPage(Part):
    @property
    def picture(self) -> Locator:
        return self.main.get_by_role("figure").get_by_role("img")

    @property
    def buy(self) -> Locator:
        """Team Checkout's part: price, stock, the button."""
        return self._shopper.fragment("checkout.add-to-cart").get_by_role("region")

    @property
    def price(self) -> Locator:
        return self.buy.locator(".price")

    @property
    def stock(self) -> Locator:
        return self.buy.locator(".stock")

    @property
    def quantity(self) -> Locator:
        return self.buy.get_by_label("Quantity")

    @property
    def add(self) -> Locator:
        return self.buy.get_by_role("button", name="Add to cart")

    @property
    def message(self) -> Locator:
        return self.buy.locator(".notice")

    @property
    def colours(self) -> Locator:
        return self.main.get_by_role("list", name=re.compile("^Colour")).get_by_role("link")

    @property
    def sizes(self) -> Locator:
        return self.main.get_by_role("list", name=re.compile("^Size")).get_by_role("link")

    @property
    def chosen(self) -> Locator:
        """The variant's colour, and its size where there are several."""
        return self.main.locator(".product__label strong")

    @property
    def recommended(self) -> Locator:
        return self._shopper.fragment("explore.recommendations").get_by_role("heading", level=3).get_by_role("link")


class CartPage(Part):
    @property
    def lines(self) -> Locator:
        return self.main.locator(".cart__lines > li")

    def line(self, article: Article) -> CartLine:
        return CartLine(self.lines.filter(has=self.page.locator(f'a[href$="sku={article.sku}"]')))

    @property
    def totals(self) -> Locator:
        return self.main.get_by_role("region", name="Summary")

    def amount(self, name: str) -> Locator:
        return amount(self.totals, name)

    @property
    def to_checkout(self) -> Locator:
        return self.main.get_by_role("link", name="Go to checkout")

    @property
    def message(self) -> Locator:
        return self.main.locator(".cart__message")


class CartLine:
    def __init__(self, place: Locator) -> None:
        self.place = place
        self.quantity = place.get_by_label(re.compile("^Quantity of"))
        self.more = place.get_by_role("button", name=re.compile("^One more"))
        self.fewer = place.get_by_role("button", name=re.compile("^One fewer"))
        self.update = place.get_by_role("button", name="Update")
        self.remove = place.get_by_role("button", name=re.compile("^Remove"))
        self.total = place.locator(".line__total")
        self.notice = place.locator(".notice")


class CheckoutPage(Part):
    def field(self, label: str) -> Locator:
        return self.main.get_by_label(label, exact=True)

    def way(self, name: str) -> Locator:
        """`Delivery` or `Pick-up`."""
        return self.main.get_by_role("radio", name=re.compile(f"^{name}"))

    def card(self, name: re.Pattern[str]) -> Locator:
        return self.main.get_by_role("radio", name=name)

    @property
    def stores(self) -> Locator:
        return self.main.get_by_role("group", name="Which store?").locator("label")

    def fill(self, customer: Customer) -> None:
        """For delivery."""
        self.fill_person(customer)
        self.field("Street and number").fill(customer.street)
        self.field("Postal code").fill(customer.postal_code)
        self.field("Town or city").fill(customer.city)

    def fill_person(self, customer: Customer) -> None:
        self.field("Email").fill(customer.email)
        self.field("Name").fill(customer.name)

    def shows(self, customer: Customer) -> None:
        expect(self.field("Email")).to_have_value(customer.email)
        expect(self.field("Name")).to_have_value(customer.name)
        expect(self.field("Street and number")).to_have_value(customer.street)
        expect(self.field("Postal code")).to_have_value(customer.postal_code)
        expect(self.field("Town or city")).to_have_value(customer.city)

    @property
    def place_order(self) -> Locator:
        return self.main.get_by_role("button", name="Place order")

    @property
    def errors(self) -> Locator:
        return self.main.get_by_role("region", name="Please check")

    @property
    def key(self) -> Locator:
        """What makes the same form the same order."""
        return self.main.locator("input[name=key]")

    def total(self) -> str:
        """What is to be paid, in the way that is chosen."""
        return amount(self.main.get_by_role("region", name="Your order"), "Total").inner_text()

    def form(self) -> dict[str, str]:
        """All that the form would send."""
        entries = self.page.evaluate('[...new FormData(document.querySelector("form.checkout__form"))]')
        return dict(entries)


class ThanksPage(Part):
    @property
    def eyebrow(self) -> Locator:
        return self.main.get_by_text(re.compile(r"^Order [\w-]+$"))

    def number(self) -> str:
        """The order's number, once the page is there."""
        expect(self._shopper.heading).to_have_text("Thank you")
        return self.eyebrow.inner_text().removeprefix("Order ").strip()

    @property
    def steps(self) -> Locator:
        """What happens to the order, one thing after the other."""
        return self.main.get_by_role("region", name=re.compile("^How it")).get_by_role("listitem")

    @property
    def current(self) -> Locator:
        return self.main.locator("[aria-current=step]")

    @property
    def link(self) -> Locator:
        return self.main.get_by_role("link", name="Keep the link to your order")

    @property
    def refresh(self) -> Locator:
        return self.main.get_by_role("link", name="Refresh")

    @property
    def cancel(self) -> Locator:
        return self.main.get_by_role("button", name="Cancel this order")

    @property
    def ordered(self) -> Locator:
        return self.main.get_by_role("region", name="What you ordered").get_by_role("listitem")

    @property
    def total(self) -> Locator:
        return amount(self.main.get_by_role("region", name="What you ordered"), "Total")


def amount(place: Locator, name: str) -> Locator:
    """A sum of money in a list of them, such as `Total`; the one that can be seen."""
    row = place.locator("dl > div").filter(has_text=re.compile(f"^\\s*{name}"))
    return row.get_by_role("definition").filter(visible=True)


def euros(text: str) -> float:
    """`from €1,068.50` is 1068.5."""
    found = re.search(r"€([\d,]+(?:\.\d+)?)", text)
    assert found, f"{text!r} is not a price"
    return float(found[1].replace(",", ""))
