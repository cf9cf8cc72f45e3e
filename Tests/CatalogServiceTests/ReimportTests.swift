import CatalogAPI
import TestSupport
import Testing
import Wire

@Suite struct ReimportTests {
    private static let all = 3 + 3 + 1 + 4 + 7

    /// Inserted, updated, unchanged, removed.
    private func counts(_ fixture: CatalogueFixture, _ catalogue: String) async throws -> [Int] {
        let result = try await fixture.bring(catalogue).decode(ImportResult.self)
        return [result.inserted, result.updated, result.unchanged, result.removed]
    }

    @Test func firstImportInsertsEverythingAndTheSecondNothing() async throws {
        let fixture = try await CatalogueFixture.sample(nil)
        #expect(try await counts(fixture, SampleCatalogue.text) == [Self.all, 0, 0, 0])
        let list = try await fixture.client.get("/products")
        #expect(try await counts(fixture, SampleCatalogue.text) == [0, 0, Self.all, 0])
        #expect(try await fixture.client.get("/products").headers[.eTag] == list.headers[.eTag])
    }

    @Test func onlyWhatDiffersIsTouched() async throws {
        let fixture = try await CatalogueFixture.sample()
        let dearer = SampleCatalogue.with("\"price\": 3490", "\"price\": 3590")
        #expect(try await counts(fixture, dearer) == [0, 1, Self.all - 1, 0])
        #expect(try await fixture.product("KT-001").variants[0].price == .euro(3590))
    }

    @Test func productThatIsGoneFromTheFileIsRemovedWithItsVariants() async throws {
        let fixture = try await CatalogueFixture.sample()
        let text = SampleCatalogue.text
        let start = try #require(text.range(of: ",\n    {\n      \"id\": \"KT-004\""))
        let end = try #require(text.range(of: "\n  ]\n}", range: start.upperBound..<text.endIndex))
        let shorter = String(text[..<start.lowerBound] + text[end.lowerBound...])
        let picture = try await fixture.product("KT-004").variants[0].picture
        #expect(try await counts(fixture, shorter) == [0, 0, Self.all - 2, 2])
        #expect(try await fixture.client.get("/products/KT-004").status.code == 404)
        #expect(try await fixture.client.get(picture).status.code == 404)
        #expect(try await fixture.search("fade").total == 0)
    }

    @Test func renamedProductIsFoundByItsNewNameOnly() async throws {
        let fixture = try await CatalogueFixture.sample()
        _ = try await fixture.bring(SampleCatalogue.with("\"name\": \"Skylark\"", "\"name\": \"Peregrine\""))
        #expect(try await fixture.search("peregrine").products.map(\.id.text) == ["KT-001"])
        #expect(try await fixture.search("skylark").total == 0)
    }

    @Test func twoProductsMaySwapTheirNames() async throws {
        let fixture = try await CatalogueFixture.sample()
        let swapped = SampleCatalogue.with("\"name\": \"Skylark\"", "\"name\": \"@\"")
            .replacing("\"name\": \"Lodestar\"", with: "\"name\": \"Skylark\"")
            .replacing("\"name\": \"@\"", with: "\"name\": \"Lodestar\"")
        #expect(try await counts(fixture, swapped) == [0, 2, Self.all - 2, 0])
        #expect(try await fixture.product("KT-001").name == "Lodestar")
    }

    @Test func readingTheSameFileAgainNeverBringsSoldPiecesBack() async throws {
        let fixture = try await CatalogueFixture.sample()
        _ = try await fixture.withdraw("o-1", [("KT-001-SG", 7)])
        #expect(try await fixture.stock(of: "KT-001-SG") == 3)
        _ = try await fixture.bring(SampleCatalogue.text)
        #expect(try await fixture.stock(of: "KT-001-SG") == 3)
        _ = try await fixture.bring(SampleCatalogue.with("\"price\": 3490", "\"price\": 3590"))
        #expect(try await fixture.stock(of: "KT-001-SG") == 3)
    }

    @Test func fileThatSaysAnotherStockSetsIt() async throws {
        let fixture = try await CatalogueFixture.sample()
        _ = try await fixture.withdraw("o-1", [("KT-001-SG", 7)])
        let restocked = SampleCatalogue.with("\"stock\": 10", "\"stock\": 12")
        #expect(try await counts(fixture, restocked) == [0, 1, Self.all - 1, 0])
        #expect(try await fixture.stock(of: "KT-001-SG") == 12)
        #expect(try await counts(fixture, restocked) == [0, 0, Self.all, 0])
    }

    @Test func newColoursAreDrawnAndTheOldPictureStaysForAWhile() async throws {
        let fixture = try await CatalogueFixture.sample()
        let before = try await fixture.product("KT-001").variants[0].picture
        let repainted = SampleCatalogue.with("#e4002b", "#00a86b")
        #expect(try await counts(fixture, repainted) == [0, 1, Self.all - 1, 0])
        let after = try await fixture.product("KT-001").variants[0].picture
        #expect(after != before)
        #expect(try await fixture.client.get(after).status.code == 200)
        #expect(try await fixture.client.get(before).status.code == 200)
        _ = try await fixture.bring(SampleCatalogue.with("#e4002b", "#aa00ff"))
        #expect(try await fixture.client.get(after).status.code == 200)
        let old = try await fixture.client.get(before)
        let now = try await fixture.client.get(try await fixture.product("KT-001").variants[0].picture)
        #expect(old.status.code == 200 && old.text == now.text)
    }
}
