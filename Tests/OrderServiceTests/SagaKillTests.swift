import HTTPTypes
import OrderAPI
import OrderService
import TestSupport
import Testing
import Vocabulary
import Wire

/// A kill of everything but the engine at every step of the saga, before and after each commit and each send: what
/// lives on comes to the one right end.
@Suite(.serialized) struct SagaKillTests {
    struct Scenario: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var card: TestCard
        var quantity = 2
        var isCancelled = false
        /// Somebody else has ordered four pieces that are not put aside yet.
        var isSecond = false
        var ends: SagaWorld.Ends
        /// Of two orders either may be first: events about one wait for none about another.
        var orElse: SagaWorld.Ends?
    }

    private static func rejected(_ reason: String, _ reservation: String, _ payment: String, cart: Int = 2)
        -> SagaWorld.Ends
    {
        SagaWorld.Ends(
            orders: ["rejected \(reason)"], reservations: [reservation], payments: [payment], pieces: [5, 0, 0, 5],
            piecesInCarts: cart, outcomes: ["shop.order.rejected.v1"], parked: 0)
    }

    private static let delivered = SagaWorld.Ends(
        orders: ["delivered"], reservations: ["sold"], payments: ["captured/captured"], pieces: [3, 0, 2, 5],
        piecesInCarts: 0, outcomes: ["shop.order.confirmed.v1"], parked: 0)

    /// Two orders want the same pieces.
    private static func short(pieces: [Int], cart: Int) -> SagaWorld.Ends {
        SagaWorld.Ends(
            orders: ["delivered", "rejected out-of-stock"], reservations: ["refused", "sold"],
            payments: ["captured/captured", "voided/none"], pieces: pieces, piecesInCarts: cart,
            outcomes: ["shop.order.confirmed.v1", "shop.order.rejected.v1"], parked: 0)
    }

    static let scenarios = [
        Scenario(testDescription: "the bank says yes", card: .accepted, ends: delivered),
        Scenario(testDescription: "the bank says yes after a while", card: .slow, ends: delivered),
        Scenario(testDescription: "the bank says yes twice", card: .twice, ends: delivered),
        Scenario(
            testDescription: "too few pieces are left", card: .accepted, isSecond: true,
            ends: short(pieces: [1, 0, 4, 5], cart: 2), orElse: short(pieces: [3, 0, 2, 5], cart: 4)),
        Scenario(
            testDescription: "the bank says no", card: .declined,
            ends: rejected("payment-declined", "released", "declined/declined")),
        Scenario(
            testDescription: "the bank says nothing", card: .silent,
            ends: rejected("timed-out", "released", "voided/voided")),
        Scenario(
            testDescription: "its buyer cancels", card: .silent, isCancelled: true,
            ends: rejected("cancelled", "released", "voided/voided")),
    ]

    private static func pace(_ scenario: Scenario) -> SagaPace {
        var pace = SagaPace.test
        pace.collection = .milliseconds(1)
        pace.delivery = .milliseconds(1)
        pace.slowBank = .milliseconds(10)
        if scenario.card == .silent, !scenario.isCancelled { pace.payment = .milliseconds(30) }
        return pace
    }

    @Test(arguments: scenarios)
    func aKillAtAnyStepEndsRight(_ scenario: Scenario) async throws {
        var step = 1
        while try await isKilled(at: step, scenario) { step += 1 }
        #expect(step > 20, "only \(step - 1) steps were seen")
    }

    /// - Returns: false if everything was over before that step.
    private func isKilled(at step: Int, _ scenario: Scenario) async throws -> Bool {
        try await SagaWorld.run(pace: Self.pace(scenario)) { world in
            let (cart, key) = (Token.random(), Token.random())
            try await world.live(KillSwitch(), catalogHears: false) { orders, _ in
                if scenario.isSecond {
                    let other = Token.random()
                    try await fill(other, 4, orders)
                    try await shop(other, other, scenario, orders) { false }
                }
                try await fill(cart, scenario.quantity, orders)
                // Once the first has its pieces, a second order would not even be taken.
                if scenario.isSecond { try await shop(cart, key, scenario, orders) { false } }
            }
            let kill = KillSwitch(at: step)
            try await world.live(kill) { orders, world in
                try await shop(cart, key, scenario, orders) { kill.isDead }
                try await eventually {
                    if kill.isDead { return true }
                    return try await world.isAtRest()
                }
            }
            if kill.isDead {
                try await world.live(KillSwitch()) { orders, world in
                    try await shop(cart, key, scenario, orders) { false }
                    try await eventually { try await world.isAtRest() }
                }
            }
            let ends = try await world.ends()
            #expect(ends == scenario.ends || ends == scenario.orElse, "killed at step \(step)")
            return kill.isDead
        }
    }

    private func fill(_ cart: String, _ quantity: Int, _ orders: RouterClient) async throws {
        let answer = try await orders.send(
            .post, "/carts/\(cart)/lines", json: #"{"sku": "\#(TestCatalogue.sku(0))", "quantity": \#(quantity)}"#)
        try #require(answer.status == .ok, "\(answer.text)")
    }

    /// Orders the cart, and cancels the order where its buyer does so, as somebody who asks again after a failure.
    private func shop(
        _ cart: String, _ key: String, _ scenario: Scenario, _ orders: RouterClient,
        isDead: @escaping @Sendable () -> Bool
    ) async throws {
        let placed = try await orders.send(
            WireRequest(
                method: .post, target: "/orders", headers: [.contentType: "application/json", .idempotencyKey: key],
                body: StrictJSON.encode(OrderRequest.sample(cart, scenario.card))))
        guard !isDead() else { return }
        try #require([200, 201].contains(placed.status.code), "\(placed.text)")
        guard scenario.isCancelled else { return }
        let order: Order = try placed.decode()
        let link = "/orders/\(order.number)"
        try await eventually {
            if isDead() { return true }
            return try await orders.get("\(link)?secret=\(order.secret)").decode(Order.self).state != .placed
        }
        let cancelled = try await orders.send(.post, "\(link)/cancel?secret=\(order.secret)", json: "")
        guard !isDead() else { return }
        #expect(cancelled.status == .ok)
    }
}
