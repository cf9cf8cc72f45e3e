"""What every answer tells the browser to allow, to keep, and to send back."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from shelf import Shelf
from shopper import Shopper
from wire import Wire

PAGES = ["/", "/products", "/product/{id}", "/stores", "/search?q=delta", "/checkout/cart", "/no/such/page"]


def policy(header: str) -> dict[str, str]:
    parts = [part.strip().partition(" ") for part in header.split(";") if part.strip()]
    return {name: value for name, _, value in parts}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_allows_only_what_it_needs(wire: Wire, shelf: Shelf, path: str) -> None:
    answer = wire.get(path.format(id=shelf.ids[0]))
    rules = policy(answer["content-security-policy"])
    assert rules["default-src"] == "'none'" and rules["base-uri"] == "'none'" and rules["frame-ancestors"] == "'none'"
    assert rules["form-action"] == "'self'"
    assert re.fullmatch(r"'self' 'nonce-[\w-]{22,}'", rules["script-src"])
    assert "unsafe" not in answer["content-security-policy"]
    assert answer["x-content-type-options"] == "nosniff"
    assert answer["x-frame-options"] == "DENY"
    assert answer["referrer-policy"] == "strict-origin-when-cross-origin"
    assert answer["cross-origin-opener-policy"] == "same-origin"
    assert "geolocation=()" in answer["permissions-policy"]
    assert not answer["server"] and not answer["x-powered-by"]
    assert answer["cache-control"] == "private, no-cache" or answer["cache-control"] == "no-store"


def test_a_nonce_is_used_once(wire: Wire) -> None:
    nonces = [policy(wire.get("/")["content-security-policy"])["script-src"] for _ in range(5)]
    assert len(set(nonces)) == 5


def test_the_pages_own_script_carries_the_answers_nonce(wire: Wire) -> None:
    answer = wire.get("/")
    in_header = re.search(r"'nonce-([\w-]+)'", answer["content-security-policy"])
    in_page = re.findall(r'<script nonce="([\w-]+)"', answer.text)
    assert in_header and in_page and set(in_page) == {in_header[1]}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_inline_style_and_no_handler(wire: Wire, shelf: Shelf, path: str) -> None:
    text = wire.get(path.format(id=shelf.ids[0])).text
    assert not re.search(r"<style|<[a-z][^>]*\s(style|on[a-z]+)\s*=", text)
    scripts = re.findall(r"<script[^>]*>", text)
    assert all(re.search(r'\b(src|nonce|type="application/ld\+json")', each) for each in scripts)
    assert all("integrity=" in each for each in scripts if "src=" in each)


def test_an_asset_is_kept_for_ever(wire: Wire) -> None:
    paths = re.findall(r'"(/assets/[^"]+)"', wire.get("/").text)
    assert len(paths) >= 3
    for path in paths:
        answer = wire.get(path)
        assert answer.status == 200 and answer["cache-control"] == "public, max-age=31536000, immutable"
        assert re.match(r"text/(css|javascript)", answer["content-type"])
        assert re.search(r"\.[0-9a-f]{8,}\.", path)


def test_looking_leaves_no_cookie_but_the_bucket_that_releases_are_chosen_by(wire: Wire) -> None:
    for path in ["/", "/products", "/checkout/cart"]:
        (bucket,) = wire.get(path).all("set-cookie")
        assert re.fullmatch(r"shop-bucket=\d{1,4}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly", bucket)
        assert not wire.get(path, cookie=bucket.split(";")[0]).all("set-cookie")


def test_scripts_cannot_read_the_cart_and_other_sites_cannot_send_it(wire: Wire, shelf: Shelf) -> None:
    answer = wire.post("/checkout/cart/add", {"sku": shelf.article().sku})
    cookies = {cookie.split("=")[0]: cookie for cookie in answer.all("set-cookie")}
    assert "cart" in cookies
    for cookie in cookies.values():
        assert "; HttpOnly" in cookie and re.search(r"; SameSite=(Lax|Strict)", cookie) and "; Path=/" in cookie
    assert re.fullmatch(r"cart=[\w-]{22}", cookies["cart"].split(";")[0])


def test_no_cookie_that_scripts_can_read_says_who_one_is(shopper: Shopper, shelf: Shelf) -> None:
    shopper.is_at_checkout_with(shelf.article())
    shopper.orders()
    readable = shopper.page.evaluate("document.cookie")
    assert {each.split("=")[0].strip() for each in readable.split(";") if each} <= {"shop-tier", "overlay"}


def test_after_a_form_the_browser_is_sent_to_a_page_of_the_shop(wire: Wire, shelf: Shelf) -> None:
    sku = shelf.article().sku
    for back in [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/%0d%0aevil: 1",
        "evil",
    ]:
        answer = wire.post("/checkout/cart/add", {"sku": sku, "return": back})
        assert answer.status == 303
        assert re.match(r"/(?![/\\])", answer["location"]), back
        assert not answer.all("evil")


def test_an_order_page_is_not_kept_and_not_indexed(shopper: Shopper, shelf: Shelf, wire: Wire) -> None:
    shopper.is_at_checkout_with(shelf.article())
    shopper.orders()
    answer = wire.get(shopper.path)
    assert "private" in answer["cache-control"] or "no-store" in answer["cache-control"]
    assert 'name="robots" content="noindex"' in answer.text
    assert "secret" in parse_qs(urlsplit(shopper.path).query)
    assert "4242" not in answer.text and "tok_" not in answer.text


def test_identity_is_not_believed_from_outside(wire: Wire) -> None:
    answer = wire.get("/checkout/cart", x_user="admin", shop_user="admin", x_forwarded_for="10.0.0.1")
    assert answer.status == 200
    assert "admin" not in answer.text
