import CatalogAPI
import TestSupport
import Testing
import Wire

@Suite struct StockWithdrawalTests {
    @Test func orderTakesItsPiecesOnce() async throws {
        let fixture = try await CatalogueFixture.sample()
        let lines = [(sku: "KT-001-SG", quantity: 3), (sku: "KT-003-HB-13", quantity: 1)]
        let first = try await fixture.withdraw("order-1", lines)
        #expect(first.status.code == 201)
        let again = try await fixture.withdraw("order-1", lines.reversed())
        #expect(again.status.code == 200)
        #expect(try again.decode(StockWithdrawn.self).lines.count == 2)
        #expect(try await fixture.stock(of: "KT-001-SG") == 7)
        #expect(try await fixture.stock(of: "KT-003-HB-13") == 3)
        let known = try await fixture.client.get("/stock-withdrawals/order-1").decode(StockWithdrawn.self)
        #expect(known.order == "order-1" && known.lines.map(\.quantity.count) == [3, 1])
    }

    @Test func otherPiecesUnderTheSameOrderAreRefused() async throws {
        let fixture = try await CatalogueFixture.sample()
        _ = try await fixture.withdraw("order-1", [("KT-001-SG", 3)])
        for lines in [[("KT-001-SG", 4)], [("KT-003-HB-13", 3)], [("KT-001-SG", 3), ("KT-003-HB-13", 1)]] {
            let response = try await fixture.withdraw("order-1", lines)
            #expect(response.status.code == 409)
            #expect(try response.decode(Problem.self).type == CatalogProblem.differentWithdrawal)
        }
        #expect(try await fixture.stock(of: "KT-001-SG") == 7)
    }

    @Test func shortOrderTakesNothingAndSaysWhatIsThere() async throws {
        let fixture = try await CatalogueFixture.sample()
        let response = try await fixture.withdraw(
            "order-1", [("KT-001-SG", 10), ("KT-003-HB-18", 3), ("KT-004-LM", 1), ("KT-999-SG", 1)])
        #expect(response.status.code == 409)
        let problem = try response.decode(Problem.self)
        #expect(problem.type == CatalogProblem.outOfStock)
        let fields = problem.errors?.map(\.field)
        #expect(fields == ["lines[1].quantity", "lines[2].quantity", "lines[3].quantity"])
        #expect(problem.errors?.map { String($0.detail.prefix(2)) } == ["2 ", "0 ", "0 "])
        #expect(try await fixture.stock(of: "KT-001-SG") == 10)
        #expect(try await fixture.client.get("/stock-withdrawals/order-1").status.code == 404)
        #expect(try await fixture.withdraw("order-2", [("KT-001-SG", 10)]).status.code == 201)
    }

    /// The question of a rejected order may come a second time, late; the pieces that came in meanwhile are for others.
    @Test func refusedOrderTakesNothingAfterARefillEither() async throws {
        let fixture = try await CatalogueFixture.sample()
        let lines = [(sku: "KT-001-SG", quantity: 10), (sku: "KT-003-HB-18", quantity: 3)]
        let first = try await fixture.withdraw("order-1", lines).decode(Problem.self)
        let refilled = SampleCatalogue.text.replacing(#""stock": 2"#, with: #""stock": 20"#)
        #expect(try await fixture.bring(refilled).status.code == 200)
        #expect(try await fixture.stock(of: "KT-003-HB-18") == 20)
        #expect(try await fixture.withdraw("order-1", lines).decode(Problem.self).errors == first.errors)
        let turned = try await fixture.withdraw("order-1", lines.reversed()).decode(Problem.self)
        #expect(turned.type == CatalogProblem.outOfStock)
        #expect(turned.errors?.map(\.field) == ["lines[0].quantity"])
        let other = try await fixture.withdraw("order-1", [("KT-001-SG", 1)]).decode(Problem.self)
        #expect(other.type == CatalogProblem.differentWithdrawal)
        #expect(try await fixture.stock(of: "KT-001-SG") == 10)
        #expect(try await fixture.withdraw("order-2", lines).status.code == 201)
    }

    @Test func soldOutVariantIsSeenByTheNextQuestion() async throws {
        let fixture = try await CatalogueFixture.sample()
        #expect(try await fixture.list("category=stunt&inStock=true").total == 1)
        _ = try await fixture.withdraw("order-1", [("KT-002-SG", 3)])
        #expect(try await fixture.list("category=stunt&inStock=true").total == 0)
        #expect(try await fixture.list("category=stunt").products.map(\.isInStock) == [false])
    }

    @Test func thousandBuyersOfTheLastTenGetTen() async throws {
        let fixture = try await CatalogueFixture.onDisk()
        let list = try await fixture.list("inStock=true&pageSize=60")
        let sku = try #require(list.products.first?.sku.text)
        let stock = try #require(try await fixture.stock(of: sku))
        if stock > 10 { _ = try await fixture.withdraw("the-rest", [(sku, stock - 10)]) }
        try #require(try await fixture.stock(of: sku) == min(stock, 10))
        let statuses = try await withThrowingTaskGroup(of: Int.self) { tasks in
            for buyer in 0..<1_000 {
                tasks.addTask { try await fixture.withdraw("buyer-\(buyer)", [(sku, 1)]).status.code }
            }
            return try await tasks.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        #expect(statuses == [201: min(stock, 10), 409: 1_000 - min(stock, 10)])
        #expect(try await fixture.stock(of: sku) == 0)
    }

    @Test func thousandRepetitionsOfOneOrderTakeOnce() async throws {
        let fixture = try await CatalogueFixture.sample()
        let statuses = try await withThrowingTaskGroup(of: Int.self) { tasks in
            for _ in 0..<1_000 {
                tasks.addTask { try await fixture.withdraw("order-1", [("KT-001-SG", 2)]).status.code }
            }
            return try await tasks.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        #expect(statuses == [201: 1, 200: 999])
        #expect(try await fixture.stock(of: "KT-001-SG") == 8)
    }

    @Test(arguments: ["%20", "a%2Fb", "a.b", "%ff", "bj%C3%B6rn", String(repeating: "a", count: 65)])
    func malformedOrderIsRefused(order: String) async throws {
        let fixture = try await CatalogueFixture.sample()
        let response = try await fixture.withdraw(order, [("KT-001-SG", 1)])
        #expect(try response.decode(Problem.self).errors?.map(\.field) == ["order"])
        #expect(try await fixture.client.get("/stock-withdrawals/\(order)").status.code == 422)
    }

    @Test func orderWithoutLinesIsRefused() async throws {
        let fixture = try await CatalogueFixture.sample()
        let response = try await fixture.withdraw("order-1", [])
        #expect(try response.decode(Problem.self).errors?.map(\.field) == ["lines"])
    }
}
