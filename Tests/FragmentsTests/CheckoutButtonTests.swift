import CheckoutFragments
import FragmentContract
import HTTPTypes
import TestSupport
import Testing
import Wire

/// What stands on other teams' pages: the add-to-cart button and the mini cart.
@Suite(.serialized) struct CheckoutButtonTests {
    private func button(
        _ query: String, _ body: @escaping @Sendable (WireResponse) throws -> Void
    ) async throws {
        try await CheckoutShop.run { shop in try body(try await shop.checkout.get("/fragments/add-to-cart?\(query)")) }
    }

    @Test func buttonHasPriceStockAndForm() async throws {
        try await button("sku=KT-003-HB-18") { answer in
            for part in [
                "€109.00", "Only 2 left", #"action="/checkout/cart/add""#, #"value="KT-003-HB-18""#, #"max="2""#,
                #"data-in-place="checkout.add-to-cart""#, #"data-emits="checkout:cart-changed""#,
            ] {
                #expect(answer.text.contains(part), "\(part)")
            }
            #expect(answer.headers[.cacheControl] == "public, max-age=5, stale-while-revalidate=5, stale-if-error=0")
        }
    }

    @Test func soldOutVariantPointsToAnother() async throws {
        try await button("sku=KT-001-HB") { answer in
            #expect(answer.text.contains("Sold out"))
            #expect(!answer.text.contains("<form"))
            #expect(answer.text.contains(#"<a href="/product/KT-001?sku=KT-001-SG">Skylark is in stock in Signal</a>"#))
        }
    }

    @Test func soldOutProductPointsToItsCategory() async throws {
        try await button("sku=KT-004-SG") { #expect($0.text.contains(#"<a href="/products/single-line">"#)) }
    }

    @Test(arguments: ["sku=KT-999-SG", "sku=KT-001-ZZ"])
    func unknownArticleIsNotFound(query: String) async throws {
        try await button(query) { #expect($0.status == .notFound) }
    }

    @Test func madeUpOutcomeIsIgnored() async throws {
        try await button("sku=KT-001-SG&added=100") { #expect(!$0.text.contains("in your cart")) }
    }

    @Test func priceIsNeverMadeUp() async throws {
        let shop = try await CheckoutShop.alone()
        #expect(try await shop.checkout.get("/fragments/add-to-cart?sku=KT-001-SG").status == .serviceUnavailable)
        let manifest = try await shop.checkout.get(FragmentManifest.path).decode(FragmentManifest.self)
        for fragment in manifest.fragments {
            #expect(fragment.fallback?.contains("€") != true)
            #expect(fragment.pending?.contains("€") != true)
        }
    }

    @Test func miniCartCountsPieces() async throws {
        try await CheckoutShop.run { shop in
            let visitor = CheckoutVisitor(shop)
            let stranger = try await visitor.see("/checkout/mini-cart")
            #expect(stranger.text.contains(#"aria-label="Cart, empty""#))
            #expect(stranger.headers[.cacheControl]?.hasPrefix("public, max-age=300") == true)
            try await visitor.add("KT-001-SG")
            #expect(try await visitor.see("/checkout/mini-cart").text.contains(#"aria-label="Cart, 1 item""#))
            try await visitor.add("KT-003-HB-13", 2)
            let answer = try await visitor.see("/checkout/mini-cart")
            #expect(answer.text.contains(#"aria-label="Cart, 3 items""#))
            #expect(answer.text.contains(#"data-hears="checkout:cart-changed" data-refresh="/checkout/mini-cart""#))
            #expect(answer.headers[.cacheControl] == "private, no-store")
        }
    }

    @Test func everySampleIsAnswered() async throws {
        try await CheckoutShop.run { shop in
            let manifest = try await shop.checkout.get(FragmentManifest.path).decode(FragmentManifest.self)
            #expect(ManifestCheck.complaints(about: manifest).isEmpty)
            for fragment in manifest.fragments {
                for sample in fragment.samples {
                    var query = QueryWriter()
                    for (name, value) in sample { query.add(name, value) }
                    let status = try await shop.checkout.get(query.target(fragment.path)).status
                    #expect([200, 303, 404].contains(status.code), "\(fragment.name) \(sample)")
                }
            }
        }
    }

    @Test(arguments: [
        (0, "Sold out"), (1, "Only one left"), (2, "Only 2 left"), (5, "Only 5 left"), (6, "In stock"),
        (99, "In stock"),
    ])
    func stockIsSaidInWords(stock: Int, words: String) {
        #expect(StockWords(stock).text == words)
    }
}
