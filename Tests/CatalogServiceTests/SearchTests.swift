import TestSupport
import Testing
import Wire

@Suite struct SearchTests {
    @Test(arguments: [
        ("skylark", ["KT-001"]), ("SKYLARK", ["KT-001"]), ("sky", ["KT-001"]), ("lodestar", ["KT-003"]),
        ("debuts", ["KT-002"]), ("DÉBUTS", ["KT-002"]), ("de\u{301}buts", ["KT-002"]), ("small delta", ["KT-001"]),
        ("delta small", ["KT-001"]), ("tail", ["KT-004"]), ("tails", ["KT-004"]), ("fighters", ["KT-003"]),
        ("single-line", ["KT-001", "KT-003"]), ("stunt kites", ["KT-002"]), ("stunt kite", ["KT-002"]),
        ("yellow", ["KT-002", "KT-004"]), ("KT-003", ["KT-003"]), ("KT-003-HB-18", ["KT-003"]), ("1.8 m", ["KT-003"]),
        ("a tail of the", ["KT-004"]), ("skylark lodestar", []), ("zeppelin", []),
    ])
    func wordsFindTheirProducts(text: String, products: [String]) async throws {
        let fixture = try await CatalogueFixture.sample()
        let list = try await fixture.search(text)
        #expect(list.products.map(\.id.text).sorted() == products)
        #expect(list.total == products.count)
        #expect(list.correctedText == nil)
    }

    @Test(arguments: [
        ("skylrak", "skylark", "KT-001"), ("skylrk", "skylark", "KT-001"), ("skkylark", "skylark", "KT-001"),
        ("lodestra", "lodestar", "KT-003"), ("rokaku", "rokkaku", "KT-003"), ("rokakku kite", "rokkaku kite", "KT-003"),
        ("stunt ktie", "stunt kite", "KT-002"), ("tial", "tail", "KT-004"),
    ])
    func typingErrorIsForgivenAndTold(text: String, meant: String, product: String) async throws {
        let fixture = try await CatalogueFixture.seeded()
        let list = try await fixture.search(text)
        #expect(list.total > 0)
        #expect(list.correctedText == meant)
        let same = try await fixture.search(meant)
        #expect(list.products.map(\.id) == same.products.map(\.id))
    }

    @Test(arguments: [
        "\"", "'", "\"\"", "a\"b", "*", "**", "(", ")", "NEAR(", "NEAR(a b, 3)", "AND", "OR", "NOT", "a AND", "a OR (",
        "name:sky", "-sky", "^sky", "{name}:x", "sky + lark", "\\", "%", "; DROP TABLE product;--", "🪁",
        "\u{1F469}\u{200D}\u{1F469}\u{200D}\u{1F467}",
        "\u{0}", "a\u{0}b", "\u{200B}", "\u{202E}kite", "ﷺ", "𝓀𝒾𝓉𝑒", "<script>", "' OR 1=1 --",
        "kite*", "\"kite\" kite",
        String(repeating: "a", count: 100), String(repeating: "a ", count: 50), String(repeating: "🪁", count: 100),
    ])
    func hostileTextIsOnlyText(text: String) async throws {
        let fixture = try await CatalogueFixture.sample()
        let response = try await fixture.client.get("/products?q=\(PercentEncoding.encode(text))")
        #expect(response.status.code == 200, "\(response.text)")
    }

    @Test(arguments: [101, 200, 5_000])
    func tooLongTextIsRefused(length: Int) async throws {
        let fixture = try await CatalogueFixture.sample()
        #expect(try await fixture.complaints("/products?q=\(String(repeating: "a", count: length))") == ["q"])
    }

    @Test(arguments: ["q=", "q=%20%20", "q=+"])
    func blankTextIsNoSearch(query: String) async throws {
        let fixture = try await CatalogueFixture.sample()
        #expect(try await fixture.list(query).total == 4)
    }

    @Test func nameCountsMoreThanShelfAndShelfMoreThanText() async throws {
        let catalogue = SampleCatalogue.with("\"name\": \"Lodestar\"", "\"name\": \"Display\"")
            .replacing("It climbs off the hand.", with: "It climbs off the display.")
        let fixture = try await CatalogueFixture.sample(catalogue)
        #expect(try await fixture.search("display").products.map(\.id.text) == ["KT-003", "KT-004", "KT-001"])
    }

    @Test(arguments: [("red skylark", "KT-001-SG"), ("harbour skylark", "KT-001-HB"), ("skylark", "KT-001-SG")])
    func theColourThatIsAskedForInWordsIsShown(text: String, sku: String) async throws {
        let fixture = try await CatalogueFixture.sample()
        #expect(try await fixture.search(text).products.map(\.sku.text) == [sku])
    }

    @Test func searchAndFiltersNarrowEachOther() async throws {
        let fixture = try await CatalogueFixture.sample()
        let blue = try await fixture.list("q=ripstop&colour=blue").products
        #expect(blue.map(\.id.text).sorted() == ["KT-001", "KT-003"])
        #expect(try await fixture.list("q=ripstop&category=stunt").products.map(\.id.text) == ["KT-002"])
    }
}
