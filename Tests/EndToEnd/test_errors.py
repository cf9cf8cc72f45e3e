"""What is not there, not allowed or not well-formed: told as what it is, on a page of the shop where a person asked."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from shelf import Shelf
from shopper import Shopper
from wire import Wire

MISSING = {
    "product": "/product/KT-999",
    "malformed-product": "/product/%3Cb%3E",
    "category": "/products/submarines",
    "route": "/no/such/page",
    "below-a-page": "/stores/atlantis",
    "action-as-page": "/checkout/cart/add",
    "order": "/checkout/thanks?order=UP-AAAA-AAAA&secret=aaaaaaaaaaaaaaaaaaaaaa",
    "order-without-number": "/checkout/thanks",
    "asset": "/assets/shared/none.css",
    "inside-of-a-fragment-server": "/fragments/header",
    "manifest": "/fragment-manifest.json",
}
COMPOSED = [path for name, path in MISSING.items() if name != "asset"]


@pytest.mark.parametrize("path", COMPOSED, ids=[name for name in MISSING if name != "asset"])
def test_what_is_missing_has_a_whole_page_that_leads_on(any_shopper: Shopper, path: str) -> None:
    any_shopper.watch.allow_status(404)
    response = any_shopper.opens(path)
    assert response.status == 404
    expect(any_shopper.page).to_have_title("Page not found · Updraft")
    expect(any_shopper.page.get_by_role("main")).to_contain_text("Page not found")
    expect(any_shopper.navigation.get_by_role("link").first).to_be_visible()
    expect(any_shopper.mini_cart).to_be_visible()
    expect(any_shopper.page.get_by_role("contentinfo")).to_contain_text("Updraft")
    any_shopper.page.get_by_role("main").get_by_role("link", name="All kites").click()
    any_shopper.sees("All kites")


@pytest.mark.parametrize("path", MISSING.values(), ids=MISSING.keys())
def test_what_is_missing_is_said_so_to_programs_too(wire: Wire, path: str) -> None:
    assert wire.get(path).status == 404
    assert wire.send("HEAD", path).status == 404


def test_an_empty_route_of_forms_is_not_found(wire: Wire) -> None:
    answer = wire.post("/checkout/cart/steal", {"sku": "KT-001-SR"})
    assert answer.status == 404
    assert "</footer>" in answer.text


# MARK: Forms of other sites


class OtherSite:
    """A page elsewhere whose form aims at the shop."""

    def __init__(self, target: str) -> None:
        page = f"""<!doctype html><title>Elsewhere</title><form method="post" action="{target}">
            <input name="sku" value="KT-001-SR"><input name="quantity" value="1"><button>Win a kite</button></form>"""

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("content-type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(page.encode())

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def other_site(base_url: str) -> Iterator[OtherSite]:
    site = OtherSite(f"{base_url}/checkout/cart/add")
    yield site
    site.close()


def test_a_form_of_another_site_is_refused_and_changes_nothing(
    any_shopper: Shopper, other_site: OtherSite, shelf: Shelf
) -> None:
    any_shopper.watch.allow_status(403)
    any_shopper.watch.allow(other_site.url)
    any_shopper.has_in_cart(shelf.article())
    any_shopper.page.goto(other_site.url)
    with any_shopper.page.expect_response("**/checkout/cart/add") as answer:
        any_shopper.page.get_by_role("button").click()
    assert answer.value.status == 403
    any_shopper.opens("/")
    any_shopper.sees_in_cart(1)


FOREIGN = {
    "other-origin": {"Origin": "http://elsewhere.example"},
    "no-origin-at-all": {"Origin": "null"},
    "cross-site": {"Sec-Fetch-Site": "cross-site"},
    "other-port": {"Sec-Fetch-Site": "same-site"},
    "look-alike": {"Origin": "http://127.0.0.1.elsewhere.example"},
}


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN.keys())
@pytest.mark.parametrize(
    "path", ["/checkout/cart/add", "/checkout/cart/remove", "/checkout/cart/quantity", "/checkout/place-order"]
)
def test_whatever_says_that_it_comes_from_elsewhere_is_refused(wire: Wire, path: str, headers: dict[str, str]) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert wire.send("POST", path, form | headers, b"sku=KT-001-SR").status == 403


# MARK: Malformed requests

MALFORMED_FORMS = {
    "no-article": ({"quantity": "1"}, 422),
    "no-such-shape": ({"sku": "<script>", "quantity": "1"}, 422),
    "long-article": ({"sku": "K" * 5_000, "quantity": "1"}, 422),
}


@pytest.mark.parametrize(("form", "status"), MALFORMED_FORMS.values(), ids=MALFORMED_FORMS.keys())
def test_a_form_that_is_not_ours_is_answered_with_a_client_error(wire: Wire, form: dict[str, str], status: int) -> None:
    answer = wire.post("/checkout/cart/add", form)
    assert answer.status == status
    assert {each.split("=")[0] for each in answer.all("set-cookie")} <= {"shop-bucket"}


@pytest.mark.parametrize("quantity", ["0", "-1", "100", "1.5", "many", "99999999999999999999", "１"])
@pytest.mark.parametrize("path", ["/checkout/cart/add", "/checkout/cart/quantity"])
def test_a_quantity_that_is_none_changes_nothing_and_says_so(
    scriptless_shopper: Shopper, shelf: Shelf, path: str, quantity: str
) -> None:
    article = shelf.article()
    scriptless_shopper.has_in_cart(article)
    request = scriptless_shopper.context.request
    answer = request.post(path, form={"sku": article.sku, "quantity": quantity})
    assert answer.status == 200
    assert "The quantity must be a whole number from 1 to 99" in answer.text()
    scriptless_shopper.opens("/checkout/cart")
    scriptless_shopper.sees_in_cart(1)


def test_an_unknown_article_does_not_fit_into_the_cart(scriptless_shopper: Shopper) -> None:
    answer = scriptless_shopper.context.request.post("/checkout/cart/add", form={"sku": "KT-999-XX"})
    assert "This article does not fit into the cart" in answer.text()


def request(line: str, *fields: str, body: bytes = b"") -> bytes:
    return "\r\n".join([line, *fields, "", ""]).encode("latin-1") + body


MALFORMED = {
    "broken-percent": ("GET /%zz HTTP/1.1", ["Host: {host}"], 400),
    "bad-utf-8": ("GET /product/%ff%fe HTTP/1.1", ["Host: {host}"], 400),
    "zero-byte": ("GET /%00 HTTP/1.1", ["Host: {host}"], 400),
    "climbing": ("GET /assets/../../etc/passwd HTTP/1.1", ["Host: {host}"], 400),
    "climbing-encoded": ("GET /assets/%2e%2e/%2e%2e/etc/passwd HTTP/1.1", ["Host: {host}"], 400),
    "no-host": ("GET / HTTP/1.1", [], 400),
    "two-hosts": ("GET / HTTP/1.1", ["Host: {host}", "Host: elsewhere.example"], 400),
    "long-address": (f"GET /search?q={'a' * 8_000} HTTP/1.1", ["Host: {host}"], 414),
    "long-header": ("GET / HTTP/1.1", ["Host: {host}", f"Cookie: a={'a' * 40_000}"], 431),
    "long-body": ("POST /checkout/cart/add HTTP/1.1", ["Host: {host}", "Content-Length: 10000000"], 413),
    "two-lengths": (
        "POST /checkout/cart/add HTTP/1.1",
        ["Host: {host}", "Content-Length: 1", "Content-Length: 2"],
        400,
    ),
    "smuggling": (
        "POST /checkout/cart/add HTTP/1.1",
        ["Host: {host}", "Content-Length: 3", "Transfer-Encoding: chunked"],
        400,
    ),
    "method": ("DELETE /checkout/cart HTTP/1.1", ["Host: {host}"], 405),
    "trace": ("TRACE / HTTP/1.1", ["Host: {host}"], 405),
}


@pytest.mark.parametrize(("line", "fields", "status"), MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_request_is_refused_by_its_proper_name(
    wire: Wire, line: str, fields: list[str], status: int
) -> None:
    assert wire.send_raw(request(line, *[field.format(host=wire.authority) for field in fields])) == status


def test_cookies_that_mean_nothing_do_no_harm(wire: Wire) -> None:
    for cookie in ["cart=", "cart=../../etc", "cart=" + "a" * 2_000, "shop-tier=quantum", "checkout-form=%%%", ";;;=;"]:
        for path in ["/", "/checkout/cart"]:
            assert wire.get(path, cookie=cookie).status == 200, f"{path} with {cookie[:30]}"
