import NIOCore
import TestSupport
import Testing
import Wire

/// A change to the sample catalogue, and the one complaint that it must bring.
struct Mistake: Sendable, CustomTestStringConvertible {
    let old: String
    let new: String
    let field: String
    let says: String
    /// What stands on the line that the complaint must name.
    let at: String

    init(_ old: String, _ new: String, field: String, says: String, at: String? = nil) {
        (self.old, self.new, self.field, self.says) = (old, new, field, says)
        self.at = at ?? old
    }

    var testDescription: String { "\(new.prefix(60)) (\(field))" }

    static let first = "products[0].variants[0]"

    static let values = [
        Mistake("\"price\": 3490", "\"price\": 0", field: "\(first).price", says: "from 1"),
        Mistake("\"price\": 3490", "\"price\": -1", field: "\(first).price", says: "from 1"),
        Mistake("\"price\": 3490", "\"price\": 34.9", field: "\(first).price", says: "not whole"),
        Mistake("\"price\": 3490", "\"price\": \"3490\"", field: "\(first).price", says: "whole number"),
        Mistake("\"price\": 3490", "\"price\": 1e999", field: "\(first).price", says: "whole number"),
        Mistake("\"stock\": 10", "\"stock\": -1", field: "\(first).stock", says: "from 0"),
        Mistake("\"stock\": 10", "\"stock\": null", field: "\(first).stock", says: "null"),
        Mistake(", \"stock\": 10", "", field: "\(first).stock", says: "missing", at: "KT-001-SG"),
        Mistake("KT-001-SG", "KT-009-SG", field: "\(first).sku", says: "KT-001-SG"),
        Mistake("KT-001-SG", "KT-001-HB-X", field: "\(first).sku", says: "colourway"),
        Mistake("KT-001-SG", "kt-1", field: "\(first).sku", says: "KT-001-SR"),
        Mistake("\"id\": \"KT-003\"", "\"id\": \"KT-3\"", field: "products[2].id", says: "KT-001"),
        Mistake("\"#e4002b\", ", "", field: "colourways[0].colours", says: "has 3", at: "#e4002b"),
        Mistake("#e4002b", "#e4002", field: "colourways[0].colours[0]", says: "#ff6b4a"),
        Mistake("\"code\": \"SG\"", "\"code\": \"S\"", field: "colourways[0].code", says: "2 or 3"),
        Mistake(
            "\"skill\": \"advanced\"", "\"skill\": \"expert\"",
            field: "products[1].specifications.skill", says: "advanced"),
        Mistake(
            "\"windMaximum\": 28", "\"windMaximum\": 7",
            field: "products[0].specifications.windMaximum", says: "8"),
        Mistake(
            ", \"windMaximum\": 28", "",
            field: "products[0].specifications.windMaximum", says: "with windMinimum", at: "\"windMinimum\": 8"),
        Mistake("\"weight\": 210", "\"weight\": 0", field: "products[0].specifications.weight", says: "from 1"),
        Mistake("2026-03-02", "2026-02-30", field: "products[0].introduced", says: "a day"),
        Mistake("2026-03-02", "02.03.2026", field: "products[0].introduced", says: "a day"),
        Mistake("\"name\": \"Skylark\"", "\"name\": \"\"", field: "products[0].name", says: "1 to 60"),
        Mistake("\"name\": \"Skylark\"", "\"name\": \" Skylark\"", field: "products[0].name", says: "space"),
        Mistake("\"name\": \"Skylark\"", "\"name\": \"Sky\\nlark\"", field: "products[0].name", says: "one line"),
        Mistake(
            "\"name\": \"Skylark\"", "\"name\": \"\(String(repeating: "é", count: 61))\"",
            field: "products[0].name", says: "is 61"),
        Mistake(
            "[\"Floating spreader\"]", "[]",
            field: "products[0].highlights", says: "has 0", at: "Floating spreader"),
        Mistake(
            "[\"Floating spreader\"]", "{}",
            field: "products[0].highlights", says: "a list", at: "Floating spreader"),
        Mistake("[\"beach\", \"park\"]", "[\"beach\", \"beach\"]", field: "products[0].uses[1]", says: "once"),
        Mistake("[\"beach\", \"park\"]", "[\"Beach!\"]", field: "products[0].uses[0]", says: "lower-case"),
        Mistake("\"scene\": \"meadow\"", "\"scene\": \"moon\"", field: "categories[1].scene", says: "dunes"),
        Mistake("\"currency\": \"EUR\"", "\"currency\": \"USD\"", field: "currency", says: "EUR"),
        Mistake("\"format\": 1", "\"format\": 2", field: "format", says: "from 1 to 1"),
    ]

    static let references = [
        Mistake(
            "\"category\": \"stunt\"", "\"category\": \"stnt\"",
            field: "products[1].category", says: "single-line"),
        Mistake("\"shape\": \"rokkaku\"", "\"shape\": \"hexagon\"", field: "products[2].shape", says: "rokkaku"),
        Mistake("\"pattern\": \"star\"", "\"pattern\": \"dots\"", field: "products[2].pattern", says: "star"),
        Mistake(
            "\"sku\": \"KT-004-LM\", \"colourway\": \"lemon\"", "\"sku\": \"KT-004-LM\", \"colourway\": \"lime\"",
            field: "products[3].variants[0].colourway", says: "lemon"),
        Mistake("\"name\": \"Lodestar\"", "\"name\": \"skylark\"", field: "products[2].name", says: "already"),
        Mistake("\"name\": \"Lemon\"", "\"name\": \"Signal\"", field: "colourways[2].name", says: "already"),
        Mistake(
            "\"id\": \"tails\", \"name\": \"Tails\"", "\"id\": \"tails\", \"name\": \"Stunt kites\"",
            field: "categories[2].name", says: "already"),
        Mistake(
            "\"sku\": \"KT-003-HB-18\", \"colourway\": \"harbour\", \"size\": \"1.8 m\"",
            "\"sku\": \"KT-003-HB-18\", \"colourway\": \"harbour\", \"size\": \"1.3 m\"",
            field: "products[2].variants[1]", says: "colourway and size"),
        Mistake("KT-003-HB-18", "KT-003-HB-13", field: "products[2].variants[1].sku", says: "already"),
        Mistake("\"stock\": 10", "\"stock\": 10, \"colour\": 1", field: "\(first).colour", says: "not known"),
        Mistake("\"format\": 1", "\"format\": 1, \"extra\": {}", field: "extra", says: "not known"),
        Mistake("\"stock\": 10", "\"stock\": 10, \"stock\": 11", field: "\(first).stock", says: "second time"),
    ]
}

@Suite struct ImportErrorTests {
    @Test(arguments: Mistake.values + Mistake.references)
    func mistakeIsNamedWithItsLineAndField(_ mistake: Mistake) async throws {
        let fixture = try await CatalogueFixture.sample(nil)
        let catalogue = SampleCatalogue.with(mistake.old, mistake.new)
        try #require(catalogue != SampleCatalogue.text)
        let problem = try await fixture.refusal(of: catalogue)
        let errors = try #require(problem.errors)
        #expect(problem.type == "/problems/invalid-catalogue")
        #expect(errors.map(\.field) == [mistake.field])
        #expect(errors.first?.line == SampleCatalogue.line(of: mistake.at))
        #expect(errors.first?.detail.contains(mistake.says) == true, "\(errors)")
    }

    @Test(arguments: [
        ("", 1), ("[]x", 1), ("{", 1), ("{\n\"a\": 1,\n}", 3), ("{\"a\": 01}", 1), ("{\"a\":\n .5}", 2),
        ("{\"a\": \"\n\"}", 1), ("{\n'a': 1}", 2), ("{} // no", 1), ("{\"a\": nul}", 1), ("{\"a\": \"\\x\"}", 1),
        ("{\"a\":\n\"\\ud800\"}", 2), ("{\"a\": \"\\ud800\\u0041\"}", 1), ("{\"a\": \"\\u12\"}", 1), ("[1 2]", 1),
        ("\u{FEFF}{}", 1), ("{\"a\": NaN}", 1), ("{\"a\": +1}", 1), ("{\"a\": 1.}", 1), ("{\"a\": 1e}", 1),
        (String(repeating: "[", count: 10_000), 1), (String(repeating: "\n", count: 8) + "{", 9),
    ])
    func whatIsNotJSONIsRefusedWithItsLine(text: String, line: Int) async throws {
        let fixture = try await CatalogueFixture.sample(nil)
        let problem = try await fixture.refusal(of: text)
        #expect(problem.errors?.map(\.field) == ["document"])
        #expect(problem.errors?.first?.line == line)
    }

    @Test func bytesThatAreNotUTF8AreRefusedWithTheirLine() async throws {
        let fixture = try await CatalogueFixture.sample(nil)
        var body = ByteBuffer(string: "{\n\"a\": \"é\",\n\"")
        body.writeBytes([0xFF, 0x22])
        let response = try await fixture.client.send(
            WireRequest(
                method: .post, target: "/catalogue/import", headers: [.contentType: "application/json"], body: body))
        #expect(try response.decode(Problem.self).errors?.first?.line == 3)
    }

    @Test func everyMistakeIsToldAtOnceInTheOrderOfLines() async throws {
        let fixture = try await CatalogueFixture.sample()
        let catalogue = SampleCatalogue.with("\"price\": 12900", "\"price\": 0")
            .replacing("\"name\": \"Signal\"", with: "\"name\": \"\"").replacing("2024-11-20", with: "soon")
        let problem = try await fixture.refusal(of: catalogue)
        #expect(
            problem.errors?.map(\.field) == [
                "colourways[0].name", "products[1].variants[0].price", "products[1].variants[1].price",
                "products[2].introduced",
            ])
        #expect(problem.detail?.contains("4 errors") == true)
        #expect(try await fixture.product("KT-001").variants.count == 2)
    }

    @Test func atMostAHundredMistakesAreListed() async throws {
        let fixture = try await CatalogueFixture.sample(nil)
        let products = Array(repeating: "{}", count: 20).joined(separator: ",")
        let problem = try await fixture.refusal(of: "{\"products\": [\(products)]}")
        #expect(problem.errors?.count == 100)
        #expect(problem.detail?.contains("of which 100 are listed") == true)
    }

    @Test func refusedCatalogueChangesNothing() async throws {
        let fixture = try await CatalogueFixture.sample()
        let before = try await fixture.client.get("/products").text
        let catalogue = SampleCatalogue.with("\"name\": \"Skylark\"", "\"name\": \"Lark\"")
            .replacing("\"stock\": 4", with: "\"stock\": -4")
        #expect(try await fixture.bring(catalogue).status.code == 422)
        #expect(try await fixture.client.get("/products").text == before)
    }

    @Test func anotherMediaTypeOrATooLongFileIsRefused() async throws {
        let fixture = try await CatalogueFixture.sample(nil)
        let body = ByteBuffer(string: SampleCatalogue.text)
        let untyped = WireRequest(method: .post, target: "/catalogue/import", body: body)
        #expect(try await fixture.client.send(untyped).status.code == 415)
        let long = "\"\(String(repeating: "a", count: 8 << 20))\""
        #expect(try await fixture.bring(long).status.code == 413)
    }
}
