import FoundationEssentials
import FragmentContract
import HTTPTypes
import TestSupport
import Testing
import Wire

@Suite(.serialized) struct DecideProductTests {
    private func see(_ query: String, _ body: @escaping @Sendable (WireResponse) throws -> Void) async throws {
        try await CheckoutShop.run { shop in try body(try await shop.decide.get("/fragments/product?\(query)")) }
    }

    @Test func pageHasAllItsParts() async throws {
        try await see("id=KT-001&sku=KT-001-SG") { answer in
            for part in [
                "<h1>Skylark</h1>", #"href="/products/single-line">Single-line kites</a>"#, "Climbs off the hand.",
                "It stands like a nail.", "Floating spreader", #"alt="Skylark in Signal""#,
                #"width="800" height="800""#,
                "8 to 28 km/h", "Beaufort 2 to 4: light to moderate breeze", "1.2 kg", ##"fill="#e4002b""##,
                #"<shop-fragment name="checkout.add-to-cart" sku="KT-001-SG"></shop-fragment>"#,
                #"<shop-fragment name="explore.recommendations" skus="KT-001-SG"></shop-fragment>"#,
            ] {
                #expect(answer.text.contains(part), "\(part)")
            }
            #expect(answer.headers[.shopTitle].flatMap { PercentEncoding.decode($0) } == "Skylark in Signal")
            #expect(answer.headers[.link] == #"</product/KT-001>; rel="canonical""#)
            #expect(answer.headers[.cacheControl]?.hasPrefix("public, max-age=60") == true)
            #expect(answer.headers[.cacheTag] == "product:KT-001 catalogue")
            #expect(answer.headers[.shellCacheControl]?.hasPrefix("public, max-age=3600,") == true)
        }
    }

    @Test(arguments: ["id=KT-001", "id=KT-001&sku=KT-001-XX", "id=KT-001&sku=KT-003-HB-13"])
    func withoutChoiceOfItsOwnTheFirstInStockIsShown(query: String) async throws {
        try await see(query) { answer in
            #expect(answer.text.contains(#"alt="Skylark in Signal""#))
            #expect(answer.headers[.shopTitle] == "Skylark")
        }
    }

    @Test func soldOutVariantCanBeChosenAndSaysSo() async throws {
        try await see("id=KT-001&sku=KT-001-HB") { answer in
            #expect(answer.text.contains(#"data-announce="Harbour chosen, sold out""#))
            #expect(answer.text.contains(#"aria-current="true""#))
            #expect(answer.text.contains(#"<span class="product__gone">sold out</span>"#))
        }
    }

    @Test func productWithoutStockShowsItsFirstVariant() async throws {
        try await see("id=KT-004") { #expect($0.text.contains(#"alt="Fade Out in Signal""#)) }
    }

    @Test func choosingAColourKeepsTheSize() async throws {
        try await see("id=KT-003&sku=KT-003-HB-18") { answer in
            #expect(answer.text.contains(#"href="/product/KT-003?sku=KT-003-SG-18""#))
            #expect(answer.text.contains(#"href="/product/KT-003?sku=KT-003-HB-13""#))
            #expect(answer.text.contains("Size: <strong>1.8 m</strong>"))
        }
    }

    @Test func choicesAreLinksThatChangeThePageInPlace() async throws {
        try await see("id=KT-001") { answer in
            let link = #"href="/product/KT-001?sku=KT-001-HB" data-in-place="decide.product""#
            #expect(
                answer.text.contains(link + #" data-emits="decide:variant-changed" data-focus-key="colour-harbour""#))
        }
    }

    @Test func unknownProductIsNotFound() async throws {
        try await see("id=KT-999") {
            #expect($0.status == .notFound)
            #expect($0.headers[.cacheTag] == "product:KT-999 catalogue")
        }
    }

    @Test func hostileNamesAreEscaped() async throws {
        try await see("id=KT-002") { answer in
            #expect(answer.text.contains("<h1>\(KiteCatalogue.hostileHTML)</h1>"))
            #expect(!answer.text.contains("<b a="))
            #expect(answer.text.components(separatedBy: "</script").count == 2)
        }
    }

    @Test(arguments: ["KT-001", "KT-002"])
    func structuredDataIsSoundJSON(id: String) async throws {
        struct Data: Decodable {
            struct Offer: Decodable { let sku, price, priceCurrency, availability, url: String }
            let name: String
            let offers: [Offer]
        }
        try await see("id=\(id)") { answer in
            let start = try #require(answer.text.firstRange(of: #"<script type="application/ld+json">"#)).upperBound
            let end = try #require(answer.text.firstRange(of: "</script>")).lowerBound
            let data = try JSONDecoder().decode(Data.self, from: .init(answer.text[start..<end].utf8))
            guard id == "KT-001" else { return #expect(data.name == KiteCatalogue.hostileName) }
            #expect(data.offers.map(\.sku) == ["KT-001-HB", "KT-001-SG"])
            #expect(data.offers.map(\.price) == ["39.90", "34.90"])
            #expect(data.offers.map(\.priceCurrency) == ["EUR", "EUR"])
            #expect(data.offers.map(\.availability) == ["https://schema.org/OutOfStock", "https://schema.org/InStock"])
            #expect(data.offers[1].url == "/product/KT-001?sku=KT-001-SG")
        }
    }

    @Test func everySampleIsAnswered() async throws {
        try await CheckoutShop.run { shop in
            let manifest = try await shop.decide.get(FragmentManifest.path).decode(FragmentManifest.self)
            #expect(ManifestCheck.complaints(about: manifest).isEmpty)
            #expect(manifest.fragments.map(\.name) == ["decide.product"])
            for sample in manifest.fragments[0].samples {
                var query = QueryWriter()
                for (name, value) in sample { query.add(name, value) }
                #expect(try await shop.decide.get(query.target("/fragments/product")).status == .ok)
            }
        }
    }

    @Test func withoutTheCatalogueThereIsNoAnswer() async throws {
        let answer = try await CheckoutShop.alone().decide.get("/fragments/product?id=KT-001")
        #expect(answer.status == .serviceUnavailable)
    }
}
