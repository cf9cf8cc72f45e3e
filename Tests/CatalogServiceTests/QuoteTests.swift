import CatalogAPI
import HTTPTypes
import NIOCore
import TestSupport
import Testing
import Vocabulary
import Wire

@Suite struct QuoteTests {
    @Test func quotePricesEachLineInOrder() async throws {
        let fixture = try await CatalogueFixture.sample()
        let response = try await fixture.quote([("KT-003-HB-18", 2), ("KT-999-SG", 1), ("KT-001-SG", 99)])
        let quote = try response.decode(Quote.self)
        #expect(quote.lines.map(\.sku.text) == ["KT-003-HB-18", "KT-001-SG"])
        #expect(quote.lines.map(\.lineTotal) == [.euro(21_800), .euro(345_510)])
        #expect(quote.lines.map(\.stock) == [2, 10])
        #expect(quote.lines[0].name == "Lodestar" && quote.lines[0].size == "1.8 m")
        #expect(quote.unknown.map(\.text) == ["KT-999-SG"])
        #expect(quote.subtotal == .euro(367_310))
    }

    @Test func emptyQuoteCostsNothing() async throws {
        let fixture = try await CatalogueFixture.sample()
        #expect(try await fixture.quote([]).decode(Quote.self).subtotal == .euro(0))
    }

    @Test func quoteIsOfTheMoment() async throws {
        let fixture = try await CatalogueFixture.sample()
        _ = try await fixture.withdraw("o-1", [("KT-001-SG", 4)])
        _ = try await fixture.bring(SampleCatalogue.with("\"price\": 3490", "\"price\": 2990"))
        let response = try await fixture.quote([("KT-001-SG", 1)])
        #expect(response.headers[.cacheControl] == "no-store")
        let line = try #require(try response.decode(Quote.self).lines.first)
        #expect(line.stock == 6 && line.unitPrice == .euro(2990))
    }

    @Test(arguments: [
        ("{\"lines\":[{\"sku\":\"KT-001-SG\",\"quantity\":1},{\"sku\":\"KT-001-SG\",\"quantity\":2}]}", "lines[1].sku"),
        ("{\"lines\":[{\"sku\":\"KT-001-SG\",\"quantity\":0}]}", "lines[0].quantity"),
        ("{\"lines\":[{\"sku\":\"KT-001-SG\",\"quantity\":100}]}", "lines[0].quantity"),
        ("{\"lines\":[{\"sku\":\"KT-001-SG\",\"quantity\":1.5}]}", "lines[0].quantity"),
        ("{\"lines\":[{\"sku\":\"KT-001-SG\",\"quantity\":\"1\"}]}", "lines[0].quantity"),
        ("{\"lines\":[{\"sku\":\"; DROP\",\"quantity\":1}]}", "lines[0].sku"),
        ("{\"lines\":[{\"sku\":\"KT-001-SG\"}]}", "lines[0].quantity"),
        ("{\"lines\":[{\"sku\":\"KT-001-SG\",\"quantity\":1,\"price\":1}]}", "lines[0].price"),
        ("{\"lines\":[],\"coupon\":\"x\"}", "coupon"), ("{}", "lines"), ("{\"lines\":null}", "lines"),
    ])
    func fieldThatIsWrongIsNamed(body: String, field: String) async throws {
        let fixture = try await CatalogueFixture.sample()
        for (method, target) in [(HTTPRequest.Method.post, "/quotes"), (.put, "/stock-withdrawals/o-1")] {
            let response = try await fixture.client.send(method, target, json: body)
            #expect(response.status.code == 422)
            #expect(try response.decode(Problem.self).errors?.map(\.field) == [field])
        }
    }

    @Test func moreThanAHundredLinesAreRefused() async throws {
        let fixture = try await CatalogueFixture.sample()
        let lines = (0...100).map { (sku: "KT-\(String($0 + 100))-SG", quantity: 1) }
        #expect(try await fixture.quote(Array(lines.dropLast())).status.code == 200)
        let response = try await fixture.quote(lines)
        #expect(try response.decode(Problem.self).errors?.map(\.field) == ["lines"])
    }

    @Test(arguments: ["", "{", "[1", "nonsense", "{\"lines\":[}"])
    func malformedBodyIsRefused(body: String) async throws {
        let fixture = try await CatalogueFixture.sample()
        #expect(try await fixture.client.send(.post, "/quotes", json: body).status.code == 400)
        let untyped = WireRequest(method: .post, target: "/quotes", body: ByteBuffer(string: body))
        #expect(try await fixture.client.send(untyped).status.code == 415)
        let long = "{\"lines\":[]}" + String(repeating: " ", count: 1 << 17)
        #expect(try await fixture.client.send(.post, "/quotes", json: long).status.code == 413)
    }
}
