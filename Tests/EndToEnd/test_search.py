"""Search: by the beginning of a word, with a slip of the finger, with nothing to find, and with malice."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from shelf import Product, Shelf
from shopper import Shopper


@pytest.fixture
def product(shelf: Shelf) -> Product:
    """One whose name is a single word, long enough to be mistyped."""
    return next(product for product in shelf.products() if re.fullmatch(r"[A-Z][a-z]{6,}", product.name))


def test_the_header_search_finds_by_the_beginning_of_a_word(any_shopper: Shopper, product: Product) -> None:
    any_shopper.opens("/")
    any_shopper.search.look_for(product.name[:5])
    any_shopper.sees(f"Results for “{product.name[:5]}”")
    assert product.name in any_shopper.search.names()
    assert any_shopper.search.total() >= len(any_shopper.search.names())


def test_what_was_found_is_marked_in_the_text(any_shopper: Shopper, product: Product) -> None:
    any_shopper.opens(f"/search?q={product.name.lower()}")
    card = any_shopper.search.cards.filter(has=any_shopper.page.get_by_role("link", name=product.name, exact=True))
    expect(card.locator("mark").first).to_have_text(product.name)


def test_a_mistyped_word_finds_what_was_meant_and_says_so(any_shopper: Shopper, product: Product) -> None:
    slip = product.name[:3] + product.name[4] + product.name[3] + product.name[5:]
    if slip == product.name:
        slip = product.name[:3] + product.name[4:]
    any_shopper.opens("/search")
    any_shopper.search.look_for(slip)
    any_shopper.sees(f"Results for “{slip}”")
    assert product.name in any_shopper.search.names()
    expect(any_shopper.search.correction).to_contain_text(product.name, ignore_case=True)


def test_an_article_number_is_found(scriptless_shopper: Shopper, product: Product) -> None:
    scriptless_shopper.opens(f"/search?q={product.id}")
    assert product.name in scriptless_shopper.search.names()


@pytest.mark.goes_back
def test_another_search_happens_in_place(shopper: Shopper, product: Product) -> None:
    shopper.opens("/search?q=delta")
    with shopper.staying_on_the_page():
        shopper.search.box_again.fill(product.name)
        shopper.search.box_again.press("Enter")
        shopper.sees(f"Results for “{product.name}”")
        expect(shopper.search.box_again).to_be_focused()
        expect(shopper.page).to_have_title(re.compile(product.name))
        expect(shopper.announcement).to_contain_text(f"for {product.name}")
        shopper.goes_back()
        shopper.sees("Results for “delta”")


def test_nothing_found_helps_on(any_shopper: Shopper) -> None:
    any_shopper.opens("/")
    any_shopper.search.look_for("qqxxzzyy")
    expect(any_shopper.page.get_by_role("heading", name="Nothing by that name")).to_be_visible()
    shelves = any_shopper.page.get_by_role("main").locator('a[href^="/products/"]')
    assert shelves.count() >= 6
    expect(any_shopper.fragment("explore.recommendations").get_by_role("link").first).to_be_visible()


def test_a_search_for_nothing_asks_what_for(any_shopper: Shopper) -> None:
    any_shopper.opens("/")
    any_shopper.search.look_for("   ")
    any_shopper.sees("What are you looking for?")


HOSTILE = {
    "script": "<script>document.title='had'</script>",
    "handler": '"><img src=x onerror=alert(1)>',
    "attribute": "' autofocus onfocus='alert(1)",
    "sql": "'; DROP TABLE products; --",
    "query-language": 'kite AND NOT ("delta* OR NEAR(',
    "operators": '* ^ - + : { } \\ "',
    "template": "{{name}} {{{name}}} ${7*7}",
    "fragment": '<shop-fragment name="explore.footer"></shop-fragment>',
    "patch": '<template for="p1">x</template><?start name="p1">',
    "entities": "&lt;b&gt; &amp;amp; &#x3c;",
    "right-to-left": "\u202eetik\u202c עפיפון",
    "emoji": "🪁🪁 ‍👩‍👧",
    "long": "kite " * 19,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_only_ever_text(any_shopper: Shopper, text: str) -> None:
    any_shopper.opens("/search?q=delta")
    any_shopper.search.look_for(text)
    shown = " ".join(text.split())
    expect(any_shopper.heading).to_have_text(f"Results for “{shown}”")
    expect(any_shopper.search.box_again).to_have_value(shown)
    assert any_shopper.page.locator("main :is(script:not([type]), template, img[src='x'], [onfocus])").count() == 0
    assert any_shopper.page.evaluate("document.title") != "had"
    assert any_shopper.page.locator("footer").count() == 1
