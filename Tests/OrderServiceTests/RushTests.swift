import Chassis
import OrderAPI
import OrderService
import TestSupport
import Testing
import Wire

/// More buyers than the shop can follow.
@Suite(.timeLimit(.minutes(1))) struct RushTests {
    private let leveling = LoadLeveling.rush()

    /// Whoever has an order already is told so all the same.
    @Test func whoCannotBeFollowedIsTurnedAwayAndKeepsTheCart() async throws {
        try await TestShop.run(catalogHears: false, leveling: leveling) { [leveling] shop in
            let (first, second) = (try await shop.cart(), try await shop.cart())
            leveling.followed(by: "stock", after: .seconds(7), of: .seconds(30))
            let order: Order = try await shop.place(.sample(first), key: first).decode()

            leveling.followed(by: "stock", after: .seconds(10), of: .seconds(30))
            let refused = try await shop.place(.sample(second), key: second)
            #expect(refused.status == .serviceUnavailable && refused.headers[.retryAfter] == "1")
            #expect(try refused.problem.type == OrderProblem.tooMuchAtOnce)
            let again = try await shop.place(.sample(first), key: first)
            #expect(again.status == .ok)
            #expect(try again.decode(Order.self).number == order.number)
            #expect(try await shop.orders.get("/metrics").text.contains("shop_rush_refusals_total 1"))

            leveling.followed(by: "stock", after: .seconds(1), of: .seconds(30))
            #expect(try await shop.place(.sample(second), key: second).status == .created)
        }
    }

    /// Events wait in a rush, but not for ever.
    @Test func ordersComeToTheirEndInARushThatDoesNotEnd() async throws {
        try await TestShop.run(leveling: leveling) { [leveling] shop in
            await leveling.answer {}
            for _ in 1...3 {
                let order: Order = try await shop.place(.sample(try await shop.cart())).decode()
                try await shop.order(order, becomes: .confirmed)
            }
            #expect(try await shop.orders.get("/metrics").text.contains(/shop_rush_yields_total [1-9]/))
        }
    }
}
