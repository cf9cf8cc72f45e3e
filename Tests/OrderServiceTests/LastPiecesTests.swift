import OrderAPI
import TestSupport
import Testing
import Vocabulary
import Wire

@Suite struct LastPiecesTests {
    @Test func aThousandAtOnceForTheLastTenPiecesMakeTenOrders() async throws {
        try await TestShop.run(TestCatalogue((3_490, 10))) { shop in
            var carts: [String] = []
            while carts.count < 1_000 { carts += try await atOnce(20) { _ in try await shop.cart() } }
            let answers = try await atOnce(1_000) { [carts] in try await shop.place(.sample(carts[$0])) }
            let placed = try answers.filter { $0.status == .created }.map { try $0.decode(Order.self) }
            #expect(placed.count == 10)
            #expect(Set(placed.map(\.number)).count == 10)
            #expect(placed.allSatisfy { $0.state == .received })
            for answer in answers where answer.status != .created {
                #expect(try answer.problem.type == OrderProblem.outOfStock, "\(answer.text)")
            }
            #expect(try await shop.stock() == 0)
        }
    }
}
