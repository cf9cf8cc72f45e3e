"""What the shop has, as its pages say: where tests find something to buy."""

from __future__ import annotations

import html
import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from wire import Wire


@dataclass(frozen=True)
class Article:
    """One variant of a product."""

    product: str
    sku: str
    name: str
    """The product's, without the variant."""
    price: str
    """As the page writes it."""
    stock: int
    """As many as one may order at once; 0 for what is sold out."""
    path: str


@dataclass(frozen=True)
class Product:
    id: str
    name: str
    category: str
    offers: tuple[dict[str, str], ...]
    """As in the page's structured data."""

    @property
    def path(self) -> str:
        return f"/product/{self.id}"


class Shelf:
    """Knows which products there are, and asks anew how many are left."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._turn = itertools.count()
        self._products: dict[str, Product] = {}

    @cached_property
    def ids(self) -> list[str]:
        """Every product's number, in the shop's order."""
        found: list[str] = []
        for page in itertools.count(1):
            text = self._wire.get(f"/products?page={page}").text
            grid = text[text.index("listing__grid") : text.index("</main>")]
            found += dict.fromkeys(re.findall(r'href="/product/([\w-]+)', grid))
            if 'rel="next"' not in text:
                return list(dict.fromkeys(found))
        return found

    @cached_property
    def categories(self) -> list[str]:
        """The categories' paths, as the navigation has them."""
        text = self._wire.get("/").text
        return list(dict.fromkeys(re.findall(r'href="(/products/[\w-]+)"', text)))

    def product(self, id: str) -> Product:
        if id not in self._products:
            self._products[id] = self._read(id)
        return self._products[id]

    def products(self) -> Iterator[Product]:
        """All of them, beginning somewhere else each time, so that not every test buys the same."""
        start = next(self._turn) * 7 % len(self.ids)
        yield from map(self.product, self.ids[start:] + self.ids[:start])

    def article(self, *, at_least: int = 3, at_most: int = 1_000, shown_first: bool = False) -> Article:
        """An article of which so many are there now; with `shown_first` one that its product's page begins with."""
        for product in self.products():
            offers = [offer for offer in product.offers if "InStock" in offer["availability"]]
            for offer in offers[:1] if shown_first else offers:
                article = self.look_up(product, offer)
                if at_least <= article.stock <= at_most:
                    return article
        raise AssertionError(f"the shop has no article of which {at_least} to {at_most} are left")

    def sold_out(self) -> Article:
        for product in self.products():
            if all("OutOfStock" in offer["availability"] for offer in product.offers):
                return self.look_up(product, product.offers[0])
        raise AssertionError("nothing in the shop is sold out")

    def product_with_sizes(self) -> Product:
        """A product that comes in several colours, and in several sizes at different prices."""
        for product in self.products():
            names = [offer["name"].split(", ") for offer in product.offers]
            prices = {offer["price"] for offer in product.offers}
            if len({name[1] for name in names}) > 1 and len({name[2] for name in names}) > 1 and len(prices) > 1:
                return product
        raise AssertionError("no product comes in several colours and sizes")

    def look_up(self, product: Product, offer: dict[str, str]) -> Article:
        buy, price = "", None
        for _ in range(5):  # A busy shop may leave the price out of a page, rather than make one up.
            text = self._wire.get(offer["url"]).text
            _, _, buy = text.partition('data-name="checkout.add-to-cart"')
            if price := re.search(r"buy__price price\">([^<]+)<", buy):
                break
        assert price, f"{offer['url']} shows no price"
        limit = re.search(r'name="quantity"[^>]*\bmax="(\d+)"', buy)
        return Article(
            product.id, offer["sku"], product.name, html.unescape(price[1]), int(limit[1]) if limit else 0, offer["url"]
        )

    def _read(self, id: str) -> Product:
        text = self._wire.get(f"/product/{id}").text
        data = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
        assert data, f"the page of {id} has no structured data"
        facts = json.loads(data[1])
        return Product(id, facts["name"], facts["category"], tuple(facts["offers"]))
