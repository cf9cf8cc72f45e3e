import FragmentContract
import HTTPTypes
import TestSupport
import Testing
import Vocabulary
import Wire

@Suite(.serialized) struct CheckoutCartTests {
    @Test func addingMakesACartAndSaysWhatIsInIt() async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop)
            let answer = try await visitor.post("/checkout/cart/add", ["sku": "KT-001-SG", "quantity": "2"])
            #expect(answer.status == .seeOther)
            let cookie = try #require(answer.headers[values: .setCookie].first { $0.hasPrefix("cart=") })
            #expect(cookie.hasSuffix("; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000"))
            #expect(Token.isWellFormed(visitor.cookies["cart"] ?? ""))
            let place = try #require(answer.headers[.location])
            let page = try await visitor.see(place)
            #expect(page.headers[.cacheControl] == "private, no-store")
            for part in [
                "Added Skylark, Signal.", "2 items", "€34.90", "€69.80", "Delivery</dt><dd>€4.90", "€74.70", "€10.20",
                #"<shop-fragment name="explore.recommendations" skus="KT-001-SG">"#,
                #"href="/product/KT-001?sku=KT-001-SG""#,
            ] {
                #expect(page.text.contains(part), "\(part)")
            }
        }
    }

    @Test func scriptThatStaysIsSentToTheFragmentAlone() async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop)
            var headers = HTTPFields()
            headers[try #require(HTTPField.Name("sec-fetch-dest"))] = "empty"
            let place = try await visitor.send(
                "/checkout/cart/add", ["sku": "KT-001-SG", "quantity": "3"], headers: headers)
            #expect(place == "/checkout/added?sku=KT-001-SG&added=3")
            let text = try await visitor.see(place).text
            #expect(text.contains("3 × Skylark, Signal, are in your cart."))
            #expect(text.contains(#"<a href="/checkout/cart">"#))
            let refused = try await visitor.send(
                "/checkout/cart/add", ["sku": "KT-001-SG", "quantity": "97"], headers: headers)
            #expect(refused == "/checkout/added?sku=KT-001-SG&added=bad-quantity")
        }
    }

    @Test(arguments: ["0", "100", "-1", "1.5", "many", "99999999999999999999"])
    func wrongQuantityChangesNothingAndSaysSo(quantity: String) async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop)
            try await visitor.add("KT-001-SG")
            for action in ["/checkout/cart/add", "/checkout/cart/quantity"] {
                let text = try await visitor.text(after: action, ["sku": "KT-001-SG", "quantity": quantity])
                #expect(text.contains("whole number from 1 to 99"))
                #expect(text.contains("1 item<"))
            }
        }
    }

    @Test func quantityIsSetByNumberAndByStep() async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop)
            try await visitor.add("KT-001-SG")
            let set = try await visitor.text(after: "/checkout/cart/quantity", ["sku": "KT-001-SG", "quantity": "4"])
            #expect(set.contains(#"data-announce="Skylark, Signal: 4. 4 items in the cart.""#))
            let step = try await visitor.text(after: "/checkout/cart/quantity", ["sku": "KT-001-SG", "set": "5"])
            #expect(step.contains("5 items"))
        }
    }

    @Test func removingCanBeTakenBack() async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop)
            try await visitor.add("KT-001-SG", 2)
            try await visitor.add("KT-003-HB-13")
            let text = try await visitor.text(after: "/checkout/cart/remove", ["sku": "KT-001-SG", "quantity": "2"])
            #expect(text.contains(#"data-announce="Removed Skylark, Signal. 1 item in the cart.""#))
            #expect(!text.contains(#"id="quantity-KT-001-SG""#))
            let back = "/checkout/cart?did=added&amp;sku=KT-001-SG&amp;quantity=2"
            #expect(text.contains(#"name="return" value="\#(back)""#))
            let undone = try await visitor.text(
                after: "/checkout/cart/add",
                ["sku": "KT-001-SG", "quantity": "2", "return": back.replacing("&amp;", with: "&")])
            #expect(undone.contains("3 items"))
        }
    }

    @Test func lastRemovalLeavesAnEmptyCartWithAWayOn() async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop)
            try await visitor.add("KT-001-SG")
            let text = try await visitor.text(after: "/checkout/cart/remove", ["sku": "KT-001-SG"])
            #expect(text.contains("Your cart is empty"))
            #expect(text.contains(#"data-announce="Removed Skylark, Signal. The cart is empty.""#))
            #expect(text.contains("<img class=\"cart__scene\""))
            #expect(text.contains(#"href="/products""#))
        }
    }

    @Test func changedPriceMustBeAccepted() async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop)
            try await visitor.add("KT-001-SG", 2)
            try await shop.bring(KiteCatalogue(skylarkPrice: 3_690))
            let text = try await visitor.see("/checkout/cart").text
            #expect(text.contains("it was <s>€34.90</s>, it is now <strong>€36.90</strong>"))
            #expect(text.contains("please accept the new price of Skylark"))
            #expect(!text.contains(#"href="/checkout/checkout""#))
            #expect(
                try await visitor.see("/checkout/checkout").headers[.location] == "/checkout/cart?notice=price-changed")
            let accepted = try await visitor.text(
                after: "/checkout/cart/quantity", ["sku": "KT-001-SG", "quantity": "2", "accept": "price"])
            #expect(accepted.contains("Accepted the price of Skylark, Signal."))
            #expect(accepted.contains(#"href="/checkout/checkout""#))
        }
    }

    @Test func shortageIsShownWithWhatCanBeDone() async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop)
            try await visitor.add("KT-001-SG", 4)
            try await shop.bring(KiteCatalogue(skylarkStock: 2))
            let text = try await visitor.see("/checkout/cart?notice=out-of-stock").text
            #expect(text.contains("Only 2 left."))
            #expect(text.contains("Take 2"))
            #expect(text.contains("please lower Skylark to 2"))
            let taken = try await visitor.text(after: "/checkout/cart/quantity", ["sku": "KT-001-SG", "quantity": "2"])
            #expect(!taken.contains("please lower"))
            #expect(try await !visitor.see("/checkout/cart?notice=out-of-stock").text.contains("no longer there"))
        }
    }

    @Test func hostileNamesAreEscapedInTheCart() async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop)
            try await visitor.add("KT-002-SG")
            for page in [
                "/checkout/cart?did=added&sku=KT-002-SG", "/checkout/checkout", "/checkout/added?sku=KT-002-SG",
            ] {
                let text = try await visitor.see(page).text
                #expect(text.contains(KiteCatalogue.hostileHTML), "\(page)")
                #expect(!text.contains("<b a="), "\(page)")
            }
        }
    }

    @Test(arguments: [
        "https://evil.example", "//evil.example", "/\\evil.example", "\\/evil.example", "javascript:alert(1)",
        "/\t/evil.example", "evil", "", "/x\r\nSet-Cookie: a=b",
    ])
    func nobodyIsSentAway(to target: String) async throws {
        try await CheckoutShop.run { shop in
            let place = try await CheckoutVisitor(shop).send(
                "/checkout/cart/add", ["sku": "KT-001-SG", "return": target])
            #expect(place == "/checkout/cart?did=added&sku=KT-001-SG&quantity=1")
        }
    }

    @Test func ownPathIsReturnedTo() async throws {
        try await CheckoutShop.run { shop in
            let place = try await CheckoutVisitor(shop).send(
                "/checkout/cart/add", ["sku": "KT-001-SG", "return": "/product/KT-001?sku=KT-001-SG"])
            #expect(place == "/product/KT-001?sku=KT-001-SG")
        }
    }

    @Test(arguments: ["/checkout/cart/add", "/checkout/cart/quantity", "/checkout/cart/remove"])
    func malformedFormsAreRefused(action: String) async throws {
        let visitor = CheckoutVisitor(try await CheckoutShop.alone())
        #expect(try await visitor.send(action, ["sku": "<script>"]) == "status 422")
        #expect(try await visitor.send(action, [:]) == "status 422")
        #expect(try await visitor.send(action, ["sku": String(repeating: "x", count: 70_000)]) == "status 413")
    }

    @Test func deadOrderServiceIsSaidKindly() async throws {
        let visitor = CheckoutVisitor(try await CheckoutShop.alone(), cookies: ["cart": Token.random()])
        for action in ["/checkout/cart/add", "/checkout/cart/quantity", "/checkout/cart/remove"] {
            let place = try await visitor.send(action, ["sku": "KT-001-SG", "quantity": "2"])
            #expect(place == "/checkout/cart?notice=unavailable")
        }
        #expect(try await visitor.see("/checkout/cart").status == .serviceUnavailable)
        #expect(try await visitor.see("/checkout/mini-cart").status == .serviceUnavailable)
    }

    @Test func forgedCartCookieIsNoCart() async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop, cookies: ["cart": "../orders"])
            #expect(try await visitor.see("/checkout/cart").text.contains("Your cart is empty"))
            try await visitor.add("KT-001-SG")
            #expect(Token.isWellFormed(visitor.cookies["cart"] ?? ""))
        }
    }
}
