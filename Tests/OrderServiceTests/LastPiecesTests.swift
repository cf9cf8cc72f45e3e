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
            for answer in answers where answer.status != .created {
                #expect(try answer.problem.type == OrderProblem.outOfStock, "\(answer.text)")
            }
            var ends: [Order] = []
            for order in placed { ends.append(try await shop.order(order, becomes: .confirmed, .rejected)) }
            #expect(ends.count { $0.state == .confirmed } == 10)
            #expect(Set(ends.map(\.number)).count == placed.count)
            #expect(ends.filter { $0.state == .rejected }.allSatisfy { $0.rejection == .outOfStock })
            #expect(try await shop.stock() == 0)
        }
    }
}
