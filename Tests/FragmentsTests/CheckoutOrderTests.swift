import CatalogAPI
import Chassis
import CheckoutFragments
import FoundationEssentials
import HTTPTypes
import TestSupport
import Testing
import Vocabulary
import Wire

@Suite(.serialized) struct CheckoutOrderTests {
    @Test func orderIsPlacedAndThankedFor() async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop)
            try await visitor.add("KT-001-SG", 2)
            let place = try await visitor.send("/checkout/place-order", .order(key: try await visitor.key()))
            #expect(place.hasPrefix("/checkout/thanks?order=UP-"))
            let thanks = try await visitor.see(place, until: "Thank you")
            for part in ["Thank you", "2 × Skylark", "€74.70", "Windgasse 7", "20095 Hamburg", "ada@example.org"] {
                #expect(thanks.text.contains(part), "\(part)")
            }
            #expect(thanks.headers[.cacheControl] == "private, no-store")
            #expect(try await visitor.see("/checkout/cart").text.contains("Your cart is empty"))
            #expect(try await visitor.see("/checkout/checkout").headers[.location] == "/checkout/cart")
            let stranger = place.replacing(#/secret=..../#, with: "secret=AAAA")
            #expect(try await visitor.see(stranger).status == .notFound)
        }
    }

    @Test func orderCanBePickedUp() async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop)
            try await visitor.add("KT-001-SG")
            let form = [String: String].order(key: try await visitor.key())
                .with(["fulfilment": "pickup", "store": "fano", "street": "", "city": ""])
            let thanks = try await visitor.text(after: "/checkout/place-order", form)
            for part in [
                "To be picked up by Ada Lovelace", "Updraft Fanø", "Strandvej 1", "Pick-up</dt><dd>free", "€34.90",
            ] {
                #expect(thanks.contains(part), "\(part)")
            }
        }
    }

    @Test func formHasAtMostEightFields() async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop)
            try await visitor.add("KT-001-SG")
            let page = try await visitor.see("/checkout/checkout").text
            let names = Set(page.matches(of: #/name="([a-z-]+)" (?:type|value)/#).map { String($0.1) }).subtracting([
                "key"
            ])
            #expect(names == ["email", "name", "fulfilment", "street", "postal-code", "city", "payment"])
            #expect(page.contains(#"<shop-fragment name="explore.store-picker">"#))
        }
    }

    @Test func mistakesComeBackBesideWhatWasTyped() async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop)
            try await visitor.add("KT-001-SG")
            let form = [String: String].order(key: try await visitor.key())
                .with(["email": "ada<at>example", "city": " ", "name": #"Ada "L" <b>"#])
            let answer = try await visitor.post("/checkout/place-order", form)
            #expect(answer.headers[.location] == "/checkout/checkout?retry=1")
            let cookie = try #require(answer.headers[values: .setCookie].first { $0.hasPrefix("checkout-form=") })
            #expect(cookie.hasSuffix("; Path=/checkout; HttpOnly; SameSite=Strict; Max-Age=600"))
            let page = try await visitor.see("/checkout/checkout?retry=1").text
            for part in [
                "Enter an email address like ada@example.org.", "Enter the town or city.", ##"href="#email""##,
                #"value="ada&lt;at&gt;example""#, #"value="Ada &quot;L&quot; &lt;b&gt;""#, #"value="Windgasse 7""#,
                #"aria-invalid="true""#, #"id="city-error""#,
            ] {
                #expect(page.contains(part), "\(part)")
            }
            let later = try await visitor.see("/checkout/checkout").text
            #expect(later.contains(#"value="Windgasse 7""#))
            #expect(!later.contains("aria-invalid"))
            let place = try await visitor.send("/checkout/place-order", .order(key: try await visitor.key()))
            #expect(place.hasPrefix("/checkout/thanks"))
            #expect(visitor.cookies["checkout-form"] == nil)
        }
    }

    @Test func declinedCardIsSaidAndTheCartIsBack() async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop)
            try await visitor.add("KT-001-SG")
            let form = [String: String].order(key: try await visitor.key())
            let place = try await visitor.send("/checkout/place-order", form.with(["payment": "test-card-declined"]))
            #expect(place == "/checkout/checkout?retry=1")
            let page = try await visitor.see(place).text
            #expect(page.contains("The bank declined this card, so nothing was ordered"))
            let again = try await visitor.send("/checkout/place-order", .order(key: try await visitor.key()))
            _ = try await visitor.see(again, until: "Thank you")
        }
    }

    @Test func missingStoreAndCardAreSaid() async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop)
            try await visitor.add("KT-001-SG")
            let form = [
                "key": try await visitor.key(), "email": "ada@example.org", "name": "Ada", "fulfilment": "pickup",
            ]
            let page = try await visitor.text(after: "/checkout/place-order", form)
            #expect(page.contains("Choose the store where you will pick it up."))
            #expect(page.contains("Choose a card."))
            #expect(page.contains(#"value="pickup" checked"#))
        }
    }

    @Test func cardNumbersAndCardsAreNeverRemembered() async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop)
            try await visitor.add("KT-001-SG")
            let form = [String: String].order(key: try await visitor.key())
            try await visitor.send(
                "/checkout/place-order", form.with(["name": "4111 1111 1111 1111", "payment": "test-card-declined"]))
            let text = try #require(visitor.cookies["checkout-form"])
            let swapped = text.replacing("-", with: "+").replacing("_", with: "/")
            let padded = swapped + String(repeating: "=", count: (4 - swapped.count % 4) % 4)
            let memory = String(decoding: try #require(Data(base64Encoded: padded)), as: UTF8.self)
            #expect(memory.contains("Windgasse"))
            #expect(!memory.contains("4111"))
            #expect(!memory.contains("test-card"))
        }
    }

    @Test func twiceTheSameFormIsOneOrder() async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop)
            try await visitor.add("KT-001-SG", 2)
            let form = [String: String].order(key: try await visitor.key())
            #expect(try await visitor.key() == form["key"])
            let places = try await withThrowingTaskGroup(of: String.self) { tasks in
                for _ in 0..<8 { tasks.addTask { try await visitor.send("/checkout/place-order", form) } }
                return try await tasks.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(places.count == 1)
            #expect(places.first?.hasPrefix("/checkout/thanks") == true)
            let again = try await visitor.send("/checkout/place-order", form)
            #expect(again == places.first)
            _ = try await visitor.see(again, until: "Thank you")
            let page = try await shop.checkout.get("/fragments/add-to-cart?sku=KT-001-SG").text
            #expect(page.contains(#"max="8""#))
        }
    }

    @Test func sameArticlesBoughtAgainAreAnotherOrder() async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop)
            var places: Set<String> = []
            for _ in 0..<2 {
                try await visitor.add("KT-001-SG")
                places.insert(try await visitor.send("/checkout/place-order", .order(key: try await visitor.key())))
            }
            #expect(places.count == 2)
        }
    }

    @Test func cartThatChangedMeanwhileIsShownFirst() async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop)
            try await visitor.add("KT-001-SG")
            let form = [String: String].order(key: try await visitor.key())
            try await visitor.add("KT-003-HB-13")
            let page = try await visitor.text(after: "/checkout/place-order", form)
            #expect(page.contains("Your cart has changed since this page was shown."))
            #expect(page.contains("Lodestar"))
        }
    }

    @Test func changedPriceAndShortageLeadToTheCart() async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop)
            try await visitor.add("KT-001-SG", 3)
            let form = [String: String].order(key: try await visitor.key())
            try await shop.bring(KiteCatalogue(skylarkStock: 2))
            #expect(try await visitor.send("/checkout/place-order", form) == "/checkout/cart?notice=out-of-stock")
            try await shop.bring(KiteCatalogue(skylarkPrice: 3_000))
            #expect(try await visitor.send("/checkout/place-order", form) == "/checkout/cart?notice=price-changed")
        }
    }

    @Test func otherDetailsUnderAUsedKeyLeadToTheCart() async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop)
            try await visitor.add("KT-001-SG")
            let form = [String: String].order(key: try await visitor.key())
            #expect(try await visitor.send("/checkout/place-order", form).hasPrefix("/checkout/thanks"))
            let place = try await visitor.send("/checkout/place-order", form.with(["name": "Grace Hopper"]))
            #expect(place == "/checkout/cart?notice=already-ordered")
        }
    }

    @Test func emptyAndMissingCartsAreSentToTheCart() async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop)
            #expect(try await visitor.see("/checkout/checkout").headers[.location] == "/checkout/cart")
            #expect(try await visitor.send("/checkout/place-order", .order(key: Token.random())) == "/checkout/cart")
            try await visitor.add("KT-001-SG")
            try await visitor.send("/checkout/cart/remove", ["sku": "KT-001-SG"])
            #expect(try await visitor.send("/checkout/place-order", .order(key: Token.random())) == "/checkout/cart")
        }
    }

    @Test(arguments: ["", "?order=UP-7KQ2-M4XD", "?order=UP-7KQ2-M4XD&secret=guess", "?order=..%2Fcarts&secret=x"])
    func guessedOrdersAreNotFound(query: String) async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop)
            let page = try await visitor.see("/checkout/thanks\(query)")
            #expect(page.status == .notFound)
        }
    }

    @Test func unreachableOrderDeskKeepsTheForm() async throws {
        let shop = try await CheckoutShop.alone()
        let visitor = CheckoutVisitor(shop, cookies: ["cart": Token.random(), "checkout-key": Token.random()])
        let answer = try await visitor.post("/checkout/place-order", .order(key: Token.random()))
        #expect(answer.headers[.location] == "/checkout/checkout?retry=1")
        let memory = CheckoutFormMemory(cookies: visitor.cookies)
        #expect(memory?.trouble == .unreachable)
        #expect(memory?.values[.email] == "ada@example.org")
    }

    @Test func whoeverCannotBeFollowedJustNowIsToldSoAndKeepsFormAndCart() async throws {
        let leveling = LoadLeveling.rush()
        try await CheckoutShop.run(leveling: leveling) { shop in
            let visitor = CheckoutVisitor(shop)
            try await visitor.add("KT-001-SG")
            leveling.followed(by: "stock", after: .seconds(10), of: .seconds(30))
            let form = [String: String].order(key: try await visitor.key())
            #expect(try await visitor.send("/checkout/place-order", form) == "/checkout/checkout?retry=1")
            #expect(CheckoutFormMemory(cookies: visitor.cookies)?.values[.email] == "ada@example.org")
            let page = try await visitor.see("/checkout/checkout?retry=1")
            #expect(page.text.contains("More is being ordered than we can keep up with."))
            leveling.followed(by: "stock", after: .zero, of: .seconds(30))
            #expect(try await visitor.send("/checkout/place-order", form).hasPrefix("/checkout/thanks?"))
        }
    }

    @Test func oversizedFormsAreRefusedOrCut() async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop)
            try await visitor.add("KT-001-SG")
            let long = String(repeating: "ü", count: 2_000)
            let form = [String: String].order(key: try await visitor.key()).with([
                "name": long, "street": long, "city": long,
            ])
            #expect(try await visitor.send("/checkout/place-order", form) == "/checkout/checkout?retry=1")
            #expect((visitor.cookies["checkout-form"] ?? "").utf8.count <= CheckoutFormMemory.limit)
            #expect(try await visitor.see("/checkout/checkout?retry=1").status == .ok)
            let huge = form.with(["name": String(repeating: "x", count: 70_000)])
            #expect(try await visitor.send("/checkout/place-order", huge) == "status 413")
        }
    }

    @Test(arguments: ["", "!!!", "eyJ3YXkiOjF9", "bm90IGpzb24", String(repeating: "A", count: 4_000)])
    func forgedMemoryIsForgotten(cookie: String) async throws {
        #expect(CheckoutFormMemory(cookies: ["checkout-form": cookie]) == nil)
    }
}
